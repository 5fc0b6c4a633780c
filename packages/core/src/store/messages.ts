import { randomBytes } from 'node:crypto';
import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import { Tree } from '../hierarchy/tree.ts';
import { versionOf } from '../ics/version.ts';
import type { StorePath } from '../mounts/paths.ts';
import type { Saved } from '../objects/computed.ts';
import { newConversationIndex } from '../objects/conversation.ts';
import { MessageObject } from '../objects/message.ts';
import { contentOf, type MessageContent } from '../objects/message-content.ts';
import { MESSAGE_FLAGS } from '../objects/message-flags.ts';
import type { MessageHost } from '../objects/message-host.ts';
import { changeReadFlags, type ReadFlags } from '../objects/read-flags.ts';
import { readAssociated, saveAssociated } from '../objects/save-associated.ts';
import { saveEdit } from '../objects/save-edit.ts';
import { saveNew } from '../objects/save-new.ts';
import { PropertyBag } from '../properties/bag.ts';
import * as tags from '../properties/tags.ts';
import { readProperties } from '../read/properties.ts';
import { splitWords } from '../read/words.ts';
import type { AssociatedRow } from '../state/object-rows.ts';
import type { ContentsRow } from '../state/rows.ts';
import { setFlags } from '../write/flags.ts';
import { setStatus } from '../write/status.ts';
import { type ItemId, itemId, noSuchItem, parseItemId } from './ids.ts';

/** How a message is opened ([MS-OXCMSG] 2.2.3.1.1). */
export interface OpenRequest {
  /** Default: `readWrite`. `best` is that too where the owner may write, and reads only otherwise. */
  readonly mode?: 'read' | 'readWrite' | 'best';
  /** Opens a soft-deleted one as well; it can only be read. */
  readonly softDeleted?: boolean;
  readonly signal?: AbortSignal;
}

/** What a new message is to be. */
export interface CreateRequest {
  /** Whether it is a folder associated information message: kept by core, listed apart, and never in a backend. */
  readonly associated?: boolean;
  /** PidTagMessageClass; default `IPM.Note`. */
  readonly messageClass?: string;
}

/** An FAI message as a list shows it. */
export interface AssociatedInfo {
  readonly id: ItemId;
  readonly class: string;
  readonly subject: string;
  readonly modified: Date;
}

/** Messages as objects ([MS-OXCMSG]): opened, changed and saved as a whole. */
export interface Messages {
  /** Opens a message, also an FAI one. @throws NOT_FOUND, INVALID_ARGUMENT, UNAVAILABLE, FORMAT_NOT_INSTALLED */
  open(id: ItemId, request?: OpenRequest): Promise<MessageObject>;
  /** Makes a message; there is none before it is saved. @throws NOT_FOUND (the folder) */
  create(path: StorePath, request?: CreateRequest): Promise<MessageObject>;
  /** FAI messages of a folder. @throws NOT_FOUND */
  associated(path: StorePath, request?: { readonly softDeleted?: boolean }): Promise<readonly AssociatedInfo[]>;
  /** PidTagMessageStatus ([MS-OXCMSG] 2.2.3.9), without opening the message. @throws NOT_FOUND */
  getStatus(id: ItemId): Promise<number>;
  /**
   * Sets those bits of PidTagMessageStatus that are in `mask` ([MS-OXCMSG] 2.2.3.8), at once; gives what they were.
   * msInConflict (0x800) is never set by anybody. @throws NOT_FOUND
   */
  setStatus(id: ItemId, change: { readonly mask: number; readonly flags: number }): Promise<number>;
  /**
   * Changes the read state of messages at once ([MS-OXCMSG] 2.2.3.10), one after the other; gives those that it could not
   * change, with the reason.
   */
  setReadFlags(
    ids: readonly ItemId[],
    change: ReadFlags,
  ): Promise<readonly { readonly id: ItemId; readonly error: MapistoreError }[]>;
}

