import {
  type CreateItem,
  type CreateItems,
  changeFlags,
  type DeleteItem,
  type DeleteItems,
  type Flags,
  type FlagsWritten,
  type IfRevision,
  type ItemWritten,
  MapistoreError,
  type NewItem,
  normaliseFlags,
  type Result,
  type SetFlags,
  sameFlags,
  type UpdateItem,
} from '@mapistore/core';
import type { ArchiveItem, Prepared, Transaction } from './archive/index.ts';
import { MEDIA_TYPES } from './capabilities.ts';
import { failure } from './errors.ts';
import {
  contentRevision,
  flagsRevision,
  folderId,
  idOf,
  itemOf,
  knownFolder,
  type Mount,
  missingItem,
} from './mount.ts';

/** Items that are committed together: their number, and what they may hold in memory until then. */
const BATCH_ITEMS = 1000;
const BATCH_BYTES = 33_554_432;
/** An item that waits on the disk holds a file open: only a few of them at a time. */
const SPOOLED_WEIGHT: number = BATCH_BYTES / 8;

interface Ready {
  readonly index: number;
  readonly prepared: Prepared;
  readonly flags: Flags;
  /** Seconds since 1970, UTC. */
  readonly received: number;
}

/** Stores one item; see {@link Backend.createItem}. */
export async function createItem(mount: Mount, request: CreateItem): Promise<ItemWritten> {
  const [result] = await createItems(mount, { ...request, items: [request.item] });
  if (result?.ok === true) return result.value;
  throw result?.error ?? new TypeError('no result for one item');
}

/** Stores many items in as few commits as memory allows; see {@link Backend.createItems}. */
export async function createItems(mount: Mount, request: CreateItems): Promise<readonly Result<ItemWritten>[]> {
  const { signal } = request;
  // A folder that is gone is said once, and before any source is read.
  await knownFolder(mount, request.folder);
  const results: Result<ItemWritten>[] = [];
  let batch: Ready[] = [];
  let bytes = 0;
  const flush = async (): Promise<void> => {
    const items = batch;
    batch = [];
    bytes = 0;
    try {
      const written = await store(mount, request.folder, items, signal);
      for (const [position, { index }] of items.entries()) results[index] = written[position] as Result<ItemWritten>;
    } finally {
      for (const { prepared } of items) await prepared.discard();
    }
  };
  for (const [index, item] of request.items.entries()) {
    try {
      const ready = { index, ...(await prepare(mount, item, signal)) };
      batch.push(ready);
      bytes += ready.prepared.bytes?.byteLength ?? SPOOLED_WEIGHT;
    } catch (error) {
      if (signal.aborted) for (const { prepared } of batch) await prepared.discard();
      signal.throwIfAborted();
      results[index] = { ok: false, error: MapistoreError.from(error, 'Cannot store an item', { backend: 'archive' }) };
    }
    if (batch.length >= BATCH_ITEMS || bytes > BATCH_BYTES) await flush();
  }
  if (batch.length > 0) await flush();
  return results;
}

/** Together, or one by one where together they are refused. */
async function store(
  mount: Mount,
  folderKey: string,
  items: readonly Ready[],
  signal: AbortSignal,
): Promise<readonly Result<ItemWritten>[]> {
  try {
    return await mount.archive.write(signal, async (transaction) => {
      const folder = folderId(mount, folderKey);
      const results: Result<ItemWritten>[] = [];
      for (const { prepared, flags, received } of items) {
        const content = await transaction.addContent(prepared);
        const item = transaction.takeId();
        transaction.putItem({ item, folder, content, flags, received });
        results.push({ ok: true, value: written({ id: item, content, flags }, prepared.size) });
      }
      return results;
    });
  } catch (error) {
    signal.throwIfAborted();
    if (!MapistoreError.is(error) || error.code === 'NOT_FOUND') throw error;
    // Of a lock that is held, or a disk that is gone, each would say the same.
    if (items.length === 1 || error.code === 'UNAVAILABLE' || error.code === 'BUSY')
      return items.map(() => ({ ok: false, error }));
    const results: Result<ItemWritten>[] = [];
    for (const item of items) results.push(...(await store(mount, folderKey, [item], signal)));
    return results;
  }
}

async function prepare(mount: Mount, item: NewItem, signal: AbortSignal): Promise<Omit<Ready, 'index'>> {
  const flags = storableFlags(item.flags);
  const date = item.received ?? mount.env.clock();
  if (Number.isNaN(date.getTime())) throw failure('INVALID_ARGUMENT', 'The date of this item is none.');
  return { prepared: await prepareBody(mount, item.body, signal), flags, received: Math.floor(date.getTime() / 1000) };
}

async function prepareBody(mount: Mount, body: NewItem['body'], signal: AbortSignal): Promise<Prepared> {
  const { mediaType, size } = body;
  if (!MEDIA_TYPES.includes(mediaType))
    throw failure('INVALID_CONTENT', `Cannot store ${mediaType}: this mount takes ${MEDIA_TYPES.join(', ')}.`);
  try {
    return await mount.archive.prepare({
      mediaType,
      ...(size !== undefined && { size }),
      chunks: body.open({ signal }),
      maxBytes: mount.options.maxItemBytes,
      signal,
    });
  } catch (error) {
    signal.throwIfAborted();
    // An error number of the source's is not one of our disk.
    throw MapistoreError.from(error, 'Cannot read what is to be stored', { backend: 'archive' });
  }
}

