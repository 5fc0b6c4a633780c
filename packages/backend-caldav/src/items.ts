import {
  headOf,
  type ItemEntry,
  type ItemPage,
  type ItemRequest,
  type ItemsRequest,
  type ListItems,
  MapistoreError,
  type Result,
  ROOT_FOLDER,
} from '@mapistore/core';
import { byKey, cursorOf, formatToken, readCursor, sliceAfter } from './cursors.ts';
import { Refusal } from './errors.ts';
import { type Member, type Members, readChanges, readMembers } from './members.ts';
import type { Mount } from './mount.ts';
import { type Got, multiget } from './multiget.ts';
import { batchesOf, inPool } from './pool.ts';
import { readObject } from './stored.ts';

/** How servers refuse to tell all changes since nothing, though they tell others. */
const NO_BEGINNING: ReadonlySet<number> = new Set([403, 405, 415, 501]);

/** The token of a folder that never holds an item. */
const NOTHING = formatToken({ revision: '-' });

interface Listing {
  readonly members: readonly Member[];
  readonly complete: boolean;
  readonly token: string;
}

/** Lists a folder; see {@link Backend.listItems}. */
export async function listItems(mount: Mount, request: ListItems): Promise<ItemPage> {
  const { folder, signal, limit } = request;
  const withToken = mount.features.sync;
  if (mount.isHome && folder === ROOT_FOLDER)
    return { items: [], listing: 'complete', ...(withToken && { token: NOTHING }) };
  const position = request.cursor === undefined ? undefined : readCursor(request.cursor);
  const nameOf = (token: string): string => `list ${folder} ${token}`;
  const now = mount.env.clock().getTime();
  const held = position && mount.snapshots.get<Listing>(nameOf(position.token), now);
  const listing = held ?? (await readListing(mount, folder, signal));
  const token = position?.token ?? listing.token;
  const { page, more } = sliceAfter(listing.members, position?.after, limit);
  if (more) mount.snapshots.put(nameOf(token), listing, now);
  else mount.snapshots.delete(nameOf(token));
  const { items, unreadable } = await describe(mount, request, page);
  const last = page.at(-1);
  return {
    items,
    ...(unreadable.length > 0 && { unreadable }),
    ...(more && last !== undefined
      ? { next: cursorOf({ after: last.key, token }) }
      : { listing: listing.complete ? 'complete' : 'partial', ...(withToken && { token }) }),
  };
}

async function readListing(mount: Mount, folder: string, signal: AbortSignal): Promise<Listing> {
  if (mount.features.sync || mount.google) {
    const listing = await listBySync(mount, folder, signal);
    if (listing !== undefined) return listing;
  }
  const synced = mount.features.sync ? await readMembers(mount, folder, signal, 'd:sync-token') : undefined;
  if (synced?.syncToken !== undefined) return listingOf(synced, formatToken({ sync: synced.syncToken }));
  // One of those that tell no changes, in a mount where others may.
  const marked = await readMembers(mount, folder, signal, 'cs:getctag');
  return listingOf(marked, formatToken({ revision: marked.revision ?? '' }));
}

/**
 * Everything and where it stands, as the changes since nothing (RFC 6578 s.3.4): Google wants it so, and Radicale lists 2,000
 * items so in 0.2 s and by PROPFIND in 1.3 s. Undefined where a server tells changes, but not from the beginning.
 */
async function listBySync(mount: Mount, folder: string, signal: AbortSignal): Promise<Listing | undefined> {
  try {
    const all = await readChanges(mount, folder, '', signal);
    const members = [...all.changed.values()].filter((member) => member !== undefined);
    return listingOf({ members, complete: true }, formatToken({ sync: all.token }));
  } catch (error) {
    const refused = error instanceof Refusal && NO_BEGINNING.has(error.status);
    if (mount.google || !(refused || MapistoreError.is(error, 'SYNC_TOKEN_EXPIRED'))) throw error;
    return undefined;
  }
}

function listingOf({ members, complete }: Members, token: string): Listing {
  return { members: [...members].sort(byKey), complete, token };
}

async function describe(
  mount: Mount,
  request: ListItems,
  page: readonly Member[],
): Promise<{ items: ItemEntry[]; unreadable: string[] }> {
  const unreadable = page.filter(({ etag }) => etag === undefined).map(({ key }) => key);
  const readable = page.filter(({ etag }) => etag !== undefined);
  if (request.detail === 'revision') {
    return { items: readable.map(({ key, etag }) => bareEntry(mount, key, etag as string)), unreadable };
  }
  const items: ItemEntry[] = [];
  const got = await getAll(mount, { ...request, keys: readable.map(({ key }) => key) });
  for (const { key } of readable) {
    const found = got.get(key);
    if (found !== undefined && !MapistoreError.is(found)) items.push(fullEntry(mount, key, found));
    else if (!MapistoreError.is(found, 'NOT_FOUND')) unreadable.push(key);
  }
  return { items, unreadable };
}

/** An item of which nothing but its ETag is known. */
export function bareEntry(mount: Mount, key: string, etag: string): ItemEntry {
  return { key, contentRevision: etag, mediaType: mount.mediaType };
}

function fullEntry(mount: Mount, key: string, got: Exclude<Got, MapistoreError>): ItemEntry {
  const { bytes } = got;
  const entry = bareEntry(mount, key, got.etag);
  // A copy of the head: a view would keep the whole item in memory.
  return bytes === undefined
    ? entry
    : { ...entry, size: bytes.byteLength, head: new Uint8Array(headOf(bytes, mount.mediaType)) };
}

/** One item with its head; see {@link Backend.readItem}. */
export async function readItem(mount: Mount, request: ItemRequest): Promise<ItemEntry> {
  const stored = await readObject(mount, request.folder, request.key, request.signal);
  return fullEntry(mount, request.key, stored);
}

/** Many items with their heads; see {@link Backend.getItems}. */
export async function getItems(mount: Mount, request: ItemsRequest): Promise<readonly Result<ItemEntry>[]> {
  const got = await getAll(mount, request);
  return request.keys.map((key): Result<ItemEntry> => {
    const found = got.get(key) as Got;
    return MapistoreError.is(found) ? { ok: false, error: found } : { ok: true, value: fullEntry(mount, key, found) };
  });
}

/** A few batches at a time: the server reads the next while this one is taken apart, and no more is held. */
async function getAll(mount: Mount, request: ItemsRequest): Promise<Map<string, Got>> {
  const { folder, signal } = request;
  const batches = batchesOf([...new Set(request.keys)], mount.options.batchItems);
  const parts = await inPool(batches, 3, (keys) => multiget(mount, { folder, keys, data: true, signal }));
  return new Map(parts.flatMap((part) => [...part]));
}
