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
import { ask, idOf, knownFolder, limitOf, type Mount, missingItem } from './mount.ts';
import type { Value } from './mysql/client.ts';
import { listsOf, places } from './mysql/statements.ts';
import { notice } from './notice.ts';
import { readPieces } from './pieces.ts';
import { bytesOf, entryOf, headOfBytes, ITEM_COLUMNS, type ItemRow, WHOLE_COLUMNS, type WholeRow } from './rows.ts';
import { formatToken, stepNow } from './tokens.ts';

/** Lists a folder by id, so that what stays is met exactly once; see {@link Backend.listItems}. */
export async function listItems(mount: Mount, request: ListItems): Promise<ItemPage> {
  const { signal, detail } = request;
  const folder = await knownFolder(mount, request.folder, signal);
  const position = readCursor(request.cursor);
  if (position === undefined) await notice(mount, folder, signal);
  // Read before the items are: what is committed later is in the changes.
  const step = position?.step ?? (await stepNow(mount, signal));
  const after = position?.after ?? Number(request.after ?? 0);
  const limit = limitOf(request);
  const rows = await ask<ItemRow | WholeRow>(
    mount,
    signal,
    `select ${detail === 'head' ? WHOLE_COLUMNS : ITEM_COLUMNS} from ${mount.tables.items} i
     where i.account = ? and i.folder = ? and i.id > ? order by i.id limit ?`,
    [mount.account, folder, after, limit + 1],
  );
  const page = rows.slice(0, limit);
  const items: ItemEntry[] = [];
  const unreadable: string[] = [];
  for (const row of page) {
    try {
      items.push(detail === 'head' ? await withHead(mount, row as WholeRow, signal) : entryOf(row));
    } catch (error) {
      if (!MapistoreError.is(error, 'UNAVAILABLE') || error.details.context?.['item'] === undefined) throw error;
      unreadable.push(String(row.id));
    }
  }
  const last = page.at(-1);
  return {
    items,
    ...(unreadable.length > 0 && { unreadable }),
    ...(rows.length > limit && last !== undefined
      ? { next: `${step}.${last.id}` }
      : { listing: 'complete', token: formatToken(mount, folder, step) }),
  };
}

function readCursor(cursor: string | undefined): { readonly step: number; readonly after: number } | undefined {
  if (cursor === undefined) return undefined;
  const [step = 0, after = 0] = cursor.split('.').map(Number);
  return { step, after };
}

async function withHead(mount: Mount, row: WholeRow, signal: AbortSignal): Promise<ItemEntry> {
  const bytes = bytesOf(row, () => readPieces(mount, row, signal));
  return entryOf(row, await headOfBytes(bytes, row.mediaType));
}

/** One item with its head; see {@link Backend.readItem}. */
export async function readItem(mount: Mount, request: ItemRequest): Promise<ItemEntry> {
  const row = await wholeRow(mount, request.folder, request.key, request.signal);
  return withHead(mount, row, request.signal);
}

/** The row of one item. @throws NOT_FOUND */
export async function wholeRow(mount: Mount, folder: string, key: string, signal: AbortSignal): Promise<WholeRow> {
  const [row] = await wholeRows(mount, await knownFolder(mount, folder, signal), [key], signal);
  if (row === undefined) throw missingItem(key);
  return row;
}

/** The rows of those that are there. */
export async function wholeRows(
  mount: Mount,
  folder: number,
  keys: readonly string[],
  signal: AbortSignal,
): Promise<readonly WholeRow[]> {
  const rows: WholeRow[] = [];
  for (const list of listsOf([...new Set(keys)].flatMap((key) => idOf(key) ?? []))) {
    const values: Value[] = [mount.account, folder, ...list];
    const statement = `select ${WHOLE_COLUMNS} from ${mount.tables.items} i where i.account = ? and i.folder = ? and i.id in (${places(list.length)})`;
    rows.push(...(await ask<WholeRow>(mount, signal, statement, values)));
  }
  return rows;
}

/** Many items with their heads; see {@link Backend.getItems}. */
export async function getItems(mount: Mount, request: ItemsRequest): Promise<readonly Result<ItemEntry>[]> {
  const { signal } = request;
  const folder = await knownFolder(mount, request.folder, signal);
  const rows = new Map(
    (await wholeRows(mount, folder, request.keys, signal)).map((row) => [String(row.id), row] as const),
  );
  const results: Result<ItemEntry>[] = [];
  for (const key of request.keys) {
    const row = rows.get(key);
    results.push(
      row === undefined
        ? { ok: false, error: missingItem(key) }
        : { ok: true, value: await withHead(mount, row, signal) },
    );
  }
  return results;
}

/** The highest id given out: what is stored later is past it; see {@link Backend.checkpoint}. */
export async function checkpoint(mount: Mount, request: FolderRequest): Promise<string> {
  await knownFolder(mount, request.folder, request.signal);
  const [row] = await ask<{ nextId: number }>(
    mount,
    request.signal,
    `select nextId from ${mount.tables.accounts} where id = ?`,
    [mount.account],
  );
  return String((row?.nextId ?? 1) - 1);
}

/** See {@link Backend.count}. */
export async function count(
  mount: Mount,
  request: FolderRequest,
): Promise<{ readonly items: number; readonly unseen: number }> {
  const folder = await knownFolder(mount, request.folder, request.signal);
  const [row] = await ask<{ items: number; unseen: string | number | null }>(
    mount,
    request.signal,
    `select count(*) as items, sum(concat(' ', i.flags, ' ') not like '% $seen %') as unseen from ${mount.tables.items} i where i.account = ? and i.folder = ?`,
    [mount.account, folder],
  );
  return { items: row?.items ?? 0, unseen: Number(row?.unseen ?? 0) };
}

/** See {@link Backend.quota}: what the items have, without what the database adds. */
export async function quota(mount: Mount, request: Request): Promise<Quota> {
  const [row] = await ask<{ bytes: string | number }>(
    mount,
    request.signal,
    `select coalesce(sum(size), 0) as bytes from ${mount.tables.items} where account = ?`,
    [mount.account],
  );
  return { usedBytes: Number(row?.bytes ?? 0) };
}