/** Replaces the bytes of an item; see {@link Backend.updateItem}. */
export async function updateItem(mount: Mount, request: UpdateItem): Promise<ItemWritten> {
  const { key, body, ifRevision, signal } = request;
  // Looked at before the source is read, and again where it counts.
  refuseChanged(itemOf(mount, await knownFolder(mount, request.folder), key), ifRevision, key);
  const prepared = await prepareBody(mount, body, signal);
  try {
    return await mount.archive.write(signal, async (transaction) => {
      const item = itemOf(mount, folderId(mount, request.folder), key);
      refuseChanged(item, ifRevision, key);
      const type = mount.archive.content(item.content)?.mediaType;
      if (type !== undefined && type !== body.mediaType)
        throw failure('INVALID_CONTENT', `Item "${key}" is ${type} and cannot become ${body.mediaType}.`);
      const content = await transaction.addContent(prepared);
      put(transaction, { ...item, content });
      return written({ ...item, content }, prepared.size);
    });
  } finally {
    await prepared.discard();
  }
}

/** Deletes one item; see {@link Backend.deleteItem}. */
export async function deleteItem(mount: Mount, request: DeleteItem): Promise<void> {
  await mount.archive.write(request.signal, async (transaction) =>
    remove(mount, transaction, folderId(mount, request.folder), request),
  );
}

/** Deletes many items in one commit; see {@link Backend.deleteItems}. */
export async function deleteItems(mount: Mount, request: DeleteItems): Promise<readonly Result<void>[]> {
  return mount.archive.write(request.signal, async (transaction) => {
    const folder = folderId(mount, request.folder);
    return request.items.map((item): Result<void> => {
      try {
        remove(mount, transaction, folder, item);
        return { ok: true, value: undefined };
      } catch (error) {
        if (!MapistoreError.is(error, 'PRECONDITION_FAILED')) throw error;
        return { ok: false, error };
      }
    });
  });
}

/** Adds and removes flags; what is as asked already is left alone; see {@link Backend.setFlags}. */
export async function setFlags(mount: Mount, request: SetFlags): Promise<readonly Result<FlagsWritten>[]> {
  const add = storableFlags(request.add);
  return mount.archive.write(request.signal, async (transaction) => {
    const folder = folderId(mount, request.folder);
    return request.keys.map((key): Result<FlagsWritten> => {
      const id = idOf(key);
      const item = id === undefined ? undefined : mount.archive.item(folder, id);
      if (item === undefined) return { ok: false, error: missingItem(key) };
      const flags = changeFlags(item.flags, { add, remove: request.remove });
      if (!sameFlags(flags, item.flags)) put(transaction, { ...item, flags });
      return { ok: true, value: { flags, flagsRevision: flagsRevision({ flags }) } };
    });
  });
}

/** @throws PRECONDITION_FAILED */
function remove(
  mount: Mount,
  transaction: Transaction,
  folder: number,
  { key, ifRevision }: { readonly key: string; readonly ifRevision?: IfRevision },
): void {
  const id = idOf(key);
  const item = id === undefined ? undefined : mount.archive.item(folder, id);
  if (item === undefined) {
    if (ifRevision !== undefined) throw changed(key);
    return;
  }
  refuseChanged(item, ifRevision, key);
  transaction.removeItem(folder, item.id);
}

function put(transaction: Transaction, { id, folder, content, flags, received }: Omit<ArchiveItem, 'changed'>): void {
  transaction.putItem({ item: id, folder, content, flags, received });
}

/** @throws PRECONDITION_FAILED */
function refuseChanged(item: ArchiveItem, expected: IfRevision | undefined, key: string): void {
  const { content, flags } = expected ?? {};
  if (content !== undefined && content !== contentRevision(item)) throw changed(key);
  if (flags !== undefined && flags !== flagsRevision(item)) throw changed(key);
}

function changed(key: string): MapistoreError {
  return failure('PRECONDITION_FAILED', `Item "${key}" changed since the revision that was named.`);
}

/** Flags as one line each. @throws INVALID_ARGUMENT */
function storableFlags(flags: Flags): Flags {
  const normal = normaliseFlags(flags);
  for (const flag of normal)
    if (flag === '' || /[\s\p{Cc}]/u.test(flag) || !flag.isWellFormed())
      throw failure('INVALID_ARGUMENT', 'A flag is empty, has a blank in it or is not valid Unicode.');
  return normal;
}

/** What a write made of an item. */
export function written(
  { id, content, flags }: Pick<ArchiveItem, 'id' | 'content' | 'flags'>,
  size: number | undefined,
): ItemWritten {
  return {
    key: String(id),
    contentRevision: contentRevision({ content }),
    flagsRevision: flagsRevision({ flags }),
    ...(size !== undefined && { size }),
  };
}