/** Messages of a store. */
export function messagesOf(engine: Engine): Messages {
  return {
    open: (id, request = {}) => openMessage(engine, id, request),
    create: (path, request = {}) => createMessage(engine, path, request),
    async associated(path, { softDeleted = false } = {}) {
      const folder = (await Tree.read(engine.state)).need(path);
      const rows = await engine.state.read((tx) => tx.associated.ofFolder(folder.folderId, softDeleted));
      return rows.map((row) => ({
        id: itemId(row.mid),
        class: row.messageClass,
        subject: row.subject,
        modified: new Date(row.modifiedAt),
      }));
    },
    getStatus: (id) => setStatus(engine, parseItemId(id), { mask: 0, flags: 0 }),
    setStatus: (id, change) => setStatus(engine, parseItemId(id), change),
    async setReadFlags(ids, change) {
      const failed: { id: ItemId; error: MapistoreError }[] = [];
      for (const id of ids) {
        try {
          const message = await openMessage(engine, id, {});
          await changeReadFlags(message, change);
        } catch (error) {
          failed.push({ id, error: MapistoreError.from(error, `Cannot change the read state of ${id}`) });
        }
      }
      return failed;
    },
  };
}

async function openMessage(engine: Engine, id: ItemId, request: OpenRequest): Promise<MessageObject> {
  const number = parseItemId(id);
  const signal = request.signal ?? new AbortController().signal;
  const { row, associated, isDeleted } = await find(engine, number, request.softDeleted ?? false);
  const isWritable = request.mode !== 'read' && !isDeleted;
  if (associated !== undefined) return openAssociated(engine, associated, isWritable);
  if (row === undefined) throw noSuchItem(id);
  const base = await engine.state.read((tx) => contentOf(tx, row));
  const item = await readProperties(engine, row, signal);
  const created = item.properties.get(tags.PidTagCreationTime);
  return new MessageObject(itemHost(engine, row.folderId, { itemId: number, base }), {
    item,
    isWritable,
    saved: await savedOf(engine, row),
    createdAt: created instanceof Date ? created : new Date(row.received),
    searchKey: item.properties.get(tags.PidTagSearchKey),
  });
}

interface Found {
  readonly row?: ContentsRow;
  readonly associated?: AssociatedRow;
  readonly isDeleted: boolean;
}

/** A message in a folder, or among what was soft deleted. */
async function find(engine: Engine, number: number, softDeleted: boolean): Promise<Found> {
  return engine.state.read(async (tx) => {
    const [row] = await tx.contents.byItems([number]);
    if (row !== undefined) return { row, isDeleted: false };
    const associated = await tx.associated.get(number);
    if (associated !== undefined && (softDeleted || associated.deletedAt === null))
      return { associated, isDeleted: associated.deletedAt !== null };
    if (!softDeleted) return { isDeleted: false };
    const [deleted] = await tx.recoverable.page({ afterItem: number - 1, limit: 1 });
    return deleted?.itemId === number ? { row: deleted, isDeleted: true } : { isDeleted: false };
  });
}

/** When a message was changed last: what the journal says of its change number. */
async function savedOf(engine: Engine, row: ContentsRow): Promise<Saved> {
  const version = await versionOf(engine, row);
  return {
    itemId: row.itemId,
    mid: row.mid,
    folderId: row.folderId,
    createdCn: row.createdCn,
    cn: row.cn,
    flags: row.flags,
    received: row.received,
    size: row.size ?? row.storedSize ?? 0,
    fingerprint: row.fingerprint,
    mediaType: row.mediaType,
    modifiedAt: version.modifiedAt || row.received,
    version,
  };
}

/** The item that a host saves to, as it stood when it was opened or saved last. */
interface Held {
  itemId: number | undefined;
  base: MessageContent | undefined;
}

