import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { idsOf, lying, Place, put, type Side, side } from './memory.ts';
import { all, cat, mail, problemsOf, sources } from './support.ts';

const { signal } = new AbortController();
let place: Place;
let a: Side;
let b: Side;
beforeEach(async () => {
  place = await Place.make();
  a = await side('aa');
  b = await side('bb');
});
afterEach(() => place[Symbol.asyncDispose]());

async function paths(store: Awaited<ReturnType<Place['open']>>): Promise<readonly string[]> {
  return (await store.folders.list('/')).map(({ path }) => path);
}

describe('a mount inside of another', () => {
  it('hides the folder of its name in the one around it, and what is hidden is there again without it', async () => {
    const old = await a.outside.createFolder({ signal, parent: '', name: 'Old' });
    await a.outside.createFolder({ signal, parent: old.key, name: 'Deep' });
    await put(a, mail('hidden'), { folder: old.key });
    await put(b, mail('shown'));
    const store = await place.mounted({ '/Archive/Old': b, '/Archive': a });
    expect(await paths(store)).toEqual(['/', '/Archive', '/Archive/Old']);
    expect((await all(store.items.list('/Archive/Old'))).map(({ subject }) => subject)).toEqual(['shown']);
    expect((await store.folders.get('/Archive/Old')).mount?.path).toBe('/Archive/Old');
    expect(await all(store.check())).toEqual([]);
    await store.mounts.remove('/Archive/Old');
    await all(store.sync());
    expect(await paths(store)).toEqual(['/', '/Archive', '/Archive/Old', '/Archive/Old/Deep']);
    expect((await all(store.items.list('/Archive/Old'))).map(({ subject }) => subject)).toEqual(['hidden']);
    expect(await lying(b)).toEqual([Buffer.from(mail('shown')).toString()]);
  });

  it('is reached through a folder that turns up later in the mount around it', async () => {
    const store = await place.mounted({ '/Mail/Work/Notes': b, '/Mail': a });
    const work = await a.outside.createFolder({ signal, parent: '', name: 'Work' });
    await put(a, mail('in work'), { folder: work.key });
    await all(store.sync());
    expect(await paths(store)).toEqual(['/', '/Mail', '/Mail/Work', '/Mail/Work/Notes']);
    expect((await all(store.items.list('/Mail/Work'))).map(({ subject }) => subject)).toEqual(['in work']);
    expect((await store.folders.get('/Mail/Work/Notes')).isMountRoot).toBe(true);
  });

  it('stays in the tree when the folder it stands in is deleted by others', async () => {
    const work = await a.outside.createFolder({ signal, parent: '', name: 'Work' });
    const store = await place.mounted({ '/Mail': a, '/Mail/Work/Notes': b });
    const [{ id } = { id: '' }] = await all(store.import('/Mail/Work/Notes', sources([mail('kept')])));
    await a.outside.deleteFolder({ signal, folder: work.key });
    expect(problemsOf(await all(store.sync()))).toEqual([]);
    expect(await paths(store)).toEqual(['/', '/Mail', '/Mail/Work', '/Mail/Work/Notes']);
    expect((await store.items.get(id as string)).path).toBe('/Mail/Work/Notes');
    await store.mounts.remove('/Mail/Work/Notes');
    expect(await paths(store)).toEqual(['/', '/Mail']);
  });

  it('keeps the folder around it from being renamed or removed', async () => {
    await a.outside.createFolder({ signal, parent: '', name: 'Work' });
    const store = await place.mounted({ '/Mail': a, '/Mail/Work/Notes': b });
    await all(store.import('/Mail/Work/Notes', sources([mail('kept')])));
    await expect(store.folders.rename('/Mail/Work', 'Play')).rejects.toMatchObject({ code: 'UNSUPPORTED' });
    await expect(store.folders.remove('/Mail/Work', { recursive: true })).rejects.toMatchObject({ code: 'NOT_EMPTY' });
    await expect(all(store.remove(['/Mail/Work']))).rejects.toMatchObject({ code: 'NOT_EMPTY' });
    expect(await lying(b)).toHaveLength(1);
  });
});

