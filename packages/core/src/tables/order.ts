import { MapistoreError } from '../errors/error.ts';
import { column } from '../restriction/columns.ts';
import type { ListingColumn, ListingSort } from '../state/listing.ts';
import { sortColumn } from './sort.ts';

/** One key of a table's order, [MS-OXCDATA] 2.13.1. */
export interface TableSortKey {
  /** A column's short or canonical name. */
  readonly property: string;
  readonly descending?: boolean;
  /**
   * MaximumCategory: no key of its own. The categories of the key before are in the order of the largest value of this
   * property in each, in the direction of that key.
   */
  readonly maximum?: boolean;
}

/** How a contents table is sorted and grouped ([MS-OXCTABL] 2.2.2.3). */
export interface TableSort {
  readonly keys: readonly TableSortKey[];
  /** So many of the first keys (maxima aside) make categories; default 0. */
  readonly categories?: number;
  /** So many of the first categories are expanded at the beginning; default all. */
  readonly expanded?: number;
}

/** One level of categories. */
export interface CategoryLevel {
  /** The canonical name of the property whose value is the same in all rows of a category. */
  readonly property: string;
  readonly column: ListingColumn;
  readonly descending: boolean;
  readonly maximum?: ListingColumn;
}

/** An order as the table works with it. */
export interface TableOrder {
  readonly levels: readonly CategoryLevel[];
  readonly expanded: number;
  /** All keys, those of the levels first. */
  readonly keys: readonly ListingSort[];
}

/** The order of a table that was never sorted: that of arrival. */
export const UNSORTED: TableOrder = { levels: [], expanded: 0, keys: [] };

/** More keys than any client has, and few enough for one statement. */
const MAX_KEYS = 16;

/** @throws INVALID_ARGUMENT */
export function orderOf({ keys, categories = 0, expanded = categories }: TableSort): TableOrder {
  if (keys.length > MAX_KEYS) throw refused(`it has more than ${MAX_KEYS} keys`);
  const own = keys.filter(({ maximum }) => maximum !== true);
  const whole = [categories, expanded].every((count) => Number.isSafeInteger(count) && count >= 0);
  if (!whole || categories > own.length) throw refused('it has fewer keys than categories');
  if (expanded > categories) throw refused('more categories would be expanded than there are');
  const levels: CategoryLevel[] = [];
  const sort: ListingSort[] = [];
  for (const { property, descending = false, maximum = false } of keys) {
    const by = sortColumn(property);
    if (!maximum) {
      sort.push({ column: by, descending });
      if (levels.length < categories)
        levels.push({ property: column(property)?.property ?? property, column: by, descending });
      continue;
    }
    const level = levels.at(-1);
    if (level === undefined || level.maximum !== undefined || sort.length !== levels.length)
      throw refused(`the maximum of "${property}" follows no category`);
    levels[levels.length - 1] = { ...level, maximum: by };
  }
  return { levels, expanded, keys: sort };
}

function refused(why: string): MapistoreError {
  return new MapistoreError('INVALID_ARGUMENT', `The table cannot be sorted so: ${why}.`);
}
