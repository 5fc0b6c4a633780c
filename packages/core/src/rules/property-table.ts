import { PropertyBag } from '../properties/bag.ts';
import { evaluate } from '../restriction/evaluate.ts';
import type { Restriction, RestrictionValue } from '../restriction/restriction.ts';

/** Which rows of a small table to show, and what of them ([MS-OXCTABL]). */
export interface PropertyTableRequest {
  /** Canonical names; default all. */
  readonly columns?: readonly string[];
  readonly where?: Restriction;
  /** A property to sort by; default the order of the rows. */
  readonly sort?: string;
  readonly descending?: boolean;
  readonly offset?: number;
  readonly limit?: number;
}

/** Rows that are all in memory, as a table shows them. */
export function propertyTable(
  rows: readonly PropertyBag[],
  request: PropertyTableRequest = {},
): readonly PropertyBag[] {
  const { columns, where, sort, descending = false, offset = 0, limit = Number.POSITIVE_INFINITY } = request;
  const met = rows.filter(
    (row) =>
      where === undefined ||
      evaluate(where, { value: (name) => row.get(name) as RestrictionValue | undefined, hasFlag: () => false }),
  );
  const sorted = sort === undefined ? met : [...met].sort((a, b) => order(a, b, sort) * (descending ? -1 : 1));
  const shown = sorted.slice(offset, offset + limit);
  if (columns === undefined) return shown;
  return shown.map((row) => PropertyBag.of([...row].filter(({ property }) => columns.includes(property.name))));
}

/** What a row has not comes first. */
function order(a: PropertyBag, b: PropertyBag, property: string): number {
  const [left, right] = [a.get(property), b.get(property)];
  if (left === undefined || right === undefined) return Number(left !== undefined) - Number(right !== undefined);
  return left < right ? -1 : left > right ? 1 : 0;
}
