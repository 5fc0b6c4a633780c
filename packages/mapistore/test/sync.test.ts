import type { MemoryBackendOptions } from '@mapistore/backend-memory';
import { MapistoreError } from '@mapistore/core';
import { openSqliteState } from '@mapistore/state-sql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { edit, Hooks, idsOf, lying, Place, put, type Side, side, subjectsOf } from './memory.ts';
import { all, cat, mail, problemsOf, sources } from './support.ts';

const { signal } = new AbortController();
let place: Place;
beforeEach(async () => {
  place = await Place.make();
});
afterEach(() => place[Symbol.asyncDispose]());

const mails = (count: number): readonly Uint8Array[] =>
  Array.from({ length: count }, (_, index) => mail(`mail ${index}`));

async function fill(of: Side, count: number): Promise<readonly string[]> {
  const keys: string[] = [];
  for (const bytes of mails(count)) keys.push(await put(of, bytes));
  return keys;
}

describe.each([
  ['changes', {}],
  ['listings', { without: ['changes', 'getItems'] }],
] as readonly [string, MemoryBackendOptions][])('a backend that goes away, asked for %s,', (_, options) => {
  it('leads to no deletion, whichever page it is, and to nothing doubled when it is back', async () => {
    for (let page = 1; page <= 4; page++) {
      const a = await side('aa', { ...options, pageSize: 2 });
      await using own = await Place.make();
      const keys = await fill(a, 8);
      const store = await own.mounted({ '/A': a });
      const ids = await idsOf(store, '/A');
      for (const key of keys.slice(0, 5))
        await a.outside.setFlags({ signal, folder: '', keys: [key], add: ['$seen'], remove: [] });
      await a.outside.deleteItem({ signal, folder: '', key: keys[7] as string });
      await put(a, mail('new'));
      // As often as it is asked again, so that the call really fails.
      for (let call = page; call < page + 3; call++)
        for (const operation of ['listItems', 'changes'] as const) a.faults.fail({ operation, call });
      const outcomes = await all(store.sync());
      expect(problemsOf(outcomes).map(({ code }) => code)).toEqual(['UNAVAILABLE']);
      for (const id of ids.slice(0, 7)) expect((await store.items.get(id)).path).toBe('/A');
      a.faults.clear();
      expect(problemsOf(await all(store.sync()))).toEqual([]);
      expect(await subjectsOf(store, '/A')).toEqual([...Array.from({ length: 7 }, (_, n) => `mail ${n}`), 'new']);
      expect((await idsOf(store, '/A')).slice(0, 7)).toEqual(ids.slice(0, 7));
      expect(await all(store.check())).toEqual([]);
    }
  });

  it('in the middle of the hierarchy leads to no folder deleted', async () => {
    const a = await side('aa', { ...options, pageSize: 2 });
    for (const name of ['1', '2', '3', '4']) await a.outside.createFolder({ signal, parent: '', name });
    const store = await place.mounted({ '/A': a });
    for (let call = 2; call < 5; call++) a.faults.fail({ operation: 'listFolders', call });
    expect(problemsOf(await all(store.sync())).map(({ code }) => code)).toEqual(['UNAVAILABLE']);
    expect(await store.folders.list('/A')).toHaveLength(5);
  });
});

describe('a listing that says it is partial', () => {
  it('leads to no deletion, of items or folders, and what is new in it appears', async () => {
    const a = await side('aa', { without: ['changes'] });
    const keys = await fill(a, 3);
    const sub = await a.outside.createFolder({ signal, parent: '', name: 'Sub' });
    const { definition } = a;
    let lie = false;
    const partial: Side = {
      ...a,
      definition: {
        ...definition,
        async open(mount, env) {
          const backend = await definition.open(mount, env);
          return {
            ...backend,
            listItems: async (request) => {
              const page = await backend.listItems(request);
              return lie ? { ...page, items: page.items.slice(1), listing: 'partial' } : page;
            },
            listFolders: async (request) => {
              const page = await backend.listFolders(request);
              return lie ? { folders: page.folders.slice(0, 1), listing: 'partial' } : page;
            },
          };
        },
      },
    };
    const store = await place.mounted({ '/A': partial });
    lie = true;
    await put(a, mail('new'));
    expect(problemsOf(await all(store.sync())).map(({ code }) => code)).toEqual(['PARTIAL']);
    expect(await subjectsOf(store, '/A')).toEqual(['mail 0', 'mail 1', 'mail 2', 'new']);
    expect(await store.folders.list('/A')).toHaveLength(2);
    lie = false;
    await a.outside.deleteItem({ signal, folder: '', key: keys[0] as string });
    await a.outside.deleteFolder({ signal, folder: sub.key });
    await all(store.sync());
    expect(await subjectsOf(store, '/A')).toEqual(['mail 1', 'mail 2', 'new']);
    expect(await store.folders.list('/A')).toHaveLength(1);
  });
});

