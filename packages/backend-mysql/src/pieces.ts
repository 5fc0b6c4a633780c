import { failure } from './errors.ts';
import { ask, type Mount } from './mount.ts';
import type { WholeRow } from './rows.ts';

/**
 * The pieces of an item from one of them on. Pieces are never changed, only taken away with their item: who reads meanwhile
 * gets all of the old ones or an error.
 * @throws UNAVAILABLE where they are gone or not all there
 */
export async function* readPieces(
  mount: Mount,
  row: Pick<WholeRow, 'id' | 'body'>,
  signal: AbortSignal,
  from = 0,
): AsyncIterable<Uint8Array> {
  const { tables, account } = mount;
  if (row.body === null) return;
  const [found] = await ask<{ count: number }>(
    mount,
    signal,
    `select count(*) as count from ${tables.pieces} where account = ? and body = ?`,
    [account, row.body],
  );
  const count = found?.count ?? 0;
  if (count === 0) throw gone(row.id);
  for (let seq = from; seq < count; seq++) {
    const [piece] = await ask<{ data: Uint8Array }>(
      mount,
      signal,
      `select data from ${tables.pieces} where account = ? and body = ? and seq = ?`,
      [account, row.body, seq],
    );
    if (piece === undefined) throw gone(row.id);
    yield piece.data;
  }
}

function gone(id: number) {
  return failure('UNAVAILABLE', `The bytes of item ${id} are not all there (any more): it was replaced or deleted.`, {
    context: { item: id },
  });
}
