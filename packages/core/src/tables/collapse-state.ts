import { MapistoreError } from '../errors/error.ts';
import type { IsExpanded } from './layout.ts';
import type { TableOrder } from './order.ts';

/** Which categories are expanded: those of the first levels, but for the ones that were changed. */
export class CollapseState {
  #flipped = new Set<string>();

  /** Whether a category is expanded in a table of that order. */
  isExpanded(order: TableOrder): IsExpanded {
    return (id, depth) => depth < order.expanded !== this.#flipped.has(id);
  }

  /** Turns one category over. */
  flip(id: string): void {
    if (!this.#flipped.delete(id)) this.#flipped.add(id);
  }

  clear(): void {
    this.#flipped.clear();
  }

  /** All of it, with the row that a cursor is to come back to, as bytes for {@link CollapseState.restore}. */
  save(order: TableOrder, row: string | undefined): Uint8Array {
    return Buffer.from(JSON.stringify({ v: 1, order: digest(order), flipped: [...this.#flipped], row }));
  }

  /**
   * Takes over what was saved, of this table or another of the same order; gives the id of the row.
   * @throws INVALID_ARGUMENT for what was never saved, or for a table of another order
   */
  restore(order: TableOrder, saved: Uint8Array): string | undefined {
    const state = read(saved);
    if (state?.order !== digest(order)) {
      throw new MapistoreError(
        'INVALID_ARGUMENT',
        'The collapse state is of a table that was sorted in another way; sort this one so first.',
      );
    }
    this.#flipped = new Set(state.flipped);
    return state.row;
  }
}

interface Saved {
  readonly order: string;
  readonly flipped: readonly string[];
  readonly row?: string;
}

function digest({ levels, expanded, keys }: TableOrder): string {
  return JSON.stringify([levels, expanded, keys]);
}

function read(saved: Uint8Array): Saved | undefined {
  try {
    const { v, order, flipped, row } = JSON.parse(Buffer.from(saved).toString()) as Record<string, unknown>;
    const isOurs = v === 1 && typeof order === 'string' && Array.isArray(flipped);
    if (!isOurs || (row !== undefined && typeof row !== 'string')) return undefined;
    return { order, flipped: flipped.map(String), ...(row !== undefined && { row }) };
  } catch {
    return undefined;
  }
}
