import { type Interceptor, openStore, type StateStore, type Store } from '@mapistore/core';
import { mime } from '@mapistore/format-mime';
import { openSqliteState } from '@mapistore/state-sql';
import { describe, expect, it } from 'vitest';
import { type Side, side } from '../memory.ts';
import { all, mail, problemsOf, temporaryFolder } from '../support.ts';
import { addRules, rule, sourceOf, subjects } from './support.ts';

/** Lets a program go on for a number of steps; then everything it does fails, as if it had died. */
class Fuse {
  #left = Number.POSITIVE_INFINITY;

  /** Dies before the step of that number, from 0. */
  set(steps: number): void {
    this.#left = steps;
  }

  get isBlown(): boolean {
    return this.#left < 0;
  }

  step(): void {
    if (--this.#left < 0) throw new Error('It is dead.');
  }

  /** Each write is a step. */
  readonly state = (inner: StateStore): StateStore => ({
    read: async (work) => {
      if (this.isBlown) throw new Error('It is dead.');
      return inner.read(work);
    },
    write: async (work) => {
      this.step();
      return inner.write(work);
    },
    [Symbol.asyncDispose]: () => inner[Symbol.asyncDispose](),
  });

  /** To ask a backend is a step, and to hear its answer another one. */
  readonly interceptor: Interceptor = async (call, next) => {
    this.step();
    const answer = await next(call);
    this.step();
    return answer;
  };
}

interface World extends AsyncDisposable {
  /** Opens the store, as a program does; with a fuse it may die. */
  open(fuse?: Fuse): Promise<Store>;
  /** Ends the sessions of those that died, as the clock does. */
  bury(): Promise<void>;
}

/** Where a rule copies to, and moves to: other backends, or folders of the same one, which does that by itself. */
interface Targets {
  readonly copies: string;
  readonly done: string;
}

async function world({ copies, done }: Targets): Promise<World> {
  const folder = await temporaryFolder();
  const file = `${folder.path}/state.sqlite`;
  const sides: readonly Side[] = await Promise.all(['inbox', 'copies', 'done'].map((name) => side(name)));
  const backends = sides.map(({ definition }) => definition);
  const closing: AsyncDisposable[] = [];
  const open = async (fuse?: Fuse): Promise<Store> => {
    const state = await openSqliteState({ file });
    const store = await openStore({
      state: fuse === undefined ? state : fuse.state(state),
      backends,
      formats: [mime],
      ...(fuse !== undefined && { interceptors: () => [fuse.interceptor] }),
    });
    // Of a dead program only the file is closed.
    closing.push(fuse === undefined ? store : state);
    return store;
  };
  const store = await open();
  for (const name of ['inbox', 'copies', 'done']) await store.mounts.add({ path: `/${name}`, uri: `${name}:x` });
  for (const name of ['Copies', 'Done']) await store.folders.create(`/inbox/${name}`);
  await store.owner.set({ name: 'Bob', address: 'bob@example.org' });
  await addRules(
    store,
    '/inbox',
    rule([
      { type: 'tag', property: 'PidTagComment', value: 'tagged' },
      { type: 'copy', to: copies },
      { type: 'forward', recipients: [{ address: 'carol@example.net' }] },
      { type: 'defer', data: Uint8Array.of(1) },
      { type: 'move', to: done },
      { type: 'mark-read' },
    ]),
  );
  return {
    open,
    async bury() {
      const state = await openSqliteState({ file });
      await state.write(async (tx) => {
        for (const { sessionId } of await tx.leases.sessions()) await tx.leases.end(sessionId);
      });
      await state[Symbol.asyncDispose]();
    },
    async [Symbol.asyncDispose]() {
      for (const each of closing) await each[Symbol.asyncDispose]();
      await folder.remove();
    },
  };
}

/** Delivers with a program that dies at a step, then with one that lives; tells whether the first one died. */
async function dieAt(steps: number, targets: Targets): Promise<boolean> {
  await using place = await world(targets);
  const fuse = new Fuse();
  const doomed = await place.open(fuse);
  fuse.set(steps);
  const source = sourceOf(mail('one'), 'queue 1');
  await all(doomed.deliver('/inbox', [source])).catch(() => undefined);
  await place.bury();
  const store = await place.open();
  expect(problemsOf(await all(store.sync()))).toEqual([]);
  const [again] = await all(store.deliver('/inbox', [source]));
  expect(['delivered', 'present']).toContain(again?.outcome);
  expect(await all(store.check())).toEqual([]);
  const held = await Promise.all(['/inbox', targets.copies, targets.done].map((path) => subjects(store, path)));
  expect(held).toEqual([[], ['one'], ['one']]);
  const [item] = await all(store.items.list(targets.done));
  expect(item?.flags).toContain('$seen');
  expect((await store.items.properties(item?.id as string)).properties.get('PidTagComment')).toBe('tagged');
  expect((await store.outgoing.list()).map((one) => one.item)).toEqual([item?.id]);
  expect((await store.deferred.list()).map((one) => one.item)).toEqual([item?.id]);
  return fuse.isBlown;
}

describe('a delivery whose program dies', () => {
  it.each([
    ['other backends', { copies: '/copies', done: '/done' }, 45],
    ['folders of the same backend', { copies: '/inbox/Copies', done: '/inbox/Done' }, 30],
  ] as const)(
    'at any step of it is ended by the next one, with nothing lost and nothing done twice: %s',
    { timeout: 600_000 },
    async (_, targets, least) => {
      let steps = 0;
      while (await dieAt(steps, targets)) steps++;
      // Far fewer would mean that most of it was not looked at.
      expect(steps).toBeGreaterThanOrEqual(least);
    },
  );
});
