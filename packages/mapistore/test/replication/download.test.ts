import { IdSet, parseRestriction, type Store, type SyncState } from '@mapistore/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { idsOf, Place, put, type Side, side } from '../memory.ts';
import { all, mail, sources } from '../support.ts';
import { ClientReplica, newAssociated, sorted, subjects, synchronised, version } from './support.ts';

let place: Place;
let a: Side;
let b: Side;
let store: Store;
beforeEach(async () => {
  place = await Place.make();
  [a, b] = [await side('aa'), await side('bb')];
  store = await place.mounted({ '/A': a, '/B': b });
});
afterEach(() => place[Symbol.asyncDispose]());

async function imported(path: string, ...names: string[]): Promise<readonly string[]> {
  return (await all(store.import(path, sources(names.map((name) => mail(name)))))).map(({ id }) => id as string);
}

/** Puts an FAI message into a folder. */
async function associated(path: string, subject: string, modified = new Date()): Promise<void> {
  const client = new ClientReplica('f');
  const { first } = await store.replication.reserveIds(1);
  const header = { ...version(client, first, undefined, modified), associated: true };
  await store.replication
    .contentsCollector(path)
    .importMessageChange(header, newAssociated('IPM.Configuration', subject));
}

describe('a contents synchronisation', () => {
  it('gives everything to who has nothing, FAI messages apart, and then nothing [MS-OXCFXICS_R641 R2174 R2043 R2044 R2172]', async () => {
    await imported('/A', 'one', 'two');
    await associated('/A', 'view');
    const told = await synchronised(store, '/A');
    expect(told.messages.map(({ subject, associated: fai }) => [subject, fai])).toEqual([
      ['view', true],
      ['one', false],
      ['two', false],
    ]);
    expect(told.deletions).toBeUndefined();
    const again = await synchronised(store, '/A', { state: told.state });
    expect([again.messages, again.deletions, again.read.isEmpty, again.unread.isEmpty]).toEqual([
      [],
      undefined,
      true,
      true,
    ]);
    expect(again.state).toEqual(told.state);
    expect(JSON.parse(JSON.stringify(told.state))).toEqual(told.state);
  });

  it('gives a message whose change number was not seen, as a whole', async () => {
    const [, two] = await imported('/A', 'one', 'two');
    const { state } = await synchronised(store, '/A');
    await store.items.setFlags([two as string], { add: ['$flagged', '$seen'] });
    const [three] = await imported('/A', 'three');
    const told = await synchronised(store, '/A', { state });
    expect(told.messages.map(({ id, subject, read }) => [id, subject, read])).toEqual([
      [two, 'two', true],
      [three, 'three', false],
    ]);
    // With the message came its read state.
    expect([told.read.isEmpty, told.unread.isEmpty]).toEqual([true, true]);
  });

  it('gives ordinary messages or FAI messages only where they are wanted, and the others later [MS-OXCFXICS_R2173 R2175]', async () => {
    await imported('/A', 'mail');
    await associated('/A', 'view');
    const normal = await synchronised(store, '/A', { associated: false });
    expect(subjects(normal)).toEqual(['mail']);
    expect(normal.state.cnsetSeenFai).toEqual({});
    const fai = await synchronised(store, '/A', { normal: false });
    expect(subjects(fai)).toEqual(['view']);
    expect(fai.state.cnsetSeen).toEqual({});
    expect(subjects(await synchronised(store, '/A', { state: normal.state }))).toEqual(['view']);
    expect(subjects(await synchronised(store, '/A', { state: fai.state }))).toEqual(['mail']);
  });

  it('tells changed read states by numbers of their own, without the messages [MS-OXCFXICS_R3315 R2048 R2087 R2170]', async () => {
    const [one, two, three] = (await imported('/A', 'one', 'two', 'three')) as [string, string, string];
    const { state, messages } = await synchronised(store, '/A');
    await store.items.setFlags([one, two], { add: ['$seen'] });
    const told = await synchronised(store, '/A', { state });
    const gid = (subject: string) => messages.find((message) => message.subject === subject)?.gid as never;
    expect(told.messages).toEqual([]);
    expect([...told.read]).toEqual([gid('one'), gid('two')]);
    expect(told.unread.isEmpty).toBe(true);
    expect(told.state.cnsetRead).not.toEqual(state.cnsetRead);
    await store.items.setFlags([two], { remove: ['$seen'] });
    // Set to what it is: no change.
    await store.items.setFlags([one], { add: ['$seen'] });
    await store.items.setFlags([three], { remove: ['$seen'] });
    const again = await synchronised(store, '/A', { state: told.state });
    expect([again.messages, [...again.read], [...again.unread]]).toEqual([[], [], [gid('two')]]);
    expect((await synchronised(store, '/A', { state: again.state })).unread.isEmpty).toBe(true);
  });

  it('tells no read states where they are not wanted, and all of them later [MS-OXCFXICS_R2171]', async () => {
    const [one] = (await imported('/A', 'one')) as [string];
    const { state } = await synchronised(store, '/A');
    await store.items.setFlags([one], { add: ['$seen'] });
    const without = await synchronised(store, '/A', { state, readStates: false });
    expect([without.read.isEmpty, without.state.cnsetRead]).toEqual([true, state.cnsetRead]);
    expect((await synchronised(store, '/A', { state: without.state })).read.size).toBe(1);
  });

  it('tells of what is gone, and whether it moved, unless that is unwanted [MS-OXCFXICS_R2045 R2165 R2167]', async () => {
    const [gone, moved, kept] = (await imported('/A', 'gone', 'moved', 'kept', 'stays')) as [string, string, string];
    const { state } = await synchronised(store, '/A');
    await all(store.remove([gone]));
    await all(store.remove([kept], { soft: true }));
    await all(store.move([moved], '/B'));
    const without = await synchronised(store, '/A', { state, deletions: false });
    expect([without.deletions, without.state.idsetGiven]).toEqual([undefined, state.idsetGiven]);
    const told = await synchronised(store, '/A', { state: without.state });
    expect([told.deletions?.hard.size, told.deletions?.moved.size, told.deletions?.soft.size]).toEqual([1, 1, 1]);
    expect(IdSet.fromJson(told.state.idsetGiven).size).toBe(1);
    expect((await synchronised(store, '/A', { state: told.state })).deletions).toBeUndefined();
    const there = await synchronised(store, '/B');
    expect(subjects(there)).toEqual(['moved']);
  });

  it('says nothing of what came and went between two synchronisations', async () => {
    const { state } = await synchronised(store, '/A');
    await all(store.remove(await imported('/A', 'brief')));
    const told = await synchronised(store, '/A', { state });
    expect([told.messages, told.deletions]).toEqual([[], undefined]);
  });

  it('tells what left the scope as such, unless that is unwanted [MS-OXCFXICS_R133301 R1334 R2047 R2166 R2168 R2169]', async () => {
    const [one] = (await imported('/A', 'one', 'two')) as [string];
    const where = parseRestriction('not flag flagged');
    const { state, messages } = await synchronised(store, '/A', { where });
    expect(messages).toHaveLength(2);
    await store.items.setFlags([one], { add: ['$flagged'] });
    for (const unwanted of [{ noLongerInScope: false }, { deletions: false }]) {
      const without = await synchronised(store, '/A', { state, where, ...unwanted });
      expect([without.messages, without.deletions]).toEqual([[], undefined]);
      // And it is told as soon as it is wanted.
      const later = await synchronised(store, '/A', { state: without.state, where });
      expect(later.deletions?.noLongerInScope.size).toBe(1);
    }
    const told = await synchronised(store, '/A', { state, where });
    expect([told.messages, told.deletions?.hard.size, told.deletions?.noLongerInScope.size]).toEqual([[], 0, 1]);
    expect((await synchronised(store, '/A', { state: told.state, where })).deletions).toBeUndefined();
    await store.items.setFlags([one], { remove: ['$flagged'] });
    expect(subjects(await synchronised(store, '/A', { state: told.state, where }))).toEqual(['one']);
  });

  it('gives only the messages that are asked for, and the others are still new afterwards', async () => {
    await imported('/A', 'one', 'two');
    const { messages } = await synchronised(store, '/A');
    const only = IdSet.of([messages[1]?.gid as never]);
    const { messages: some, state } = await synchronised(store, '/A', { only });
    expect(subjects({ messages: some })).toEqual(['two']);
    expect(subjects(await synchronised(store, '/A', { state }))).toEqual(['one']);
  });

  it('orders by delivery, the latest first, and by the last modification what was not delivered [MS-OXCFXICS_R2198 R2199]', async () => {
    const received = ['2026-01-02', '2026-01-03', '2026-01-01'].map((day) => new Date(`${day}T00:00:00Z`));
    const named = sources(['second', 'third', 'first'].map((name) => mail(name)));
    await all(
      store.import(
        '/A',
        named.map((source, index) => ({ ...source, received: received[index] as Date })),
      ),
    );
    for (const [subject, day] of [
      ['old view', '2026-02-01'],
      ['new view', '2026-02-02'],
    ] as const)
      await associated('/A', subject, new Date(`${day}T00:00:00Z`));
    const told = await synchronised(store, '/A', { order: 'delivery', pageSize: 1 });
    expect(subjects(told)).toEqual(['new view', 'old view', 'third', 'second', 'first']);
    expect(subjects(await synchronised(store, '/A', { associated: false }))).toEqual(['second', 'third', 'first']);
  });

  it.each(['change', 'delivery'] as const)(
    'goes on where it was broken off, in order of %s [MS-OXCFXICS_R758]',
    async (order) => {
      await imported('/A', ...Array.from({ length: 7 }, (_, index) => `mail ${index}`));
      await associated('/A', 'view');
      let state: SyncState = {};
      const got: string[] = [];
      for (let runs = 0; runs < 20; runs++) {
        const download = store.replication.contents('/A', { state, order, pageSize: 2 });
        let left = 3;
        for await (const element of download) {
          if (element.kind === 'message' && left > 1) got.push(element.subject);
          if (--left === 0) break;
        }
        state = JSON.parse(JSON.stringify(download.state));
        if (left > 0) break;
      }
      expect([...got].sort()).toEqual(['mail 0', 'mail 1', 'mail 2', 'mail 3', 'mail 4', 'mail 5', 'mail 6', 'view']);
      const rest = await synchronised(store, '/A', { state });
      expect([rest.messages, rest.deletions]).toEqual([[], undefined]);
    },
  );

  it('misses nothing that changes while it runs', async () => {
    const [one, two] = (await imported('/A', 'one', 'two', 'three')) as [string, string];
    const download = store.replication.contents('/A', { pageSize: 1 });
    const elements = [];
    for await (const element of download) {
      elements.push(element);
      if (elements.length > 1) continue;
      await store.items.setFlags([one], { add: ['$flagged'] });
      await all(store.remove([two]));
      await imported('/A', 'four');
    }
    const next = await synchronised(store, '/A', { state: download.state });
    expect(subjects(sorted(elements))).toEqual(['one', 'three']);
    expect(subjects(next)).toEqual(['one', 'four']);
    expect(next.deletions).toBeUndefined();
  });

  it('tells what others did at the backend, and whole folders a page at a time', async () => {
    const { state } = await synchronised(store, '/A');
    for (let index = 0; index < 12; index++) await put(a, mail(`outside ${index}`));
    await all(store.sync('/A'));
    const told = await synchronised(store, '/A', { state, pageSize: 5 });
    expect(told.messages).toHaveLength(12);
    expect(Object.values(told.state.idsetGiven).flat().length).toBeGreaterThan(0);
    expect((await idsOf(store, '/A')).length).toBe(12);
  });

  it('takes no state that is none', async () => {
    for (const state of [{ idsetGiven: [] }, { cnsetSeen: { x: [] } }, null])
      expect(() => store.replication.contents('/A', { state: state as never })).toThrow(
        expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
      );
    await expect(synchronised(store, '/Nowhere')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
