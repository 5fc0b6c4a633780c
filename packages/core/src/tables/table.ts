import type { PropertyValue } from '../properties/types.ts';
import type { Restriction } from '../restriction/restriction.ts';
import type { Bookmark } from './bookmarks.ts';
import type { TableSort } from './order.ts';

/** What a table lists. */
export type TableKind = 'contents' | 'hierarchy' | 'recipients' | 'attachments';

/** The predefined bookmarks of [MS-OXCTABL] 2.2.2.1.1. */
export type Origin = 'beginning' | 'current' | 'end';

/** One row, as {@link Table.queryRows} and {@link Table.findRow} give it. */
export interface TableRow {
  /** A header row stands for a category. */
  readonly kind: 'leaf' | 'header';
  /** Of an item `m42`, of a folder `f7`, of a category `c…`; of recipients and attachments their number in the message. */
  readonly id: string;
  /** The columns in the order of {@link Table.setColumns}; undefined where the row has no such property. */
  readonly values: readonly (PropertyValue | undefined)[];
}

/** What of a table to read. */
export interface QueryRows {
  readonly count: number;
  /** Default true. Backwards: the rows before the cursor, in the order of the table all the same. */
  readonly forward?: boolean;
  /** Leaves the cursor where it is. */
  readonly noAdvance?: boolean;
}

/** What was read, and where the cursor then is. */
export interface QueriedRows {
  readonly rows: readonly TableRow[];
  /** `end` or `beginning` where no row is left in that direction. */
  readonly origin: Origin;
}

/** How far a cursor was moved. */
export interface Sought {
  /** Rows it moved over; negative backwards. */
  readonly moved: number;
  /** True where the table ended first. */
  readonly soughtLess: boolean;
}

/** What to look for. */
export interface FindRow {
  readonly where: Restriction;
  readonly backwards?: boolean;
  /** Where to begin; default `current`. Forwards the row there is looked at too, backwards it is not. */
  readonly origin?: Origin | { readonly bookmark: Bookmark };
}

/** What was found. */
export interface FoundRow {
  /** Absent where no row meets the condition; the cursor is then where it was. */
  readonly row?: TableRow;
  /** True where the row of the bookmark is not in the table any more: the search began with the row behind. */
  readonly rowGone: boolean;
}

/** What happened to a row of a table ([MS-OXCNOTIF] 2.2.1.1). */
export type TableEvent =
  /** `previous` is the row that it stands behind now; absent for the first. A row that stands elsewhere is modified too. */
  | { readonly type: 'added' | 'modified'; readonly row: TableRow; readonly previous?: string }
  | { readonly type: 'deleted'; readonly id: string }
  /** More changed than is worth telling one by one: read the table anew. */
  | { readonly type: 'changed' };

/**
 * A table as [MS-OXCTABL] has it: a cursor over rows that are restricted, sorted and grouped. It is always up to date:
 * each call sees what others wrote before it. Calls follow one another in the order they were made. Any of them may
 * throw CLOSED; UNSUPPORTED where tables of that kind cannot do it; and UNAVAILABLE where an item has to be read.
 */
export interface Table {
  readonly kind: TableKind;
  /** Says which properties rows are given with, in which order: canonical names. @throws INVALID_ARGUMENT */
  setColumns(properties: readonly string[]): Promise<void>;
  /** Shows only the rows that meet a condition, or all again. Bookmarks end, the cursor is at the beginning. @throws INVALID_ARGUMENT */
  restrict(where: Restriction | undefined): Promise<void>;
  /** Sorts and groups the rows. Bookmarks end, the cursor is at the beginning. @throws INVALID_ARGUMENT */
  sortTable(sort: TableSort): Promise<void>;
  /** Reads from the cursor on, and moves it. @throws INVALID_ARGUMENT before columns were set */
  queryRows(request: QueryRows): Promise<QueriedRows>;
  /** The number of rows before the cursor, and of all that are shown. */
  queryPosition(): Promise<{ readonly position: number; readonly count: number }>;
  /** Moves the cursor a number of rows, backwards with a negative one. */
  seekRow(origin: Origin, rows: number): Promise<Sought>;
  /** The same from a bookmark; `rowGone` as in {@link FoundRow}. @throws INVALID_BOOKMARK */
  seekRowBookmark(bookmark: Bookmark, rows: number): Promise<Sought & { readonly rowGone: boolean }>;
  /** Moves the cursor to about a fraction of the table. @throws INVALID_ARGUMENT for a denominator of 0 */
  seekRowApprox(numerator: number, denominator: number): Promise<void>;
  /** Marks the row at the cursor. It stays that row wherever it moves. @throws QUOTA_EXCEEDED */
  createBookmark(): Promise<Bookmark>;
  /** @throws INVALID_BOOKMARK */
  freeBookmark(bookmark: Bookmark): Promise<void>;
  /**
   * Moves the cursor to the next row that meets a condition. A header row is found by what it has of its own; a condition
   * on other properties passes it over. @throws INVALID_ARGUMENT before columns were set, INVALID_BOOKMARK
   */
  findRow(request: FindRow): Promise<FoundRow>;
  /** Properties that rows may have: those that cost nothing to read first of all. */
  queryColumnsAll(): Promise<readonly string[]>;
  /**
   * Shows the rows of a category; gives how many came into sight, and the first of them.
   * @throws NOT_FOUND, NOT_COLLAPSED
   */
  expandRow(
    category: string,
    maxRows?: number,
  ): Promise<{ readonly expandedRows: number; readonly rows: readonly TableRow[] }>;
  /** Hides the rows of a category; gives how many. @throws NOT_FOUND, NOT_EXPANDED */
  collapseRow(category: string): Promise<{ readonly collapsedRows: number }>;
  /** Which categories are expanded, with a row to come back to, as opaque bytes. */
  getCollapseState(row?: string): Promise<Uint8Array>;
  /** Takes that over; gives a bookmark of the row. @throws INVALID_ARGUMENT for a table of another order */
  setCollapseState(state: Uint8Array): Promise<Bookmark>;
  /** As if the table had just been opened: without columns, restriction, order and bookmarks. */
  reset(): Promise<void>;
  /** Breaks off what is under way; gives whether something was. Those calls reject with an AbortError. */
  abort(): boolean;
  /** `busy` while a call is under way. */
  status(): 'complete' | 'busy';
  /**
   * What happens to the rows that are shown under the restriction and order of now, with the columns of now, until the
   * signal; whoever wrote, this program or another. Ends when the table is restricted, sorted, reset or closed.
   */
  watch(request: WatchTable): AsyncIterable<TableEvent>;
  /** Calls that follow are CLOSED. */
  close(): void;
}

/** How a table is watched. */
export interface WatchTable {
  readonly signal: AbortSignal;
  /** How often the state is asked for what other programs wrote; default 1,000. */
  readonly intervalMs?: number;
}
