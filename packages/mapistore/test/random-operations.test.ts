import { join } from 'node:path';
import { createMemoryDefinition, MemoryData, MemoryFaults } from '@mapistore/backend-memory';
import {
  ACCELERATORS,
  type BackendDefinition,
  bytesSource,
  collect,
  type StateStore,
  type Store,
} from '@mapistore/core';
import { type Mariadb, startMariadb } from '@mapistore/services';
import { openSqliteState } from '@mapistore/state-sql';
import { openMysqlState } from '@mapistore/state-sql/mysql';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digest } from './corpus.ts';
import { all, mail, storeOn, temporaryFolder } from './support.ts';

// A fixed part in every run; in the full one, others each time.
const FULL = process.env['MAPISTORE_TEST_FULL'] === '1';
const SEED = FULL ? {} : { seed: 20_260_302 };

/** Where the state lies, and how many sequences are tried there. A new set of tables on a server takes its time. */
const STATES = {
  sqlite: { numRuns: FULL ? 400 : 40, ...SEED },
  mysql: { numRuns: FULL ? 150 : 6, ...SEED },
} as const;

/** Two backends with a client of their own each, which plays the outsider. */
interface World {
  readonly store: Store;
  readonly faults: readonly MemoryFaults[];
  readonly outside: readonly Awaited<ReturnType<BackendDefinition['open']>>[];
}

const folders = ['/A', '/B'] as const;
const side = fc.nat({ max: 1 });

/** What can happen. Numbers pick among what is there at that moment. */
const operation = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      op: fc.constant('import' as const),
      side,
      mails: fc.array(fc.nat({ max: 5 }), { minLength: 1, maxLength: 6 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      op: fc.constant('move' as const),
      side,
      pick: fc.array(fc.nat(), { minLength: 1, maxLength: 5 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      op: fc.constant('copy' as const),
      side,
      pick: fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      op: fc.constant('flag' as const),
      side,
      pick: fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ op: fc.constant('outsideAdd' as const), side, mail: fc.nat({ max: 5 }) }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('outsideDelete' as const), side, pick: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ op: fc.constant('sync' as const), side }) },
  {
    weight: 4,
    arbitrary: fc.record({
      op: fc.constant('fault' as const),
      side,
      operation: fc.constantFrom(
        ...([
          'createItem',
          'createItems',
          'deleteItem',
          'deleteItems',
          'openBody',
          'openBodies',
          'listItems',
          'changes',
          'moveItems',
          'setFlags',
          'checkpoint',
          'listFolders',
        ] as const),
      ),
      call: fc.integer({ min: 1, max: 3 }),
      when: fc.constantFrom('before' as const, 'after' as const),
    }),
  },
);

type Step = typeof operation extends fc.Arbitrary<infer T> ? T : never;

const signal = new AbortController().signal;

async function openWorld(state: StateStore, without: readonly (typeof ACCELERATORS)[number][]): Promise<World> {
  const sides = [new MemoryData(), new MemoryData()].map((data, index) => ({
    data,
    faults: new MemoryFaults(),
    options: { bytes: index === 0 ? ('exact' as const) : ('normalising' as const) },
  }));
  const scheme = ['one', 'two'];
  const definitions = sides.map(
    ({ data, faults, options }, index): BackendDefinition<never> =>
      ({
        ...createMemoryDefinition({ data, faults, without, ...options, ...(index === 0 && { keepsReceived: false }) }),
        schemes: [scheme[index] as string],
      }) as never,
  );
  const store = await storeOn(state, definitions);
  for (const [index, path] of folders.entries()) await store.mounts.add({ path, uri: `${scheme[index]}:x` });
  await all(store.sync());
  const outside = await Promise.all(
    sides.map(({ data, options }) =>
      createMemoryDefinition({ data, ...options }).open(
        { uri: new URL('memory:x'), options: {}, create: false, signal },
        {} as never,
      ),
    ),
  );
  return { store, faults: sides.map(({ faults }) => faults), outside };
}

const pool = Array.from({ length: 6 }, (_, index) => mail(`mail ${index}`, index % 2 === 0 ? 'x\ny' : 'x\r\ny'));

async function ids(store: Store, path: string): Promise<readonly string[]> {
  return (await all(store.items.list(path, { sort: 'id' }))).map(({ id }) => id);
}

async function chosen(store: Store, path: string, picks: readonly number[]): Promise<readonly string[]> {
  const there = await ids(store, path);
  return there.length === 0 ? [] : [...new Set(picks.map((pick) => there[pick % there.length] as string))];
}

/** What lies at a backend: digests as many times as they lie there, line ends aside. */
async function lying(backend: World['outside'][number]): Promise<readonly string[]> {
  const page = await backend.listItems({ signal, folder: '', limit: 10_000, detail: 'revision' });
  return Promise.all(
    page.items.map(async ({ key }) => folded(await collect(await backend.openBody({ signal, folder: '', key })))),
  );
}

function folded(bytes: Uint8Array): string {
  return digest(Buffer.from(Buffer.from(bytes).toString('latin1').replaceAll('\r\n', '\n'), 'latin1'));
}

