import { MapistoreError } from '../errors/error.ts';
import { checkRestriction } from '../restriction/check.ts';
import type { Restriction } from '../restriction/restriction.ts';
import { type Bookmark, Bookmarks, type Target } from './bookmarks.ts';
import { CollapseState } from './collapse-state.ts';
import { checkColumns } from './columns.ts';
import { type Category, categorisedLayout, flatLayout, type Layout, type Spot } from './layout.ts';
import { checkOperation, type Operation, type TableModel } from './model.ts';
import { type Anchor, anchorOf, Navigator, type ShownRow } from './navigator.ts';
import { orderOf, type TableOrder, type TableSort, UNSORTED } from './order.ts';
import type { RowSource } from './source.ts';
import type { FindRow, FoundRow, Origin, QueriedRows, QueryRows, Sought, Table, TableRow } from './table.ts';
import { tableRows } from './table-rows.ts';
import { Turns } from './turns.ts';

/** What {@link watchTable} needs of a table. */
export interface TableView {
  readonly order: TableOrder;
  readonly where: Restriction | undefined;
  readonly collapsed: CollapseState;
  readonly columns: readonly string[];
}

/** A table over a model of rows. */
export abstract class TableObject implements Omit<Table, 'watch'> {
  protected readonly model: TableModel;
  readonly #turns = new Turns();
  readonly #bookmarks = new Bookmarks();
  readonly #collapse = new CollapseState();
  #columns: readonly string[] | undefined;
  #order: TableOrder = UNSORTED;
  #where: Restriction | undefined;
  #cursor: Anchor = { kind: 'beginning' };
  #source: RowSource | undefined;
  /** The version of the rows by which a source was chosen that assumes something of them. */
  #assumed: number | undefined;
  #layout: { readonly version: number; readonly layout: Layout } | undefined;
  /** Aborted when the rows of the table are others than before. */
  protected changed: AbortController = new AbortController();

  constructor(model: TableModel) {
    this.model = model;
  }

  get kind(): TableModel['kind'] {
    return this.model.kind;
  }

