import { statfs } from 'node:fs/promises';
import {
  type FolderRequest,
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
import type { ArchiveItem } from './archive/index.ts';
import { damaged } from './errors.ts';
import { contentRevision, flagsRevision, itemOf, knownFolder, limitOf, type Mount } from './mount.ts';
import { formatToken } from './tokens.ts';

/** Lists a folder by number, so that what stays is met exactly once; see {@link Backend.listItems}. */
export async function listItems(mount: Mount, request: ListItems): Promise<ItemPage> {
  const { signal, detail } = request;
  const folder = await knownFolder(mount, request.folder);
  // Read before the items are: what is committed later is in the changes.
  const { commit, after } = readCursor(request.cursor) ?? {
    commit: mount.archive.position.commit,
    after: Number(request.after ?? 0),
  };
  const limit = limitOf(request);
  const rows = mount.archive.items(folder, after, limit + 1);
  const page = rows.slice(0, limit);
  const items: ItemEntry[] = [];
  const unreadable: string[] = [];
  for (const item of page) {
    signal.throwIfAborted();
    const entry = await described(mount, item, detail);
    if (entry === undefined) unreadable.push(String(item.id));
    else items.push(entry);
  }
  const last = page.at(-1);
  return {
    items,
    ...(unreadable.length > 0 && { unreadable }),
    ...(rows.length > limit && last !== undefined
      ? { next: `${commit}.${last.id}` }
      : { listing: 'complete', token: formatToken(mount, folder, commit) }),
  };
}

function readCursor(cursor: string | undefined) {
  if (cursor === undefined) return undefined;
  const [commit = 0, after = 0] = cursor.split('.').map(Number);
  return { commit, after };
}

/** The entry; undefined for an item whose head is damaged. */
async function described(mount: Mount, item: ArchiveItem, detail: 'revision' | 'head'): Promise<ItemEntry | undefined> {
  try {
    return detail === 'head' ? await withHead(mount, item) : entryOf(mount, item);
  } catch (error) {
    if (!MapistoreError.is(error)) throw error;
    mount.env.log.warn('An item cannot be read and is left out.', { key: String(item.id), code: error.code });
    return undefined;
  }
}

/** An item without its head; undefined where its content is lost. */
export function entryOf(mount: Mount, item: ArchiveItem): ItemEntry | undefined {
  const content = mount.archive.content(item.content);
  if (content === undefined) return undefined;
  return {
    key: String(item.id),
    contentRevision: contentRevision(item),
    flagsRevision: flagsRevision(item),
    flags: item.flags,
    mediaType: content.mediaType,
    size: content.size,
    received: new Date(item.received * 1000),
  };
}

async function withHead(mount: Mount, item: ArchiveItem): Promise<ItemEntry> {
  const entry = entryOf(mount, item);
  if (entry === undefined) throw damaged(`The content of item ${item.id} is lost`, { key: String(item.id) });
  const { head } = await mount.archive.openContent(item.content);
  // A copy: what is read together is kept together.
  return { ...entry, head: new Uint8Array(head) };
}

/** One item with its head; see {@link Backend.readItem}. */
export async function readItem(mount: Mount, request: ItemRequest): Promise<ItemEntry> {
  return withHead(mount, itemOf(mount, await knownFolder(mount, request.folder), request.key));
}

/** Many items with their heads; see {@link Backend.getItems}. */
export async function getItems(mount: Mount, request: ItemsRequest): Promise<readonly Result<ItemEntry>[]> {
  const folder = await knownFolder(mount, request.folder);
  const results: Result<ItemEntry>[] = [];
  for (const key of request.keys) {
    request.signal.throwIfAborted();
    try {
      results.push({ ok: true, value: await withHead(mount, itemOf(mount, folder, key)) });
    } catch (error) {
      if (!MapistoreError.is(error)) throw error;
      results.push({ ok: false, error });
    }
  }
  return results;
}

/** The last number given out: what is stored later is past it; see {@link Backend.checkpoint}. */
export async function checkpoint(mount: Mount, request: FolderRequest): Promise<string> {
  await knownFolder(mount, request.folder);
  return String(mount.archive.position.next - 1);
}

/** See {@link Backend.count}. */
export async function count(
  mount: Mount,
  request: FolderRequest,
): Promise<{ readonly items: number; readonly unseen: number }> {
  return mount.archive.count(await knownFolder(mount, request.folder));
}

/** What the segments have on the disk, and what they could have; see {@link Backend.quota}. */
export async function quota(mount: Mount, request: Request): Promise<Quota> {
  await mount.archive.refresh();
  request.signal.throwIfAborted();
  const usedBytes = await mount.archive.storedBytes();
  const { bavail, bsize } = await statfs(mount.archive.path);
  return { usedBytes, limitBytes: usedBytes + bavail * bsize };
}