/** Does one thing, and gives by how much it changes how often each mail should be there. */
async function perform(world: World, step: Step, count: Map<string, number>): Promise<void> {
  const path = folders[step.side] as string;
  const other = folders[1 - step.side] as string;
  const backend = world.outside[step.side] as World['outside'][number];
  const add = (bytes: Uint8Array, by: number): unknown =>
    count.set(folded(bytes), (count.get(folded(bytes)) ?? 0) + by);
  switch (step.op) {
    case 'import': {
      const mails: Uint8Array[] = step.mails.map((index) => pool[index] as Uint8Array);
      const sources = mails.map((bytes, index) => ({
        label: String(index),
        body: bytesSource(bytes, 'message/rfc822'),
      }));
      const results = await all(world.store.import(path, sources));
      for (const { label, outcome } of results) if (outcome === 'imported') add(mails[Number(label)] as Uint8Array, 1);
      // Whether a failed one arrived all the same is for recovery to find out; from then on it counts.
      return;
    }
    case 'move':
      await all(world.store.move(await chosen(world.store, path, step.pick), other));
      return;
    case 'copy': {
      for (const { outcome, id } of await all(world.store.copy(await chosen(world.store, path, step.pick), other))) {
        if (outcome === 'copied') add(await collect(await world.store.items.open(id)), 1);
      }
      return;
    }
    case 'flag':
      await world.store.items.setFlags(await chosen(world.store, path, step.pick), { add: ['$flagged'] });
      return;
    case 'outsideAdd':
      await backend.createItem?.({
        signal,
        folder: '',
        item: { body: bytesSource(pool[step.mail] as Uint8Array, 'message/rfc822'), flags: [] },
      });
      add(pool[step.mail] as Uint8Array, 1);
      return;
    case 'outsideDelete': {
      const { items } = await backend.listItems({ signal, folder: '', limit: 10_000, detail: 'revision' });
      const item = items[step.pick % Math.max(1, items.length)];
      if (item === undefined) return;
      add(await collect(await backend.openBody({ signal, folder: '', key: item.key })), -1);
      await backend.deleteItem?.({ signal, folder: '', key: item.key });
      return;
    }
    case 'sync':
      await all(world.store.sync(path));
      return;
    case 'fault':
      world.faults[step.side]?.fail({ operation: step.operation, call: step.call, when: step.when });
  }
}

describe.each(['sqlite', 'mysql'] as const)('any sequence of operations, outside changes and faults, on %s', (kind) => {
  let server: Mariadb | undefined;
  beforeAll(async () => {
    if (kind === 'mysql') server = await startMariadb();
  });
  afterAll(() => server?.stop());
  let states = 0;
  const openState = (folder: string): Promise<StateStore> =>
    server === undefined
      ? openSqliteState({ file: join(folder, 'state.sqlite') })
      : openMysqlState({ uri: `${server.url}?prefix=s${states++}_`, password: server.password });

  // Without a checkpoint an equal mail that others added unseen may be taken for one whose answer was lost: one less.
  it.each([
    ['every accelerator', []],
    ['no accelerator but the checkpoint', ACCELERATORS.filter((name) => name !== 'checkpoint')],
  ] as [string, (typeof ACCELERATORS)[number][]][])(
    'ends, with %s, with index and backends agreeing and every mail there as often as it should be',
    { timeout: 600_000 },
    async (_, without) => {
      await fc.assert(
        fc.asyncProperty(fc.array(operation, { minLength: 3, maxLength: 14 }), async (steps) => {
          const folder = await temporaryFolder();
          const world = await openWorld(await openState(folder.path), without);
          try {
            const count = new Map<string, number>();
            let uncertain = false;
            for (const step of steps) {
              try {
                await perform(world, step, count);
              } catch {
                // A fault broke the call off; what is left of it must come right below.
                uncertain = true;
              }
            }
            for (const faults of world.faults) faults.clear();
            for (const outcome of [...(await all(world.store.sync())), ...(await all(world.store.sync()))])
              expect(outcome).toMatchObject({ sync: { problems: [] } });
            expect(await all(world.store.check({ deep: true }))).toEqual([]);
            const there = (await Promise.all(world.outside.map(lying))).map((digests) => [...digests].sort());
            for (const [index, path] of folders.entries()) {
              const read = await Promise.all(
                (await ids(world.store, path)).map(async (id) =>
                  folded(await collect(await world.store.items.open(id))),
                ),
              );
              expect([...read].sort()).toEqual(there[index]);
            }
            const total = new Map<string, number>();
            for (const sha of there.flat()) total.set(sha, (total.get(sha) ?? 0) + 1);
            // An import or copy that a fault broke off may have arrived: then there is more, never less.
            for (const [sha, wanted] of count) expect(total.get(sha) ?? 0).toBeGreaterThanOrEqual(wanted);
            const faulty = uncertain || steps.some(({ op }) => op === 'fault');
            if (!faulty) for (const [sha, wanted] of count) expect(total.get(sha) ?? 0).toBe(wanted);
          } finally {
            await world.store[Symbol.asyncDispose]();
            await folder.remove();
          }
        }),
        STATES[kind],
      );
    },
  );
});
