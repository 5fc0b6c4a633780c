import { randomUUID } from 'node:crypto';
import type { FolderEvent, MessageEvent, Store, StoreEvent, Subscription } from '@mapistore/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { idsOf, Place, put, type Side, side } from './memory.ts';
import { all, mail, sources } from './support.ts';

const { signal } = new AbortController();
let place: Place;
let a: Side;
let b: Side;
let store: Store;
beforeEach(async () => {
  place = await Place.make();
  [a, b] = [await side('aa'), await side('bb')];
  a.data.makeFolder(a.data.root, 'Inbox', undefined, 'inbox');
  store = await place.mounted({ '/A': a, '/B': b });
});
afterEach(() => place[Symbol.asyncDispose]());

async function imported(path: string, ...names: string[]): Promise<readonly string[]> {
  return (await all(store.import(path, sources(names.map((name) => mail(name)))))).map(({ id }) => id as string);
}

/** The next events, as many as asked for. */
async function next(subscription: Subscription, count: number): Promise<readonly StoreEvent[]> {
  const events: StoreEvent[] = [];
  const iterator = subscription[Symbol.asyncIterator]();
  while (events.length < count) events.push((await iterator.next()).value);
  return events;
}

/** Everything that is told until a mail of that name has come. */
async function until(subscription: Subscription, path: string): Promise<readonly StoreEvent[]> {
  // A mail that is there already would not be imported once more.
  const [last] = await imported(path, `last ${randomUUID()}`);
  const events: StoreEvent[] = [];
  for await (const event of subscription) {
    if (event.kind === 'objectCreated' && event.object === 'message' && event.id === last) break;
    events.push(event);
  }
  return events;
}

const brief = (events: readonly StoreEvent[]): readonly string[] =>
  events.map((event) =>
    event.kind === 'overflow' ? 'overflow' : `${event.kind} ${event.object === 'folder' ? event.path : event.id}`,
  );

const messagesOf = (events: readonly StoreEvent[]): readonly MessageEvent[] =>
  events.filter((event) => event.kind !== 'overflow').filter((event) => event.object === 'message');
const foldersOf = (events: readonly StoreEvent[]): readonly FolderEvent[] =>
  events.filter((event) => event.kind !== 'overflow').filter((event) => event.object === 'folder');

