import type { Mount } from './mount.ts';
import type { Held } from './mysql/client.ts';
import { listsOf, places } from './mysql/statements.ts';

const DAY_MS = 86_400_000;
/** How long deletions are remembered: tokens that are older begin afresh. */
const LOG_DAYS = 60;

/** Takes away what nobody needs any more: pieces that were never finished, the marks of programs long gone, old deletions. */
export async function tidy({ tables, account }: Mount, connection: Held): Promise<void> {
  const now = Date.now();
  const uploads = await connection.rows<{ body: number }>(
    `select body from ${tables.uploads} where account = ? and at < ? limit 1000`,
    [account, now - DAY_MS],
  );
  for (const list of listsOf(uploads.map(({ body }) => body))) {
    const values = [account, ...list];
    await connection.change(
      `delete from ${tables.pieces} where account = ? and body in (${places(list.length)})`,
      values,
    );
    await connection.change(
      `delete from ${tables.uploads} where account = ? and body in (${places(list.length)})`,
      values,
    );
  }
  await connection.change(`delete from ${tables.writers} where account = ? and at < ?`, [account, now - 7 * DAY_MS]);
  const [old] = await connection.rows<{ step: number | null }>(
    `select max(step) as step from ${tables.gone} where account = ? and at < ?`,
    [account, now - LOG_DAYS * DAY_MS],
  );
  if (old?.step == null) return;
  // First the mark, then the rows: a token in between is refused and not answered wrongly.
  await connection.change(`update ${tables.accounts} set forgotten = greatest(forgotten, ?) where id = ?`, [
    old.step,
    account,
  ]);
  await connection.change(`delete from ${tables.gone} where account = ? and at < ? and step <= ?`, [
    account,
    now - LOG_DAYS * DAY_MS,
    old.step,
  ]);
}
