import type { Flags } from '../contract/entries.ts';
import type { Gid } from '../ics/gid.ts';
import type { StorePath } from '../mounts/paths.ts';
import type { FolderId, ItemId } from '../store/ids.ts';

/** What a notification can be of ([MS-OXCNOTIF] 2.2.1.1). */
export type EventKind =
  | 'newMail'
  | 'objectCreated'
  | 'objectModified'
  | 'objectDeleted'
  | 'objectMoved'
  | 'objectCopied'
  | 'searchComplete';

/** Where a message or folder was before, or what it was copied from. */
export interface Before {
  /** Of a message the folder it lay in, of a folder the one around it. */
  readonly folder: FolderId;
  readonly folderGid: Gid;
  /** Where that folder is now; absent when it is gone. */
  readonly path?: StorePath;
  /** Its id there. */
  readonly gid: Gid;
}

/** Something happened to a message. */
export interface MessageEvent {
  readonly kind: Exclude<EventKind, 'searchComplete'>;
  readonly object: 'message';
  readonly id: ItemId;
  /** Its id in the folder. */
  readonly gid: Gid;
  /** The folder it lies in, or lay in when it was deleted. */
  readonly folder: FolderId;
  readonly folderGid: Gid;
  /** Absent where that folder is gone. */
  readonly path?: StorePath;
  readonly at: Date;
  /** Of `objectMoved` and `objectCopied`, as far as it is known. */
  readonly old?: Before;
  /** Of `objectModified`: canonical names of what may have changed. Absent where any property may have. */
  readonly properties?: readonly string[];
  /** Of `newMail`. */
  readonly class?: string;
  /** Of `newMail`. */
  readonly flags?: Flags;
}

/** Something happened to a folder; `searchComplete`: it is a search folder, and shows now what it looked for. */
export interface FolderEvent {
  readonly kind: Exclude<EventKind, 'newMail' | 'objectCopied'>;
  readonly object: 'folder';
  readonly folder: FolderId;
  readonly gid: Gid;
  readonly path: StorePath;
  /** The folder around it. */
  readonly parent?: FolderId;
  readonly parentGid?: Gid;
  readonly at: Date;
  /** Of `objectMoved`. */
  readonly old?: Before;
  /** Of `objectModified`: canonical names of what changed. */
  readonly properties?: readonly string[];
  /** Of `objectModified` where its contents changed: PidTagContentCount and PidTagContentUnreadCount. */
  readonly counts?: { readonly items: number; readonly unread: number };
}

/** The subscriber was too slow and events were dropped: `changes` with this token tells what they were about. */
export interface OverflowEvent {
  readonly kind: 'overflow';
  readonly token: string;
}

/** What a subscriber hears. */
export type StoreEvent = MessageEvent | FolderEvent | OverflowEvent;