describe('who listens to the whole store', () => {
  it('hears of new, changed, moved, copied and deleted messages, in their order [MS-OXCNOTIF_R12 R13 R14 R15 R16 R52]', async () => {
    const listening = await store.notifications.subscribe();
    const [one] = (await imported('/A', 'one')) as [string];
    await store.items.setFlags([one], { add: ['$flagged'] });
    const [copied] = await all(store.copy([one], '/B'));
    await all(store.move([one], '/B'));
    await all(store.remove([one]));
    const told = messagesOf(await until(listening, '/A'));
    expect(brief(told)).toEqual([
      `objectCreated ${one}`,
      `objectModified ${one}`,
      `objectCopied ${copied?.newId}`,
      `objectMoved ${one}`,
      `objectDeleted ${one}`,
    ]);
  });

  it('hears of a new mail in an inbox, by its class and flags; not of what was read, is a draft or lies elsewhere [MS-OXCNOTIF_R11]', async () => {
    const listening = await store.notifications.subscribe({ kinds: ['newMail'] });
    const { folders } = await a.outside.listFolders({ signal, limit: 9 });
    const folder = folders.find(({ role }) => role === 'inbox')?.key as string;
    for (const flags of [['$seen'], ['$draft'], ['$flagged']])
      await put(a, mail(`with ${flags[0]}`), { folder, flags });
    await put(a, mail('elsewhere'));
    await all(store.sync());
    const [event] = messagesOf(await next(listening, 1));
    const item = await store.items.get(event?.id as string);
    expect([item.subject, item.path]).toEqual(['with $flagged', '/A/Inbox']);
    expect(event).toMatchObject({ kind: 'newMail', class: 'IPM.Note', flags: ['$flagged'], path: '/A/Inbox' });
    // A copy is none.
    await all(store.copy([event?.id as string], '/A/Inbox'));
    await imported('/A/Inbox', 'second');
    const [again] = messagesOf(await next(listening, 1));
    expect((await store.items.get(again?.id as string)).subject).toBe('second');
  });

  it('hears from where a message was moved or copied, and of its ids before and after [MS-OXCNOTIF_R170 R174 R182 R186]', async () => {
    const [one] = (await imported('/A', 'one')) as [string];
    const of = async (path: string) =>
      (await all(store.replication.contents(path))).find(({ kind }) => kind === 'message');
    const before = (await of('/A')) as { gid: unknown };
    const listening = await store.notifications.subscribe({ kinds: ['objectMoved', 'objectCopied'] });
    const [copy] = await all(store.copy([one], '/B'));
    await all(store.move([one], '/A/Inbox'));
    const [copied, moved] = messagesOf(await next(listening, 2));
    const [fromA, inbox, toB] = await Promise.all(['/A', '/A/Inbox', '/B'].map((path) => store.folders.get(path)));
    const old = { folder: fromA?.id, path: '/A', gid: before.gid };
    expect(copied).toMatchObject({ kind: 'objectCopied', id: copy?.newId, folder: toB?.id, path: '/B', old });
    expect(moved).toMatchObject({ kind: 'objectMoved', id: one, folder: inbox?.id, path: '/A/Inbox', old });
    expect(moved?.gid).toEqual(((await of('/A/Inbox')) as { gid: unknown }).gid);
    expect(moved?.gid).not.toEqual(before.gid);
  });

  it('hears which properties a change of flags is of, and that any may have changed where it is not known [MS-OXCNOTIF_R202]', async () => {
    const key = await put(a, mail('one'));
    await all(store.sync());
    const [one] = await idsOf(store, '/A');
    const listening = await store.notifications.subscribe({ id: one as string });
    await store.items.setFlags([one as string], { add: ['$seen'] });
    await store.items.setFlags([one as string], { add: ['$flagged'] });
    const { updateItem } = a.outside;
    const body = {
      mediaType: 'message/rfc822',
      open: async function* () {
        yield mail('other');
      },
    };
    await updateItem({ signal, folder: '', key, body });
    await all(store.sync());
    const told = messagesOf(await next(listening, 3));
    expect(told.map(({ properties }) => properties?.[0])).toEqual([
      'PidTagMessageFlags',
      'PidTagMessageFlags',
      undefined,
    ]);
    expect(told.map(({ properties }) => properties?.includes('PidTagFlagStatus'))).toEqual([false, true, undefined]);
  });

  it('hears of folders: made, renamed, moved and removed [MS-OXCNOTIF_R178 R190]', async () => {
    const listening = await store.notifications.subscribe();
    await store.folders.create('/A/x');
    await store.folders.create('/A/x/y');
    await next(listening, 2);
    const [inA, x] = [await store.folders.get('/A'), await store.folders.get('/A/x')];
    await store.folders.rename('/A/x/y', 'z');
    const [renamed] = foldersOf(await next(listening, 1));
    expect(renamed).toMatchObject({
      kind: 'objectModified',
      properties: ['PidTagDisplayName'],
      path: '/A/x/z',
      parent: x.id,
    });
    await store.folders.rename('/A/x/z', '/A/z');
    const [moved] = foldersOf(await next(listening, 1));
    expect(moved).toMatchObject({
      kind: 'objectMoved',
      parent: inA.id,
      old: { folder: x.id, path: '/A/x', gid: moved?.gid },
    });
    await store.folders.remove('/A/x');
    const [gone] = foldersOf(await next(listening, 1));
    expect(gone).toMatchObject({ kind: 'objectDeleted', folder: x.id, path: '/A/x', parent: inA.id });
  });

  it('hears when a search is at its end, once for each time it is filled [MS-OXCNOTIF_R17 R47]', async () => {
    await imported('/A', 'one', 'two');
    const listening = await store.notifications.subscribe({ kinds: ['searchComplete'] });
    const search = await store.searches.create('/Found', { scope: ['/A'], recursive: true });
    await store.searches.update('/Found');
    const told = foldersOf(await next(listening, 1));
    expect(told).toMatchObject([{ kind: 'searchComplete', path: search.path }]);
    expect((await store.searches.get('/Found')).items).toBe(2);
    // What comes later is taken in without another end; begun afresh, there is one.
    await imported('/A', 'three');
    await store.searches.update('/Found');
    await store.searches.restart('/Found');
    await store.searches.update('/Found');
    expect(brief(await next(listening, 1))).toEqual(['searchComplete /Found']);
    expect((await store.searches.get('/Found')).items).toBe(3);
  });

  it('hears how many items a folder has, and how many unread ones, when that changes [MS-OXCNOTIF_R206 R210]', async () => {
    const [one, two] = (await imported('/A', 'one', 'two')) as [string, string];
    const listening = await store.notifications.subscribe({ kinds: ['objectModified'], path: '/A' });
    const counts = async () => foldersOf(await next(listening, 2)).map((event) => event.counts);
    await store.items.setFlags([one], { add: ['$seen'] });
    expect(await counts()).toEqual([{ items: 2, unread: 1 }]);
    await all(store.remove([two]));
    expect(foldersOf(await next(listening, 1))[0]?.counts).toEqual({ items: 1, unread: 0 });
    expect((await store.folders.get('/A')).unread).toBe(0);
  });
});

