import { openStore, type Store } from '@mapistore/core';
import { mime } from '@mapistore/format-mime';
import { openSqliteState } from '@mapistore/state-sql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { put as putOutside, type Side, side } from './memory.ts';
import { outcomeOf, put, type Shared, shared } from './permissions/shared.ts';
import { addRules, deferred, deliverOne, rule, sourceOf, subjects } from './rules/support.ts';
import { all, mail, sources } from './support.ts';

let place: Shared;
let store: Store;
beforeEach(async () => {
  place = await shared('/Inbox', '/Archive');
  store = place.store;
});
afterEach(() => place[Symbol.asyncDispose]());

const SIZE = mail('one').byteLength;
const imported = async (path: string, ...names: readonly string[]): Promise<readonly string[]> =>
  (await all(store.import(path, sources(names.map((name) => mail(name)))))).map(
    ({ outcome, error }) => error?.code ?? outcome,
  );

describe('a quota', () => {
  it('of a folder refuses what would pass it, item by item, before anything is sent', async () => {
    await store.quotas.set({ maxBytes: 2 * SIZE + 10 }, '/Inbox');
    expect(await imported('/Inbox', 'one', 'two', 'six')).toEqual(['imported', 'imported', 'QUOTA_EXCEEDED']);
    expect(await imported('/Archive', 'ten')).toEqual(['imported']);
    expect(await subjects(store, '/Inbox')).toEqual(['one', 'two']);
    await all(store.remove([(await store.items.page('/Inbox')).items[0]?.id as string]));
    expect(await imported('/Inbox', 'six')).toEqual(['imported']);
  });

  it('of the store counts all folders, and a move makes it no fuller', async () => {
    await store.quotas.set({ maxItems: 2 });
    expect(await imported('/Inbox', 'one')).toEqual(['imported']);
    expect(await imported('/Archive', 'two', 'six')).toEqual(['imported', 'QUOTA_EXCEEDED']);
    const [one] = (await store.items.page('/Inbox')).items;
    expect((await all(store.copy([one?.id as string], '/Archive')))[0]?.error?.code).toBe('QUOTA_EXCEEDED');
    expect((await all(store.move([one?.id as string], '/Archive')))[0]?.outcome).toBe('moved');
  });

  it('of a folder holds for copies and moves, also those that a server does itself', async () => {
    await store.folders.create('/Inbox/Sub');
    await store.quotas.set({ maxItems: 1 }, '/Inbox/Sub');
    const ids = [await put(store, '/Inbox', mail('one')), await put(store, '/Inbox', mail('two'))];
    const away = await put(store, '/Archive', mail('six'));
    expect((await all(store.move(ids, '/Inbox/Sub'))).map(({ outcome }) => outcome).sort()).toEqual([
      'failed',
      'moved',
    ]);
    expect((await all(store.copy([away], '/Inbox/Sub')))[0]?.error?.code).toBe('QUOTA_EXCEEDED');
    expect(await subjects(store, '/Inbox')).toEqual(['two']);
  });

  it('says how full it is, with a warning before it is full', async () => {
    await store.quotas.set({ warnBytes: SIZE, maxBytes: 2 * SIZE }, '/Inbox');
    const status = () => store.quotas.get('/Inbox');
    expect(await status()).toMatchObject({ path: '/Inbox', items: 0, bytes: 0, level: 'ok' });
    await imported('/Inbox', 'one');
    expect(await status()).toMatchObject({ items: 1, bytes: SIZE, level: 'warning' });
    await imported('/Inbox', 'two');
    expect(await status()).toMatchObject({ items: 2, level: 'full' });
    expect((await store.quotas.list()).map(({ path }) => path)).toEqual(['/Inbox']);
    expect(await store.quotas.get()).toMatchObject({ items: 2, bytes: 2 * SIZE, level: 'ok' });
    await store.quotas.set({}, '/Inbox');
    expect(await store.quotas.list()).toEqual([]);
  });

  it('says in the log when a write comes to the size of the warning', async () => {
    const said: unknown[] = [];
    const quiet = () => undefined;
    const log = { debug: quiet, info: quiet, warn: (message: string, fields?: object) => said.push([message, fields]) };
    const { definition, uri } = await side('own');
    const state = await openSqliteState({ file: `${place.path}/own.sqlite` });
    await using own = await openStore({ state, backends: [definition], formats: [mime], log });
    await own.mounts.add({ path: '/Inbox', uri });
    await own.quotas.set({ warnBytes: SIZE + 1 });
    await put(own, '/Inbox', mail('one'));
    expect(said).toEqual([]);
    await put(own, '/Inbox', mail('two'));
    expect(said).toEqual([['a quota is nearly used up', { of: 'The store', bytes: 2 * SIZE, warnBytes: SIZE + 1 }]]);
  });

  it('takes whole numbers, and goes with its folder', async () => {
    expect(await outcomeOf(() => store.quotas.set({ maxBytes: -1 }))).toBe('INVALID_ARGUMENT');
    expect(await outcomeOf(() => store.quotas.set({ maxItems: 1.5 }, '/Inbox'))).toBe('INVALID_ARGUMENT');
    await store.folders.create('/Inbox/Sub');
    await store.quotas.set({ maxItems: 0 }, '/Inbox/Sub');
    await store.folders.remove('/Inbox/Sub');
    expect(await store.quotas.list()).toEqual([]);
  });

  it('refuses nothing that others put into a backend, and the check tells of it', async () => {
    await store.quotas.set({ maxItems: 1 }, '/Inbox');
    for (const name of ['one', 'two']) await putOutside(place.sides['/Inbox'] as Side, mail(name));
    await all(store.sync());
    expect(await subjects(store, '/Inbox')).toHaveLength(2);
    expect((await all(store.check())).map(({ kind, path }) => [kind, path])).toEqual([['quota', '/Inbox']]);
  });

  it('keeps a message out that may come again later, and a rule from putting one where it does not fit', async () => {
    await store.quotas.set({ maxItems: 0 }, '/Inbox');
    const source = sourceOf(mail('one'));
    expect((await all(store.deliver('/Inbox', [source])))[0]).toMatchObject({
      outcome: 'failed',
      error: { code: 'QUOTA_EXCEEDED' },
    });
    await store.quotas.set({}, '/Inbox');
    expect((await all(store.deliver('/Inbox', [source])))[0]?.outcome).toBe('delivered');
    await store.quotas.set({ maxItems: 0 }, '/Archive');
    await addRules(store, '/Inbox', rule([{ type: 'move', to: '/Archive' }]));
    expect((await deliverOne(store, '/Inbox', 'two')).path).toBe('/Inbox');
    expect((await deferred(store, 'error'))[0]?.properties.get('PidTagRuleError')).toBe(0xe);
  });
});

describe('what folders hold', () => {
  it('is in step with every change', async () => {
    await imported('/Inbox', 'one', 'two');
    const ids = (await store.items.page('/Inbox', { sort: 'id', descending: false })).items.map(({ id }) => id);
    await store.items.setFlags([ids[0] as string], { add: ['$seen'] });
    await all(store.move([ids[1] as string], '/Archive'));
    const counts = async (path: string) => {
      const { items, unread, bytes } = await store.folders.get(path);
      const held = await store.quotas.get(path);
      expect([held.items, held.bytes]).toEqual([items, bytes]);
      return [items, unread, bytes];
    };
    expect([await counts('/Inbox'), await counts('/Archive')]).toEqual([
      [1, 0, SIZE],
      [1, 1, SIZE],
    ]);
  });
});
