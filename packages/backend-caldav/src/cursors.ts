import { MapistoreError } from '@mapistore/core';

/** Where a paged answer stands: entries are sorted by key, and a page goes on behind the last one. */
export interface Position {
  /** The key of the last entry that was given. */
  readonly after: string;
  /** What the last page gives, of the moment of the first. */
  readonly token: string;
}

/** A position as a cursor. */
export function cursorOf(position: Position): string {
  return JSON.stringify([position.after, position.token]);
}

/** The position behind a cursor. @throws INVALID_ARGUMENT */
export function readCursor(cursor: string): Position {
  try {
    const [after, token]: unknown[] = JSON.parse(cursor);
    if (typeof after === 'string' && typeof token === 'string') return { after, token };
  } catch {
    // Not ours, as below.
  }
  throw new MapistoreError('INVALID_ARGUMENT', 'This cursor is not one of this backend.', { backend: 'caldav' });
}

/** Sync tokens: what the server gave, or the revision of a collection that tells no changes. */
export type Token = { readonly sync: string } | { readonly revision: string };

/** A sync token as core keeps it. */
export function formatToken(token: Token): string {
  return 'sync' in token ? `s${token.sync}` : `r${token.revision}`;
}

/** The token behind a text; undefined where it is none of ours. */
export function readToken(text: string): Token | undefined {
  const rest = text.slice(1);
  if (rest === '' && text !== 'r') return undefined;
  if (text.startsWith('s')) return { sync: rest };
  return text.startsWith('r') ? { revision: rest } : undefined;
}

const MAX_AGE_MS = 60_000;
const MAX_SNAPSHOTS = 4;

/**
 * Answers that came whole and are given page by page: DAV has no pages. A few are held for a while; one that is gone is
 * asked for again, and goes on behind the same key.
 */
export class Snapshots {
  readonly #held: Map<string, { readonly value: unknown; readonly until: number }> = new Map();

  put(name: string, value: unknown, now: number): void {
    this.#held.delete(name);
    this.#held.set(name, { value, until: now + MAX_AGE_MS });
    for (const [other, { until }] of this.#held)
      if (until < now || this.#held.size > MAX_SNAPSHOTS) this.#held.delete(other);
  }

  get<T>(name: string, now: number): T | undefined {
    const found = this.#held.get(name);
    return found === undefined || found.until < now ? undefined : (found.value as T);
  }

  delete(name: string): void {
    this.#held.delete(name);
  }
}

/** The entries behind a key, at most so many, of entries sorted by key. */
export function sliceAfter<T extends { readonly key: string }>(
  entries: readonly T[],
  after: string | undefined,
  limit: number,
): { readonly page: readonly T[]; readonly more: boolean } {
  let low = 0;
  let high = entries.length;
  while (after !== undefined && low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle] as T).key <= after) low = middle + 1;
    else high = middle;
  }
  const page = entries.slice(low, low + Math.max(1, limit));
  return { page, more: low + page.length < entries.length };
}

/** Sorts by key, in the order that {@link sliceAfter} goes by. */
export function byKey(a: { readonly key: string }, b: { readonly key: string }): number {
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}
