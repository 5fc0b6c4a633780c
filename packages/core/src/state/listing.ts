// What the state store answers of contents tables by itself: rows that meet a condition in an order, a page at a time,
// how many there are, and the groups they fall into.

/** Columns with whole numbers: times in milliseconds since 1970, booleans as 0 and 1. */
export type NumberColumn =
  | 'mid'
  | 'received'
  | 'sent'
  | 'size'
  | 'importance'
  | 'sensitivity'
  | 'hasAttachments'
  | 'startsAt'
  | 'endsAt'
  | 'seen';

/** Columns with text as `foldText` makes it. `from` is the author's name and address together. */
export type FoldedColumn = 'subject' | 'topic' | 'name' | 'address' | 'from' | 'displayTo' | 'displayCc';

/** Columns with text as it is. */
export type PlainColumn = 'messageClass' | 'kind' | 'messageId' | 'uid';

/** Columns to sort and group by: texts by what `textKey` makes of them, in the order of their code points. */
export type ListingColumn =
  | NumberColumn
  | 'subject'
  | 'topic'
  | 'name'
  /** The author's name, or the address where there is no name. */
  | 'sender'
  | 'messageClass'
  | 'kind';

/** A value to sort by. Null comes before everything else. */
export type ListingValue = string | number | null;

/** A condition that every state store answers alike: true or false, and false where a column is null. */
export type ListingCondition =
  | { readonly type: 'and' | 'or'; readonly of: readonly ListingCondition[] }
  | { readonly type: 'not'; readonly of: ListingCondition }
  | {
      readonly type: 'number';
      readonly column: NumberColumn;
      readonly op: '<' | '<=' | '>' | '>=' | '=' | '!=';
      readonly value: number;
    }
  | {
      readonly type: 'numbers';
      readonly left: NumberColumn;
      readonly op: '<' | '<=' | '>' | '>=' | '=' | '!=';
      readonly right: NumberColumn;
    }
  | { readonly type: 'set'; readonly column: NumberColumn | 'messageId' | 'uid' }
  /** `value` is folded as the column is. */
  | {
      readonly type: 'folded';
      readonly column: FoldedColumn;
      readonly match: 'full' | 'prefix' | 'substring';
      readonly value: string;
    }
  | { readonly type: 'plain'; readonly column: PlainColumn; readonly match: 'full' | 'prefix'; readonly value: string }
  /** The column as it is sorted by has this value. */
  | { readonly type: 'key'; readonly column: ListingColumn; readonly value: ListingValue }
  | { readonly type: 'flag'; readonly flag: string };

/** The rows of one folder that meet a condition. */
export interface ListingScope {
  readonly folderId: number;
  /** The folder is a search folder: what it found, wherever that lies. */
  readonly found?: boolean;
  readonly where?: ListingCondition;
}

/** One sort key. */
export interface ListingSort {
  readonly column: ListingColumn;
  readonly descending: boolean;
}

/** Where a row stands: its values of the sort keys, and its mid, which decides between equals, up as the last key is. */
export interface Place {
  readonly values: readonly ListingValue[];
  readonly mid: number;
}

/** A page of places. */
export interface PlacesQuery extends ListingScope {
  readonly sort: readonly ListingSort[];
  /** Rows behind this place; with `backwards`, those before it, the nearest first. */
  readonly beyond?: Place;
  /** The row at that place too. */
  readonly inclusive?: boolean;
  readonly backwards?: boolean;
  /** Rows to pass over. */
  readonly offset?: number;
  readonly limit: number;
}

/** A count; with `before`, of the rows before a place in the order of `sort`. */
export interface CountQuery extends ListingScope {
  readonly before?: { readonly place: Place; readonly sort: readonly ListingSort[] };
}

/** Groups of rows with the same values in columns. */
export interface GroupsQuery extends ListingScope {
  readonly by: readonly ListingColumn[];
  /** Columns whose largest value in each group is asked for. */
  readonly largest?: readonly ListingColumn[];
}

/** One group, in no order. */
export interface ListingGroup {
  readonly values: readonly ListingValue[];
  readonly largest: readonly ListingValue[];
  readonly rows: number;
  readonly unread: number;
  /** One row of it. */
  readonly mid: number;
}

/** Contents tables as the index alone answers them. */
export interface ListingTable {
  places(query: PlacesQuery): Promise<readonly Place[]>;
  count(query: CountQuery): Promise<number>;
  groups(query: GroupsQuery): Promise<readonly ListingGroup[]>;
}
