import type { RecoverableRow, StateStore } from '@mapistore/core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { databases, type TestDatabase } from './databases.ts';
import { row } from './support.ts';

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

  const blob = (name: string) =>
    state.write((tx) => tx.blobs.put([{ sha256: name, data: Buffer.from(`bytes of ${name}`) }]));
  const used = () => state.read((tx) => tx.blobs.usedBytes());

  it('names of properties differ by case and by spaces at the end, and by being a number', async () => {
    const set = '00020329-0000-0000-c000-000000000046';
    const keys = ['#Colour', '#colour', '#colour ', '@5', '#5'];
    await state.write((tx) =>
      tx.namedProperties.insert(keys.map((key, index) => ({ propertyId: 0x8000 + index, set, key }))),
    );
    const found = await state.read((tx) => tx.namedProperties.byKeys(keys.map((key) => ({ set, key }))));
    expect(new Map(found.map(({ key, propertyId }) => [key, propertyId - 0x8000]))).toEqual(
      new Map(keys.map((key, index) => [key, index])),
    );
    expect(await state.read((tx) => tx.namedProperties.last())).toBe(0x8004);
    await expect(
      state.write((tx) => tx.namedProperties.insert([{ propertyId: 0x9000, set, key: '#colour' }])),
    ).rejects.toThrow();
  });

  it('what belongs to a folder goes with it, and the bytes of its hidden messages too', async () => {
    await blob('hidden');
    await blob('attached');
    const at = { createdAt: 1, modifiedAt: 1, createdCn: 1, cn: 1, deletedAt: null };
    await state.write(async (tx) => {
      await tx.folderProperties.put([{ folderId: 7, property: 'PidTagComment', type: 'PtypString', value: '"x"' }]);
      await tx.specialFolders.put({ role: 'sent', folderId: 7 });
      await tx.specialFolders.put({ role: 'drafts', folderId: 8 });
      await tx.receiveFolders.put({ messageClass: 'ipm', shownClass: 'IPM', folderId: 7, changedAt: 1 });
      await tx.associated.insert({
        mid: 9,
        folderId: 7,
        messageClass: 'X',
        subject: '',
        blob: 'hidden',
        size: 1,
        ...at,
      });
      await tx.itemBlobs.replace(9, ['attached']);
    });
    expect(await used()).toBeGreaterThan(0);
    await state.write((tx) => tx.folders.delete(7));
    expect(await used()).toBe(0);
    await state.read(async (tx) => {
      expect(await tx.folderProperties.ofFolder(7)).toEqual([]);
      expect(await tx.specialFolders.all()).toEqual([{ role: 'drafts', folderId: 8 }]);
      expect(await tx.receiveFolders.all()).toEqual([]);
      expect(await tx.associated.get(9)).toBeUndefined();
    });
  });

  it('the blobs of an item are released one by one as they are replaced', async () => {
    await blob('a');
    await blob('b');
    await state.write((tx) => tx.itemBlobs.replace(1, ['a', 'b', 'a']));
    await state.write((tx) => tx.itemBlobs.replace(1, ['b']));
    expect(await state.read((tx) => tx.itemBlobs.of(1))).toEqual(['b']);
    expect(await used()).toBe('bytes of b'.length);
    await state.write((tx) => tx.itemBlobs.replace(1, []));
    expect(await used()).toBe(0);
  });

  describe('a soft-deleted item', () => {
    const deleted = (itemId: number, deletedAt: number): RecoverableRow => ({
      itemId,
      mid: itemId,
      folderId: 1,
      mountId: 1,
      blob: 'body',
      received: 5,
      storedSize: 4,
      deletedAt,
      cn: 3,
    });

    it('is there as long as it lies in no folder', async () => {
      await state.write(async (tx) => {
        await tx.contents.insert([row(1, { subject: 'one' }), row(2, { subject: 'two' })]);
        await tx.recoverable.put([deleted(1, 10), deleted(2, 20)]);
        await tx.contents.deleteMemberships([1]);
      });
      const page = () => state.read((tx) => tx.recoverable.page({ folderId: 1, afterItem: 0, limit: 10 }));
      expect(await page()).toMatchObject([
        { itemId: 1, subject: 'one', blob: 'body', backendKey: null, deletedAt: 10 },
      ]);
      expect(await state.read((tx) => tx.recoverable.count(1))).toBe(1);
      await state.write((tx) => tx.contents.deleteMemberships([2]));
      expect((await page()).map(({ itemId }) => itemId)).toEqual([1, 2]);
      expect((await state.read((tx) => tx.recoverable.before(20, 10))).map(({ itemId }) => itemId)).toEqual([1]);
      await state.write((tx) => tx.recoverable.put([deleted(1, 99)]));
      expect((await page()).map(({ deletedAt }) => deletedAt)).toEqual([99, 20]);
    });

    it('keeps its overlay when its tombstone goes, until it is forgotten itself', async () => {
      await blob('attached');
      const overlay = { itemId: 1, property: 'PidTagSubject', op: 'set', value: '"x"', type: null, overSha256: null };
      const tombstone = { mid: 1, itemId: 1, folderId: 1, mountId: 1, fingerprint: 'f', received: 1, cn: 1 };
      await state.write(async (tx) => {
        await tx.contents.insert([row(1)]);
        await tx.overlay.put([overlay as never]);
        await tx.itemBlobs.replace(1, ['attached']);
        await tx.recoverable.put([deleted(1, 10)]);
        await tx.contents.deleteMemberships([1]);
        await tx.tombstones.insert([{ ...tombstone, stableId: null, storedSize: null, deletedAt: 10 }]);
        await tx.tombstones.purge(100);
      });
      const left = () => state.read((tx) => tx.overlay.ofItem(1));
      expect(await left()).toHaveLength(1);
      await state.write(async (tx) => {
        await tx.recoverable.delete([1]);
        await tx.recoverable.forget([1]);
      });
      expect(await left()).toEqual([]);
      expect(await used()).toBe(0);
    });
  });
});
