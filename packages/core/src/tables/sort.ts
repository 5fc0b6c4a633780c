import { MapistoreError } from '../errors/error.ts';
import { splitWords } from '../read/words.ts';
import { column, columnNames } from '../restriction/columns.ts';
import { textKey } from '../restriction/text.ts';
import type { ListingColumn, ListingSort, ListingValue, Place } from '../state/listing.ts';
import type { ContentsRow } from '../state/rows.ts';

/** The column of the index that a property is sorted by. @throws INVALID_ARGUMENT */
export function sortColumn(name: string): ListingColumn {
  const by = column(name)?.sort;
  if (by !== undefined) return by;
  const known = columnNames().filter((alias) => column(alias)?.sort !== undefined);
  throw new MapistoreError('INVALID_ARGUMENT', `Cannot sort by "${name}"; columns to sort by are ${known.join(', ')}.`);
}

/** What a row is sorted by in a column: the same as its state store keeps. */
export function listingValue(row: ContentsRow, by: ListingColumn): ListingValue {
  switch (by) {
    case 'size':
      return row.size ?? row.storedSize;
    case 'seen':
      return Number(splitWords(row.flags).includes('$seen'));
    case 'subject':
      return textKey(row.subject);
    case 'topic':
      return textKey(row.normalizedSubject);
    case 'name':
      return textKey(row.fromName);
    case 'sender':
      return textKey(row.fromName === '' ? row.fromAddress : row.fromName);
    default:
      return row[by];
  }
}

/** The order of values as state stores have it: null first, texts by their code points. */
export function compareValues(a: ListingValue, b: ListingValue): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b);
  return Number(a) - Number(b);
}

/** The order of places: by the keys, and between equals by the mid in the direction of the last key. */
export function comparePlaces(sort: readonly ListingSort[], a: Place, b: Place): number {
  for (const [index, { descending }] of sort.entries()) {
    const order = compareValues(a.values[index] ?? null, b.values[index] ?? null);
    if (order !== 0) return descending ? -order : order;
  }
  return sort.at(-1)?.descending === true ? b.mid - a.mid : a.mid - b.mid;
}

function compareTexts(a: string, b: string): number {
  const end = Math.min(a.length, b.length);
  for (let at = 0; at < end; at++) {
    const [left, right] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
}

/** Halves of characters beyond the first 65,536 stand behind all others. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit > 0xdfff ? unit - 0x800 : unit + 0x2000;
}