describe('a sync token that is too old', () => {
  it('leads to a full comparison: nothing doubled, every id kept, what went meanwhile gone', async () => {
    const a = await side('aa', { pageSize: 3 });
    const keys = await fill(a, 7);
    const store = await place.mounted({ '/A': a });
    const ids = await idsOf(store, '/A');
    const { token } = await store.changes('/');
    await a.outside.deleteItem({ signal, folder: '', key: keys[2] as string });
    await put(a, mail('new'));
    a.data.forgetHistory();
    expect(problemsOf(await all(store.sync()))).toEqual([]);
    const left = ids.filter((_, index) => index !== 2);
    expect((await idsOf(store, '/A')).slice(0, 6)).toEqual(left);
    expect((await store.changes('/', token)).changes.map(({ change }) => change).sort()).toEqual([
      'created',
      'deleted',
    ]);
  });
});

describe('an item that cannot be read', () => {
  it('does not keep its folder from being synchronised, and appears as soon as it can be read', async () => {
    const a = await side('aa', { without: ['changes', 'getItems'] });
    await fill(a, 1);
    const store = await place.mounted({ '/A': a });
    await put(a, mail('bad'));
    await put(a, mail('good'));
    a.faults.fail({ operation: 'readItem', error: new MapistoreError('INVALID_CONTENT', 'poison') });
    await all(store.sync());
    expect(await subjectsOf(store, '/A')).toEqual(['mail 0', 'good']);
    await all(store.sync());
    expect((await subjectsOf(store, '/A')).toSorted()).toEqual(['bad', 'good', 'mail 0']);
  });
});

