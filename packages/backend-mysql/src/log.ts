import type { Mount } from './mount.ts';
import { listsOf, places } from './mysql/statements.ts';
import type { Tx } from './mysql/transactions.ts';

/** Notes in the log that items of a folder are new or changed, with what their rows are now. */
export async function logChanged(mount: Mount, tx: Tx, ids: readonly number[]): Promise<void> {
  const { tables, account } = mount;
  for (const list of listsOf(ids)) {
    await tx.change(
      `insert into ${tables.log} (account, folder, id, step, columnSum, version, flags, at)
       select i.account, i.folder, i.id, ?, i.columnSum, i.version, i.flags, ? from ${tables.items} i where i.account = ? and i.id in (${places(list.length)})
       on duplicate key update step = values(step), columnSum = values(columnSum), version = values(version), flags = values(flags), at = values(at)`,
      [tx.step, Date.now(), account, ...list],
    );
  }
}

/** The same for ids in a row that were just given out. */
export async function logCreated(mount: Mount, tx: Tx, from: number, to: number): Promise<void> {
  const { tables, account } = mount;
  await tx.change(
    `insert into ${tables.log} (account, folder, id, step, columnSum, version, flags, at)
     select i.account, i.folder, i.id, ?, i.columnSum, i.version, i.flags, ? from ${tables.items} i where i.account = ? and i.id between ? and ?`,
    [tx.step, Date.now(), account, from, to],
  );
}

/** Notes that items are no longer in a folder. */
export async function logGone(mount: Mount, tx: Tx, folder: number, ids: readonly number[]): Promise<void> {
  const { tables, account } = mount;
  for (const list of listsOf(ids)) {
    await tx.change(
      `update ${tables.log} set step = ?, columnSum = null, at = ? where account = ? and folder = ? and id in (${places(list.length)}) and columnSum is not null`,
      [tx.step, Date.now(), account, folder, ...list],
    );
  }
}