  async setColumns(properties: readonly string[]): Promise<void> {
    await this.#turns.take(async () => {
      checkColumns(properties);
      this.#columns = [...properties];
    });
  }

  async restrict(where: Restriction | undefined): Promise<void> {
    await this.#do('restrict', async () => {
      if (where !== undefined) checkRestriction(where);
      this.#where = where;
      this.#startOver();
    });
  }

  async sortTable(sort: TableSort): Promise<void> {
    await this.#do('sortTable', async () => {
      this.#order = orderOf(sort);
      this.#collapse.clear();
      this.#startOver();
    });
  }

  async queryRows({ count, forward = true, noAdvance = false }: QueryRows): Promise<QueriedRows> {
    return this.#turns.take(async () => {
      this.#needColumns();
      checkCount(count);
      const navigator = await this.#navigator();
      const spot = navigator.spot(this.#cursor);
      // One more than asked for, to know whether there is one.
      const read = await navigator.read(spot, count + 1, !forward);
      const rows = read.slice(0, count);
      const more = read.length > count;
      const last = rows.at(-1);
      const extra = read[count];
      if (!noAdvance && last !== undefined) {
        if (forward) this.#cursor = extra === undefined ? { kind: 'end' } : anchorOf(extra);
        else this.#cursor = more ? anchorOf(last) : { kind: 'beginning' };
      }
      const origin: Origin = more ? 'current' : forward ? 'end' : 'beginning';
      return { rows: await this.#tableRows(forward ? rows : rows.toReversed()), origin };
    });
  }

  async queryPosition(): Promise<{ readonly position: number; readonly count: number }> {
    return this.#turns.take(async () => {
      const navigator = await this.#navigator({ counted: true });
      return { position: await navigator.position(navigator.spot(this.#cursor)), count: navigator.layout.length };
    });
  }

  async seekRow(origin: Origin, rows: number): Promise<Sought> {
    return this.#turns.take(async () => {
      const navigator = await this.#navigator({ counted: true });
      return this.#seek(navigator, navigator.spot(this.#originAnchor(origin)), rows);
    });
  }

  async seekRowBookmark(bookmark: Bookmark, rows: number): Promise<Sought & { readonly rowGone: boolean }> {
    return this.#do('createBookmark', async () => {
      const target = this.#bookmarks.get(bookmark);
      const navigator = await this.#navigator({ counted: true });
      const { spot, gone } = await navigator.resolve(target);
      return { ...(await this.#seek(navigator, spot, rows)), rowGone: gone };
    });
  }

  async seekRowApprox(numerator: number, denominator: number): Promise<void> {
    await this.#turns.take(async () => {
      checkCount(numerator);
      checkCount(denominator);
      if (denominator === 0) throw invalid('The denominator of a fraction is not 0.');
      const navigator = await this.#navigator({ counted: true });
      const share = Math.min(1, numerator / denominator);
      await this.#moveTo(navigator, Math.floor(share * navigator.layout.length));
    });
  }

  async createBookmark(): Promise<Bookmark> {
    return this.#do('createBookmark', async () => {
      const navigator = await this.#navigator();
      const [row] = await navigator.read(navigator.spot(this.#cursor), 1);
      return this.#bookmarks.add(row === undefined ? { kind: 'end' } : targetOf(row));
    });
  }

  async freeBookmark(bookmark: Bookmark): Promise<void> {
    await this.#do('createBookmark', async () => this.#bookmarks.free(bookmark));
  }

  async findRow({ where, backwards = false, origin = 'current' }: FindRow): Promise<FoundRow> {
    return this.#do('findRow', async () => {
      this.#needColumns();
      checkRestriction(where);
      const target = typeof origin === 'object' ? this.#bookmarks.get(origin.bookmark) : undefined;
      const navigator = await this.#navigator();
      const { spot, gone } =
        target === undefined
          ? { spot: navigator.spot(this.#originAnchor(origin as Origin)), gone: false }
          : await navigator.resolve(target);
      const found = await navigator.find(spot, where, backwards);
      if (found === undefined) return { rowGone: gone };
      this.#cursor = anchorOf(found);
      const [row] = await this.#tableRows([found]);
      return { ...(row !== undefined && { row }), rowGone: gone };
    });
  }

  async queryColumnsAll(): Promise<readonly string[]> {
    return this.#turns.take(() => this.model.columns());
  }

  async expandRow(
    category: string,
    maxRows = 0,
  ): Promise<{ readonly expandedRows: number; readonly rows: readonly TableRow[] }> {
    return this.#do('expandRow', async () => {
      this.#needColumns();
      checkCount(maxRows);
      const before = await this.#category(category);
      if (before.category.expanded) throw wrongState('NOT_COLLAPSED', category, 'expanded');
      const after = await this.#flip(category);
      const expandedRows = after.layout.length - before.navigator.layout.length;
      const header = after.layout.segments.findIndex((each) => each.kind === 'header' && each.category.id === category);
      const wanted = header < 0 ? 0 : Math.min(maxRows, expandedRows);
      const shown = wanted === 0 ? [] : await after.read({ segment: header + 1 }, wanted);
      return { expandedRows, rows: await this.#tableRows(shown) };
    });
  }

  async collapseRow(category: string): Promise<{ readonly collapsedRows: number }> {
    return this.#do('expandRow', async () => {
      this.#needColumns();
      const before = await this.#category(category);
      if (!before.category.expanded) throw wrongState('NOT_EXPANDED', category, 'collapsed');
      const after = await this.#flip(category);
      return { collapsedRows: before.navigator.layout.length - after.layout.length };
    });
  }

  async getCollapseState(row?: string): Promise<Uint8Array> {
    return this.#do('expandRow', async () => {
      this.#needColumns();
      return this.#collapse.save(this.#order, row);
    });
  }

  async setCollapseState(state: Uint8Array): Promise<Bookmark> {
    return this.#do('expandRow', async () => {
      this.#needColumns();
      const row = this.#collapse.restore(this.#order, state);
      this.#layout = undefined;
      const navigator = await this.#navigator();
      return this.#bookmarks.add(await this.#targetById(navigator, row));
    });
  }

  async reset(): Promise<void> {
    await this.#do('reset', async () => {
      this.#columns = undefined;
      this.#where = undefined;
      this.#order = UNSORTED;
      this.#collapse.clear();
      this.#startOver();
    });
  }

  abort(): boolean {
    this.#turns.checkOpen();
    checkOperation(this.model, 'abort');
    // What was found so far is of no use to the next call.
    this.#source = undefined;
    this.#assumed = undefined;
    return this.#turns.abort();
  }

  status(): 'complete' | 'busy' {
    this.#turns.checkOpen();
    return this.#turns.busy ? 'busy' : 'complete';
  }

  close(): void {
    this.changed.abort();
    this.#turns.close();
  }

  /** What is shown now, for those who watch it. */
  protected async view(): Promise<TableView> {
    return this.#turns.take(async () => ({
      order: this.#order,
      where: this.#where,
      collapsed: this.#collapse,
      columns: this.#needColumns(),
    }));
  }

  #do<T>(operation: Operation, work: () => Promise<T>): Promise<T> {
    return this.#turns.take(async () => {
      checkOperation(this.model, operation);
      return work();
    });
  }

  #startOver(): void {
    this.#bookmarks.clear();
    this.#cursor = { kind: 'beginning' };
    this.#source = undefined;
    this.#assumed = undefined;
    this.#layout = undefined;
    this.changed.abort();
    this.changed = new AbortController();
  }

  #needColumns(): readonly string[] {
    if (this.#columns !== undefined) return this.#columns;
    throw invalid('Say first which columns the rows are to have ("setColumns").');
  }

  /** The shown rows as they are now. A flat table is counted only where its length matters. */
  async #navigator({ counted = false }: { readonly counted?: boolean } = {}): Promise<Navigator> {
    const source = await this.#upToDate();
    if (this.#order.levels.length === 0) {
      const rows = counted ? await source.count({}) : Number.POSITIVE_INFINITY;
      return new Navigator(source, this.#order, flatLayout(rows));
    }
    const version = await source.version();
    if (this.#layout?.version !== version) {
      const isExpanded = this.#collapse.isExpanded(this.#order);
      this.#layout = { version, layout: categorisedLayout(this.#order, await source.groups(), isExpanded) };
    }
    return new Navigator(source, this.#order, this.#layout.layout);
  }

  async #upToDate(): Promise<RowSource> {
    await this.model.refresh?.(this.#turns.signal);
    const held = this.#source;
    const version = held?.assumes === true ? await held.version() : undefined;
    if (held !== undefined && version === this.#assumed) return held;
    const source = await this.model.source({ order: this.#order, where: this.#where, signal: this.#turns.signal });
    this.#assumed = source.assumes === true ? await source.version() : undefined;
    this.#source = source;
    // Its versions are counted anew.
    this.#layout = undefined;
    return source;
  }

  #originAnchor(origin: Origin): Anchor {
    return origin === 'current' ? this.#cursor : ({ kind: origin } as Anchor);
  }

  async #seek(navigator: Navigator, spot: Spot, rows: number): Promise<Sought> {
    if (!Number.isSafeInteger(rows)) throw invalid(`${rows} is no number of rows to move.`);
    const from = await navigator.position(spot);
    const to = Math.min(Math.max(from + rows, 0), navigator.layout.length);
    await this.#moveTo(navigator, to);
    return { moved: to - from, soughtLess: Math.abs(to - from) < Math.abs(rows) };
  }

  async #moveTo(navigator: Navigator, position: number): Promise<void> {
    const row = position === 0 ? undefined : await navigator.at(position);
    this.#cursor = position === 0 ? { kind: 'beginning' } : row === undefined ? { kind: 'end' } : anchorOf(row);
  }

  /** @throws NOT_FOUND */
  async #category(id: string): Promise<{ readonly category: Category; readonly navigator: Navigator }> {
    const navigator = await this.#navigator();
    const category = navigator.layout.categories.find((each) => each.id === id);
    if (category !== undefined) return { category, navigator };
    throw new MapistoreError('NOT_FOUND', `The table has no category ${id}.`);
  }

  async #flip(category: string): Promise<Navigator> {
    this.#collapse.flip(category);
    this.#layout = undefined;
    return this.#navigator();
  }

  async #targetById(navigator: Navigator, id: string | undefined): Promise<Target> {
    if (id === undefined) return { kind: 'end' };
    const { segments } = navigator.layout;
    const header = segments.findIndex((each) => each.kind === 'header' && each.category.id === id);
    const shown = segments[header];
    if (shown?.kind === 'header') return targetOf({ kind: 'header', category: shown.category, segment: header });
    const mid = await this.#source?.midOf(id);
    const place = mid === undefined ? undefined : await this.#source?.placeOf(mid);
    return place === undefined ? { kind: 'end' } : targetOf({ kind: 'leaf', place, segment: 0 });
  }

  async #tableRows(shown: readonly ShownRow[]): Promise<readonly TableRow[]> {
    return tableRows(this.#source as RowSource, this.#order, this.#needColumns(), shown);
  }
}

function targetOf(row: ShownRow): Target {
  const anchor = anchorOf(row) as Extract<Anchor, { kind: 'row' }>;
  const mid = row.kind === 'leaf' ? row.place.mid : row.category.mid;
  return { ...anchor, mid };
}

function checkCount(count: number): void {
  if (!Number.isSafeInteger(count) || count < 0) throw invalid(`${count} is no number of rows.`);
}

function wrongState(code: 'NOT_COLLAPSED' | 'NOT_EXPANDED', category: string, is: string): MapistoreError {
  return new MapistoreError(code, `The category ${category} is ${is} already.`);
}

function invalid(message: string): MapistoreError {
  return new MapistoreError('INVALID_ARGUMENT', message);
}
