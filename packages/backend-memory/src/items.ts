import {
  type FolderRequest,
  headOf,
  type ItemEntry,
  type ItemPage,
  type ItemRequest,
  type ItemsRequest,
  type ListItems,
  MapistoreError,
  type Quota,
  type Request,
  type Result,
} from '@mapistore/core';
import type { MemoryItem } from './data.ts';
import { folderOf, itemOf, type Mount, makeToken, pageLimit } from './mount.ts';

/** The items of a folder in the order of their arrival, so that what stays is met exactly once. */
export async function listItems(mount: Mount, request: ListItems): Promise<ItemPage> {
  request.signal.throwIfAborted();
  const folder = folderOf(mount, request.folder, 'listItems');
  const { after, step } =
    request.cursor === undefined
      ? { after: Number(request.after ?? 0), step: mount.data.step }
      : (JSON.parse(request.cursor) as { after: number; step: number });
  const limit = pageLimit(mount, request);
  const items: ItemEntry[] = [];
  let last = after;
  for (const item of folder.items.values()) {
    if (item.order <= after) continue;
    if (items.length === limit) return { items, next: JSON.stringify({ after: last, step }) };
    items.push(entryOf(mount, item, request.detail));
    last = item.order;
  }
  const token = mount.description.capabilities.changes && { token: makeToken(folder, step) };
  return { items, listing: 'complete', ...token };
}

/** One item with its head. */
export async function readItem(mount: Mount, request: ItemRequest): Promise<ItemEntry> {
  request.signal.throwIfAborted();
  return entryOf(mount, itemOf(folderOf(mount, request.folder, 'readItem'), request.key, 'readItem'), 'head');
}

/** Many items with their heads. */
export async function getItems(mount: Mount, request: ItemsRequest): Promise<readonly Result<ItemEntry>[]> {
  request.signal.throwIfAborted();
  const folder = folderOf(mount, request.folder, 'getItems');
  return eachOf(request.keys, (key) => entryOf(mount, itemOf(folder, key, 'getItems'), 'head'));
}

/** A mark that is before every item stored from now on. */
export async function checkpoint(mount: Mount, request: FolderRequest): Promise<string> {
  request.signal.throwIfAborted();
  folderOf(mount, request.folder, 'checkpoint');
  return String(mount.data.number());
}

/** How many items a folder has. */
export async function count(
  mount: Mount,
  request: FolderRequest,
): Promise<{ readonly items: number; readonly unseen?: number }> {
  request.signal.throwIfAborted();
  const { items } = folderOf(mount, request.folder, 'count');
  if (!mount.description.capabilities.setFlags) return { items: items.size };
  let unseen = 0;
  for (const item of items.values()) if (!item.flags.includes('$seen')) unseen++;
  return { items: items.size, unseen };
}

/** How much is used, and the limit where there is one. */
export async function quota(mount: Mount, request: Request): Promise<Quota> {
  request.signal.throwIfAborted();
  const { quotaBytes } = mount.options;
  return { usedBytes: mount.data.usedBytes, ...(quotaBytes !== undefined && { limitBytes: quotaBytes }) };
}

/** One result per key; a failure of ours is the result of its own key and stops nothing. */
export function eachOf<K, T>(keys: readonly K[], work: (key: K) => T): readonly Result<T>[] {
  return keys.map((key) => {
    try {
      return { ok: true, value: work(key) };
    } catch (error) {
      if (!MapistoreError.is(error)) throw error;
      return { ok: false, error };
    }
  });
}

/** An item as it is listed. */
export function entryOf(mount: Mount, item: MemoryItem, detail: 'revision' | 'head'): ItemEntry {
  const { capabilities, traits } = mount.description;
  return {
    key: item.key,
    contentRevision: item.contentRevision,
    ...(capabilities.setFlags && { flagsRevision: item.flagsRevision, flags: item.flags }),
    mediaType: item.mediaType,
    size: item.bytes.byteLength,
    ...(traits.keepsReceived && { received: item.received }),
    ...(detail === 'head' && { head: headOf(item.bytes, item.mediaType).slice() }),
    stableId: item.stableId,
  };
}
