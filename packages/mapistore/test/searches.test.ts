import type { ItemId, Restriction, Store } from '@mapistore/core';
import { type Dovecot, startDovecot } from '@mapistore/services';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { all, mail, sources, storeIn, temporaryFolder } from './support.ts';

let dovecot: Dovecot;
beforeAll(async () => {
  dovecot = await startDovecot();
});
afterAll(() => dovecot.stop());

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let store: Store;
let accounts = 0;
beforeEach(async () => {
  folder = await temporaryFolder();
  store = await storeIn(folder.path);
  await store.mounts.add({ path: '/Files', uri: `file:${folder.path}/files` });
  await store.mounts.add({
    path: '/Imap',
    uri: `imap://alice@127.0.0.1:${dovecot.imap}/Search${accounts++}`,
    secretRef: 'env:IMAP_PASSWORD',
  });
  await store.folders.create('/Files/Sub');
});
afterEach(async () => {
  await store[Symbol.asyncDispose]();
  await folder.remove();
});

const about = (word: string): Restriction => ({
  type: 'content',
  property: 'PidTagSubject',
  value: word,
  fuzzy: { match: 'substring', ignoreCase: true },
});
const unread: Restriction = { type: 'not', of: { type: 'flag', flag: '$seen' } };

async function add(path: string, ...subjects: readonly string[]): Promise<readonly ItemId[]> {
  const results = await all(store.import(path, sources(subjects.map((subject) => mail(subject)))));
  return results.map(({ id }) => id as ItemId);
}

/** Subjects of a folder, sorted. */
async function subjects(path: string): Promise<readonly string[]> {
  return (await all(store.items.list(path))).map(({ subject }) => subject).sort();
}

