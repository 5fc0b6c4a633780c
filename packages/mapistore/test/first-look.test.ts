import { join } from 'node:path';
import { createMemoryDefinition } from '@mapistore/backend-memory';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { all, cat, mail, sources, storeIn, temporaryFolder } from './support.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder.remove());

describe('a store over a file system and a memory backend', () => {
  it('imports, lists, copies, moves and removes, and the bytes stay the same [MS-OXCFOLD_R10345 R14501 R98802]', async () => {
    await using store = await storeIn(folder.path, [createMemoryDefinition() as never]);
    await store.mounts.add({ path: '/Inbox', uri: `file://${join(folder.path, 'inbox')}` });
    await store.mounts.add({ path: '/Archive', uri: 'memory:archive' });
    await all(store.sync());
    const mails = [mail('one'), mail('two'), mail('two'), mail('three')];
    const imported = await all(store.import('/Inbox', sources(mails)));
    expect(imported.map(({ outcome }) => outcome)).toEqual(['imported', 'imported', 'imported', 'imported']);
    const again = await all(store.import('/Inbox', sources(mails)));
    expect(again.map(({ outcome }) => outcome)).toEqual(['present', 'present', 'present', 'present']);
    const { token } = await store.changes('/');
    const id = imported[0]?.id as string;
    expect(await all(store.move([id], '/Archive'))).toEqual([{ id, outcome: 'moved' }]);
    expect(await cat(store, id)).toEqual(mails[0]);
    const [copy] = await all(store.copy([id], '/Inbox'));
    expect(copy?.outcome).toBe('copied');
    expect(await cat(store, copy?.newId as string)).toEqual(mails[0]);
    expect(
      (await all(store.sync())).map((o) =>
        'sync' in o ? [o.sync.created, o.sync.deleted, o.sync.moved, o.sync.updated] : o.error,
      ),
    ).toEqual([
      [0, 0, 0, 0],
      [0, 0, 0, 0],
    ]);
    expect((await store.changes('/', token)).changes).toEqual([
      { id, change: 'moved', path: '/Archive', from: '/Inbox' },
      { id: copy?.newId, change: 'created', path: '/Inbox' },
    ]);
    expect(await all(store.check({ deep: true }))).toEqual([]);
    expect(await all(store.remove([id]))).toEqual([{ id, outcome: 'removed' }]);
    expect((await store.folders.list('/')).map(({ path, items }) => [path, items])).toEqual([
      ['/', 0],
      ['/Archive', 0],
      ['/Inbox', 4],
    ]);
  });
});
