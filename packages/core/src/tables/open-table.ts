import type { Engine } from '../engine/engine.ts';
import { watchJournal } from '../store/watch.ts';
import type { ContentsFolder } from './contents-table.ts';
import { checkOperation, type TableModel } from './model.ts';
import type { Table, TableEvent, WatchTable } from './table.ts';
import { TableObject } from './table-object.ts';
import { ContentsWatcher } from './watch-contents.ts';
import { HeldWatcher } from './watch-held.ts';

/** Opens a table over a model; `folder` for the contents of one. */
export function openTable(engine: Engine, model: TableModel & { readonly folder?: ContentsFolder }): Table {
  return new OpenTable(engine, model);
}

class OpenTable extends TableObject implements Table {
  readonly #engine: Engine;
  readonly #folder: ContentsFolder | undefined;

  constructor(engine: Engine, model: TableModel & { readonly folder?: ContentsFolder }) {
    super(model);
    this.#engine = engine;
    this.#folder = model.folder;
  }

  async *watch({ signal, intervalMs }: WatchTable): AsyncIterable<TableEvent> {
    checkOperation(this.model, 'watch');
    const view = await this.view();
    // Taken with the view: what is shown under it ends when the table is changed.
    const until = AbortSignal.any([signal, this.changed.signal]);
    // A source of its own, so that breaking off a call of the table breaks off nothing here.
    const source = await this.model.source({ order: view.order, where: view.where, signal: until });
    const { state } = this.#engine;
    const watcher =
      this.#folder === undefined
        ? new HeldWatcher(source, view)
        : new ContentsWatcher(state, this.#folder, source, view);
    await this.model.refresh?.(until);
    await watcher.begin();
    const watch = { signal: until, ...(intervalMs !== undefined && { intervalMs }) };
    for await (const _ of watchJournal(this.#engine, watch)) {
      await this.model.refresh?.(until);
      for (const event of await watcher.look()) yield event;
    }
  }
}
