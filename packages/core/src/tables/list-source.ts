import type { Restriction } from '../restriction/restriction.ts';
import type { ListingGroup, ListingSort, ListingValue, Place } from '../state/listing.ts';
import { comparePlaces, compareValues } from './sort.ts';
import type { CategoryPath, FindRequest, LeafRow, ReadRequest, RowSource } from './source.ts';

/** A row as a list knows it. */
export interface ListEntry {
  readonly place: Place;
  readonly unread: boolean;
  /** Values of the columns whose largest in a category is asked for. */
  readonly maxima: readonly ListingValue[];
}

/** What a list is asked with. */
export interface ListRows {
  readonly sort: readonly ListingSort[];
  /** How many of the keys make categories. */
  readonly levels: number;
  /** All rows as they are now, in order. */
  entries(): Promise<readonly ListEntry[]>;
  rows(places: readonly Place[]): Promise<readonly LeafRow[]>;
  midOf(id: string): Promise<number | undefined>;
  version(): Promise<number>;
}

/** Rows looked at together while one is searched for. */
const BATCH = 100;

/** Rows that are held as a list: few, or found one by one. */
export class ListSource implements RowSource {
  readonly #list: ListRows;

  constructor(list: ListRows) {
    this.#list = list;
  }

  async places({ offset = 0, limit, ...where }: ReadRequest): Promise<readonly Place[]> {
    return (await this.#select(where)).slice(offset, offset + limit).map(({ place }) => place);
  }

  async count({ category, before }: { readonly category?: CategoryPath; readonly before?: Place }): Promise<number> {
    const beyond = before === undefined ? {} : { beyond: before, backwards: true };
    return (await this.#select({ ...(category !== undefined && { category }), ...beyond })).length;
  }

  async groups(): Promise<readonly ListingGroup[]> {
    const groups = new Map<string, ListingGroup>();
    for (const { place, unread, maxima } of await this.#list.entries()) {
      const values = place.values.slice(0, this.#list.levels);
      const key = JSON.stringify(values);
      const known = groups.get(key);
      groups.set(key, {
        values,
        largest: maxima.map((value, index) => larger(known?.largest[index] ?? null, value)),
        rows: (known?.rows ?? 0) + 1,
        unread: (known?.unread ?? 0) + Number(unread),
        mid: Math.min(known?.mid ?? place.mid, place.mid),
      });
    }
    return [...groups.values()];
  }

  async find({ where, ...from }: FindRequest): Promise<Place | undefined> {
    const entries = await this.#select(from);
    for (let at = 0; at < entries.length; at += BATCH) {
      const places = entries.slice(at, at + BATCH).map(({ place }) => place);
      const mid = await firstMatch(await this.#list.rows(places), where);
      if (mid !== undefined) return places.find((place) => place.mid === mid);
    }
    return undefined;
  }

  async placeOf(mid: number): Promise<Place | undefined> {
    return (await this.#list.entries()).find(({ place }) => place.mid === mid)?.place;
  }

  rows(places: readonly Place[]): Promise<readonly LeafRow[]> {
    return this.#list.rows(places);
  }

  midOf(id: string): Promise<number | undefined> {
    return this.#list.midOf(id);
  }

  version(): Promise<number> {
    return this.#list.version();
  }

  async #select({
    category,
    beyond,
    inclusive = false,
    backwards = false,
  }: Omit<FindRequest, 'where'>): Promise<readonly ListEntry[]> {
    const { sort } = this.#list;
    const found = (await this.#list.entries()).filter(({ place }) => {
      if (category?.some((value, index) => compareValues(value, place.values[index] ?? null) !== 0)) return false;
      if (beyond === undefined) return true;
      const order = comparePlaces(sort, place, beyond);
      return (inclusive && order === 0) || (backwards ? order < 0 : order > 0);
    });
    return backwards ? found.reverse() : found;
  }
}

async function firstMatch(rows: readonly LeafRow[], where: Restriction): Promise<number | undefined> {
  for (const row of rows) if (await row.matches(where)) return row.mid;
  return undefined;
}

function larger(a: ListingValue, b: ListingValue): ListingValue {
  return compareValues(a, b) >= 0 ? a : b;
}
