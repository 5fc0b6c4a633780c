import { copyFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { StateStore } from '@mapistore/core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openSqliteState } from '../src/index.ts';
import { databases, type TestDatabase } from './databases.ts';
import { row, temporaryFolder } from './support.ts';

describe.each(['sqlite', 'mysql'] as const)('on %s', (kind) => {
  let database: TestDatabase;
  let state: StateStore;
  beforeAll(async () => {
    database = await databases[kind]();
  });
  afterAll(() => database[Symbol.asyncDispose]());
  beforeEach(async () => {
    state = await (await database.place())();
  });
  afterEach(() => state[Symbol.asyncDispose]());

  it('what changed is found by its numbers and by its delivery, a page at a time, in its folder alone', async () => {
    await state.write((tx) =>
      tx.contents.insert([
        row(1, {}, { cn: 11, received: 30 }),
        row(2, {}, { cn: 12, received: 10, readCn: 21 }),
        row(3, {}, { cn: 13, received: 30, readCn: 20 }),
        row(4, {}, { cn: 14, received: 20 }),
        row(5, {}, { cn: 12, received: 10, folderId: 2, readCn: 20 }),
      ]),
    );
    const query = { folderId: 1, aboveCn: 11, upToCn: 14, limit: 2 };
    const mids = (rows: readonly { readonly mid: number }[]): readonly number[] => rows.map(({ mid }) => mid);
    await state.read(async (tx) => {
      expect(mids(await tx.changed.byChange(query))).toEqual([2, 3]);
      expect(mids(await tx.changed.byChange({ ...query, aboveCn: 13 }))).toEqual([4]);
      expect(mids(await tx.changed.byChange({ ...query, upToCn: 12 }))).toEqual([2]);
      const all = { ...query, aboveCn: 0 };
      expect(mids(await tx.changed.byDelivery(all))).toEqual([3, 1]);
      expect(mids(await tx.changed.byDelivery({ ...all, after: { received: 30, mid: 3 } }))).toEqual([1, 4]);
      expect(mids(await tx.changed.byDelivery({ ...all, after: { received: 20, mid: 4 } }))).toEqual([2]);
      expect(mids(await tx.changed.byReadState({ ...query, aboveCn: 0, upToCn: 99 }))).toEqual([3, 2]);
      expect(await tx.changed.mids(1, 12, 9)).toEqual([
        { mid: 3, cn: 13 },
        { mid: 4, cn: 14 },
      ]);
      const [first] = await tx.changed.byChange(query);
      expect(first).toMatchObject({ itemId: 2, fingerprint: 'f2', backendKey: 'k2', readCn: 21 });
    });
  });

  it('times of changes come from the journal', async () => {
    const entry = { folderId: 1, itemId: 1, mid: 1, change: 'moved', otherFolderId: 2, otherMid: 7 } as const;
    await state.write((tx) =>
      tx.journal.append([
        { ...entry, cn: 1, at: 100 },
        { ...entry, cn: 2, otherMid: null, at: 200 },
      ]),
    );
    expect(await state.read((tx) => tx.changed.times([2, 1, 3]))).toEqual(
      new Map([
        [1, 100],
        [2, 200],
      ]),
    );
    const journal = await state.read((tx) => tx.journal.since({ cn: 0, limit: 9 }));
    expect(journal.map(({ otherMid }) => otherMid)).toEqual([7, null]);
  });

  it('the version of an object is replaced, found by its source key, and gone with its item', async () => {
    const lineage = { objectId: 1, cn: 5, changeKey: '{}', predecessors: '[]', modifiedAt: 9, sourceKey: 'guid:aa' };
    await state.write(async (tx) => {
      await tx.contents.insert([row(1)]);
      await tx.lineage.put({ ...lineage, cn: 4 });
      await tx.lineage.put(lineage);
      await tx.lineage.put({ ...lineage, objectId: 2, sourceKey: null });
    });
    await state.read(async (tx) => {
      expect(await tx.lineage.ofObjects([1, 3])).toEqual([lineage]);
      expect(await tx.lineage.bySourceKey('guid:aa')).toEqual(lineage);
      expect(await tx.lineage.bySourceKey('guid:AA')).toBeUndefined();
    });
    await state.write((tx) => tx.contents.forgetFolder(1));
    expect((await state.read((tx) => tx.lineage.ofObjects([1, 2]))).map(({ objectId }) => objectId)).toEqual([2]);
  });

  it('ids are in a range from its first to its last one, in their folder', async () => {
    await state.write(async (tx) => {
      await tx.idRanges.put({ folderId: 0, firstId: 10, lastId: 12 });
      await tx.idRanges.put({ folderId: 0, firstId: 10, lastId: 19 });
      await tx.idRanges.put({ folderId: 3, firstId: 15, lastId: 15 });
    });
    const has = (folderId: number, id: number): Promise<boolean> => state.read((tx) => tx.idRanges.has(folderId, id));
    expect(await Promise.all([9, 10, 19, 20].map((id) => has(0, id)))).toEqual([false, true, true, false]);
    expect([await has(3, 15), await has(3, 14)]).toEqual([true, false]);
  });

  it('incarnations are listed oldest first', async () => {
    const open = { lastId: null, lastCn: null, startedAt: 0 };
    await state.write(async (tx) => {
      await tx.replicas.insert({ replicaId: 2, guid: 'b'.repeat(36), firstId: 2 ** 32, firstCn: 2 ** 32, ...open });
      await tx.replicas.insert({ replicaId: 1, guid: 'a'.repeat(36), firstId: 1, firstCn: 1, ...open });
      await tx.replicas.update(1, { lastId: 5, lastCn: 2 ** 32 - 1 });
    });
    const lives = await state.read((tx) => tx.replicas.all());
    expect(lives.map(({ replicaId, lastCn }) => [replicaId, lastCn])).toEqual([
      [1, 2 ** 32 - 1],
      [2, null],
    ]);
  });
});

describe('the home of a state in a file', () => {
  it('is the same whenever it is opened and whatever is written, and another one of a copy in its place', async () => {
    const folder = await temporaryFolder();
    const file = join(folder.path, 'state.sqlite');
    const homes: (string | undefined)[] = [];
    const look = async (): Promise<void> => {
      await using state = await openSqliteState({ file });
      homes.push(await state.home?.());
      await state.write((tx) => tx.meta.set('x', String(homes.length)));
    };
    for (let times = 0; times < 3; times++) await look();
    expect(new Set(homes).size).toBe(1);
    await copyFile(file, `${file}.copy`);
    await rename(`${file}.copy`, file);
    await look();
    expect(new Set(homes).size).toBe(2);
    await using memory = await openSqliteState({ file: ':memory:' });
    expect(await memory.home?.()).toBeUndefined();
    await folder.remove();
  });
});
