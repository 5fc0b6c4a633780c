import type { FolderChange, HierarchyElement, Store, SyncState } from '@mapistore/core';
import { xidOf } from '@mapistore/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Place, type Side, side } from '../memory.ts';
import { all } from '../support.ts';
import { ClientReplica, version } from './support.ts';

let place: Place;
let a: Side;
let store: Store;
beforeEach(async () => {
  place = await Place.make();
  a = await side('aa');
  store = await place.mounted({ '/A': a });
});
afterEach(() => place[Symbol.asyncDispose]());

async function synchronised(state?: SyncState, path = '/A') {
  const download = store.replication.hierarchy(path, state === undefined ? {} : { state });
  const elements: HierarchyElement[] = [];
  for await (const element of download) elements.push(element);
  const folders = elements.filter((element): element is FolderChange => element.kind === 'folder');
  const gone = elements.flatMap((element) => (element.kind === 'deletions' ? [...element.hard] : []));
  return { folders, gone, state: download.state, paths: folders.map((folder) => folder.path) };
}

describe('a hierarchy synchronisation', () => {
  it('tells each folder below once, parents first, and then nothing [MS-OXCFXICS_R1128 R1129 R2042]', async () => {
    for (const path of ['/A/x', '/A/x/y', '/A/x/y/z', '/A/b']) await store.folders.create(path);
    const told = await synchronised();
    expect(told.paths).toEqual(['/A/b', '/A/x', '/A/x/y', '/A/x/y/z']);
    expect(told.folders.map(({ parent }) => parent)).toEqual([
      undefined,
      undefined,
      told.folders[1]?.gid,
      told.folders[2]?.gid,
    ]);
    expect((await synchronised(told.state)).folders).toEqual([]);
    await store.folders.rename('/A/x/y', 'renamed');
    const again = await synchronised(told.state);
    expect([again.paths, again.gone]).toEqual([['/A/x/renamed'], []]);
    expect(again.folders[0]?.gid).toEqual(told.folders[2]?.gid);
  });

  it('has a state without hidden messages and read states [MS-OXCFXICS_R1209 R1211]', async () => {
    await store.folders.create('/A/x');
    expect(Object.keys((await synchronised()).state)).toEqual(['idsetGiven', 'cnsetSeen']);
  });

  it('tells deleted folders once, and as nothing else [MS-OXCFXICS_R2046 R1333 R1337002]', async () => {
    await store.folders.create('/A/x');
    await store.folders.create('/A/x/y');
    const told = await synchronised();
    await store.folders.remove('/A/x', { recursive: true });
    const download = store.replication.hierarchy('/A', { state: told.state });
    const elements: HierarchyElement[] = [];
    for await (const element of download) elements.push(element);
    expect(elements.map((element) => Object.keys(element))).toEqual([['kind', 'hard']]);
    expect((await synchronised(told.state)).gone).toEqual(told.folders.map(({ gid }) => gid));
    expect((await synchronised(download.state)).gone).toEqual([]);
  });

  it('goes on where it was broken off', async () => {
    for (const path of ['/A/x', '/A/y', '/A/z']) await store.folders.create(path);
    const download = store.replication.hierarchy('/A');
    for await (const element of download) if (element.kind === 'folder' && element.name === 'y') break;
    expect((await synchronised(download.state)).paths).toEqual(['/A/y', '/A/z']);
  });
});

describe('a client', () => {
  it('makes folders with ids of its own, which it is not told again [MS-OXCFXICS_R816 R1890 R2235 R925]', async () => {
    const client = new ClientReplica('c');
    const { first } = await store.replication.reserveIds(2);
    const second = { ...first, counter: first.counter + 1 };
    const collector = store.replication.hierarchyCollector('/A', { state: (await synchronised()).state });
    await collector.importChange({ ...version(client, first), name: 'outer' });
    await collector.importChange({ ...version(client, second), name: 'inner', parent: xidOf(first) });
    const everything = await synchronised();
    expect(everything.folders.map(({ gid, path }) => [gid, path])).toEqual([
      [first, '/A/outer'],
      [second, '/A/outer/inner'],
    ]);
    expect((await synchronised(collector.state)).folders).toEqual([]);
    expect(new Set((await store.folders.list()).map(({ id }) => id)).size).toBe(4);
    // Ids of the folder itself, of what lies elsewhere, and of nobody.
    for (const counter of [1, 2, 99_999])
      await expect(
        collector.importChange({ ...version(client, { ...first, counter }), name: 'not reserved' }),
      ).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });

  it('is told that the folder around a new one is not there [MS-OXCFXICS_R2450]', async () => {
    const client = new ClientReplica('c');
    const { first, last } = await store.replication.reserveIds(2);
    const change = { ...version(client, first), name: 'orphan', parent: xidOf(last) };
    await expect(store.replication.hierarchyCollector('/A').importChange(change)).rejects.toMatchObject({
      code: 'NOT_FOUND',
      details: { context: { missing: 'parent' } },
    });
  });

  it('renames, moves and deletes folders; the later of two changes stays', async () => {
    const client = new ClientReplica('c');
    for (const path of ['/A/x', '/A/y']) await store.folders.create(path);
    const { folders, state } = await synchronised();
    const [x, y] = folders as [FolderChange, FolderChange];
    const collector = store.replication.hierarchyCollector('/A', { state });
    const moved = await collector.importChange({
      ...version(client, x.gid, x.predecessors),
      name: 'moved',
      parent: y.sourceKey,
    });
    expect(moved.outcome).toBe('changed');
    expect((await synchronised()).paths).toEqual(['/A/y', '/A/y/moved']);
    expect((await synchronised(collector.state)).folders).toEqual([]);
    // The store renames it, and so does a client that has not heard.
    await store.folders.rename('/A/y/moved', 'stores');
    for (const [modified, winner, path] of [
      [new Date(0), 'store', '/A/y/stores'],
      [new Date(Date.now() + 60_000), 'client', '/A/y/clients'],
    ] as const) {
      const change = { ...version(client, x.gid, x.predecessors, modified), name: 'clients', parent: y.sourceKey };
      expect(await collector.importChange(change)).toMatchObject({ outcome: 'conflict', winner });
      expect((await synchronised()).paths).toContain(path);
      // What became of a conflict is downloaded, and is a successor of both.
      const [told] = (await synchronised(collector.state)).folders;
      expect(told?.predecessors.compare(change.predecessors)).toBe('newer');
    }
    await collector.importDeletes([y.sourceKey, y.sourceKey]);
    expect((await synchronised()).paths).toEqual([]);
    expect((await all(store.check())).length).toBe(0);
  });
});
