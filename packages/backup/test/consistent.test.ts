import { type ItemId, MapistoreError, type Store } from '@mapistore/core';
import { expect, test } from 'vitest';
import { backup, listItems } from '../src/index.ts';
import { all, bench, calm, fill, mail } from './support.ts';

const FULL = process.env['MAPISTORE_TEST_FULL'] === '1';

/** What a store has at one moment, as a backup of it should list it. */
async function momentOf(store: Store): Promise<string> {
  const lines: string[] = [];
  await store.snapshots.list('/', async (entries) => {
    for (const entry of entries)
      if (entry.type === 'item') lines.push(`${entry.folder} ${entry.id} ${[...entry.flags].sort().join(' ')}`);
  });
  return lines.sort().join('\n');
}

/** A generator of numbers that gives the same ones again (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Somebody who works on, step by step, and what the store was after each step. */
class Worker {
  readonly moments = new Set<string>();
  readonly #store: Store;
  readonly #random: () => number;
  #count = 0;

  constructor(store: Store, seed: number) {
    this.#store = store;
    this.#random = seeded(seed);
  }

  async step(): Promise<void> {
    const store = this.#store;
    const folders = ['/A', '/A/Sub', '/B'];
    const pick = <T>(values: readonly T[]): T => values[Math.floor(this.#random() * values.length)] as T;
    const { items } = await store.items.page(pick(folders), { limit: 20 });
    const id = items.length === 0 ? undefined : (pick(items).id as ItemId);
    const kind = pick(['add', 'add', 'move', 'remove', 'flag']);
    try {
      if (kind === 'add' || id === undefined) await fill(store, pick(folders), [mail(`later ${this.#count++}`)]);
      else if (kind === 'move') await all(store.move([id], pick(folders)));
      else if (kind === 'remove') await all(store.remove([id]));
      else await store.items.setFlags([id], { add: [pick(['$flagged', 'x', 'y'])] });
    } catch (error) {
      if (!MapistoreError.is(error)) throw error;
    }
    this.moments.add(await momentOf(store));
  }
}

test('a backup of a store that changes all the time shows one moment of it', async () => {
  for (let seed = 1; seed <= (FULL ? 40 : 4); seed++) {
    const { store, archive, folder, ...rest } = await bench();
    try {
      await store.mounts.add({ path: '/A', uri: `file:${folder}/a` });
      await store.mounts.add({ path: '/B', uri: `file:${folder}/b` });
      await store.folders.create('/A/Sub');
      await fill(
        store,
        '/A',
        Array.from({ length: 300 }, (_, index) => mail(`first ${index}`, 'x'.repeat(index * 20))),
      );
      const worker = new Worker(store, seed);
      worker.moments.add(await momentOf(store));
      const stop = { now: false };
      const working = (async () => {
        while (!stop.now) await worker.step();
      })();
      const report = await backup(store, archive, { path: '/', signal: calm });
      stop.now = true;
      await working;
      const listed = await all(listItems(archive, report.name));
      const shown = listed.map(({ folder: at, id, flags }) => `${at} ${id} ${[...flags].sort().join(' ')}`).sort();
      expect(report.missing, `seed ${seed}`).toEqual([]);
      expect(worker.moments.has(shown.join('\n')), `seed ${seed}`).toBe(true);
    } finally {
      await rest[Symbol.asyncDispose]();
    }
  }
});
