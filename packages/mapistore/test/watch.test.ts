import type { Store } from '@mapistore/core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Place, type Side, side } from './memory.ts';
import { all, mail, sources } from './support.ts';

let place: Place;
let a: Side;
let store: Store;
beforeEach(async () => {
  place = await Place.make();
  a = await side('aa');
  store = await place.mounted({ '/A': a });
});
afterEach(() => place[Symbol.asyncDispose]());

/** Follows a store: gives the time from a change to its being told. */
async function heardAfter(intervalMs: number, change: () => Promise<unknown>): Promise<number> {
  const stop = new AbortController();
  let { token } = await store.changes('/');
  let began = 0;
  for await (const _ of store.watch({ signal: stop.signal, intervalMs })) {
    const answer = await store.changes('/', token);
    token = answer.token;
    if (answer.changes.length > 0) stop.abort();
    else if (began === 0) {
      began = performance.now();
      await change();
    }
  }
  return performance.now() - began;
}

it('a change by another program is told within the interval', async () => {
  const other = await place.open([a]);
  const took = await heardAfter(200, () => all(other.import('/A', sources([mail('x')]))));
  expect(took).toBeLessThan(5_000);
});

it('a change by this program is told at once, however long the interval is', async () => {
  const took = await heardAfter(60_000, () => all(store.import('/A', sources([mail('x')]))));
  expect(took).toBeLessThan(5_000);
});
