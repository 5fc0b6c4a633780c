import type { ChangePage, ListChanges } from '@mapistore/core';
import { ask, knownFolder, limitOf, type Mount } from './mount.ts';
import { notice } from './notice.ts';
import { entryOf, ITEM_COLUMNS, type ItemRow } from './rows.ts';
import { formatToken, readToken, stepNow } from './tokens.ts';

interface Step {
  readonly id: number;
  readonly step: number;
  /** Absent for an item that is gone. */
  readonly row?: ItemRow;
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
  const behind = 'i.account = ? and i.folder = ? and i.step <= ? and (i.step > ? or (i.step = ? and i.id > ?))';
  const values = [mount.account, folder, until, step, step, id, limit + 1];
  const there = await ask<ItemRow & { step: number }>(
    mount,
    signal,
    `select ${ITEM_COLUMNS}, i.step from ${mount.tables.items} i where ${behind} order by i.step, i.id limit ?`,
    values,
  );
  const gone = await ask<{ id: number; step: number }>(
    mount,
    signal,
    `select i.id, i.step from ${mount.tables.gone} i where ${behind} order by i.step, i.id limit ?`,
    values,
  );
  const steps: readonly Step[] = [...there.map((row) => ({ id: row.id, step: row.step, row })), ...gone].sort(
    (a, b) => a.step - b.step || a.id - b.id,
  );
  const page = steps.slice(0, limit);
  const last = page.at(-1);
  return {
    changed: page.flatMap(({ row }) => (row === undefined ? [] : [entryOf(row)])),
    removed: page.filter(({ row }) => row === undefined).map((each) => String(each.id)),
    ...(steps.length > limit && last !== undefined
      ? { next: `${until}.${last.step}.${last.id}` }
      : { token: formatToken(mount, folder, until) }),
  };
}

function readCursor(cursor: string | undefined) {
  if (cursor === undefined) return undefined;
  const [until = 0, step = 0, id = 0] = cursor.split('.').map(Number);
  return { until, step, id };
}
