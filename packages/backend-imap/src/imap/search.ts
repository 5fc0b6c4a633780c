import { formatSet, parseSet, rangesOf, type UidRange } from '../uids.ts';
import type { Connection } from './connection.ts';
import { textOf } from './tokens.ts';

/** The UIDs that match, ascending; as ranges, since that is how ESEARCH (RFC 4731) says them. */
export async function searchUids(connection: Connection, criteria: string, signal: AbortSignal): Promise<UidRange[]> {
  const extended = connection.has('ESEARCH');
  let numbers: number[] = [];
  let set = '';
  await connection.run('UID SEARCH', `${extended ? 'RETURN (ALL) ' : ''}${criteria}`, {
    signal,
    untagged: {
      SEARCH: (answer) => {
        const found = answer.numbers ?? (answer.attributes ?? []).map((token) => Number(textOf(token)));
        numbers = numbers.concat(found.filter((uid) => Number.isSafeInteger(uid) && uid > 0));
      },
      ESEARCH: (answer) => {
        const tokens = answer.attributes ?? [];
        const all = tokens.findIndex((token) => textOf(token)?.toUpperCase() === 'ALL');
        if (all >= 0) set = textOf(tokens[all + 1]) ?? '';
      },
    },
  });
  const ranges = parseSet(set).sort((a, b) => a[0] - b[0]);
  return numbers.length === 0 ? ranges : rangesOf(numbers.sort((a, b) => a - b));
}

/** The first `limit` UIDs of ranges as a set, and how many there are in all. */
export function takeUids(ranges: readonly UidRange[], limit: number): { set: string; last: number; total: number } {
  const taken: UidRange[] = [];
  let total = 0;
  let last = 0;
  for (const [first, end] of ranges) {
    const room = limit - total;
    total += end - first + 1;
    if (room <= 0) continue;
    last = Math.min(end, first + room - 1);
    taken.push([first, last]);
  }
  return { set: formatSet(taken), last, total };
}
