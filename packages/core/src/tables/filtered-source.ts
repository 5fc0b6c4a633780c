import type { Restriction } from '../restriction/restriction.ts';
import { FolderClock } from './folder-clock.ts';
import { FolderRows, type Verdicts } from './folder-rows.ts';
import { type ContentsScope, contentsMid, contentsRows } from './index-source.ts';
import { type ListEntry, type ListRows, ListSource } from './list-source.ts';
import { listingValue } from './sort.ts';

/** What a list of found rows is made of. */
export interface FilteredScope extends ContentsScope {
  readonly where: Restriction;
}

/**
 * A contents table whose restriction the state store cannot apply by itself, or that ends after so many rows. What was
 * found is held, a place for each row, until something in the folder changes.
 */
export function filteredSource(about: FilteredScope): ListSource {
  return new ListSource(new FoundRows(about));
}

class FoundRows implements ListRows {
  readonly #about: FilteredScope;
  readonly #clock: FolderClock;
  readonly #verdicts: Verdicts = new Map();
  #found: { readonly version: number; readonly entries: Promise<readonly ListEntry[]> } | undefined;

  constructor(about: FilteredScope) {
    this.#about = about;
    this.#clock = new FolderClock(about.engine.state, about.folderId, about.found);
  }

  get sort(): ListRows['sort'] {
    return this.#about.order.keys;
  }

  get levels(): number {
    return this.#about.order.levels.length;
  }

  async entries(): Promise<readonly ListEntry[]> {
    const version = await this.version();
    if (this.#found?.version !== version) {
      const entries = this.#search();
      this.#found = { version, entries };
      // A search that failed is no answer to keep.
      entries.catch(() => {
        if (this.#found?.entries === entries) this.#found = undefined;
      });
    }
    return this.#found.entries;
  }

  rows(places: Parameters<ListRows['rows']>[0]): ReturnType<ListRows['rows']> {
    return contentsRows(this.#about, places);
  }

  midOf(id: string): Promise<number | undefined> {
    return contentsMid(this.#about, id);
  }

  version(): Promise<number> {
    return this.#clock.now();
  }

  async #search(): Promise<readonly ListEntry[]> {
    const { engine, folderId, found, order, where, signal } = this.#about;
    const limit = where.type === 'count' ? where.count : Number.POSITIVE_INFINITY;
    const maxima = order.levels.flatMap(({ maximum }) => maximum ?? []);
    const rows = new FolderRows(engine, { folderId, found, sort: order.keys, where, signal, verdicts: this.#verdicts });
    const entries: ListEntry[] = [];
    if (limit <= 0) return entries;
    for await (const { row, place } of rows.from(undefined, { atOnce: limit })) {
      entries.push({
        place,
        unread: listingValue(row, 'seen') === 0,
        maxima: maxima.map((column) => listingValue(row, column)),
      });
      if (entries.length >= limit) break;
    }
    return entries;
  }
}
