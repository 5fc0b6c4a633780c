import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Archive } from '@mapistore/backend-compress/archive';
import type { Store } from '@mapistore/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RealItems } from './real-items.ts';
import { all, problemsOf, storeIn, temporaryFolder } from './support.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let store: Store;
let place: string;

beforeAll(async () => {
  folder = await temporaryFolder();
  place = join(folder.path, 'archive');
  store = await storeIn(folder.path);
  await store.mounts.add({ path: '/Files', uri: `file://${join(folder.path, 'files')}` });
  await store.mounts.add({ path: '/Archive', uri: `archive://${place}?indexFrom=100` });
  await all(store.sync());
});
afterAll(async () => {
  await store[Symbol.asyncDispose]();
  await folder.remove();
});

/** Works on the archive as the command does, beside the store that has it mounted. */
async function besides<T>(work: (archive: Archive) => Promise<T>): Promise<T> {
  const archive = await Archive.open({ folder: place, indexFrom: 100 });
  try {
    return await work(archive);
  } finally {
    await archive[Symbol.asyncDispose]();
  }
}

describe('real items of every kind', { timeout: 600_000 }, () => {
  const { signal } = new AbortController();
  let real: RealItems;
  let ids: readonly string[];
  beforeAll(async () => {
    real = await RealItems.read();
  });

  it('come out of the archive as they went in, broken ones too', async () => {
    const results = await all(store.import('/Archive', real.sources));
    expect(results.filter(({ outcome }) => outcome !== 'imported')).toEqual([]);
    ids = results.map(({ id }) => id as string);
    expect(await real.wrong(store, ids)).toEqual([]);
    expect(await all(store.check({ deep: true }))).toEqual([]);
  });

  it('go to files and back without a byte lost, ids kept', async () => {
    for (const to of ['/Files', '/Archive']) {
      expect((await all(store.move(ids, to))).filter(({ outcome }) => outcome !== 'moved')).toEqual([]);
      expect(await real.wrong(store, ids)).toEqual([]);
    }
    expect(problemsOf(await all(store.sync()))).toEqual([]);
    expect((await store.folders.get('/Archive')).items).toBe(ids.length);
  });

  it('are the same after a compaction beside the store, which costs no item its id', async () => {
    const { bytesBefore, bytesAfter } = await besides((archive) => archive.compact({ signal }));
    expect(bytesAfter).toBeLessThan(bytesBefore);
    expect(await real.wrong(store, ids)).toEqual([]);
    expect(problemsOf(await all(store.sync()))).toEqual([]);
    expect(await all(store.check({ deep: true }))).toEqual([]);
  });

  it('are the same when the index is lost, and after a repair', async () => {
    await store[Symbol.asyncDispose]();
    const index = readdirSync(place).filter((name) => name.startsWith('index'));
    expect(index).toContain('index.sqlite');
    for (const name of [...index, 'end']) rmSync(join(place, name), { force: true });
    await besides(async (archive) => expect((await archive.repair({ signal })).problems).toEqual([]));
    rmSync(join(place, 'manifest.json'));
    await besides(async (archive) => {
      expect((await archive.repair({ signal })).problems.map(({ kind }) => kind)).toEqual(['manifest']);
    });
    store = await storeIn(folder.path);
    expect(problemsOf(await all(store.sync()))).toEqual([]);
    expect(await real.wrong(store, ids)).toEqual([]);
    expect(await all(store.check({ deep: true }))).toEqual([]);
  });
});
