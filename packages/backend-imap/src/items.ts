import {
  type ItemEntry,
  type ItemPage,
  type ItemRequest,
  type ItemsRequest,
  type ListItems,
  MapistoreError,
  type Result,
  ROOT_FOLDER,
} from '@mapistore/core';
import { cursorOf, markOf, newLife, readCursor, tokenOf, type Walk } from './cursors.ts';
import { addHeads, batchesOf, entryOf, revisionItems } from './entries.ts';
import type { Connection, Selected } from './imap/connection.ts';
import { type FetchRow, fetchRows } from './imap/fetch.ts';
import { searchUids, takeUids } from './imap/search.ts';
import { inMailbox, type Mount, missingItem } from './mount.ts';
import { setsOf, uidOf } from './uids.ts';

/** UIDs looked at in one search at most; what it finds is held as ranges. */
const MAX_WIDTH = 1 << 20;

/** Lists a folder; see {@link Backend.listItems}. */
export async function listItems(mount: Mount, request: ListItems): Promise<ItemPage> {
  if (mount.root === '' && request.folder === ROOT_FOLDER)
    return { items: [], listing: 'complete', ...(mount.features.condstore && { token: '-' }) };
  return await inMailbox(
    mount,
    request,
    request.cursor === undefined ? 'select' : 'noop',
    async (connection, selected) => {
      const walk =
        request.cursor === undefined
          ? await startWalk(mount, connection, selected, request)
          : readCursor(request.cursor);
      if (walk.uidValidity !== selected.uidValidity) throw newLife();
      const { rows, next } = await nextRows(mount, connection, walk, request);
      const unread = request.detail === 'head' && (await addHeads(connection, rows, request.signal));
      const entries = [...rows.values()].sort((a, b) => a.uid - b.uid).map((row) => entryOf(row, selected.uidValidity));
      const items = entries.filter((entry) => entry !== undefined);
      const partial = walk.partial || unread || items.length < entries.length;
      if (next.next < walk.end) return { items, next: cursorOf({ ...next, partial }) };
      return {
        items,
        listing: partial ? 'partial' : 'complete',
        ...(mount.features.condstore && { token: walk.token }),
      };
    },
  );
}

async function startWalk(mount: Mount, connection: Connection, selected: Selected, request: ListItems): Promise<Walk> {
  const { features } = mount;
  // Taken before the first item is read: what changes from now on is told by `changes`.
  const uids =
    features.condstore && !features.qresync ? await searchUids(connection, 'ALL', request.signal) : undefined;
  const token = features.condstore ? tokenOf(markOf(selected, uids)) : '-';
  const [uidValidity, uidNext] = request.after?.split('.') ?? [];
  const next = uidValidity === selected.uidValidity ? Math.max(1, Number(uidNext) || 1) : 1;
  return {
    uidValidity: selected.uidValidity,
    next,
    end: selected.uidNext,
    width: Math.max(1, request.limit),
    partial: false,
    token,
  };
}

/**
 * The next rows of a walk, at most `limit`. UIDs may lie far apart, so windows of them grow where they give little;
 * a window wider than a page is searched first, so that no more rows come than were asked for.
 */
async function nextRows(
  mount: Mount,
  connection: Connection,
  walk: Walk,
  request: ListItems,
): Promise<{ rows: Map<number, FetchRow>; next: Walk }> {
  const { signal } = request;
  const limit = Math.max(1, request.limit);
  const items = revisionItems(mount);
  let { next, width } = walk;
  let rows = new Map<number, FetchRow>();
  while (next < walk.end && rows.size === 0) {
    signal.throwIfAborted();
    const last = Math.min(next + width, walk.end) - 1;
    if (width <= limit) {
      rows = await fetchRows(connection, { signal, set: `${next}:${last}`, items });
      for (const uid of rows.keys()) if (uid < next || uid > last) rows.delete(uid);
      next = last + 1;
      if (rows.size < width / 4) width = Math.min(MAX_WIDTH, width * 8);
      continue;
    }
    const found = takeUids(await searchUids(connection, `UID ${next}:${last}`, signal), limit);
    for (const set of found.set === '' ? [] : setsOfText(found.set)) {
      for (const [uid, row] of await fetchRows(connection, { signal, set, items })) {
        if (uid >= next && uid <= last) rows.set(uid, row);
      }
    }
    next = found.total > limit ? found.last + 1 : last + 1;
    if (found.total > limit * 2) width = Math.max(limit, Math.floor(width / 4));
    else if (found.total < limit / 4) width = Math.min(MAX_WIDTH, width * 8);
  }
  return { rows, next: { ...walk, next, width } };
}

/** A set as sets of a length that servers take. */
function setsOfText(set: string): string[] {
  if (set.length <= 7000) return [set];
  const sets: string[] = [];
  let part = '';
  for (const range of set.split(',')) {
    if (part.length + range.length > 7000) {
      sets.push(part);
      part = range;
    } else part = part === '' ? range : `${part},${range}`;
  }
  return [...sets, part];
}

/** One item with its head; see {@link Backend.readItem}. */
export async function readItem(mount: Mount, request: ItemRequest): Promise<ItemEntry> {
  const [result] = await getItems(mount, { ...request, keys: [request.key] });
  if (result?.ok) return result.value;
  throw result?.error ?? missingItem(request.key);
}

/** Many items with their heads; see {@link Backend.getItems}. */
export async function getItems(mount: Mount, request: ItemsRequest): Promise<readonly Result<ItemEntry>[]> {
  const { signal } = request;
  return await inMailbox(mount, request, 'noop', async (connection, selected) => {
    const rows = await rowsOfKeys(connection, selected, request.keys, revisionItems(mount), signal);
    const known = [...rows.keys()];
    await addHeads(connection, rows, signal);
    return request.keys.map((key) => {
      const uid = uidOf(key, selected.uidValidity);
      const row = uid === undefined ? undefined : rows.get(uid);
      const value = row === undefined ? undefined : entryOf(row, selected.uidValidity);
      if (value !== undefined) return { ok: true, value };
      const unreadable = uid !== undefined && known.includes(uid);
      return { ok: false, error: unreadable ? unreadableItem(key) : missingItem(key) };
    });
  });
}

function unreadableItem(key: string): MapistoreError {
  return new MapistoreError('NOT_FOUND', `The header of item ${key} cannot be read, or the item went meanwhile.`, {
    backend: 'imap',
  });
}

/** FETCH of the given keys, in sets of bounded length and count; what is missing is missing in the answer. */
export async function rowsOfKeys(
  connection: Connection,
  selected: Selected,
  keys: readonly string[],
  items: string,
  signal: AbortSignal,
): Promise<Map<number, FetchRow>> {
  const uids = new Set(keys.map((key) => uidOf(key, selected.uidValidity)).filter((uid) => uid !== undefined));
  const rows = new Map<number, FetchRow>();
  for (const batch of batchesOf([...uids], Number.POSITIVE_INFINITY, 1000, () => 1)) {
    for (const set of setsOf(batch)) {
      for (const [uid, row] of await fetchRows(connection, { signal, set, items }))
        if (uids.has(uid)) rows.set(uid, row);
    }
  }
  return rows;
}

/** The keys that are in the mailbox, as UIDs. */
export async function presentUids(
  connection: Connection,
  selected: Selected,
  keys: readonly string[],
  signal: AbortSignal,
): Promise<Set<number>> {
  return new Set((await rowsOfKeys(connection, selected, keys, 'UID', signal)).keys());
}
