import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';

/** Several writes in a row are told as one. */
const GATHER_MS = 50;

/** How a store is watched. */
export interface WatchStore {
  readonly signal: AbortSignal;
  /** How often the state is asked for what other programs wrote; default 1,000. */
  readonly intervalMs?: number;
}

/**
 * Yields when the journal has grown, whoever wrote, and once at the beginning. The journal is what counts: it is asked
 * at intervals, and a write of this very program only makes that sooner. A state out of reach is asked again.
 */
export async function* watchJournal(
  { state, hints }: Engine,
  { signal, intervalMs = 1_000 }: WatchStore,
): AsyncIterable<void> {
  for (let seen = -1; !signal.aborted; ) {
    const timer = new AbortController();
    // Taken before the state is asked: what is written from here on is not missed.
    const hint = hints.next;
    try {
      const last = await state.read((tx) => tx.journal.last());
      if (last !== seen) {
        seen = last;
        yield;
      }
    } catch (error) {
      if (!MapistoreError.is(error) || error.retry === 'never') throw error;
    }
    const pause = sleep(intervalMs, undefined, { signal: AbortSignal.any([signal, timer.signal]) });
    await Promise.race([hint, pause.catch(() => undefined)]);
    timer.abort();
    await sleep(Math.min(GATHER_MS, intervalMs), undefined, { signal }).catch(() => undefined);
  }
}