describe('who asks for some', () => {
  it.each([
    ['newMail', '[MS-OXCNOTIF_R41]'],
    ['objectCreated', '[MS-OXCNOTIF_R42]'],
    ['objectDeleted', '[MS-OXCNOTIF_R43]'],
    ['objectModified', '[MS-OXCNOTIF_R44]'],
    ['objectMoved', '[MS-OXCNOTIF_R45]'],
    ['objectCopied', '[MS-OXCNOTIF_R46]'],
  ] as const)('hears of those alone: %s %s', async (kind, _row) => {
    const [one, two] = (await imported('/A', 'one', 'two')) as [string, string];
    const listening = await store.notifications.subscribe({ kinds: [kind], path: '/A', deep: true });
    await all(store.copy([one], '/A/Inbox'));
    await all(store.move([one], '/A/Inbox'));
    await store.items.setFlags([two], { add: ['$flagged'] });
    await all(store.remove([two]));
    await imported('/A/Inbox', 'three');
    const count = kind === 'objectModified' ? 2 : 1;
    const events = await next(listening, count);
    expect(new Set(events.map((event) => event.kind))).toEqual(new Set([kind]));
  });

  it('of one folder hears of what is right in it, or also below, and of what comes and goes', async () => {
    const [one] = (await imported('/A', 'one')) as [string];
    const kinds = ['objectCreated', 'objectMoved', 'objectDeleted'] as const;
    const right = await store.notifications.subscribe({ kinds, path: '/A' });
    const below = await store.notifications.subscribe({ kinds, path: '/A', deep: true });
    await all(store.move([one], '/B'));
    const [two] = (await imported('/A/Inbox', 'two')) as [string];
    await all(store.move([one], '/A/Inbox'));
    await all(store.remove([two]));
    expect(brief(await until(right, '/A'))).toEqual([`objectMoved ${one}`]);
    expect(brief(await until(below, '/A')).slice(0, 4)).toEqual([
      `objectMoved ${one}`,
      `objectCreated ${two}`,
      `objectMoved ${one}`,
      `objectDeleted ${two}`,
    ]);
  });

  it('of one item hears of it wherever it goes, and of no other [MS-OXCNOTIF_R53]', async () => {
    const [one, two] = (await imported('/A', 'one', 'two')) as [string, string];
    const listening = await store.notifications.subscribe({ id: one });
    await store.items.setFlags([two], { add: ['$flagged'] });
    await all(store.move([one, two], '/B'));
    await all(store.remove([two, one]));
    expect(brief(await next(listening, 2))).toEqual([`objectMoved ${one}`, `objectDeleted ${one}`]);
  });

  it('asks for what there is', async () => {
    await expect(store.notifications.subscribe({ path: '/Nowhere' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    for (const request of [{ kinds: ['x'] }, { id: 'x' }, { id: 'm1', path: '/A' }, { capacity: 0 }] as never[])
      await expect(store.notifications.subscribe(request)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });
});

describe('notifications', () => {
  it('come of what others did at the backend, and of what other programs did', async () => {
    const listening = await store.notifications.subscribe({ kinds: ['objectCreated'] });
    await put(a, mail('outside'));
    await all(store.sync());
    const other = await place.open([a, b]);
    await all(other.import('/B', sources([mail('other program')])));
    const told = messagesOf(await next(listening, 2));
    expect(told.map(({ path }) => path)).toEqual(['/A', '/B']);
  });

  it('are only of what is committed, and of nothing from before', async () => {
    await imported('/A', 'before');
    const listening = await store.notifications.subscribe({ kinds: ['objectCreated'] });
    a.faults.fail({ operation: 'createItem', error: new Error('planned') });
    a.faults.fail({ operation: 'createItem', call: 2, error: new Error('planned') });
    await all(store.import('/A', sources([mail('failed')])));
    a.faults.clear();
    const [after] = await imported('/A', 'after');
    expect(brief(await next(listening, 1))).toEqual([`objectCreated ${after}`]);
  });

  it('reach several who listen, each all of them; who is slow holds up nobody and hears once that it missed some', async () => {
    const fast = await store.notifications.subscribe({ kinds: ['objectCreated'] });
    const slow = await store.notifications.subscribe({ kinds: ['objectCreated'], capacity: 3 });
    const before = await imported('/A', 'first');
    expect(brief(await next(fast, 1))).toEqual([`objectCreated ${before[0]}`]);
    const ids = await imported('/A', ...Array.from({ length: 20 }, (_, index) => `mail ${index}`));
    expect(brief(await next(fast, 20))).toEqual(ids.map((id) => `objectCreated ${id}`));
    const [overflow] = await next(slow, 1);
    expect(overflow?.kind).toBe('overflow');
    // The token leads to everything that was missed.
    const { changes } = await store.changes('/', (overflow as { token: string }).token);
    expect(changes.map(({ id }) => id)).toEqual([...before, ...ids]);
    const [again] = await imported('/A', 'again');
    expect(brief(await next(slow, 1))).toEqual([`objectCreated ${again}`]);
  });

  it('end when they are closed, or the store is, or the signal says so', async () => {
    const stop = new AbortController();
    const three = [
      await store.notifications.subscribe(),
      await store.notifications.subscribe({ signal: stop.signal }),
      await store.notifications.subscribe(),
    ] as const;
    const ends = three.map((subscription) => all(subscription));
    three[0].close();
    stop.abort();
    await place.close(store);
    expect(await Promise.all(ends)).toEqual([[], [], []]);
  });
});
