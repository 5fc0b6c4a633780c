import { join } from 'node:path';
import { definition as fs } from '@mapistore/backend-fs';
import { definition as imap } from '@mapistore/backend-imap';
import { createMemoryDefinition, MemoryData } from '@mapistore/backend-memory';
import {
  type BackendDefinition,
  bytesSource,
  type Interceptor,
  MapistoreError,
  type Operation,
  openStore,
  PropertyBag,
  type Store,
  secretSource,
  tagged,
} from '@mapistore/core';
import { mime } from '@mapistore/format-mime';
import { type Dovecot, startDovecot } from '@mapistore/services';
import { openSqliteState } from '@mapistore/state-sql';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { all, mail, temporaryFolder } from '../support.ts';
import { listingOf, ModelClient } from './client.ts';

// A fixed part in every run; in the full one, others each time.
const FULL = process.env['MAPISTORE_TEST_FULL'] === '1';
const RUNS = { numRuns: FULL ? 150 : 20, ...(FULL ? {} : { seed: 20_260_302 }) };

const PATHS = ['/Memory', '/Files', '/Imap'] as const;
const path = fc.constantFrom(...PATHS);
const client = fc.nat({ max: 1 });
const pick = fc.nat({ max: 20 });
const level = fc.constantFrom(0, 2);

