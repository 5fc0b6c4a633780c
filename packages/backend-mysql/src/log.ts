import { leave } from './members.ts';
import type { Mount } from './mount.ts';
import { listsOf, places, tuples } from './mysql/statements.ts';
import type { Tx } from './mysql/transactions.ts';

/*
 * The change feed: a row says in `step` when it last changed, and `gone` what left a folder. Both are written in the
 * transaction of the change.
 */

/** Notes that items changed; what a person changed in them by SQL and nobody has seen yet stays unseen. */
export async function logChanged({ tables, account }: Mount, tx: Tx, ids: readonly number[]): Promise<void> {
  for (const list of listsOf(ids))
    await tx.change(
      `update ${tables.items} set step = ?, known = concat(left(known, 32), ' ', flags) where account = ? and id in (${places(list.length)})`,
      [tx.step, account, ...list],
    );
}

/** Notes that items are no longer in a folder. */
export async function logGone(mount: Mount, tx: Tx, folder: number, ids: readonly number[]): Promise<void> {
  const { tables, account } = mount;
  await leave(mount, tx, folder, ids);
  const now = Date.now();
  for (const list of listsOf([...new Set(ids)])) {
    const rows = [...new Set(list)];
    await tx.change(
      `insert into ${tables.gone} (account, folder, id, step, at) values ${tuples(rows.length, 5)} on duplicate key update step = values(step), at = values(at)`,
      rows.flatMap((id) => [account, folder, id, tx.step, now]),
    );
  }
}

/** Notes that items which were elsewhere are in a folder: whatever they were there before, they are not gone. */
export async function forgetGone(
  { tables, account }: Mount,
  tx: Tx,
  folder: number,
  ids: readonly number[],
): Promise<void> {
  for (const list of listsOf(ids))
    await tx.change(`delete from ${tables.gone} where account = ? and folder = ? and id in (${places(list.length)})`, [
      account,
      folder,
      ...list,
    ]);
}
