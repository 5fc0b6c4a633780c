import type { ChangePage, ListChanges } from '@mapistore/core';
import { ask, knownFolder, limitOf, type Mount } from './mount.ts';
import { listsOf, places } from './mysql/statements.ts';
import { notice } from './notice.ts';
import { entryOf, ITEM_COLUMNS, type ItemRow } from './rows.ts';
import { formatToken, readToken, stepNow } from './tokens.ts';

interface LogRow {
  readonly [column: string]: unknown;
  readonly id: number;
  readonly step: number;
  readonly columnSum: string | null;
}

/** What changed since a token, by us or by SQL that somebody typed; see {@link Backend.changes}. */
export async function changes(mount: Mount, request: ListChanges): Promise<ChangePage> {
  const { signal } = request;
  const folder = await knownFolder(mount, request.folder, signal);
  const since = await readToken(mount, folder, request.token, signal);
  const position = readCursor(request.cursor);
  if (position === undefined) await notice(mount, folder, signal);
  const until = position?.until ?? (await stepNow(mount, signal));
  const limit = limitOf(request);
  const { step = since, id = Number.MAX_SAFE_INTEGER } = position ?? {};
  const rows = await ask<LogRow>(
    mount,
    signal,
    `select id, step, columnSum from ${mount.tables.log} where account = ? and folder = ? and step <= ?
     and (step > ? or (step = ? and id > ?)) order by step, id limit ?`,
    [mount.account, folder, until, step, step, id, limit + 1],
  );
  const page = rows.slice(0, limit);
  const found = await rowsOf(
    mount,
    folder,
    page.filter(({ columnSum }) => columnSum !== null).map((row) => row.id),
    signal,
  );
  const last = page.at(-1);
  return {
    changed: page.flatMap((row) => found.get(row.id) ?? []).map((row) => entryOf(row)),
    // Gone by now, whatever the log says of them: it will say so.
    removed: page.filter((row) => !found.has(row.id)).map((row) => String(row.id)),
    ...(rows.length > limit && last !== undefined
      ? { next: `${until}.${last.step}.${last.id}` }
      : { token: formatToken(mount, folder, until) }),
  };
}

function readCursor(cursor: string | undefined) {
  if (cursor === undefined) return undefined;
  const [until = 0, step = 0, id = 0] = cursor.split('.').map(Number);
  return { until, step, id };
}

async function rowsOf(mount: Mount, folder: number, ids: readonly number[], signal: AbortSignal) {
  const found = new Map<number, ItemRow>();
  for (const list of listsOf(ids)) {
    const rows = await ask<ItemRow>(
      mount,
      signal,
      `select ${ITEM_COLUMNS} from ${mount.tables.items} i where i.account = ? and i.folder = ? and i.id in (${places(list.length)})`,
      [mount.account, folder, ...list],
    );
    for (const row of rows) found.set(row.id, row);
  }
  return found;
}