describe('a search folder', () => {
  test('shows what its criteria find in its scope, on any backends [MS-OXCFOLD_R47 R98 R515 R766 R552 R1200 R772 R960]', async () => {
    await add('/Files', 'offer one', 'news');
    await add('/Files/Sub', 'offer below');
    await add('/Imap', 'OFFER two', 'else');
    const made = await store.searches.create('/Searches/Offers', { where: about('offer'), scope: ['/Files', '/Imap'] });
    expect(made).toMatchObject({
      path: '/Searches/Offers',
      state: 'running',
      criteria: { recursive: false, static: false },
    });
    expect(await subjects('/Searches/Offers')).toEqual(['OFFER two', 'offer one']);
    const { items } = await store.items.page('/Searches/Offers', { sort: 'subject' });
    expect(items.map(({ path }) => path).sort()).toEqual(['/Files', '/Imap']);
    expect(await store.searches.get('/Searches/Offers')).toMatchObject({ state: 'complete', items: 2 });
    expect(await store.folders.get('/Searches/Offers')).toMatchObject({ isSearch: true, items: 2, unread: 2 });
  });

  test('that is recursive looks into folders below its scope, those that come later too [MS-OXCFOLD_R770 R789]', async () => {
    await add('/Files/Sub', 'offer below');
    await store.searches.create('/Offers', { where: about('offer'), scope: ['/Files'], recursive: true });
    expect(await subjects('/Offers')).toEqual(['offer below']);
    await store.folders.create('/Files/Sub/Deep');
    await add('/Files/Sub/Deep', 'deep offer', 'deep news');
    expect(await subjects('/Offers')).toEqual(['deep offer', 'offer below']);
    expect((await store.searches.get('/Offers')).criteria).toMatchObject({ recursive: true, scope: ['/Files'] });
    await store.folders.rename('/Files/Sub', 'Renamed');
    expect(await subjects('/Offers')).toEqual(['deep offer', 'offer below']);
    await store.folders.remove('/Files/Renamed', { recursive: true });
    expect(await subjects('/Offers')).toEqual([]);
  });

  test('follows what comes, goes, moves and begins or ends to match [MS-OXCFOLD_R1095 R1096 R1097 R1210]', async () => {
    const [first, second] = (await add('/Files', 'one', 'two')) as [ItemId, ItemId];
    await store.searches.create('/Unread', { where: unread, scope: ['/Files', '/Imap'] });
    expect(await subjects('/Unread')).toEqual(['one', 'two']);
    await store.items.setFlags([first], { add: ['$seen'] });
    expect(await subjects('/Unread')).toEqual(['two']);
    await store.items.setFlags([first], { remove: ['$seen'] });
    await all(store.move([second], '/Files/Sub'));
    expect(await subjects('/Unread')).toEqual(['one']);
    await all(store.move([second], '/Imap'));
    expect(await subjects('/Unread')).toEqual(['one', 'two']);
    await all(store.remove([first]));
    await add('/Imap', 'three');
    expect(await subjects('/Unread')).toEqual(['three', 'two']);
    await store.mounts.remove('/Imap');
    expect(await subjects('/Unread')).toEqual([]);
  });

  test('that is static stays as it was first filled, until it is restarted [MS-OXCFOLD_R784 R795 R1084 R549 R1093 R551 R546 R767]', async () => {
    await add('/Files', 'offer one');
    await store.searches.create('/Offers', { where: about('offer'), scope: ['/Files'], static: true });
    expect(await subjects('/Offers')).toEqual(['offer one']);
    await add('/Files', 'offer two');
    expect(await subjects('/Offers')).toEqual(['offer one']);
    expect((await store.searches.get('/Offers')).criteria).toMatchObject({ static: true });
    await store.searches.restart('/Offers');
    expect(await subjects('/Offers')).toEqual(['offer one', 'offer two']);
  });

  test('can be stopped, and started again [MS-OXCFOLD_R673 R768 R785]', async () => {
    await add('/Files', 'offer one');
    await store.searches.create('/Offers', { where: about('offer'), scope: ['/Files'] });
    expect((await store.searches.get('/Offers')).state).toBe('running');
    expect(await subjects('/Offers')).toEqual(['offer one']);
    await store.searches.stop('/Offers');
    await add('/Files', 'offer two');
    expect(await subjects('/Offers')).toEqual(['offer one']);
    expect((await store.searches.get('/Offers')).state).toBe('stopped');
    await store.searches.restart('/Offers');
    expect(await subjects('/Offers')).toEqual(['offer one', 'offer two']);
  });

  test('gives its items to a move or copy, and takes none [MS-OXCFOLD_R1216 R121701 R121702 R121801 R121802 R1246]', async () => {
    const [id] = (await add('/Files', 'offer')) as [ItemId];
    const [other] = (await add('/Files', 'news')) as [ItemId];
    await store.searches.create('/Offers', { where: about('offer'), scope: ['/Files', '/Imap'] });
    const [{ id: found } = { id: '' }] = (await store.items.page('/Offers')).items;
    expect(found).toBe(id);
    expect(await all(store.copy([found], '/Files/Sub'))).toMatchObject([{ outcome: 'copied' }]);
    expect(await all(store.move([found], '/Imap'))).toMatchObject([{ outcome: 'moved' }]);
    expect((await store.items.page('/Offers')).items).toMatchObject([{ id, path: '/Imap' }]);
    for (const transfer of [store.move([other], '/Offers'), store.copy([other], '/Offers')])
      await expect(all(transfer)).rejects.toMatchObject({ code: 'UNSUPPORTED' });
    await expect(all(store.import('/Offers', sources([mail('x')])))).rejects.toMatchObject({ code: 'UNSUPPORTED' });
    expect(await subjects('/Files')).toEqual(['news']);
  });

  test('cannot look into itself or another one, nor into nothing [MS-OXCFOLD_R1233 R1244]', async () => {
    await store.searches.create('/Offers', { where: about('offer'), scope: ['/Files'] });
    await store.searches.create('/Empty');
    expect(await store.searches.get('/Empty')).toMatchObject({ state: 'none', items: 0 });
    expect(await subjects('/Empty')).toEqual([]);
    for (const scope of [['/Empty'], ['/Offers'], []])
      await expect(store.searches.setCriteria('/Empty', { scope })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await expect(store.searches.setCriteria('/Empty', { scope: ['/No'] })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(store.searches.restart('/Empty')).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await expect(store.searches.get('/Files')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(store.searches.create('/Files/Within')).rejects.toMatchObject({ code: 'UNSUPPORTED' });
    await expect(store.searches.create('/Offers')).rejects.toMatchObject({ code: 'ALREADY_EXISTS' });
    await expect(store.mounts.add({ path: '/Offers', uri: `file:${folder.path}/x` })).rejects.toMatchObject({
      code: 'ALREADY_EXISTS',
    });
  });

  test('with other criteria shows what those find; what they leave out is as it was [MS-OXCFOLD_R105 R109 R519 R1240 R1241 R566]', async () => {
    await add('/Files', 'offer', 'news');
    await add('/Imap', 'offer elsewhere', 'news elsewhere');
    await store.searches.create('/Found');
    const first = store.searches.setCriteria('/Found', { where: about('offer') });
    await expect(first).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await store.searches.setCriteria('/Found', { where: about('offer'), scope: ['/Files'] });
    expect(await subjects('/Found')).toEqual(['offer']);
    await store.searches.setCriteria('/Found', { where: about('news') });
    expect(await subjects('/Found')).toEqual(['news']);
    await store.searches.setCriteria('/Found', { scope: ['/Imap'] });
    expect(await subjects('/Found')).toEqual(['news elsewhere']);
  });

  test('is what criteria are for: an ordinary folder takes and has none [MS-OXCFOLD_R570 R580]', async () => {
    const criteria = { where: unread, scope: ['/Imap'] };
    await expect(store.searches.setCriteria('/Files', criteria)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(store.searches.get('/Files')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('is gone when it is removed, and its items are not', async () => {
    await add('/Files', 'offer');
    await store.searches.create('/Searches/Offers', { where: about('offer'), scope: ['/Files'] });
    expect((await store.searches.list()).map(({ path }) => path)).toEqual(['/Searches/Offers']);
    await store.searches.remove('/Searches/Offers');
    expect(await store.searches.list()).toEqual([]);
    expect((await store.folders.list()).some(({ isSearch }) => isSearch)).toBe(false);
    expect(await subjects('/Files')).toEqual(['offer']);
  });

  test('with dates, numbers and several conditions survives a restart of the program', async () => {
    await add('/Files', 'offer', 'news');
    const where: Restriction = {
      type: 'and',
      of: [
        { type: 'property', property: 'PidTagMessageDeliveryTime', op: '>', value: new Date('2020-01-01T00:00:00Z') },
        { type: 'property', property: 'PidTagMessageSize', op: '<', value: 100_000 },
        about('offer'),
      ],
    };
    await store.searches.create('/Offers', { where, scope: ['/Files'] });
    await store[Symbol.asyncDispose]();
    store = await storeIn(folder.path);
    expect((await store.searches.get('/Offers')).criteria?.where).toEqual(where);
    expect(await subjects('/Offers')).toEqual(['offer']);
  });
});

test('a search folder always shows what a look at every item finds', async () => {
  let state = 7;
  const random = (below: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
  const folders = ['/Files', '/Files/Sub', '/Imap'];
  const where: Restriction = { type: 'and', of: [unread, about('a')] };
  await store.searches.create('/Both', { where, scope: ['/Files', '/Imap'], recursive: true });
  const expected = async (): Promise<readonly string[]> => {
    const ids: string[] = [];
    for (const path of folders) for await (const { id } of store.items.list(path, { where })) ids.push(id);
    return ids.sort();
  };
  const rounds = process.env['MAPISTORE_TEST_FULL'] === '1' ? 400 : 60;
  for (let round = 0; round < rounds; round++) {
    const path = folders[random(3)] as string;
    const { items } = await store.items.page(path, { limit: 100 });
    const id = items[random(Math.max(1, items.length))]?.id;
    const what = random(6);
    if (what < 2 || id === undefined)
      await add(path, ...['alpha', 'beta', 'dog'].slice(random(3)).map((word) => `${word} ${round}`));
    else if (what === 2) await all(store.remove([id]));
    else if (what === 3) await all(store.move([id], folders[random(3)] as string));
    else await store.items.setFlags([id], random(2) === 0 ? { add: ['$seen'] } : { remove: ['$seen'] });
    if (random(3) === 0)
      expect((await all(store.items.list('/Both'))).map((item) => item.id).sort(), `round ${round}`).toEqual(
        await expected(),
      );
  }
  expect((await all(store.items.list('/Both'))).map((item) => item.id).sort()).toEqual(await expected());
});