describe('mounting', () => {
  it('at the top makes the backend’s root the root of the store', async () => {
    await put(a, mail('top'));
    await a.outside.createFolder({ signal, parent: '', name: 'Sub' });
    const store = await place.mounted({ '/': a, '/Sub2': b });
    expect(await paths(store)).toEqual(['/', '/Sub', '/Sub2']);
    expect((await all(store.items.list('/'))).map(({ subject }) => subject)).toEqual(['top']);
    await store.mounts.remove('/');
    expect(await paths(store)).toEqual(['/', '/Sub2']);
    expect(await lying(a)).toHaveLength(1);
  });

  it('at a path that is taken is ALREADY_EXISTS', async () => {
    await a.outside.createFolder({ signal, parent: '', name: 'Sub' });
    const store = await place.mounted({ '/Mail': a });
    const open = await place.open([a, b]);
    for (const path of ['/Mail', '/Mail/Sub', '//Mail/'])
      await expect(open.mounts.add({ path, uri: b.uri })).rejects.toMatchObject({ code: 'ALREADY_EXISTS' });
    expect(await store.mounts.list()).toHaveLength(1);
  });

  it('that fails leaves nothing behind, whatever failed', async () => {
    const store = await place.open([a]);
    for (const request of [
      { path: '/X', uri: 'gopher:x' },
      { path: '/X', uri: 'imap://bob@example.org/' },
      { path: '/X', uri: 'aa://bob:hunter2@x/' },
      { path: '/X', uri: a.uri, secretRef: 'hunter2' },
      { path: '/X', uri: a.uri, options: { pageSize: 'many' } },
      { path: 'X', uri: a.uri },
    ])
      await expect(store.mounts.add(request)).rejects.toMatchObject({
        code: expect.stringMatching(/UNKNOWN|INSTALLED|INVALID/u),
      });
    for (let call = 1; call <= 3; call++) a.faults.fail({ operation: 'listFolders', call });
    await expect(store.mounts.add({ path: '/X', uri: a.uri })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(await store.mounts.list()).toEqual([]);
    expect(await paths(store)).toEqual(['/']);
    await store.mounts.add({ path: '/X', uri: a.uri });
    expect(await paths(store)).toEqual(['/', '/X']);
  });

  it('of what is no mount cannot be taken back', async () => {
    const store = await place.mounted({ '/Mail': a });
    await expect(store.mounts.remove('/Elsewhere')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('removing folders', () => {
  it('refuses the root of a mount before anything in it is touched', async () => {
    const store = await place.mounted({ '/Mail': a });
    await all(store.import('/Mail', sources([mail('x'), mail('y')])));
    await expect(all(store.remove(['/Mail']))).rejects.toMatchObject({ code: 'UNSUPPORTED' });
    await expect(store.folders.remove('/Mail', { recursive: true })).rejects.toMatchObject({ code: 'UNSUPPORTED' });
    expect(await lying(a)).toHaveLength(2);
  });

  it('needs to be told to take what is in it [MS-OXCFOLD_R76 R82 R763]', async () => {
    const store = await place.mounted({ '/Mail': a });
    await store.folders.create('/Mail/Sub');
    await store.folders.create('/Mail/Sub/Deep');
    await all(store.import('/Mail/Sub/Deep', sources([mail('x')])));
    await expect(store.folders.remove('/Mail/Sub')).rejects.toMatchObject({ code: 'NOT_EMPTY' });
    await store.folders.remove('/Mail/Sub', { recursive: true });
    expect(await paths(store)).toEqual(['/', '/Mail']);
    expect([...a.data.folders.values()]).toHaveLength(1);
  });
});

describe('renaming and names', () => {
  it('keeps ids and items, also in the folders below', async () => {
    const store = await place.mounted({ '/Mail': await side('cc', { folderKeys: 'path' }) });
    await store.folders.create('/Mail/One');
    await store.folders.create('/Mail/One/Deep');
    const [{ id } = { id: '' }] = await all(store.import('/Mail/One/Deep', sources([mail('x')])));
    const before = (await store.folders.list('/Mail')).map((folder) => folder.id);
    await store.folders.rename('/Mail/One', '/Mail/Two %2F 100%25');
    await all(store.sync());
    expect((await store.folders.list('/Mail')).map((folder) => folder.id)).toEqual(before);
    expect((await store.items.get(id as string)).path).toBe('/Mail/Two %2F 100%25/Deep');
    expect(await all(store.check({ deep: true }))).toEqual([]);
  });

  it('change nothing for the next synchronisation where case does not count [MS-OXCFOLD_R480 R481 R493 R1065]', async () => {
    const store = await place.mounted({ '/Mail': await side('cc', { caseSensitiveNames: false }) });
    await store.folders.create('/Mail/One');
    await store.folders.rename('/Mail/One', 'Two');
    await expect(store.folders.create('/Mail/TWO')).rejects.toMatchObject({ code: 'ALREADY_EXISTS' });
    await store.folders.rename('/Mail/Two', 'TWO');
    expect(await paths(store)).toEqual(['/', '/Mail', '/Mail/TWO']);
  });

  it('a folder that others gave an odd name does not keep the mount from being synchronised', async () => {
    const odd = await a.outside.createFolder({ signal, parent: '', name: '..' });
    await a.outside.createFolder({ signal, parent: odd.key, name: 'a/b%' });
    await put(a, mail('x'), { folder: odd.key });
    const store = await place.mounted({ '/Mail': a });
    expect(await paths(store)).toEqual(['/', '/Mail', '/Mail/%2E%2E', '/Mail/%2E%2E/a%2Fb%25']);
    expect(await idsOf(store, '/Mail/%2E%2E')).toHaveLength(1);
  });
});

describe('copying and moving whole folders', () => {
  it('merges into a folder of that name and takes along what is below [MS-OXCFOLD_R170 R198 R210 R429 R605 R1122]', async () => {
    const store = await place.mounted({ '/A': a, '/B': b });
    for (const path of ['/A/One', '/A/One/Deep', '/B/One']) await store.folders.create(path);
    await all(store.import('/A/One', sources([mail('one')])));
    await all(store.import('/A/One/Deep', sources([mail('deep')])));
    await all(store.import('/B/One', sources([mail('there')])));
    const copied = await all(store.copy(['/A/One'], '/B'));
    expect(copied.map(({ outcome }) => outcome)).toEqual(['copied', 'copied']);
    const moved = await all(store.move(['/A/One'], '/B'));
    expect(moved.map(({ outcome }) => outcome)).toEqual(['moved', 'moved']);
    expect(await paths(store)).toEqual(['/', '/A', '/B', '/B/One', '/B/One/Deep']);
    const subjects = async (path: string) => (await all(store.items.list(path))).map(({ subject }) => subject).sort();
    expect(await subjects('/B/One')).toEqual(['one', 'one', 'there']);
    expect(await subjects('/B/One/Deep')).toEqual(['deep', 'deep']);
    expect(await cat(store, moved[1]?.id as string)).toEqual(mail('deep'));
    expect(await all(store.check({ deep: true }))).toEqual([]);
  });

  it('into itself or below is refused, and to where it is changes nothing', async () => {
    const store = await place.mounted({ '/A': a });
    await store.folders.create('/A/One');
    await store.folders.create('/A/One/Empty');
    await all(store.import('/A/One', sources([mail('one')])));
    for (const to of ['/A/One', '/A/One/Empty'])
      await expect(all(store.move(['/A/One'], to))).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await expect(all(store.copy(['/A/One'], '/A'))).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await expect(all(store.move(['/A/One', '/A/One/Empty'], '/A'))).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    expect(await paths(store)).toEqual(['/', '/A', '/A/One', '/A/One/Empty']);
    expect(await lying(a, (await a.outside.listFolders({ signal, limit: 9 })).folders[1]?.key)).toHaveLength(1);
  });

  it('looks up everything before it does anything', async () => {
    const store = await place.mounted({ '/A': a, '/B': b });
    const [{ id } = { id: '' }] = await all(store.import('/A', sources([mail('x')])));
    for (const wrong of ['m999999', '/Nowhere', 'nonsense'])
      await expect(all(store.move([id as string, wrong], '/B'))).rejects.toMatchObject({
        code: expect.stringMatching(/NOT_FOUND|INVALID/u),
      });
    await expect(all(store.move([id as string], '/'))).rejects.toMatchObject({ code: 'UNSUPPORTED' });
    expect(await lying(a)).toHaveLength(1);
  });
});
