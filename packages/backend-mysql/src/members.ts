import type { Mount } from './mount.ts';
import { tuples } from './mysql/statements.ts';
import type { Tx } from './mysql/transactions.ts';

/*
 * Which ids lie in which folder, kept beside the items so that a row which a person deleted is missed. Ids that follow one
 * another are one range: most of a folder is a few rows.
 */

/** Ids from the first to the last of them. */
export interface Range {
  readonly first: number;
  readonly last: number;
}

/** Ids as ranges, in order. */
function rangesOf(ids: readonly number[]): readonly Range[] {
  const ranges: { first: number; last: number }[] = [];
  for (const id of [...new Set(ids)].sort((a, b) => a - b)) {
    const open = ranges.at(-1);
    if (open !== undefined && open.last === id - 1) open.last = id;
    else ranges.push({ first: id, last: id });
  }
  return ranges;
}

/** Puts ids into a folder. */
export async function join(mount: Mount, tx: Tx, folder: number, ids: readonly number[]): Promise<void> {
  // One that a person moved away by SQL, unnoticed so far, is in it still.
  await leave(mount, tx, folder, ids);
  for (const range of rangesOf(ids)) await joinRange(mount, tx, folder, range);
}

/** The same for ids in a row that were just given out: what goes on where a range ends makes that range longer. */
export async function joinRange(mount: Mount, tx: Tx, folder: number, { first, last }: Range): Promise<void> {
  const { tables, account } = mount;
  const before = await rangeAt(mount, tx, folder, first);
  if (before?.last === first - 1)
    await tx.change(`update ${tables.members} set last = ? where account = ? and folder = ? and first = ?`, [
      last,
      account,
      folder,
      before.first,
    ]);
  else await insertRanges(mount, tx, folder, [{ first, last }]);
}

/** Takes ids out of a folder; of those that are not in it, nothing. */
export async function leave(mount: Mount, tx: Tx, folder: number, ids: readonly number[]): Promise<void> {
  const { tables, account } = mount;
  const sorted = [...new Set(ids)].sort((a, b) => a - b);
  for (let at = 0; at < sorted.length; ) {
    const range = await rangeAt(mount, tx, folder, sorted[at] as number);
    if (range === undefined || range.last < (sorted[at] as number)) {
      at++;
      continue;
    }
    const left: Range[] = [];
    let next = range.first;
    for (; at < sorted.length && (sorted[at] as number) <= range.last; at++) {
      const id = sorted[at] as number;
      if (next < id) left.push({ first: next, last: id - 1 });
      next = id + 1;
    }
    if (next <= range.last) left.push({ first: next, last: range.last });
    await tx.change(`delete from ${tables.members} where account = ? and folder = ? and first = ?`, [
      account,
      folder,
      range.first,
    ]);
    await insertRanges(mount, tx, folder, left);
  }
}

/** The last range that does not begin behind an id. */
async function rangeAt(mount: Mount, tx: Tx, folder: number, id: number): Promise<Range | undefined> {
  const { tables, account } = mount;
  const [range] = await tx.rows<{ first: number; last: number }>(
    `select first, last from ${tables.members} where account = ? and folder = ? and first <= ? order by first desc limit 1`,
    [account, folder, id],
  );
  return range;
}

async function insertRanges(mount: Mount, tx: Tx, folder: number, ranges: readonly Range[]): Promise<void> {
  const { tables, account } = mount;
  for (let at = 0; at < ranges.length; at += 64) {
    const part = ranges.slice(at, at + 64);
    await tx.change(
      `insert into ${tables.members} (account, folder, first, last) values ${tuples(part.length, 4)}`,
      part.flatMap(({ first, last }) => [account, folder, first, last]),
    );
  }
}
