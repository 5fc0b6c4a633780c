import { join } from 'node:path';
import type { Store } from '@mapistore/core';
import { type Radicale, startRadicale } from '@mapistore/services';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digest } from './corpus.ts';
import { type CorpusFile, type CorpusObject, corpusFiles, objectSources } from './corpus-objects.ts';
import { all, cat, storeIn, temporaryFolder } from './support.ts';

/** Radicale stores some forty objects a second: of a stream with hundreds of them the first ones, unless all are asked for. */
const MOST = process.env['MAPISTORE_TEST_FULL'] === undefined ? 3 : Number.POSITIVE_INFINITY;
const TIMEOUT_MS = process.env['MAPISTORE_TEST_FULL'] === undefined ? 240_000 : 1_800_000;

/**
 * Why a calendar or card cannot lie in a collection: it is broken or no item, it is of another kind than the collection, or
 * another one of its UID is there, of which the corpora have many.
 */
const REASONS: readonly (string | undefined)[] = ['INVALID_CONTENT', 'UNSUPPORTED', 'ALREADY_EXISTS'];

/** The part that a collection takes at least: of the calendars many are broken on purpose, or no items at all. */
const LEAST = { ics: 0.4, vcf: 0.9 };

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let radicale: Radicale;
let store: Store;

beforeAll(async () => {
  folder = await temporaryFolder();
  radicale = await startRadicale();
  store = await storeIn(folder.path);
  const dav = { secretRef: 'env:DAV_PASSWORD' };
  await store.mounts.add({ path: '/Files', uri: `file://${join(folder.path, 'files')}` });
  await store.mounts.add({ path: '/Calendars', uri: `caldav://alice@127.0.0.1:${radicale.port}/`, ...dav });
  await store.mounts.add({ path: '/Cards', uri: `carddav://alice@127.0.0.1:${radicale.port}/`, ...dav });
  await all(store.sync());
});
afterAll(async () => {
  await store[Symbol.asyncDispose]();
  await radicale.stop();
  await folder.remove();
});

describe.each([
  ['calendars', 'ics', '/Calendars/All'],
  ['contacts', 'vcf', '/Cards/All'],
] as const)('real %s', { timeout: TIMEOUT_MS }, (_, kind, path) => {
  let files: readonly CorpusFile[];
  let objects: readonly CorpusObject[];
  /** Ids of the items in the file mount, in the order of the objects. */
  let inFiles: readonly string[];

  beforeAll(async () => {
    files = await corpusFiles(kind, MOST);
    objects = files.flatMap((file) => file.objects);
    await store.folders.create(path);
  });

  /** Names of objects whose item does not give the bytes of the corpus. */
  const wrong = async (ids: readonly string[]): Promise<readonly string[]> => {
    const names: string[] = [];
    for (const [index, id] of ids.entries())
      if (digest(await cat(store, id)) !== objects[index]?.sha256) names.push(objects[index]?.name ?? id);
    return names;
  };

  it('are one object of the same bytes where a file holds one', () => {
    const single = files.filter(({ objects: found }) => found.length === 1 && found[0]?.alone === true);
    expect(single.length).toBeGreaterThan(0);
    for (const { name, bytes, objects: found } of single)
      expect([name, found[0]?.sha256]).toEqual([name, digest(bytes)]);
  });

  it('come out of a file mount as they went in, malformed ones too', async () => {
    const results = await all(store.import('/Files', objectSources(objects)));
    expect(results.filter(({ outcome }) => outcome !== 'imported')).toEqual([]);
    inFiles = results.map(({ id }) => id as string);
    expect(await wrong(inFiles)).toEqual([]);
  });

  it('come out of Radicale as they went in; what it refuses is kept with the reason', async () => {
    const results = await all(store.import(path, objectSources(objects)));
    const refused = results.filter(({ outcome }) => outcome !== 'imported' && outcome !== 'present');
    expect(refused.filter(({ outcome, error }) => outcome !== 'kept' || !REASONS.includes(error?.code))).toEqual([]);
    expect(results.filter(({ outcome }) => outcome === 'imported').length).toBeGreaterThan(
      objects.length * LEAST[kind],
    );
    const kept = results.flatMap(({ id }, index) =>
      id === undefined ? [] : [{ id, object: objects[index] as CorpusObject }],
    );
    for (const { id, object } of kept.filter((_, index) => results[index]?.outcome !== 'present'))
      expect([object.name, digest(await cat(store, id))]).toEqual([object.name, object.sha256]);
    expect(await all(store.check({ deep: true }))).toEqual([]);
    await all(store.remove(kept.map(({ id }) => id)));
  });

  it('go from files to Radicale and back without a byte lost, ids kept; what cannot go stays where it was', async () => {
    const moved = await all(store.move(inFiles, path));
    expect(moved.filter(({ outcome, error }) => outcome !== 'moved' && !REASONS.includes(error?.code))).toEqual([]);
    expect(moved.filter(({ outcome }) => outcome === 'moved').length).toBeGreaterThan(objects.length * LEAST[kind]);
    expect(await wrong(inFiles)).toEqual([]);
    const there = moved.flatMap(({ id, outcome }) => (outcome === 'moved' ? [id] : []));
    expect((await all(store.move(there, '/Files'))).filter(({ outcome }) => outcome !== 'moved')).toEqual([]);
    expect(await wrong(inFiles)).toEqual([]);
    expect((await store.folders.get(path)).items).toBe(0);
  });
});
