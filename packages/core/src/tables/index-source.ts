import type { Engine } from '../engine/engine.ts';
import type { Restriction } from '../restriction/restriction.ts';
import type { ListingCondition, ListingGroup, ListingScope, Place } from '../state/listing.ts';
import { parseItemId } from '../store/ids.ts';
import { ContentsTableRow } from './contents-row.ts';
import { FolderClock } from './folder-clock.ts';
import { allOf, compileFor, FolderRows } from './folder-rows.ts';
import type { TableOrder } from './order.ts';
import type { CategoryPath, FindRequest, LeafRow, ReadRequest, RowSource } from './source.ts';

/** What a source of contents is made of. */
export interface ContentsScope {
  readonly engine: Engine;
  readonly folderId: number;
  /** The folder is a search folder. */
  readonly found: boolean;
  readonly order: TableOrder;
  readonly signal: AbortSignal;
}

/** A contents table whose restriction the state store can apply by itself: a page costs a page. */
export class IndexSource implements RowSource {
  readonly assumes: boolean;
  readonly #about: ContentsScope;
  readonly #condition: ListingCondition | undefined;
  readonly #clock: FolderClock;

  constructor(about: ContentsScope, condition: ListingCondition | undefined, assumes = false) {
    this.assumes = assumes;
    this.#about = about;
    this.#condition = condition;
    this.#clock = new FolderClock(about.engine.state, about.folderId, about.found);
  }

  async places({ category, ...page }: ReadRequest): Promise<readonly Place[]> {
    const query = { ...this.#scope(this.#within(category)), sort: this.#about.order.keys, ...page };
    return this.#about.engine.state.read((tx) => tx.listing.places(query));
  }

  async count({ category, before }: { readonly category?: CategoryPath; readonly before?: Place }): Promise<number> {
    const sort = this.#about.order.keys;
    const query = {
      ...this.#scope(this.#within(category)),
      ...(before !== undefined && { before: { place: before, sort } }),
    };
    return this.#about.engine.state.read((tx) => tx.listing.count(query));
  }

  async groups(where?: Restriction): Promise<readonly ListingGroup[]> {
    const { engine, order } = this.#about;
    return engine.state.read(async (tx) => {
      const also = where === undefined ? undefined : (await compileFor(tx, this.#about, where)).condition;
      return tx.listing.groups({
        ...this.#scope(also),
        by: order.levels.map(({ column }) => column),
        largest: order.levels.flatMap(({ maximum }) => maximum ?? []),
      });
    });
  }

  async find({
    where,
    category,
    beyond,
    inclusive = false,
    backwards = false,
  }: FindRequest): Promise<Place | undefined> {
    const condition = allOf(this.#condition, this.#within(category));
    const { engine, folderId, found, order, signal } = this.#about;
    const rows = new FolderRows(engine, {
      folderId,
      found,
      sort: order.keys,
      where,
      signal,
      ...(condition !== undefined && { condition }),
    });
    for await (const { place } of rows.from(beyond, { atOnce: 1, backwards, inclusive })) return place;
    return undefined;
  }

  async placeOf(mid: number): Promise<Place | undefined> {
    const where: ListingCondition = { type: 'number', column: 'mid', op: '=', value: mid };
    const query = { ...this.#scope(where), sort: this.#about.order.keys, limit: 1 };
    const [place] = await this.#about.engine.state.read((tx) => tx.listing.places(query));
    return place;
  }

  midOf(id: string): Promise<number | undefined> {
    return contentsMid(this.#about, id);
  }

  rows(places: readonly Place[]): Promise<readonly LeafRow[]> {
    return contentsRows(this.#about, places);
  }

  version(): Promise<number> {
    return this.#clock.now();
  }

  #scope(also: ListingCondition | undefined): ListingScope {
    const where = allOf(this.#condition, also);
    return { folderId: this.#about.folderId, found: this.#about.found, ...(where !== undefined && { where }) };
  }

  #within(category: CategoryPath | undefined): ListingCondition | undefined {
    const levels = this.#about.order.levels;
    return allOf(
      ...(category ?? []).map(
        (value, index): ListingCondition => ({ type: 'key', column: (levels[index] ?? never()).column, value }),
      ),
    );
  }
}

/** Rows of places in a contents table, in their order. */
export async function contentsRows(about: ContentsScope, places: readonly Place[]): Promise<readonly LeafRow[]> {
  const found = await about.engine.state.read((tx) => tx.contents.byMids(places.map(({ mid }) => mid)));
  const rows = new Map(found.map((row) => [row.mid, row]));
  return places.flatMap(({ mid }) => {
    const row = rows.get(mid);
    return row === undefined ? [] : [new ContentsTableRow(about.engine, row, about.signal)];
  });
}

/** The mid that an item has in the folder of a contents table. */
export async function contentsMid({ engine, folderId, found }: ContentsScope, id: string): Promise<number | undefined> {
  const rows = await engine.state.read((tx) => tx.contents.byItems([parseItemId(id)]));
  return rows.find((row) => found || row.folderId === folderId)?.mid;
}

function never(): never {
  throw new TypeError('A category lies deeper than the table has levels.');
}
