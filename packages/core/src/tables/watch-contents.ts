import type { StateStore } from '../state/store.ts';
import { itemId } from '../store/ids.ts';
import type { ContentsFolder } from './contents-table.ts';
import { type Touched, touchedSince } from './folder-clock.ts';
import { type Category, categorisedLayout, flatLayout, type Layout } from './layout.ts';
import { Navigator, type ShownRow } from './navigator.ts';
import type { RowSource } from './source.ts';
import type { TableEvent } from './table.ts';
import type { TableView } from './table-object.ts';
import { tableRows } from './table-rows.ts';

/** Rows told one by one; more at once are told as one change. */
const MANY = 200;

/**
 * Tells what happened to the rows of a contents table. Their numbers are remembered, since a row that does not meet the
 * restriction any more does not tell whether it did.
 */
export class ContentsWatcher {
  readonly #state: StateStore;
  /** Undefined for a search folder: its rows lie anywhere. */
  readonly #folderId: number | undefined;
  readonly #source: RowSource;
  readonly #view: TableView;
  #cn = 0;
  #mids = new Set<number>();
  #categories: ReadonlyMap<string, Category> = new Map();

  constructor(state: StateStore, { folderId, found }: ContentsFolder, source: RowSource, view: TableView) {
    this.#state = state;
    this.#folderId = found ? undefined : folderId;
    this.#source = source;
    this.#view = view;
  }

  async begin(): Promise<void> {
    // Taken first: what comes in between is looked at twice rather than never.
    this.#cn = await this.#state.read((tx) => tx.journal.last());
    await this.#remember();
  }

  /** What is different since the last look. */
  async look(): Promise<readonly TableEvent[]> {
    const [cn, touched] = await this.#state.read(async (tx) => [
      await tx.journal.last(),
      await touchedSince(tx, this.#folderId, this.#cn),
    ]);
    this.#cn = cn;
    if (touched?.size === 0) return [];
    if (touched === undefined || touched.size > MANY) {
      await this.#remember();
      return [{ type: 'changed' }];
    }
    return this.#told(touched);
  }

  async #remember(): Promise<void> {
    this.#mids = new Set((await this.#source.places({ limit: Number.MAX_SAFE_INTEGER })).map(({ mid }) => mid));
    this.#categories = categoriesOf(await this.#layout());
  }

  async #layout(): Promise<Layout> {
    const { order, collapsed } = this.#view;
    if (order.levels.length === 0) return flatLayout(Number.POSITIVE_INFINITY);
    return categorisedLayout(order, await this.#source.groups(), collapsed.isExpanded(order));
  }

  async #told(touched: NonNullable<Touched>): Promise<readonly TableEvent[]> {
    const navigator = new Navigator(this.#source, this.#view.order, await this.#layout());
    const events: TableEvent[] = [];
    const shown: { readonly row: ShownRow; readonly known: boolean }[] = [];
    const categories = categoriesOf(navigator.layout);
    for (const id of this.#categories.keys()) if (!categories.has(id)) events.push({ type: 'deleted', id });
    for (const [segment, each] of navigator.layout.segments.entries()) {
      if (each.kind !== 'header') continue;
      const was = this.#categories.get(each.category.id);
      if (was?.rows === each.category.rows && was.unread === each.category.unread) continue;
      shown.push({ row: { kind: 'header', category: each.category, segment }, known: was !== undefined });
    }
    for (const [mid, item] of touched) {
      const known = this.#mids.has(mid);
      const place = await this.#source.placeOf(mid);
      if (place === undefined) {
        if (this.#mids.delete(mid)) events.push({ type: 'deleted', id: itemId(item) });
        continue;
      }
      this.#mids.add(mid);
      const spot = navigator.spot({ kind: 'row', key: { kind: 'leaf', place }, segment: 0 });
      // Below a collapsed header nothing is to be seen but the header's counts.
      if (spot.place !== undefined) shown.push({ row: { kind: 'leaf', place, segment: spot.segment }, known });
    }
    this.#categories = categories;
    for (const { row, known } of shown) events.push(...(await this.#event(navigator, row, known)));
    return events;
  }

  async #event(navigator: Navigator, shown: ShownRow, known: boolean): Promise<readonly TableEvent[]> {
    const { order, columns } = this.#view;
    const spot = { segment: shown.segment, ...(shown.kind === 'leaf' && { place: shown.place }) };
    const above = await navigator.read(spot, 1, true);
    const [row] = await tableRows(this.#source, order, columns, [shown]);
    const [previous] = await tableRows(this.#source, order, [], above);
    if (row === undefined) return [];
    return [{ type: known ? 'modified' : 'added', row, ...(previous !== undefined && { previous: previous.id }) }];
  }
}

function categoriesOf({ categories }: Layout): ReadonlyMap<string, Category> {
  return new Map(categories.map((category) => [category.id, category]));
}
