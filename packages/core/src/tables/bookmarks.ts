import { MapistoreError } from '../errors/error.ts';
import type { RowKey } from './layout.ts';

/** A custom bookmark ([MS-OXCTABL] 2.2.2.1.2): opaque, of one table. */
export type Bookmark = string;

/** What a bookmark points to. */
export type Target =
  | { readonly kind: 'end' }
  | { readonly kind: 'row'; readonly key: RowKey; readonly mid: number; readonly segment: number };

/** A client that makes more without freeing any has lost count. */
const MAX_BOOKMARKS = 10_000;

/** The bookmarks of a table. */
export class Bookmarks {
  readonly #targets = new Map<Bookmark, Target>();
  #made = 0;

  /** @throws QUOTA_EXCEEDED */
  add(target: Target): Bookmark {
    if (this.#targets.size >= MAX_BOOKMARKS) {
      throw new MapistoreError(
        'QUOTA_EXCEEDED',
        `A table has at most ${MAX_BOOKMARKS} bookmarks; free those that are not needed any more.`,
      );
    }
    const bookmark = `b${++this.#made}`;
    this.#targets.set(bookmark, target);
    return bookmark;
  }

  /** @throws INVALID_BOOKMARK */
  get(bookmark: Bookmark): Target {
    const target = this.#targets.get(bookmark);
    if (target !== undefined) return target;
    throw new MapistoreError(
      'INVALID_BOOKMARK',
      'The table has no such bookmark (any more): it was freed, or the table was sorted, restricted or reset. Make a new one.',
    );
  }

  /** @throws INVALID_BOOKMARK */
  free(bookmark: Bookmark): void {
    this.get(bookmark);
    this.#targets.delete(bookmark);
  }

  clear(): void {
    this.#targets.clear();
  }
}
