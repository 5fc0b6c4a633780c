import type { Value } from './client.ts';

/** Rows of one statement, the largest first: few lengths make few statements to prepare. */
const LENGTHS = [125, 25, 5, 1];

/** `?, ?, ?` */
export function places(count: number): string {
  return Array.from({ length: count }, () => '?').join(', ');
}

/** `(?, ?), (?, ?)` */
export function tuples(rows: number, columns: number): string {
  const one = `(${places(columns)})`;
  return Array.from({ length: rows }, () => one).join(', ');
}

/**
 * Cuts rows into parts of a few lengths, none with more bytes than one packet may have: a statement for each length is
 * prepared once.
 */
export function partsOfRows<T>(rows: readonly T[], sizeOf: (row: T) => number, maxBytes: number): readonly T[][] {
  const parts: T[][] = [];
  for (let at = 0; at < rows.length; ) {
    let fitting = 0;
    for (let bytes = 0; at + fitting < rows.length && fitting < (LENGTHS[0] as number); fitting++) {
      bytes += sizeOf(rows[at + fitting] as T);
      if (fitting > 0 && bytes > maxBytes) break;
    }
    const length = LENGTHS.find((each) => each <= fitting) ?? 1;
    parts.push(rows.slice(at, at + length));
    at += length;
  }
  return parts;
}

/** Keys in lists of a few lengths; a short list is filled up with its last one, which is found once all the same. */
export function listsOf<T extends Value>(keys: readonly T[]): readonly T[][] {
  const lists: T[][] = [];
  for (let at = 0; at < keys.length; at += 256) {
    const part = keys.slice(at, at + 256);
    const length = [1, 4, 16, 64, 256].find((each) => each >= part.length) ?? 256;
    lists.push([...part, ...Array.from({ length: length - part.length }, () => part.at(-1) as T)]);
  }
  return lists;
}