describe('several synchronisations of one mount at once', () => {
  it.each(['one program', 'two programs'])('in %s lose nothing, double nothing and fail nothing', async (programs) => {
    const a = await side('aa', { pageSize: 2, without: ['changes'] });
    const keys = await fill(a, 9);
    const store = await place.mounted({ '/A': a });
    const other = programs === 'one program' ? store : await place.open([a]);
    const ids = await idsOf(store, '/A');
    await a.outside.deleteItem({ signal, folder: '', key: keys[4] as string });
    await put(a, mail('new'));
    const { token } = await store.changes('/');
    const outcomes = await Promise.all([store, other, store, other].map((each) => all(each.sync())));
    expect(outcomes.flatMap(problemsOf)).toEqual([]);
    expect((await idsOf(store, '/A')).slice(0, 8)).toEqual(ids.filter((_, index) => index !== 4));
    expect((await store.changes('/', token)).changes.map(({ change }) => change).sort()).toEqual([
      'created',
      'deleted',
    ]);
  });

  it('go on beside a check', async () => {
    const a = await side('aa', { pageSize: 2, without: ['changes'] });
    await fill(a, 9);
    const hooks = new Hooks();
    const store = await place.mounted({ '/A': a }, { hooks });
    const other = await place.open([a]);
    const { token } = await store.changes('/');
    await put(a, mail('new'));
    for (let page = 0; page < 4; page++) hooks.on('/A', 'listItems', 'after', () => all(other.check()));
    expect(problemsOf(await all(store.sync()))).toEqual([]);
    expect((await store.changes('/', token)).changes.map(({ change }) => change)).toEqual(['created']);
  });

  it('wait for a lease no longer than for its holder to die', async () => {
    const a = await side('aa');
    const store = await place.mounted({ '/A': a });
    const state = await openSqliteState({ file: `${place.path}/state.sqlite` });
    const [folder] = (await state.read((tx) => tx.folders.all())).filter((row) => row.mountId !== null);
    const now = Date.now();
    // A program of this host that is not there any more, with its session and lease far from expired.
    await state.write(async (tx) => {
      const { host } = (await tx.leases.sessions())[0] as { host: string };
      await tx.leases.beat({ sessionId: 'dead', host, pid: 2 ** 22 + 1, expiresAt: now + 3_600_000 });
      await tx.leases.acquire(`sync:${folder?.mountId}`, 'dead', now + 3_600_000, now);
    });
    await state[Symbol.asyncDispose]();
    const start = performance.now();
    expect(problemsOf(await all(store.sync()))).toEqual([]);
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});

describe('two programs on one state', () => {
  it('import, move, flag and synchronise the same folders at once, and nothing is doubled or lost', async () => {
    const [a, b] = [
      await side('aa', { pageSize: 7 }),
      await side('bb', { bytes: 'normalising', without: ['changes'] }),
    ];
    const first = await place.mounted({ '/A': a, '/B': b });
    const second = await place.open([a, b]);
    const mine = Array.from({ length: 60 }, (_, index) => mail(`mine ${index}`));
    const yours = Array.from({ length: 60 }, (_, index) => mail(`yours ${index}`));
    await Promise.all([
      all(first.import('/A', sources(mine))),
      all(second.import('/A', sources(yours))),
      all(first.sync()),
      all(second.sync()),
    ]);
    const ids = await idsOf(first, '/A');
    expect(new Set(await subjectsOf(first, '/A')).size).toBe(120);
    expect(ids).toHaveLength(120);
    const [left, right] = await Promise.all([
      all(first.move(ids, '/B')),
      all(second.move(ids.toReversed(), '/B')),
      all(second.sync()),
      first.items.setFlags(ids.slice(0, 20), { add: ['$seen'] }).catch(() => undefined),
    ]);
    for (const id of ids) {
      const outcomes = [...left, ...right].filter((result) => result.id === id).map(({ outcome }) => outcome);
      expect(outcomes).toContain('moved');
    }
    await all(first.sync());
    await all(second.sync());
    expect((await idsOf(first, '/B')).toSorted()).toEqual(ids.toSorted());
    expect([await lying(a), await lying(b)].map((texts) => texts.length)).toEqual([0, 120]);
    expect(new Set(await lying(b)).size).toBe(120);
    expect(await all(first.check({ deep: true }))).toEqual([]);
  });
});

describe('a key that the backend gives out again', () => {
  it('with other content is the same item, changed', async () => {
    const a = await side('aa');
    const [key] = (await fill(a, 1)) as [string];
    const store = await place.mounted({ '/A': a });
    const [id] = (await idsOf(store, '/A')) as [string];
    await cat(store, id);
    await edit(a, key, mail('other'));
    await all(store.sync());
    expect(await store.items.get(id)).toMatchObject({ subject: 'other' });
    expect(await cat(store, id)).toEqual(mail('other'));
    expect(await all(store.check({ deep: true }))).toEqual([]);
  });
});

describe('equal mails that others move', () => {
  it('stay as many items as they were, and their ids stay', async () => {
    const a = await side('aa', { without: ['moveItems'] });
    const sub = await a.outside.createFolder({ signal, parent: '', name: 'Sub' });
    const keys: string[] = [];
    for (let count = 0; count < 3; count++) keys.push(await put(a, mail('same')));
    const store = await place.mounted({ '/A': a });
    const ids = await idsOf(store, '/A');
    await a.outside.moveItems({ signal, folder: '', keys: keys.slice(0, 2), to: sub.key });
    await put(a, mail('same'), { folder: sub.key });
    await all(store.sync());
    expect(await idsOf(store, '/A')).toEqual([ids[2]]);
    const there = await idsOf(store, '/A/Sub');
    expect(there).toHaveLength(3);
    expect(there).toEqual(expect.arrayContaining(ids.slice(0, 2)));
  });
});

describe('what vanished and comes back', () => {
  it.each([
    [29, 'the same item, with its flags of core'],
    [31, 'a new one'],
  ] as const)('after %d days is %s', async (days, what) => {
    let now = Date.UTC(2026, 0, 1);
    const a = await side('aa', { keywords: 'none', without: ['moveItems'] });
    const store = await place.mounted({ '/A': a }, { clock: () => new Date(now) });
    const key = await put(a, mail('x'));
    await all(store.sync());
    const [id] = (await idsOf(store, '/A')) as [string];
    await store.items.setFlags([id], { add: ['work'] });
    await a.outside.createFolder({ signal, parent: '', name: 'Sub' });
    const sub = [...a.data.folders.values()].find(({ name }) => name === 'Sub');
    const item = a.data.root.items.get(key);
    await a.outside.deleteItem({ signal, folder: '', key });
    await all(store.sync());
    expect(await idsOf(store, '/A')).toEqual([]);
    now += days * 24 * 3_600_000;
    await all(store.sync());
    a.data.put(sub as never, item as never);
    await all(store.sync());
    const [back] = (await idsOf(store, '/A/Sub')) as [string];
    if (what === 'a new one') expect(back).not.toBe(id);
    else expect(await store.items.get(id)).toMatchObject({ path: '/A/Sub', flags: ['work'] });
  });
});

describe('a write whose answer was lost, into a folder that cannot be listed to its end', () => {
  it('waits and is not repeated blindly; nothing is doubled when the folder can be listed again', async () => {
    const a = await side('aa');
    const { definition } = a;
    let partial = false;
    const lying: Side = {
      ...a,
      definition: {
        ...definition,
        async open(mount, env) {
          const backend = await definition.open(mount, env);
          return {
            ...backend,
            listItems: async (request) => (partial ? { items: [], listing: 'partial' } : backend.listItems(request)),
          };
        },
      },
    };
    const store = await place.mounted({ '/A': lying });
    partial = true;
    a.faults.fail({ operation: 'createItem', when: 'after' });
    expect(await all(store.import('/A', sources([mail('x')])))).toMatchObject([
      { outcome: 'failed', error: { code: 'UNAVAILABLE' } },
    ]);
    await all(store.sync());
    partial = false;
    await all(store.sync());
    expect(await subjectsOf(store, '/A')).toEqual(['x']);
    expect(await all(store.import('/A', sources([mail('x')])))).toMatchObject([{ outcome: 'present' }]);
    expect(await all(store.check({ deep: true }))).toEqual([]);
  });
});
