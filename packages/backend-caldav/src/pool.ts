import { MapistoreError, type Result } from '@mapistore/core';

/**
 * Writes at a time. Servers lock what is written to: two keep Cyrus busy, and with four Radicale takes half as long again as
 * with one (500 events: 8.0, 8.5 and 11.5 s).
 */
const WRITES = 2;

/** How many writes may go at a time, in a mount of so many connections. */
export function writeWidth(connections: number): number {
  return Math.min(WRITES, connections);
}

/** Cuts a list into parts of at most so many. */
export function batchesOf<T>(values: readonly T[], size: number): T[][] {
  const batches: T[][] = [];
  for (let at = 0; at < values.length; at += size) batches.push(values.slice(at, at + size));
  return batches;
}

/** Does something with each value, so many at a time; the results are in the order of the values. */
export async function inPool<T, R>(values: readonly T[], width: number, act: (value: T) => Promise<R>): Promise<R[]> {
  const results = new Array<R>(values.length);
  let next = 0;
  const work = async (): Promise<void> => {
    for (let at = next++; at < values.length; at = next++) {
      try {
        results[at] = await act(values[at] as T);
      } catch (error) {
        // The others begin nothing more.
        next = values.length;
        throw error;
      }
    }
  };
  const workers = Array.from({ length: Math.min(width, values.length) }, work);
  const done = await Promise.allSettled(workers);
  for (const each of done) if (each.status === 'rejected') throw each.reason;
  return results;
}

/** The same for items of a batch: what fails for one is its result. An abort ends all of them. */
export async function resultsOf<T, R>(
  values: readonly T[],
  about: { readonly width: number; readonly signal: AbortSignal; readonly fail: (error: unknown) => MapistoreError },
  act: (value: T) => Promise<R>,
): Promise<Result<R>[]> {
  return await inPool(values, about.width, async (value): Promise<Result<R>> => {
    about.signal.throwIfAborted();
    try {
      return { ok: true, value: await act(value) };
    } catch (error) {
      about.signal.throwIfAborted();
      if (error instanceof TypeError) throw error;
      return { ok: false, error: MapistoreError.is(error) ? error : about.fail(error) };
    }
  });
}
