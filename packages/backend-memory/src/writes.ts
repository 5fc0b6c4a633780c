import {
  type CopyItems,
  type CreateItem,
  type CreateItems,
  changeFlags,
  type DeleteItem,
  type DeleteItems,
  type FlagsWritten,
  type IfRevision,
  type ItemWritten,
  MapistoreError,
  type NewItem,
  type Result,
  type SetFlags,
  sameFlags,
  type UpdateItem,
} from '@mapistore/core';
import { readSource } from './bodies.ts';
import type { MemoryFolder, MemoryItem } from './data.ts';
import { failure } from './errors.ts';
import { eachOf } from './items.ts';
import { checkKind } from './kinds.ts';
import { folderOf, itemOf, type Mount, storable, targetOf } from './mount.ts';

/** Stores one item. */
export async function createItem(mount: Mount, request: CreateItem): Promise<ItemWritten> {
  request.signal.throwIfAborted();
  return store(mount, request.folder, request.item, request.signal, 'createItem');
}

/** Stores many items one after the other. */
export async function createItems(mount: Mount, request: CreateItems): Promise<readonly Result<ItemWritten>[]> {
  request.signal.throwIfAborted();
  folderOf(mount, request.folder, 'createItems');
  const { maxBatchItems } = mount.description.traits;
  if (maxBatchItems !== undefined && request.items.length > maxBatchItems) {
    throw failure('createItems', 'INVALID_ARGUMENT', `Cannot store more than ${maxBatchItems} items at once.`);
  }
  const results: Result<ItemWritten>[] = [];
  for (const item of request.items) {
    try {
      results.push({ ok: true, value: await store(mount, request.folder, item, request.signal, 'createItems') });
    } catch (error) {
      request.signal.throwIfAborted();
      results.push({ ok: false, error: MapistoreError.from(error, 'Cannot store an item') });
    }
  }
  return results;
}

/** Replaces the bytes of an item, under its key or, where the options say so, under a new one. */
export async function updateItem(mount: Mount, request: UpdateItem): Promise<ItemWritten> {
  request.signal.throwIfAborted();
  const folder = folderOf(mount, request.folder, 'updateItem');
  checkRevision(itemOf(folder, request.key, 'updateItem'), request.ifRevision, 'updateItem');
  const bytes = await readSource(mount, request.body, request.signal, 'updateItem');
  // Looked at again: somebody else may have come while the source was read.
  const before = itemOf(folder, request.key, 'updateItem');
  checkRevision(before, request.ifRevision, 'updateItem');
  checkKind(mount, folder, { bytes, mediaType: request.body.mediaType }, 'updateItem');
  checkQuota(mount, bytes.byteLength - before.bytes.byteLength, 'updateItem');
  const place = mount.options.rekeysOnUpdate === true ? newPlace(mount) : before;
  if (place.key !== before.key) mount.data.remove(folder, before.key);
  const { mediaType } = request.body;
  return writtenOf(mount, mount.data.put(folder, { ...before, key: place.key, order: place.order, bytes, mediaType }));
}

/** Deletes one item; a missing one is deleted already. */
export async function deleteItem(mount: Mount, request: DeleteItem): Promise<void> {
  request.signal.throwIfAborted();
  remove(mount, folderOf(mount, request.folder, 'deleteItem'), request, 'deleteItem');
}

/** Deletes many items. */
export async function deleteItems(mount: Mount, request: DeleteItems): Promise<readonly Result<void>[]> {
  request.signal.throwIfAborted();
  const folder = folderOf(mount, request.folder, 'deleteItems');
  return eachOf(request.items, (item) => remove(mount, folder, item, 'deleteItems'));
}

/** Adds and removes flags. What is as asked already keeps its revision and is no change. */
export async function setFlags(mount: Mount, request: SetFlags): Promise<readonly Result<FlagsWritten>[]> {
  request.signal.throwIfAborted();
  const folder = folderOf(mount, request.folder, 'setFlags');
  const { kept, refused } = storable(mount, request.add);
  return eachOf(request.keys, (key) => {
    let item = itemOf(folder, key, 'setFlags');
    const flags = changeFlags(item.flags, { add: kept, remove: request.remove });
    if (!sameFlags(flags, item.flags)) item = mount.data.put(folder, { ...item, flags });
    return { flags: item.flags, flagsRevision: item.flagsRevision, ...(refused.length > 0 && { refused }) };
  });
}

