import type { PropertyValue } from '../properties/types.ts';
import { evaluate, type Subject } from '../restriction/evaluate.ts';
import type { Restriction } from '../restriction/restriction.ts';
import type { Place } from '../state/listing.ts';
import { type ListEntry, type ListRows, ListSource } from './list-source.ts';
import type { LeafRow } from './source.ts';

/** A row that is known whole: a folder, a recipient, an attachment. */
export interface HeldRow {
  readonly id: string;
  /** Its number, by which it stays the same row. */
  readonly mid: number;
  readonly subject: Subject;
}

/** Rows that are few enough to be read whole, in their own order. */
export function heldSource(read: () => Promise<readonly HeldRow[]>, where: Restriction | undefined): ListSource {
  return new ListSource(new HeldRows(read, where));
}

class HeldRows implements ListRows {
  readonly sort: ListRows['sort'] = [{ column: 'mid', descending: false }];
  readonly levels = 0;
  readonly #read: () => Promise<readonly HeldRow[]>;
  readonly #where: Restriction | undefined;
  #versions = 0;

  constructor(read: () => Promise<readonly HeldRow[]>, where: Restriction | undefined) {
    this.#read = read;
    this.#where = where;
  }

  /** Their order is that in which they are given, so that is what they are placed by. */
  async entries(): Promise<readonly ListEntry[]> {
    const rows = await this.#rows();
    return rows.map(({ mid }, index) => ({ place: { values: [index], mid }, unread: false, maxima: [] }));
  }

  async rows(places: readonly Place[]): Promise<readonly LeafRow[]> {
    const rows = new Map((await this.#rows()).map((row) => [row.mid, row]));
    return places.flatMap(({ mid }) => {
      const row = rows.get(mid);
      return row === undefined ? [] : [leafOf(row)];
    });
  }

  async midOf(id: string): Promise<number | undefined> {
    return (await this.#rows()).find((row) => row.id === id)?.mid;
  }

  /** They are read anew each time. */
  async version(): Promise<number> {
    return ++this.#versions;
  }

  async #rows(): Promise<readonly HeldRow[]> {
    const rows = await this.#read();
    const where = this.#where;
    if (where === undefined) return rows;
    const found = rows.filter(({ subject }) => evaluate(where, subject));
    return where.type === 'count' ? found.slice(0, where.count) : found;
  }
}

function leafOf({ id, mid, subject }: HeldRow): LeafRow {
  return {
    id,
    mid,
    value: async (property): Promise<PropertyValue | undefined> => subject.value(property),
    matches: async (restriction) => evaluate(restriction, subject),
  };
}

/** A subject with just these values. */
export function subjectWith(values: Readonly<Record<string, PropertyValue | undefined>>): Subject {
  return { value: (name) => (Object.hasOwn(values, name) ? values[name] : undefined), hasFlag: () => false };
}