/** What can happen: to the store by itself, to a client that is offline, and to both. */
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ op: fc.constant('import' as const), path }) },
  { weight: 2, arbitrary: fc.record({ op: fc.constant('storeMove' as const), path, to: path, pick }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('storeRemove' as const), path, pick }) },
  { weight: 2, arbitrary: fc.record({ op: fc.constant('storeRead' as const), path, pick }) },
  { weight: 2, arbitrary: fc.record({ op: fc.constant('storeChange' as const), path, pick, level }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('outside' as const) }) },
  { weight: 3, arbitrary: fc.record({ op: fc.constant('create' as const), client, path }) },
  { weight: 3, arbitrary: fc.record({ op: fc.constant('change' as const), client, path, pick, level }) },
  { weight: 2, arbitrary: fc.record({ op: fc.constant('read' as const), client, path, pick }) },
  { weight: 1, arbitrary: fc.record({ op: fc.constant('delete' as const), client, path, pick }) },
  { weight: 2, arbitrary: fc.record({ op: fc.constant('move' as const), client, path, to: path, pick }) },
  { weight: 3, arbitrary: fc.record({ op: fc.constant('upload' as const), client }) },
  {
    weight: 4,
    arbitrary: fc.record({ op: fc.constant('download' as const), client, path, stopAt: fc.nat({ max: 9 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      op: fc.constant('fault' as const),
      path,
      operation: fc.constantFrom<Operation>(
        'createItem',
        'deleteItem',
        'setFlags',
        'openBody',
        'listItems',
        'moveItems',
        'checkpoint',
      ),
      when: fc.constantFrom('before' as const, 'after' as const),
    }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Failures to come, one for each entry: the call is not made, or its answer is lost. */
class Faults {
  readonly #planned: { readonly path: string; readonly operation: Operation; readonly when: 'before' | 'after' }[] = [];

  plan(fault: { readonly path: string; readonly operation: Operation; readonly when: 'before' | 'after' }): void {
    this.#planned.push(fault);
  }

  clear(): void {
    this.#planned.length = 0;
  }

  readonly interceptor: Interceptor = async (call, next) => {
    const index = this.#planned.findIndex(
      ({ path: at, operation }) => at === call.mount && operation === call.operation,
    );
    const [fault] = index < 0 ? [] : this.#planned.splice(index, 1);
    if (fault?.when === 'before') throw new MapistoreError('UNAVAILABLE', 'A fault was planned here.');
    const answer = await next(call);
    // A body that nobody gets is closed by nobody.
    if (fault?.when === 'after') await (answer as Partial<AsyncDisposable> | undefined)?.[Symbol.asyncDispose]?.();
    if (fault?.when === 'after') throw new MapistoreError('UNAVAILABLE', 'A fault was planned here.');
    return answer;
  };
}

let dovecot: Dovecot;
let mailboxes = 0;
beforeAll(async () => {
  dovecot = await startDovecot();
});
afterAll(() => dovecot.stop());

async function openWorld(folder: string, faults: Faults) {
  const data = new MemoryData();
  const memory = createMemoryDefinition({ data }) as unknown as BackendDefinition;
  const store = await openStore({
    state: await openSqliteState({ file: join(folder, 'state.sqlite') }),
    backends: [memory, fs as never, imap as never],
    formats: [mime],
    secrets: secretSource(undefined, { env: { IMAP_PASSWORD: 'secret' } }),
    interceptors: () => [faults.interceptor],
  });
  await store.mounts.add({ path: '/Memory', uri: 'memory:x' });
  await store.mounts.add({ path: '/Files', uri: `file://${join(folder, 'files')}` });
  const uri = `imap://alice@127.0.0.1:${dovecot.imap}/Model${mailboxes++}`;
  await store.mounts.add({ path: '/Imap', uri, secretRef: 'env:IMAP_PASSWORD' });
  await all(store.sync());
  const { signal } = new AbortController();
  const outside = await memory.open({ uri: new URL('memory:x'), options: {}, create: false, signal }, {} as never);
  return { store, outside, clients: ['c', 'd'].map((digit) => new ModelClient(store, digit, PATHS)) };
}
type World = Awaited<ReturnType<typeof openWorld>>;

let mails = 0;
async function idAt(store: Store, at: string, number: number): Promise<string | undefined> {
  const ids = (await all(store.items.list(at, { sort: 'id' }))).map(({ id }) => id);
  return ids[number % Math.max(1, ids.length)];
}

async function perform({ store, outside, clients }: World, faults: Faults, each: Step): Promise<void> {
  const by = 'client' in each ? (clients[each.client] as ModelClient) : undefined;
  const body = () => bytesSource(mail(`mail ${++mails}`), 'message/rfc822');
  const id = 'pick' in each && by === undefined ? await idAt(store, each.path, each.pick) : undefined;
  switch (each.op) {
    case 'import':
      await all(
        store.import(each.path, [
          { label: 'one', body: body() },
          { label: 'two', body: body() },
        ]),
      );
      return;
    case 'storeMove':
      if (id !== undefined) await all(store.move([id], each.to));
      return;
    case 'storeRemove':
      if (id !== undefined) await all(store.remove([id]));
      return;
    case 'storeRead':
      if (id === undefined) return;
      await store.items.setFlags(
        [id],
        (await store.items.get(id)).flags.includes('$seen') ? { remove: ['$seen'] } : { add: ['$seen'] },
      );
      return;
    case 'storeChange':
      if (id === undefined) return;
      await store.items.setProperties(id, {
        set: new PropertyBag().set(tagged('PidTagImportance'), each.level),
        remove: [],
      });
      return;
    case 'outside':
      await outside.createItem?.({
        signal: new AbortController().signal,
        folder: '',
        item: { body: body(), flags: [] },
      });
      await all(store.sync());
      return;
    case 'create':
      return by?.create(each.path);
    case 'change':
      return by?.change(each.path, each.pick, each.level);
    case 'read':
      return by?.read(each.path, each.pick);
    case 'delete':
      return by?.delete(each.path, each.pick);
    case 'move':
      return by?.move(each.path, each.pick, each.to);
    case 'upload':
      return by?.upload();
    case 'download':
      // A client sends before it gets, as the specification wants.
      await by?.upload();
      await by?.download(each.path, each.stopAt);
      return;
    case 'fault':
      faults.plan(each);
  }
}

/** Until no client has anything to send or to get. */
async function converge({ store, clients }: World): Promise<void> {
  for (let round = 0; round < 5; round++) {
    let told = 0;
    for (const each of clients) await each.upload();
    for (const each of clients) for (const at of PATHS) told += (await each.download(at)).told;
    if (told === 0 && clients.every(({ isIdle }) => isIdle)) return;
    await all(store.sync());
  }
  throw new Error('The clients do not come to an end.');
}

it('two clients and three mounts come to the same, whatever happens and fails; each synchronisation tells just what differs', {
  timeout: 1_200_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 15, maxLength: FULL ? 60 : 40, size: 'max' }), async (steps) => {
      const folder = await temporaryFolder();
      const faults = new Faults();
      const world = await openWorld(folder.path, faults);
      try {
        for (const each of steps) {
          try {
            await perform(world, faults, each);
          } catch (error) {
            // A planned fault broke it off; what is left of it must come right below. The model's own errors are none.
            if (!MapistoreError.is(error)) throw error;
          }
        }
        faults.clear();
        for (const outcome of [...(await all(world.store.sync())), ...(await all(world.store.sync()))])
          expect(outcome).toMatchObject({ sync: { problems: [] } });
        await converge(world);
        for (const at of PATHS) {
          const stores = await listingOf(world.store, at);
          expect(stores.size).toBe((await all(world.store.items.list(at))).length);
          for (const each of world.clients) {
            const mine = [...(each.folders.get(at) ?? new Map())].map(([name, { subject, importance, read }]) => [
              name,
              subject,
              importance,
              read,
            ]);
            const theirs = [...stores].map(([name, { subject, importance, read }]) => [
              name,
              subject,
              importance,
              read,
            ]);
            expect(mine.sort()).toEqual(theirs.sort());
          }
        }
        expect(await all(world.store.check({ deep: true }))).toEqual([]);
      } finally {
        await world.store[Symbol.asyncDispose]();
        await folder.remove();
      }
    }),
    RUNS,
  );
});