/** Copies within the mount. The copy is a new item with a stable id of its own. */
export async function copyItems(mount: Mount, request: CopyItems): Promise<readonly Result<ItemWritten>[]> {
  request.signal.throwIfAborted();
  const from = folderOf(mount, request.folder, 'copyItems');
  const to = targetOf(mount, request.to, 'copyItems');
  return eachOf(request.keys, (key) => {
    const item = itemOf(from, key, 'copyItems');
    checkKind(mount, to, item, 'copyItems');
    checkQuota(mount, item.bytes.byteLength, 'copyItems');
    return writtenOf(mount, mount.data.put(to, { ...item, ...newPlace(mount), stableId: `s${mount.data.number()}` }));
  });
}

/** Moves within the mount; the stable id goes along. */
export async function moveItems(mount: Mount, request: CopyItems): Promise<readonly Result<ItemWritten>[]> {
  request.signal.throwIfAborted();
  const from = folderOf(mount, request.folder, 'moveItems');
  const to = targetOf(mount, request.to, 'moveItems');
  return eachOf(request.keys, (key) => {
    const item = itemOf(from, key, 'moveItems');
    if (from === to) return writtenOf(mount, item);
    checkKind(mount, to, item, 'moveItems');
    const moved = mount.data.put(to, { ...item, ...newPlace(mount) });
    mount.data.remove(from, key);
    return writtenOf(mount, moved);
  });
}

async function store(
  mount: Mount,
  key: string,
  item: NewItem,
  signal: AbortSignal,
  operation: string,
): Promise<ItemWritten> {
  targetOf(mount, key, operation);
  const bytes = await readSource(mount, item.body, signal, operation);
  const folder = folderOf(mount, key, operation);
  checkKind(mount, folder, { bytes, mediaType: item.body.mediaType }, operation);
  checkQuota(mount, bytes.byteLength, operation);
  const { kept, refused } = storable(mount, item.flags);
  const stored = mount.data.put(folder, {
    ...newPlace(mount),
    bytes,
    mediaType: item.body.mediaType,
    flags: kept,
    received: toSecond(item.received ?? new Date()),
    stableId: `s${mount.data.number()}`,
  });
  const keeps = mount.description.capabilities.setFlags;
  return { ...writtenOf(mount, stored), ...(keeps && refused.length > 0 && { refused }) };
}

function remove(
  mount: Mount,
  folder: MemoryFolder,
  item: { key: string; ifRevision?: IfRevision },
  operation: string,
): void {
  const stored = folder.items.get(item.key);
  if (stored === undefined && item.ifRevision === undefined) return;
  checkRevision(stored, item.ifRevision, operation);
  mount.data.remove(folder, item.key);
}

function checkRevision(item: MemoryItem | undefined, expected: IfRevision | undefined, operation: string): void {
  const same =
    item !== undefined &&
    (expected?.content === undefined || expected.content === item.contentRevision) &&
    (expected?.flags === undefined || expected.flags === item.flagsRevision);
  if (!same)
    throw failure(
      operation,
      'PRECONDITION_FAILED',
      'Cannot change the item: it changed since it was read; read it again.',
    );
}

function checkQuota(mount: Mount, bytes: number, operation: string): void {
  const { quotaBytes } = mount.options;
  if (quotaBytes === undefined || mount.data.usedBytes + bytes <= quotaBytes) return;
  throw failure(operation, 'QUOTA_EXCEEDED', `Cannot store ${bytes} more bytes: the limit is ${quotaBytes}.`, {
    quotaBytes,
  });
}

function newPlace(mount: Mount): { readonly key: string; readonly order: number } {
  const order = mount.data.number();
  return { key: String(order), order };
}

function toSecond(date: Date): Date {
  return new Date(Math.floor(date.getTime() / 1000) * 1000);
}

function writtenOf(mount: Mount, item: MemoryItem): ItemWritten {
  return {
    key: item.key,
    contentRevision: item.contentRevision,
    ...(mount.description.capabilities.setFlags && { flagsRevision: item.flagsRevision }),
    size: item.bytes.byteLength,
    stableId: item.stableId,
  };
}
