import type { ItemKind } from '../contract/entries.ts';
import type { Gid } from '../ics/gid.ts';
import type { IdSet } from '../ics/id-set.ts';
import type { PredecessorChangeList } from '../ics/predecessors.ts';
import type { Xid } from '../ics/xid.ts';
import type { StorePath } from '../mounts/paths.ts';
import type { FolderId, ItemId } from '../store/ids.ts';

/** What identifies an object and its version ([MS-OXCFXICS] 2.2.4.3.14). */
export interface ObjectHeader {
  /** Its id in the sets of a state. */
  readonly gid: Gid;
  /** PidTagSourceKey: the id, or the key that it came with. */
  readonly sourceKey: Xid;
  readonly changeNumber: Gid;
  readonly changeKey: Xid;
  readonly predecessors: PredecessorChangeList;
  /** PidTagLastModificationTime. */
  readonly modified: Date;
}

/** A new or changed message, as a whole. */
export interface MessageChange extends ObjectHeader {
  readonly kind: 'message';
  /** PidTagAssociated: an FAI message. */
  readonly associated: boolean;
  /** What the store calls it, to read it by; an FAI message has none. */
  readonly id?: ItemId;
  /** PidTagMessageClass. */
  readonly class: string;
  readonly subject: string;
  /** PidTagMessageDeliveryTime; an FAI message has none. */
  readonly received?: Date;
  readonly read: boolean;
  /** Bytes, 0 where they are not known. */
  readonly size: number;
}

/** Ids that the client has and should not have any more, each in one of the sets. */
export interface Deletions {
  readonly kind: 'deletions';
  /** Deleted for good. */
  readonly hard: IdSet;
  /** Deleted, and recoverable. */
  readonly soft: IdSet;
  /** In another folder now, under another id. */
  readonly moved: IdSet;
  /** Still there, and not what the restriction asks for. */
  readonly noLongerInScope: IdSet;
}

/** Messages of which only the read state changed. */
export interface ReadStates {
  readonly kind: 'readStates';
  readonly read: IdSet;
  readonly unread: IdSet;
}

/** A new or changed folder. */
export interface FolderChange extends ObjectHeader {
  readonly kind: 'folder';
  readonly id: FolderId;
  readonly path: StorePath;
  /** PidTagDisplayName. */
  readonly name: string;
  /** The folder around it; absent for those right in the folder that is synchronised. */
  readonly parent?: Gid;
  readonly kinds: readonly ItemKind[];
  readonly role?: string;
}

/** What a contents synchronisation tells. */
export type ContentsElement = MessageChange | Deletions | ReadStates;
/** What a hierarchy synchronisation tells. */
export type HierarchyElement = FolderChange | Pick<Deletions, 'kind' | 'hard'>;
