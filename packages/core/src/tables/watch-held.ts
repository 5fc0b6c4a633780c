import { encodeValue } from '../state/values.ts';
import { flatLayout } from './layout.ts';
import { Navigator, type ShownRow } from './navigator.ts';
import type { RowSource } from './source.ts';
import type { TableEvent, TableRow } from './table.ts';
import type { TableView } from './table-object.ts';
import { tableRows } from './table-rows.ts';

/** Tells what happened to rows that are few enough to be compared whole. */
export class HeldWatcher {
  readonly #source: RowSource;
  readonly #view: TableView;
  #rows: readonly TableRow[] = [];

  constructor(source: RowSource, view: TableView) {
    this.#source = source;
    this.#view = view;
  }

  async begin(): Promise<void> {
    this.#rows = await this.#read();
  }

  /** What is different since the last look. */
  async look(): Promise<readonly TableEvent[]> {
    const before = new Map(this.#rows.map((row) => [row.id, row]));
    const rows = await this.#read();
    const now = new Set(rows.map(({ id }) => id));
    const events: TableEvent[] = [];
    for (const id of before.keys()) if (!now.has(id)) events.push({ type: 'deleted', id });
    for (const [index, row] of rows.entries()) {
      const was = before.get(row.id);
      if (was !== undefined && sameValues(was, row)) continue;
      const previous = rows[index - 1];
      events.push({
        type: was === undefined ? 'added' : 'modified',
        row,
        ...(previous !== undefined && { previous: previous.id }),
      });
    }
    this.#rows = rows;
    return events;
  }

  async #read(): Promise<readonly TableRow[]> {
    const { order, columns } = this.#view;
    const navigator = new Navigator(this.#source, order, flatLayout(Number.POSITIVE_INFINITY));
    const shown: readonly ShownRow[] = await navigator.read({ segment: 0 }, Number.MAX_SAFE_INTEGER);
    return tableRows(this.#source, order, columns, shown);
  }
}

function sameValues(a: TableRow, b: TableRow): boolean {
  const text = ({ values }: TableRow): string =>
    JSON.stringify(values.map((value) => (value === undefined ? null : encodeValue(value))));
  return text(a) === text(b);
}
