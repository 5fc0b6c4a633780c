import { type Gid, type MessageChange, type Store, xidOf } from '@mapistore/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { idsOf, Place, type Side, side, subjectsOf } from '../memory.ts';
import { all, mail, sources } from '../support.ts';
import { ClientReplica, importance, newAssociated, synchronised, version } from './support.ts';

let place: Place;
let a: Side;
let b: Side;
let store: Store;
let client: ClientReplica;
beforeEach(async () => {
  place = await Place.make();
  [a, b] = [await side('aa'), await side('bb')];
  store = await place.mounted({ '/A': a, '/B': b });
  client = new ClientReplica('c');
});
afterEach(() => place[Symbol.asyncDispose]());

async function reserved(): Promise<Gid> {
  return (await store.replication.reserveIds(1)).first;
}

async function found(path: string, subject: string): Promise<MessageChange> {
  const { messages } = await synchronised(store, path);
  return messages.find((each) => each.subject === subject) as MessageChange;
}

/** Puts a mail into a folder and gives what a client sees of it. */
async function message(path: string, subject: string): Promise<MessageChange> {
  await all(store.import(path, sources([mail(subject)])));
  return found(path, subject);
}

describe('a client', () => {
  it('moves a message to another backend under an id of its own [MS-OXCFXICS_R839 R2246]', async () => {
    const before = await message('/A', 'one');
    const gid = await reserved();
    const there = store.replication.contentsCollector('/B', { state: (await synchronised(store, '/B')).state });
    const header = {
      sourceKey: xidOf(gid),
      changeKey: before.changeKey,
      predecessors: before.predecessors,
      modified: before.modified,
    };
    const move = { ...header, from: '/A', fromSourceKey: before.sourceKey };
    expect(await there.importMove(move)).toEqual({ mid: gid.counter, versionApplied: true, newerClientChange: false });
    expect([await subjectsOf(store, '/A'), await idsOf(store, '/B')]).toEqual([[], [before.id]]);
    expect(await found('/B', 'one')).toMatchObject({ gid, changeKey: before.changeKey });
    expect((await synchronised(store, '/B', { state: there.state })).messages).toEqual([]);
    await expect(there.importMove(move)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await all(store.check({ deep: true }))).toEqual([]);
  });

  it('that moves a version the store has not got is told so, and imports the change then [MS-OXCFXICS_R875 R876]', async () => {
    const before = await message('/A', 'one');
    const gid = await reserved();
    const header = version(client, gid, before.predecessors);
    const there = store.replication.contentsCollector('/B');
    const moved = await there.importMove({ ...header, from: '/A', fromSourceKey: before.sourceKey });
    expect(moved).toEqual({ mid: gid.counter, versionApplied: false, newerClientChange: true });
    const now = await found('/B', 'one');
    expect(now.changeKey).not.toEqual(header.changeKey);
    const next = version(client, gid, now.predecessors.merge(header.predecessors));
    expect(await there.importMessageChange(next, importance(2))).toMatchObject({ outcome: 'changed' });
  });

  it('that moves an older version than the store has gets that of the store', async () => {
    const before = await message('/A', 'one');
    await store.items.setFlags([before.id as string], { add: ['$flagged'] });
    const gid = await reserved();
    const { changeKey, predecessors, modified } = before;
    const there = store.replication.contentsCollector('/B');
    const header = { sourceKey: xidOf(gid), changeKey, predecessors, modified };
    const moved = await there.importMove({ ...header, from: '/A', fromSourceKey: before.sourceKey });
    expect(moved).toEqual({ mid: gid.counter, versionApplied: false, newerClientChange: false });
    const [told] = (await synchronised(store, '/B', { state: there.state })).messages;
    expect([told?.gid, told?.predecessors.compare(predecessors)]).toEqual([gid, 'newer']);
  });

  it('that moves a message which was read in the store meanwhile is told so', async () => {
    const before = await message('/A', 'one');
    await store.items.setFlags([before.id as string], { add: ['$seen'] });
    const gid = await reserved();
    const { changeKey, predecessors, modified } = before;
    const there = store.replication.contentsCollector('/B', { state: (await synchronised(store, '/B')).state });
    const header = { sourceKey: xidOf(gid), changeKey, predecessors, modified };
    await there.importMove({ ...header, from: '/A', fromSourceKey: before.sourceKey });
    const told = await synchronised(store, '/B', { state: there.state });
    expect([told.messages, [...told.read]]).toEqual([[], [gid]]);
    expect((await synchronised(store, '/B', { state: told.state })).read.isEmpty).toBe(true);
  });

  it('moves an FAI message [MS-OXCFXICS_R2247]', async () => {
    const header = { ...version(client, await reserved()), associated: true };
    await store.replication.contentsCollector('/A').importMessageChange(header, newAssociated('x', 'view'));
    const { state } = await synchronised(store, '/A');
    const gid = await reserved();
    const there = store.replication.contentsCollector('/B');
    await there.importMove({ ...header, sourceKey: xidOf(gid), from: '/A', fromSourceKey: header.sourceKey });
    expect(await found('/B', 'view')).toMatchObject({ gid, associated: true, changeKey: header.changeKey });
    expect((await synchronised(store, '/B', { state: there.state })).messages).toEqual([]);
    expect((await synchronised(store, '/A', { state })).deletions?.hard.size).toBe(1);
  });
});
