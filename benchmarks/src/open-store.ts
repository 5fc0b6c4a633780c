import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Benchmark, inFolder, openBenchStore, type Row, say, seconds, timed } from './bench.ts';
import { fillIndex } from './index-rows.ts';

const SIZES = [10_000, 1_000_000] as const;
const REPEATS = 41;
/** What two runs on one machine differ by anyway. */
const SAME = 1.25;

/** Opening a store and showing the newest 50 of its folder, by how much there is in it. */
export const openStores: Benchmark = {
  name: 'open-store',
  run: () =>
    inFolder(async (root) => {
      const stores = SIZES.map((size) => ({ folder: join(root, String(size)), times: [] as number[] }));
      for (const [index, { folder }] of stores.entries()) {
        const size = SIZES[index] as number;
        const filled = await timed(() => prepare(folder, size));
        say(`  ${size} items in ${seconds(filled)}`);
      }
      // In turns, so that what the program learns serves both.
      for (let repeat = 0; repeat < REPEATS; repeat++)
        for (const { folder, times } of stores) times.push(await timed(() => firstPage(folder)));
      const [small, large] = stores.map(({ times }) => median(times)) as [number, number];
      const row: Row = {
        name: 'open a store of 1,000,000 items, first 50',
        ours: seconds(large),
        beside: `with 10,000: ${seconds(small)}`,
        promise: `at most ${SAME} x`,
        kept: large <= small * SAME,
      };
      return [row];
    }),
};

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] as number;
}

async function prepare(folder: string, size: number): Promise<void> {
  await mkdir(join(folder, 'inbox'), { recursive: true });
  const store = await openBenchStore(folder);
  await store.mounts.add({ path: '/Inbox', uri: `file://${join(folder, 'inbox')}` });
  await store[Symbol.asyncDispose]();
  await fillIndex(join(folder, 'state.sqlite'), size);
}

async function firstPage(folder: string): Promise<void> {
  const store = await openBenchStore(folder);
  const { items } = await store.items.page('/Inbox');
  await store[Symbol.asyncDispose]();
  if (items.length !== 50) throw new Error(`${items.length} rows instead of 50`);
}
