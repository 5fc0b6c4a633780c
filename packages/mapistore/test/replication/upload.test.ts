import { type Gid, IdSet, type MessageChange, PredecessorChangeList, type Store, xidOf } from '@mapistore/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Place, put, type Side, side, subjectsOf } from '../memory.ts';
import { all, mail, sources } from '../support.ts';
import { ClientReplica, importance, newAssociated, newMail, subjects, synchronised, version } from './support.ts';

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

const EARLY = new Date(1_000);
const LATE = new Date(Date.now() + 3_600_000);

async function reserved(): Promise<Gid> {
  return (await store.replication.reserveIds(1)).first;
}

/** Puts a mail into a folder and gives what a client sees of it. */
async function message(path: string, subject: string): Promise<MessageChange> {
  await all(store.import(path, sources([mail(subject)])));
  return found(path, subject);
}

async function found(path: string, subject: string): Promise<MessageChange> {
  const { messages } = await synchronised(store, path);
  return messages.find((each) => each.subject === subject) as MessageChange;
}

async function importanceOf(id: string): Promise<unknown> {
  return (await store.items.properties(id)).properties.get('PidTagImportance');
}

describe('a new message of a client', () => {
  it('is stored with the id that the client reserved, and not told to it again [MS-OXCFXICS_R769 R782 R814 R1906 R1907 R1910 R925]', async () => {
    const gid = await reserved();
    const collector = store.replication.contentsCollector('/A', { state: (await synchronised(store, '/A')).state });
    const header = version(client, gid);
    const { outcome, id } = await collector.importMessageChange(header, newMail('mine'));
    expect(outcome).toBe('created');
    const seen = await found('/A', 'mine');
    expect(seen).toMatchObject({ gid, sourceKey: xidOf(gid), changeKey: header.changeKey, associated: false, id });
    expect([seen.predecessors.compare(header.predecessors), seen.modified]).toEqual(['same', header.modified]);
    // The number is the store's, the key of the version the client's.
    expect(seen.changeNumber.replica).toBe(gid.replica);
    const told = await synchronised(store, '/A', { state: collector.state });
    expect([told.messages, told.deletions]).toEqual([[], undefined]);
    const bag = (await store.items.properties(id as string)).properties;
    expect(Buffer.from(bag.get('PidTagSourceKey') as Uint8Array).readUIntBE(16, 6)).toBe(gid.counter);
    expect(await all(store.check({ deep: true }))).toEqual([]);
  });

  it('is an FAI message where the client says so, and not among the others [MS-OXCFXICS_R813 R190701]', async () => {
    const collector = store.replication.contentsCollector('/A');
    const header = { ...version(client, await reserved()), associated: true };
    await collector.importMessageChange(header, newAssociated('IPM.Configuration.x', 'settings'));
    const { messages } = await synchronised(store, '/A');
    expect(messages).toMatchObject([{ associated: true, class: 'IPM.Configuration.x', changeKey: header.changeKey }]);
    expect((await synchronised(store, '/A', { state: collector.state })).messages).toEqual([]);
    expect(await subjectsOf(store, '/A')).toEqual([]);
    // Changed, it is the same one; what is older than that is passed over.
    const change = version(client, messages[0]?.gid as Gid, header.predecessors);
    const next = newAssociated('IPM.Configuration.x', 'changed');
    expect((await collector.importMessageChange({ ...change, associated: true }, next)).outcome).toBe('changed');
    expect((await collector.importMessageChange(header, next)).outcome).toBe('ignored');
    expect(subjects(await synchronised(store, '/A'))).toEqual(['changed']);
    expect((await synchronised(store, '/A', { state: collector.state })).messages).toEqual([]);
  });

  it('may have properties that its bytes cannot say', async () => {
    const gid = await reserved();
    const header = version(client, gid);
    const collector = store.replication.contentsCollector('/A');
    const { id } = await collector.importMessageChange(header, { ...newMail('mine'), ...importance(2) });
    expect(await importanceOf(id as string)).toBe(2);
    expect(await found('/A', 'mine')).toMatchObject({ gid, changeKey: header.changeKey });
    expect((await synchronised(store, '/A', { state: collector.state })).messages).toEqual([]);
    expect((await collector.importMessageChange(header, importance(0))).outcome).toBe('ignored');
  });

  it('is stored beside an equal one', async () => {
    await message('/A', 'equal');
    const collector = store.replication.contentsCollector('/A');
    await collector.importMessageChange(version(client, await reserved()), newMail('equal'));
    expect(await subjectsOf(store, '/A')).toEqual(['equal', 'equal']);
  });

  it('may have a key of another program, which is kept and known again [MS-OXCFXICS_R2077]', async () => {
    const foreign = { namespace: client.guid, localId: 'aabbccdd' };
    const header = { ...version(client, await reserved()), sourceKey: foreign };
    const collector = store.replication.contentsCollector('/A');
    const { id } = await collector.importMessageChange(header, newMail('foreign'));
    expect((await found('/A', 'foreign')).sourceKey).toEqual(foreign);
    const bag = (await store.items.properties(id as string)).properties;
    expect(
      Buffer.from(bag.get('PidTagSourceKey') as Uint8Array)
        .subarray(16)
        .toString('hex'),
    ).toBe('aabbccdd');
    const next = { ...version(client, await reserved(), header.predecessors), sourceKey: foreign };
    expect(await collector.importMessageChange(next, importance(2))).toMatchObject({ outcome: 'changed', id });
    expect((await found('/A', 'foreign')).sourceKey).toEqual(foreign);
  });

  it('needs an id that was reserved, and was not given up [MS-OXCFXICS_R940 R2269]', async () => {
    const collector = store.replication.contentsCollector('/A');
    const gid = await reserved();
    const never = { ...gid, counter: gid.counter + 1_000 };
    await expect(collector.importMessageChange(version(client, never), newMail('x'))).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
    });
    await collector.retireIds(IdSet.of([gid]));
    await expect(collector.importMessageChange(version(client, gid), newMail('x'))).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(collector.retireIds(IdSet.of([{ ...gid, replica: client.guid }]))).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
    });
    expect(await subjectsOf(store, '/A')).toEqual([]);
  });
});