function itemHost(engine: Engine, folderId: number, held: Held): MessageHost {
  const signalOf = (signal?: AbortSignal): AbortSignal => signal ?? new AbortController().signal;
  const reload = async (): Promise<Saved> => {
    const id = held.itemId as number;
    const { row, base } = await engine.state.read(async (tx) => {
      const [found] = await tx.contents.byItems([id]);
      if (found === undefined) throw noSuchItem(itemId(id));
      return { row: found, base: await contentOf(tx, found) };
    });
    held.base = base;
    return savedOf(engine, row);
  };
  return {
    replicas: engine.replicas,
    folderId,
    isAssociated: false,
    inside: undefined,
    now: () => engine.clock(),
    async save(message, request) {
      const signal = signalOf(request.signal);
      if (held.itemId === undefined) {
        const tree = await Tree.read(engine.state);
        const folder = tree.get(folderId);
        if (folder === undefined)
          throw new MapistoreError('NOT_FOUND', 'The folder of the message is gone; nothing was saved.');
        held.itemId = await saveNew(engine, tree.path(folder), message, signal);
      } else
        await saveEdit(engine, { message, itemId: held.itemId, base: held.base as MessageContent, request, signal });
      return reload();
    },
    async setRead(saved, isRead) {
      const [row] = await engine.state.read((tx) => tx.contents.byItems([saved.itemId]));
      if (row === undefined) throw noSuchItem(itemId(saved.itemId));
      if (splitWords(row.flags).includes('$seen') === isRead) return undefined;
      await setFlags(engine, [row], isRead ? { add: ['$seen'] } : { remove: ['$seen'] }, signalOf());
      return reload();
    },
  };
}

async function associatedSaved(engine: Engine, row: AssociatedRow): Promise<Saved> {
  return {
    itemId: row.mid,
    mid: row.mid,
    folderId: row.folderId,
    createdCn: row.createdCn,
    cn: row.cn,
    flags: '$seen',
    received: row.createdAt,
    size: row.size,
    fingerprint: row.blob,
    mediaType: '',
    modifiedAt: row.modifiedAt,
    version: await versionOf(engine, { itemId: row.mid, cn: row.cn }),
  };
}

function associatedHost(engine: Engine, folderId: number, opened: AssociatedRow | undefined): MessageHost {
  let row = opened;
  return {
    replicas: engine.replicas,
    folderId,
    isAssociated: true,
    inside: undefined,
    now: () => engine.clock(),
    async save(message, request) {
      const signal = request.signal ?? new AbortController().signal;
      row = await saveAssociated(engine, { folderId, message, row, request, signal });
      return associatedSaved(engine, row);
    },
    setRead: async () => undefined,
  };
}

/** An FAI message as an object. */
export async function openAssociated(engine: Engine, row: AssociatedRow, isWritable: boolean): Promise<MessageObject> {
  const item = await readAssociated(engine, row);
  return new MessageObject(associatedHost(engine, row.folderId, row), {
    item,
    isWritable,
    saved: await associatedSaved(engine, row),
    createdAt: new Date(row.createdAt),
    searchKey: item.properties.get(tags.PidTagSearchKey),
  });
}

async function createMessage(
  engine: Engine,
  path: StorePath,
  { associated = false, messageClass = 'IPM.Note' }: CreateRequest,
): Promise<MessageObject> {
  const tree = await Tree.read(engine.state);
  const { folderId } = tree.need(path);
  const createdAt = engine.clock();
  // [MS-OXCMSG] 3.2.5.2: what a new message has from the start.
  const properties = new PropertyBag()
    .set(tags.PidTagImportance, 1)
    .set(tags.PidTagMessageClass, messageClass)
    .set(tags.PidTagSensitivity, 0)
    .set(tags.PidTagMessageFlags, MESSAGE_FLAGS.mfRead | MESSAGE_FLAGS.mfUnsent);
  if (!associated) properties.set(tags.PidTagConversationIndex, newConversationIndex(createdAt));
  const host = associated
    ? associatedHost(engine, folderId, undefined)
    : itemHost(engine, folderId, { itemId: undefined, base: undefined });
  return new MessageObject(host, {
    item: { properties, recipients: [], attachments: [], problems: [] },
    isWritable: true,
    saved: undefined,
    createdAt,
    searchKey: new Uint8Array(randomBytes(16)),
  });
}
