/** A run of UIDs, both ends in it. */
export type UidRange = readonly [first: number, last: number];

/** The key of an item: UIDVALIDITY and UID (RFC 3501 s.2.3.1.1), unique in its mailbox for ever. */
export function keyOf(uidValidity: string, uid: number): string {
  return `${uidValidity}.${uid}`;
}

/** The UID behind a key, or undefined where the key is of another life of the mailbox, or not a key at all. */
export function uidOf(key: string, uidValidity: string): number | undefined {
  const match = /^(\d{1,20})\.([1-9]\d{0,9})$/.exec(key);
  if (match === null || match[1] !== uidValidity) return undefined;
  return Number(match[2]);
}

/** Reads a sequence set such as `1:3,7` (RFC 3501 s.9). Ranges may be given backwards. `*` is not allowed here. */
export function parseSet(set: string): UidRange[] {
  if (set === '') return [];
  return set.split(',').map((part) => {
    const [a, b] = part.split(':');
    const first = Number(a);
    const last = b === undefined ? first : Number(b);
    if (!Number.isSafeInteger(first) || !Number.isSafeInteger(last)) throw new RangeError(`"${part}" is no UID range`);
    return first <= last ? [first, last] : [last, first];
  });
}

/** Every UID of a set in the order of the set (COPYUID and APPENDUID pair them by position). */
export function expandSet(set: string, limit: number): number[] | undefined {
  const uids: number[] = [];
  for (const [first, last] of parseSet(set)) {
    if (uids.length + (last - first + 1) > limit) return undefined;
    for (let uid = first; uid <= last; uid++) uids.push(uid);
  }
  return uids;
}

/** Ascending UIDs as ranges. */
export function rangesOf(uids: readonly number[]): UidRange[] {
  const ranges: [number, number][] = [];
  for (const uid of uids) {
    const last = ranges.at(-1);
    if (last !== undefined && uid === last[1] + 1) last[1] = uid;
    else if (last === undefined || uid > last[1]) ranges.push([uid, uid]);
  }
  return ranges;
}

/** Ranges as a sequence set. */
export function formatSet(ranges: readonly UidRange[]): string {
  return ranges.map(([first, last]) => (first === last ? String(first) : `${first}:${last}`)).join(',');
}

/** UIDs in any order as the shortest sequence set. */
export function setOf(uids: Iterable<number>): string {
  return formatSet(rangesOf([...uids].sort((a, b) => a - b)));
}

/** UIDs cut into sets that stay well under the line length that servers take (RFC 7162 s.4 asks for 8192 bytes). */
export function setsOf(uids: Iterable<number>, maxLength = 7000): string[] {
  const sets: string[] = [];
  let set = '';
  for (const range of rangesOf([...uids].sort((a, b) => a - b))) {
    const part = formatSet([range]);
    if (set !== '' && set.length + 1 + part.length > maxLength) {
      sets.push(set);
      set = part;
    } else set = set === '' ? part : `${set},${part}`;
  }
  if (set !== '') sets.push(set);
  return sets;
}

/** The UIDs from `first` to `last` that are in `before` and no longer in `after`; both ascending ranges. */
export function* missingUids(
  before: readonly UidRange[],
  after: readonly UidRange[],
  [first, last]: UidRange,
): Generator<number> {
  let at = 0;
  for (const [from, to] of before) {
    if (to < first) continue;
    if (from > last) return;
    for (let uid = Math.max(from, first); uid <= Math.min(to, last); uid++) {
      while (at < after.length && (after[at] as UidRange)[1] < uid) at++;
      const range = after[at];
      if (range === undefined || uid < range[0]) yield uid;
    }
  }
}