describe('a changed message of a client', () => {
  it('that builds on the version of the store replaces it, and is seen by the client [MS-OXCFXICS_R1906]', async () => {
    const before = await message('/A', 'one');
    const collector = store.replication.contentsCollector('/A', { state: (await synchronised(store, '/A')).state });
    const header = version(client, before.gid, before.predecessors);
    expect(await collector.importMessageChange(header, importance(2))).toMatchObject({ outcome: 'changed' });
    expect(await importanceOf(before.id as string)).toBe(2);
    const after = await found('/A', 'one');
    expect(after).toMatchObject({ gid: before.gid, changeKey: header.changeKey });
    expect(after.changeNumber.counter).toBeGreaterThan(before.changeNumber.counter);
    expect((await synchronised(store, '/A', { state: collector.state })).messages).toEqual([]);
    // A change of the store builds on that of the client.
    await store.items.setFlags([before.id as string], { add: ['$flagged'] });
    const next = await found('/A', 'one');
    expect(next.predecessors.compare(header.predecessors)).toBe('newer');
    expect(next.changeKey.namespace).toBe(next.gid.replica);
  });

  it('that the store has already, or in a later version, is passed over', async () => {
    const before = await message('/A', 'one');
    const collector = store.replication.contentsCollector('/A');
    const header = version(client, before.gid, before.predecessors);
    await collector.importMessageChange(header, importance(2));
    const { changeNumber } = await found('/A', 'one');
    expect((await collector.importMessageChange(header, importance(0))).outcome).toBe('ignored');
    await store.items.setFlags([before.id as string], { add: ['$flagged'] });
    expect((await collector.importMessageChange(header, importance(0))).outcome).toBe('ignored');
    expect(await importanceOf(before.id as string)).toBe(2);
    expect((await found('/A', 'one')).changeNumber.counter).toBe(changeNumber.counter + 1);
  });

  it('is no conflict after it was moved in the store, since the list goes along', async () => {
    const before = await message('/A', 'draft');
    const collector = store.replication.contentsCollector('/A');
    const header = version(client, before.gid, before.predecessors);
    await collector.importMessageChange(header, importance(2));
    await all(store.move([before.id as string], '/B'));
    const moved = await found('/B', 'draft');
    expect(moved.predecessors.compare(header.predecessors)).toBe('newer');
    const next = version(client, moved.gid, moved.predecessors);
    expect(await store.replication.contentsCollector('/B').importMessageChange(next, importance(0))).toMatchObject({
      outcome: 'changed',
    });
  });

  it('in conflict fails where that is wanted, and imports nothing', async () => {
    const before = await message('/A', 'one');
    await store.items.setFlags([before.id as string], { add: ['$flagged'] });
    const after = await found('/A', 'one');
    const header = version(client, before.gid, before.predecessors);
    const collector = store.replication.contentsCollector('/A');
    await expect(collector.importMessageChange(header, importance(2), { onConflict: 'fail' })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    expect(await found('/A', 'one')).toEqual(after);
  });

  it.each([
    ['later', LATE, 'client', 2],
    ['earlier', EARLY, 'store', 1],
  ] as const)(
    'in conflict that was made %s leaves both versions, one as the message [MS-OXCFXICS_R2449]',
    async (_, modified, winner, level) => {
      const before = await message('/A', 'one');
      await store.items.setFlags([before.id as string], { add: ['$flagged'] });
      const stores = await found('/A', 'one');
      const { state } = await synchronised(store, '/A');
      const collector = store.replication.contentsCollector('/A', { state });
      const header = version(client, before.gid, before.predecessors, modified);
      const result = await collector.importMessageChange(header, importance(2));
      expect(result).toMatchObject({ outcome: 'conflict', winner, id: before.id });
      expect(await importanceOf(before.id as string)).toBe(level);
      expect(await importanceOf(result.kept as string)).toBe(level === 2 ? 1 : 2);
      // The client downloads what became of it: a successor of both, and the version that lost.
      const told = await synchronised(store, '/A', { state: collector.state });
      expect([...subjects(told)].sort()).toEqual(['one', 'one']);
      const now = told.messages.find(({ id }) => id === before.id) as MessageChange;
      for (const each of [stores.predecessors, header.predecessors]) expect(now.predecessors.includes(each)).toBe(true);
      expect(now.predecessors.compare(header.predecessors)).toBe('newer');
    },
  );

  it('in conflict made at the very same time is decided by the greater GUID, and only the winner stays if so wanted', async () => {
    for (const [digit, winner] of [
      ['0', 'store'],
      ['f', 'client'],
    ] as const) {
      const other = new ClientReplica(digit);
      const before = await message('/A', `by ${digit}`);
      await store.items.setFlags([before.id as string], { add: ['$flagged'] });
      const { modified } = await found('/A', `by ${digit}`);
      const header = version(other, before.gid, before.predecessors, modified);
      const collector = store.replication.contentsCollector('/A');
      const result = await collector.importMessageChange(header, importance(2), { onConflict: 'lastWriterWins' });
      expect(result).toMatchObject({ outcome: 'conflict', winner });
      expect(result.kept).toBeUndefined();
    }
    expect(await subjectsOf(store, '/A')).toEqual(['by 0', 'by f']);
  });

  it('that was deleted in the store is not brought back', async () => {
    const before = await message('/A', 'one');
    await all(store.remove([before.id as string]));
    const header = version(client, before.gid, before.predecessors);
    await expect(
      store.replication.contentsCollector('/A').importMessageChange(header, importance(2)),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('needs the content that fits', async () => {
    const before = await message('/A', 'one');
    const collector = store.replication.contentsCollector('/A');
    for (const [gid, content] of [
      [before.gid, newMail('x')],
      [await reserved(), importance(2)],
    ] as const)
      await expect(
        collector.importMessageChange(version(client, gid, before.predecessors), content),
      ).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    const fai = { ...version(client, await reserved()), associated: true };
    await expect(collector.importMessageChange(fai, newMail('x'))).rejects.toMatchObject({ code: 'INVALID_CONTENT' });
  });
});

describe('a client', () => {
  it('deletes messages; what is gone already, or never was, is no failure and stays away [MS-OXCFXICS_R884 R3359]', async () => {
    const [one, two] = [await message('/A', 'one'), await message('/A', 'two')];
    const never = await reserved();
    await store.replication
      .contentsCollector('/A')
      .importMessageChange({ ...version(client, await reserved()), associated: true }, newAssociated('x', 'view'));
    const view = await found('/A', 'view');
    const { state } = await synchronised(store, '/A');
    await all(store.remove([two.id as string]));
    const collector = store.replication.contentsCollector('/A', { state });
    await collector.importDeletes([one, two, view].map(({ sourceKey }) => sourceKey).concat(xidOf(never)));
    expect(await subjectsOf(store, '/A')).toEqual([]);
    // What a client deletes can be recovered, unless it says that it is for good.
    expect((await all(store.restore([one.id as string]))).map(({ outcome }) => outcome)).toEqual(['restored']);
    await collector.importDeletes([(await found('/A', 'one')).sourceKey], { hard: true });
    expect((await all(store.restore([one.id as string]))).map(({ outcome }) => outcome)).toEqual(['failed']);
    await expect(collector.importMessageChange(version(client, never), newMail('x'))).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    // Nothing of it is told: also not what both deleted.
    const told = await synchronised(store, '/A', { state: collector.state });
    expect([told.messages, told.deletions, told.state.idsetGiven]).toEqual([[], undefined, {}]);
  });

  it('changes read states, each by a number that it has seen then [MS-OXCFXICS_R905 R2260]', async () => {
    const [one, two] = [await message('/A', 'one'), await message('/A', 'two')];
    const { state } = await synchronised(store, '/A');
    const collector = store.replication.contentsCollector('/A', { state });
    const gone = await reserved();
    await collector.importReadStates([
      { sourceKey: one.sourceKey, read: true },
      { sourceKey: two.sourceKey, read: false },
      { sourceKey: xidOf(gone), read: true },
    ]);
    expect((await store.items.get(one.id as string)).flags).toEqual(['$seen']);
    const told = await synchronised(store, '/A', { state: collector.state });
    expect([told.messages, told.read.isEmpty, told.unread.isEmpty]).toEqual([[], true, true]);
    // Another client hears of the one that changed.
    const other = await synchronised(store, '/A', { state });
    expect([other.messages, [...other.read], [...other.unread]]).toEqual([[], [one.gid], []]);
  });

  it('of two on one store has what the other did', async () => {
    const other = new ClientReplica('d');
    const mine = store.replication.contentsCollector('/A');
    const gid = await reserved();
    const header = version(client, gid);
    await mine.importMessageChange(header, newMail('shared'));
    const theirs = await synchronised(store, '/A');
    expect(theirs.messages[0]?.predecessors.compare(header.predecessors)).toBe('same');
    const change = version(other, gid, theirs.messages[0]?.predecessors);
    await store.replication.contentsCollector('/A', { state: theirs.state }).importMessageChange(change, importance(0));
    const told = await synchronised(store, '/A', { state: mine.state });
    expect(told.messages.map(({ changeKey }) => changeKey)).toEqual([change.changeKey]);
    expect(
      PredecessorChangeList.of([header.changeKey, change.changeKey]).compare(told.messages[0]?.predecessors as never),
    ).toBe('same');
  });
});

it('what a backend refuses is in no state, and an import may be repeated', async () => {
  const gid = await reserved();
  const collector = store.replication.contentsCollector('/A');
  a.faults.fail({ operation: 'createItem' });
  a.faults.fail({ operation: 'createItem', call: 2 });
  a.faults.fail({ operation: 'createItem', call: 3 });
  a.faults.fail({ operation: 'createItem', call: 4 });
  a.faults.fail({ operation: 'createItem', call: 5 });
  const header = version(client, gid);
  await expect(collector.importMessageChange(header, newMail('x'))).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  expect(collector.state.cnsetSeen).toEqual({});
  a.faults.clear();
  await all(store.sync());
  expect((await collector.importMessageChange(header, newMail('x'))).outcome).toBe('created');
  await put(b, mail('other'));
  await all(store.sync());
  expect(await subjectsOf(store, '/A')).toEqual(['x']);
});
