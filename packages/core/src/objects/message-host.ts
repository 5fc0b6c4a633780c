import type { Replicas } from '../identity/replicas.ts';
import type { Item } from '../item/item.ts';
import * as tags from '../properties/tags.ts';
import type { AttachmentObject } from './attachment.ts';
import type { Saved } from './computed.ts';
import type { Draft } from './draft.ts';
import type { PropertyObject } from './property-object.ts';

/** How a message is saved ([MS-OXCMSG] 2.2.3.3.1). */
export interface SaveRequest {
  /** What may be done with the object afterwards; default `readWrite`. */
  readonly keepOpen?: 'read' | 'readWrite';
  /** Writes over what others saved since the message was opened. */
  readonly force?: boolean;
  readonly signal?: AbortSignal;
}

/** What an open message needs of where it is kept. */
export interface MessageHost {
  readonly replicas: Replicas;
  readonly folderId: number | undefined;
  readonly isAssociated: boolean;
  /** The object that an embedded message lies in. */
  readonly inside: PropertyObject | undefined;
  now(): Date;
  /** Stores the message, or takes it over into its attachment. @throws CONFLICT … */
  save(message: MessageState, request: SaveRequest): Promise<Saved | undefined>;
  /** Marks a saved message as read or not; gives whether that changed anything. */
  setRead(saved: Saved, isRead: boolean): Promise<Saved | undefined>;
}

/** A message as its host stores it. */
export interface MessageState {
  readonly draft: Draft;
  readonly createdAt: Date;
  readonly searchKey: Uint8Array | undefined;
  readonly clientFlags: number;
  readonly saved: Saved | undefined;
}

/** What a message is opened with. */
export interface OpenedMessage {
  readonly item: Item;
  readonly isWritable: boolean;
  readonly saved: Saved | undefined;
  readonly createdAt: Date;
  readonly searchKey: Uint8Array | undefined;
}

/** What opening a message tells at once ([MS-OXCMSG] 2.2.3.1.2). */
export interface MessageSummary {
  readonly hasNamedProperties: boolean;
  readonly subjectPrefix: string;
  readonly normalizedSubject: string;
  readonly recipientCount: number;
}

/** An embedded message is saved into its attachment object, which is saved into its message in turn ([MS-OXCMSG] 3.2.5.16). */
export function embeddedHost(host: MessageHost, attachment: AttachmentObject): MessageHost {
  return {
    replicas: host.replicas,
    folderId: undefined,
    isAssociated: false,
    inside: attachment,
    now: () => host.now(),
    async save({ draft, createdAt, searchKey }) {
      const item = draft.item();
      item.properties.set(tags.PidTagCreationTime, createdAt).set(tags.PidTagSearchKey, searchKey);
      attachment.embed(item);
      return undefined;
    },
    setRead: async () => undefined,
  };
}
