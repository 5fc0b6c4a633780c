import type { PropertyValue } from '../properties/types.ts';
import type { Restriction } from '../restriction/restriction.ts';
import type { ListingGroup, ListingValue, Place } from '../state/listing.ts';

/** The values that all rows of a category share, outermost first. */
export type CategoryPath = readonly ListingValue[];

/** A row below all headers. */
export interface LeafRow {
  /** Stays the same for as long as the row is in the table. */
  readonly id: string;
  readonly mid: number;
  /** The value of a column; undefined where the row has none. What is costly to know is read when it is asked for. */
  value(property: string): Promise<PropertyValue | undefined>;
  matches(restriction: Restriction): Promise<boolean>;
}

/** Rows of a category, or of all. */
interface Part {
  readonly category?: CategoryPath;
}

/** Where to read. */
export interface ReadRequest extends Part {
  readonly beyond?: Place;
  readonly inclusive?: boolean;
  readonly backwards?: boolean;
  readonly offset?: number;
  readonly limit: number;
}

/** What to look for, from where on. */
export interface FindRequest extends Part {
  readonly where: Restriction;
  readonly beyond?: Place;
  readonly inclusive?: boolean;
  readonly backwards?: boolean;
}

/**
 * The leaf rows of a table, restricted and in order: what a cursor moves over. Whoever asks twice may get different
 * answers, as others write.
 */
export interface RowSource {
  /** It was chosen by what the rows told then, and is to be made anew when they change. */
  readonly assumes?: boolean;
  places(request: ReadRequest): Promise<readonly Place[]>;
  /** Of all rows, or of those before a place. */
  count(request: Part & { readonly before?: Place }): Promise<number>;
  /** The innermost categories, in no order. `where`: only those with a row that may meet it. */
  groups(where?: Restriction): Promise<readonly ListingGroup[]>;
  find(request: FindRequest): Promise<Place | undefined>;
  /** Where a row stands now; undefined for one that is not in the table (any more). */
  placeOf(mid: number): Promise<Place | undefined>;
  /** The mid of a row by its id; undefined where there is none. */
  midOf(id: string): Promise<number | undefined>;
  /** Rows of places; one that is gone is left out. */
  rows(places: readonly Place[]): Promise<readonly LeafRow[]>;
  /** Is another one whenever rows may have changed. */
  version(): Promise<number>;
}
