import { addedBytes } from './columns/assemble.ts';
import { forgetGone, logChanged, logGone } from './log.ts';
import { join, type Range } from './members.ts';
import { ask, type Mount } from './mount.ts';
import type { Row, Value } from './mysql/client.ts';
import { listsOf, places } from './mysql/statements.ts';
import { type Tx, write } from './mysql/transactions.ts';
import { columnsOf, shapeOf, WHOLE_COLUMNS, type WholeRow } from './rows.ts';

/** Rows whose columns or flags are not what is known of them. */
const CHANGED = "i.known <> concat(i.columnSum, ' ', i.flags)";

/**
 * Finds what others changed by SQL: rows that are not what is known of them, or not where they are known to be. It becomes
 * a change of now. Two statements where nobody did.
 */
export async function notice(mount: Mount, folder: number | undefined, signal: AbortSignal): Promise<void> {
  if (!(await isDifferent(mount, folder, signal))) return;
  await write(mount.writer, signal, async (tx) => {
    const { tables, account } = mount;
    const changed = await tx.rows<{ id: number }>(
      `select i.id from ${tables.items} i where i.account = ?${inFolder('i', folder)} and ${CHANGED}`,
      valuesOf(account, folder),
    );
    const ids = changed.map(({ id }) => id);
    await measure(mount, tx, ids);
    for (const list of listsOf(ids))
      await tx.change(
        `update ${tables.items} set known = concat(columnSum, ' ', flags) where account = ? and id in (${places(list.length)})`,
        [account, ...list],
      );
    await logChanged(mount, tx, ids);
    for (const [key, { missing, new: added }] of await strangers(mount, tx, folder)) {
      await logGone(mount, tx, key, missing);
      await forgetGone(mount, tx, key, added);
      await join(mount, tx, key, added);
      await logChanged(mount, tx, added);
    }
  });
}

const inFolder = (table: string, folder: number | undefined): string =>
  folder === undefined ? '' : ` and ${table}.folder = ?`;
const valuesOf = (account: number, folder: number | undefined): Value[] =>
  folder === undefined ? [account] : [account, folder];

async function isDifferent(mount: Mount, folder: number | undefined, signal: AbortSignal): Promise<boolean> {
  const { tables, account } = mount;
  const values = valuesOf(account, folder);
  const changed = await ask(
    mount,
    signal,
    `select 1 from ${tables.items} i where i.account = ?${inFolder('i', folder)} and ${CHANGED} limit 1`,
    values,
  );
  if (changed.length > 0) return true;
  // Where each range is full, a row that is in none makes one too many.
  const [counts] = await ask<{ torn: number; there: string | number; known: string | number }>(
    mount,
    signal,
    `select coalesce(sum(r.held <> r.many), 0) as torn, coalesce(sum(r.many), 0) as known,
       (select count(*) from ${tables.items} i where i.account = ?${inFolder('i', folder)}) as there
     from (select m.last - m.first + 1 as many, (select count(*) from ${tables.items} i
         where i.account = m.account and i.folder = m.folder and i.id between m.first and m.last) as held
       from ${tables.members} m where m.account = ?${inFolder('m', folder)}) r`,
    [...values, ...values],
  );
  return Number(counts?.torn) > 0 || Number(counts?.there) !== Number(counts?.known);
}

/** By folder: ids that should be there and are not, and those that nobody knows of. */
async function strangers(mount: Mount, tx: Tx, folder: number | undefined) {
  const { tables, account } = mount;
  const values = valuesOf(account, folder);
  const ranges = await tx.rows<Row & Range & { folder: number }>(
    `select m.folder, m.first, m.last from ${tables.members} m where m.account = ?${inFolder('m', folder)}`,
    values,
  );
  const rows = await tx.rows<{ folder: number; id: number }>(
    `select i.folder, i.id from ${tables.items} i where i.account = ?${inFolder('i', folder)}`,
    values,
  );
  const there = Map.groupBy(rows, (row) => row.folder);
  const known = Map.groupBy(ranges, (range) => range.folder);
  return [...new Set([...there.keys(), ...known.keys()])].map((key) => {
    const unknown = new Set((there.get(key) ?? []).map(({ id }) => id));
    const missing: number[] = [];
    for (const { first, last } of known.get(key) ?? [])
      for (let id = first; id <= last; id++) if (!unknown.delete(id)) missing.push(id);
    return [key, { missing, new: [...unknown] }] as const;
  });
}

/** The sizes of items whose columns are other ones now. */
async function measure(mount: Mount, tx: Tx, ids: readonly number[]): Promise<void> {
  const { tables, account } = mount;
  for (const list of listsOf(ids)) {
    const rows = await tx.rows<WholeRow & { stored: string | number }>(
      `select ${WHOLE_COLUMNS}, length(i.first) + coalesce((select sum(length(p.data)) from ${tables.pieces} p where p.account = i.account and p.body = i.body), 0) as stored
       from ${tables.items} i where i.account = ? and i.id in (${places(list.length)}) and left(i.known, 32) <> i.columnSum`,
      [account, ...list],
    );
    for (const row of rows) {
      const size = Number(row.stored) + addedBytes(shapeOf(row), columnsOf(row));
      await tx.change(`update ${tables.items} set size = ? where account = ? and id = ?`, [size, account, row.id]);
    }
  }
}
