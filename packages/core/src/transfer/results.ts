import type { MapistoreError } from '../errors/error.ts';

/** What became of one item of a copy, move, import or removal. */
export interface ItemResult {
  /** The item's number, or undefined where it has none (an import that failed). */
  readonly itemId: number | undefined;
  /** For a copy: the new item. */
  readonly newItemId?: number;
  /**
   * `kept`: the backend refused it, so core keeps it in its own area. `present`: it was imported before.
   * `unchanged`: there was nothing to do. `fits`: a plan found nothing against it.
   */
  readonly outcome:
    | 'fits'
    | 'imported'
    | 'present'
    | 'kept'
    | 'copied'
    | 'moved'
    | 'removed'
    | 'restored'
    | 'unchanged'
    | 'failed';
  /** Why it failed, or why core had to keep it. */
  readonly error?: MapistoreError;
}
