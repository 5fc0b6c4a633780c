import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { StateStore, TombstoneRow } from '@mapistore/core';
import { openSqliteState } from '@mapistore/state-sql';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
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

  describe('the blob area', () => {
    const put = (upload: string, sha256: string, ...pieces: readonly string[]) =>
      state.write(async (tx) => {
        for (const [index, piece] of pieces.entries()) await tx.blobs.append(upload, index, Buffer.from(piece));
        await tx.blobs.finish(upload, sha256, pieces.join('').length);
      });
    const piece = async (sha256: string, sequence: number) => {
      const bytes = await state.read((tx) => tx.blobs.piece(sha256, sequence));
      return bytes === undefined ? undefined : Buffer.from(bytes).toString();
    };

    it('keeps equal bytes once, until the last reference to them goes', async () => {
      await put('u1', 'x', 'one', 'two');
      await put('u2', 'x', 'one', 'two');
      await put('u3', 'y', 'other');
      expect(await state.read((tx) => tx.blobs.usedBytes())).toBe(11);
      expect([await piece('x', 0), await piece('x', 1), await piece('x', 2)]).toEqual(['one', 'two', undefined]);
      expect(await piece('u2', 0)).toBeUndefined();
      await state.write((tx) => tx.blobs.addReference('x'));
      for (const left of ['one', 'one', undefined]) {
        await state.write((tx) => tx.blobs.release('x'));
        expect(await piece('x', 0)).toBe(left);
      }
      expect(await state.read((tx) => tx.blobs.usedBytes())).toBe(5);
      await state.write((tx) => tx.blobs.release('never there'));
    });

    it('takes many small ones at once, equal ones among them and ones that are there', async () => {
      await put('u1', 'x', 'one');
      const many = ['x one', 'y two', 'y two', 'empty '].map((each) => each.split(' ') as [string, string]);
      await state.write((tx) => tx.blobs.put(many.map(([sha256, text]) => ({ sha256, data: Buffer.from(text) }))));
      expect(await state.read((tx) => tx.blobs.usedBytes())).toBe(6);
      expect([await piece('x', 0), await piece('y', 0), await piece('empty', 0)]).toEqual(['one', 'two', undefined]);
      for (const sha256 of ['x', 'y']) {
        await state.write((tx) => tx.blobs.release(sha256));
        expect(await piece(sha256, 0)).toBeDefined();
        await state.write((tx) => tx.blobs.release(sha256));
        expect(await piece(sha256, 0)).toBeUndefined();
      }
    });
  });

  describe('tombstones', () => {
    const tombstone = (mid: number, itemId: number, deletedAt: number): TombstoneRow => ({
      mid,
      itemId,
      folderId: 1,
      mountId: 1,
      fingerprint: 'f',
      stableId: mid === 3 ? 's' : null,
      storedSize: 1,
      received: 0,
      deletedAt,
      cn: mid,
    });

    it('are matched by fingerprint or id of the server, oldest first, until they are taken', async () => {
      await state.write((tx) => tx.tombstones.insert([tombstone(1, 1, 0), tombstone(2, 2, 0), tombstone(3, 3, 0)]));
      const match = (fingerprints: string[], stableIds: string[]) =>
        state.read(async (tx) => (await tx.tombstones.match(1, { fingerprints, stableIds })).map(({ mid }) => mid));
      expect(await match(['f'], ['s'])).toEqual([1, 2, 3]);
      expect(await match([], ['s'])).toEqual([3]);
      await state.write((tx) => tx.tombstones.take([1, 3]));
      expect(await match(['f'], ['s'])).toEqual([2]);
    });

    it('that are old go with their item, overlay and kept original; not an item that lives or may come back', async () => {
      await state.write(async (tx) => {
        await tx.contents.insert([row(1), row(2), row(3)]);
        await tx.contents.deleteMemberships([1, 3]);
        await tx.tombstones.insert([
          tombstone(1, 1, 100),
          tombstone(12, 2, 100),
          tombstone(13, 3, 100),
          tombstone(3, 3, 900),
        ]);
        for (const itemId of [1, 2, 3])
          await tx.overlay.put([
            { itemId, property: 'PidTagSubject', op: 'set', value: '"x"', type: null, overSha256: null },
          ]);
        await tx.blobs.append('u', 0, Buffer.from('original'));
        await tx.blobs.finish('u', 'original', 8);
        const residue = {
          contentRevision: 'c',
          storedSha256: 's',
          originalSha256: 'original',
          originalSize: 8,
          data: new Uint8Array(0),
        };
        await tx.residues.put([{ ...residue, mid: 1, mode: 'blob' }]);
        expect(await tx.tombstones.purge(500)).toBe(3);
      });
      const left = await state.read((tx) => Promise.all([1, 2, 3].map((itemId) => tx.overlay.ofItem(itemId))));
      expect(left.map((entries) => entries.length)).toEqual([0, 1, 1]);
      expect(await state.read((tx) => tx.blobs.usedBytes())).toBe(0);
      expect(await state.read((tx) => tx.residues.ofMids([1]))).toEqual([]);
      // The third comes back: its item row must still be there.
      await state.write((tx) => tx.contents.insertMembership({ ...row(30).membership, itemId: 3 }));
      expect((await state.read((tx) => tx.contents.byMids([30])))[0]?.fingerprint).toBe('f3');
    });
  });

  describe('search folders', () => {
    const search = { folderId: 50, criteria: '{}', scope: '1', filledTo: '', cn: 0, stopped: 0 };

    it('keep what they found, wherever it lies, and page through it like a folder', async () => {
      await state.write(async (tx) => {
        await tx.contents.insert([1, 2, 3, 4].map((number) => row(number, { subject: `s${number}` })));
        await tx.searches.insert(search);
        await tx.searches.addHits(50, [1, 3, 3, 4, 99]);
        await tx.searches.addHits(50, [3]);
        await tx.searches.update(50, { filledTo: null, cn: 7 });
      });
      const mids = async (after?: { readonly value: number; readonly mid: number }) =>
        (
          await state.read((tx) =>
            tx.contents.page({
              folderId: 50,
              found: true,
              sort: 'mid',
              descending: false,
              limit: 2,
              ...(after && { after }),
            }),
          )
        ).map(({ mid }) => mid);
      expect([await mids(), await mids({ value: 3, mid: 3 })]).toEqual([[1, 3], [4]]);
      expect(await state.read((tx) => tx.searches.count(50))).toMatchObject({ items: 3, unseen: 3 });
      await state.write((tx) => tx.searches.removeHits(50, [1, 2]));
      expect(await mids()).toEqual([3, 4]);
      await state.write((tx) => tx.searches.removeHitsOutside(50, [12345]));
      expect(await mids()).toEqual([]);
      expect(await state.read((tx) => tx.searches.all())).toEqual([{ ...search, filledTo: null, cn: 7 }]);
      await state.write((tx) => tx.searches.delete(50));
      expect(await state.read((tx) => tx.searches.get(50))).toBeUndefined();
    });
  });

  describe('the journal', () => {
    it('is read in the order of change numbers, a page at a time', async () => {
      const entry = { folderId: 1, itemId: 1, mid: 1, change: 'updated', otherFolderId: null, at: 0 } as const;
      await state.write(async (tx) => {
        const first = await tx.take('cn', 1_500);
        await tx.journal.append(Array.from({ length: 1_500 }, (_, index) => ({ ...entry, cn: first + 1_499 - index })));
      });
      const page = await state.read((tx) => tx.journal.since({ cn: 1_000, limit: 400 }));
      expect(page.map(({ cn }) => cn)).toEqual(Array.from({ length: 400 }, (_, index) => 1_001 + index));
      expect(await state.read((tx) => tx.journal.last())).toBe(1_500);
    });
  });
});

describe('a state of schema 0', () => {
  it('is brought up to date, and keeps what it has', async () => {
    const folder = await temporaryFolder();
    const file = join(folder.path, 'state.sqlite');
    const old = new DatabaseSync(file);
    old.exec(
      "create table meta (key varchar(64) primary key, value text not null); insert into meta values ('replica', 'kept')",
    );
    old.close();
    await using opened = await openSqliteState({ file });
    expect(await opened.read((tx) => tx.meta.get('replica'))).toBe('kept');
    expect(Number(await opened.read((tx) => tx.meta.get('schema')))).toBeGreaterThan(0);
    await opened.write((tx) => tx.contents.insert([row(1)]));
    await folder.remove();
  });

  it('is made by one of several programs that open a new file at once', async () => {
    const folder = await temporaryFolder();
    const file = join(folder.path, 'state.sqlite');
    const states = await Promise.all(Array.from({ length: 5 }, () => openSqliteState({ file })));
    const replicas = await Promise.all(states.map((each) => each.read((tx) => tx.meta.get('replica'))));
    expect(new Set(replicas).size).toBe(1);
    for (const each of states) await each[Symbol.asyncDispose]();
    await folder.remove();
  });
});
