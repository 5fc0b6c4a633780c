import { copyFile, cp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { IdSet, type Store } from '@mapistore/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { idsOf, Place, type Side, side } from '../memory.ts';
import { all, mail, sources } from '../support.ts';
import { ClientReplica, importance, subjects, synchronised, version } from './support.ts';

let place: Place;
let a: Side;
beforeEach(async () => {
  place = await Place.make();
  a = await side('aa');
});
afterEach(() => place[Symbol.asyncDispose]());

const file = (): string => `${place.path}/state.sqlite`;

async function imported(store: Store, ...names: string[]): Promise<readonly string[]> {
  return (await all(store.import('/A', sources(names.map((name) => mail(name)))))).map(({ id }) => id as string);
}

async function replicas(store: Store): Promise<readonly string[]> {
  return (await store.replication.incarnations()).map(({ replica }) => replica);
}

/** Closes a store and copies its state, as a backup does. */
async function backedUp(store: Store): Promise<void> {
  await place.close(store);
  await copyFile(file(), `${file()}.backup`);
}

describe('a state put back from a backup', () => {
  it('begins a new life when it is opened, once; its ids and numbers are above all that were lost', async () => {
    const first = await place.mounted({ '/A': a });
    await imported(first, 'before');
    const [guid] = await replicas(first);
    await backedUp(first);
    const second = await place.open([a]);
    expect(await replicas(second)).toEqual([guid]);
    const lost = await imported(second, 'lost');
    await place.close(second);
    await cp(`${file()}.backup`, `${file()}.new`);
    await rename(`${file()}.new`, file());
    const third = await place.open([a]);
    const lives = await replicas(third);
    expect([lives.length, lives[0]]).toEqual([2, guid]);
    // The item of the lost time still lies at the backend: found again, it has an id of the new life.
    await all(third.sync());
    const ids = await idsOf(third, '/A');
    expect(ids).toHaveLength(2);
    expect(ids).not.toContain(lost[0]);
    const { messages } = await synchronised(third, '/A');
    expect(messages.map(({ subject, gid }) => [subject, gid.replica])).toEqual([
      ['before', lives[0]],
      ['lost', lives[1]],
    ]);
    const properties = (await third.items.properties(ids[1] as string)).properties;
    expect((properties.get('PidTagMid') as bigint) & 0xffffn).toBe(2n);
    const table = await third.tables.contents('/A');
    const columns = ['PidTagMid', 'PidTagFolderId', 'PidTagChangeNumber'];
    await table.setColumns([...columns, 'PidTagInstID']);
    await table.restrict({
      type: 'property',
      property: 'PidTagMid',
      op: '=',
      value: properties.get('PidTagMid') as bigint,
    });
    const [row] = (await table.queryRows({ count: 9 })).rows;
    expect(row?.values).toEqual([...columns, 'PidTagMid'].map((name) => properties.get(name)));
    await place.close(third);
    expect(await replicas(await place.open([a]))).toEqual(lives);
  });

  it('goes on with tokens and states from before the backup, and compares everything for later ones', async () => {
    const first = await place.mounted({ '/A': a });
    const [one] = await imported(first, 'one', 'two');
    const before = { token: (await first.changes('/')).token, state: (await synchronised(first, '/A')).state };
    await backedUp(first);
    const second = await place.open([a]);
    const client = new ClientReplica('c');
    await imported(second, 'lost');
    await second.items.setFlags([one as string], { add: ['$flagged'] });
    const after = { token: (await second.changes('/')).token, ...(await synchronised(second, '/A')) };
    await place.close(second);
    await rm(file());
    await cp(`${file()}.backup`, file());
    const third = await place.open([a]);
    const [three] = await imported(third, 'three');
    // Nothing is told twice to who knows nothing of the lost time.
    expect((await third.changes('/', before.token)).changes).toEqual([{ id: three, change: 'created', path: '/A' }]);
    const early = await synchronised(third, '/A', { state: before.state });
    expect([subjects(early), early.deletions]).toEqual([['three'], undefined]);
    // Who does gets everything there is.
    const answer = await third.changes('/', after.token);
    expect([answer.full, answer.changes.length]).toEqual([true, 3]);
    expect((await third.changes('/', answer.token)).changes).toEqual([]);
    const late = await synchronised(third, '/A', { state: after.state });
    expect(subjects(late)).toEqual(['one', 'two', 'three']);
    expect(late.deletions?.hard.size).toBe(1);
    // The version of the lost time is one that the store has not got: it is newer, and comes back from the client.
    const lost = after.messages.find(({ subject }) => subject === 'one');
    const now = late.messages.find(({ subject }) => subject === 'one');
    expect(lost?.predecessors.compare(now?.predecessors as never)).toBe('newer');
    const again = version(client, lost?.gid as never, lost?.predecessors);
    expect(await third.replication.contentsCollector('/A').importMessageChange(again, importance(2))).toMatchObject({
      outcome: 'changed',
    });
    const end = await synchronised(third, '/A', { state: late.state });
    expect([subjects(end), end.deletions]).toEqual([['one'], undefined]);
    expect(IdSet.fromJson(end.state.idsetGiven).size).toBe(3);
  });

  it('in the very same file is noticed by the first token from the lost time, and not by one that is made up', async () => {
    const first = await place.mounted({ '/A': a });
    await imported(first, 'one');
    const { token: before } = await first.changes('/');
    await place.close(first);
    const bytes = await readFile(file());
    const second = await place.open([a]);
    await imported(second, 'lost');
    const { token } = await second.changes('/');
    await place.close(second);
    await writeFile(file(), bytes);
    const third = await place.open([a]);
    expect(await replicas(third)).toHaveLength(1);
    const madeUp = before.replace(/\.\d+\.\w+$/u, '.999');
    await expect(third.changes('/', madeUp)).rejects.toMatchObject({ code: 'SYNC_TOKEN_EXPIRED' });
    expect(await replicas(third)).toHaveLength(1);
    for (const full of [true, true]) {
      const answer = await third.changes('/', token);
      expect([answer.full, answer.changes.length]).toEqual([full, 1]);
      expect(await replicas(third)).toHaveLength(2);
    }
    expect((await third.changes('/', before)).changes).toEqual([]);
  });

  it('and used in two places at once is two stores: neither takes what the other gave out since', async () => {
    const first = await place.mounted({ '/A': a });
    const { token: common } = await first.changes('/');
    await backedUp(first);
    const here = await place.open([a]);
    const elsewhere = await Place.make();
    try {
      await copyFile(`${file()}.backup`, `${elsewhere.path}/state.sqlite`);
      const there = await elsewhere.open([a]);
      await imported(here, 'here');
      const tokens = { here: (await here.changes('/')).token, there: (await there.changes('/')).token };
      await expect(here.changes('/', tokens.there)).rejects.toMatchObject({ code: 'SYNC_TOKEN_EXPIRED' });
      expect((await there.changes('/', tokens.here)).full).toBe(true);
      expect((await here.changes('/', common)).full).toBeUndefined();
      expect((await there.changes('/', common)).full).toBeUndefined();
      const [ours, theirs] = [await here.replication.reserveIds(1), await there.replication.reserveIds(1)];
      expect(ours.first.replica).not.toBe(theirs.first.replica);
    } finally {
      await elsewhere[Symbol.asyncDispose]();
    }
  });

  it('on a server can be said to be one', async () => {
    const store = await place.mounted({ '/A': a });
    const other = await place.open([a]);
    await imported(store, 'before');
    const { token } = await store.changes('/');
    await store.replication.startIncarnation();
    // Also for a program that had it open already.
    await imported(other, 'after');
    const told = await synchronised(other, '/A');
    expect(new Set(told.messages.map(({ gid }) => gid.replica)).size).toBe(2);
    expect((await store.changes('/', token)).changes).toHaveLength(1);
    expect(told.messages.map(({ predecessors }) => predecessors.toJSON().length)).toEqual([1, 1]);
  });
});

it('a change in a new life is a successor of every version of the lives before', async () => {
  const store = await place.mounted({ '/A': a });
  const [id] = (await imported(store, 'one')) as [string];
  const [before] = (await synchronised(store, '/A')).messages;
  await store.replication.startIncarnation();
  await store.items.setFlags([id], { add: ['$flagged'] });
  const [after] = (await synchronised(store, '/A')).messages;
  expect(after?.predecessors.compare(before?.predecessors as never)).toBe('newer');
  expect(after?.predecessors.toJSON()).toHaveLength(2);
});
