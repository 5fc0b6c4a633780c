import { addedBytes } from './columns/assemble.ts';
import { logChanged, logGone } from './log.ts';
import { ask, type Mount } from './mount.ts';
import type { Row } from './mysql/client.ts';
import { listsOf, places } from './mysql/statements.ts';
import { type Tx, write } from './mysql/transactions.ts';
import { columnsOf, shapeOf, WHOLE_COLUMNS, type WholeRow } from './rows.ts';

interface Difference extends Row {
  readonly folder: number;
  readonly id: number;
  readonly gone: number;
}

/**
 * Finds what others changed by SQL: rows that are not what the log says of them, or not there, or not in the log. It becomes
 * a change of now. One statement where nobody did.
 */
export async function notice(mount: Mount, folder: number | undefined, signal: AbortSignal): Promise<void> {
  const { statement, values } = differences(mount, folder);
  if ((await ask(mount, signal, `${statement} limit 1`, values)).length === 0) return;
  await write(mount.writer, signal, async (tx) => {
    const found = await tx.rows<Difference>(statement, values);
    const changed = found.filter(({ gone }) => gone === 0).map(({ id }) => id);
    await measure(mount, tx, changed);
    await logChanged(mount, tx, changed);
    for (const [key, rows] of Map.groupBy(
      found.filter(({ gone }) => gone === 1),
      (row) => row.folder,
    ))
      await logGone(
        mount,
        tx,
        key,
        rows.map(({ id }) => id),
      );
  });
}

function differences(mount: Mount, folder: number | undefined) {
  const { tables, account } = mount;
  const [items, log] = folder === undefined ? ['', ''] : [' and i.folder = ?', ' and l.folder = ?'];
  const values = folder === undefined ? [account] : [account, folder];
  const same = 'l.account = i.account and l.folder = i.folder and l.id = i.id';
  return {
    statement: `select i.folder as folder, i.id as id, 0 as gone from ${tables.items} i left join ${tables.log} l on ${same}
      where i.account = ?${items} and (l.columnSum is null or l.columnSum <> i.columnSum or l.version <> i.version or l.flags <> i.flags)
      union all select l.folder, l.id, 1 from ${tables.log} l left join ${tables.items} i on ${same}
      where l.account = ?${log} and l.columnSum is not null and i.id is null`,
    values: [...values, ...values],
  };
}

/** The sizes of items whose columns are other ones now. */
async function measure(mount: Mount, tx: Tx, ids: readonly number[]): Promise<void> {
  const { tables, account } = mount;
  for (const list of listsOf(ids)) {
    const rows = await tx.rows<WholeRow & { stored: string | number }>(
      `select ${WHOLE_COLUMNS}, length(i.first) + coalesce((select sum(length(p.data)) from ${tables.pieces} p where p.account = i.account and p.body = i.body), 0) as stored
       from ${tables.items} i where i.account = ? and i.id in (${places(list.length)}) and i.sizeSum <> i.columnSum`,
      [account, ...list],
    );
    for (const row of rows) {
      const size = Number(row.stored) + addedBytes(shapeOf(row), columnsOf(row));
      await tx.change(`update ${tables.items} set size = ?, sizeSum = columnSum where account = ? and id = ?`, [
        size,
        account,
        row.id,
      ]);
    }
  }
}
