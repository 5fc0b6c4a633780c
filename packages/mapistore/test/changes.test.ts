import { type PropertyBag, tagged } from '@mapistore/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { edit, idsOf, Place, put, type Side, side } from './memory.ts';
import { all, mail, sources } from './support.ts';

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

async function imported(store: Awaited<ReturnType<Place['open']>>, path: string, ...subjects: string[]) {
  return (await all(store.import(path, sources(subjects.map((subject) => mail(subject)))))).map(
    ({ id }) => id as string,
  );
}

describe('what changed since a token', () => {
  it('takes the steps of an item together [MS-OXCFXICS_R2043 R2045]', async () => {
    const store = await place.mounted({ '/A': a, '/B': b });
    const [moved, back, gone, flagged] = (await imported(store, '/A', '1', '2', '3', '4')) as [
      string,
      string,
      string,
      string,
    ];
    const { token } = await store.changes('/');
    await all(store.move([moved], '/B'));
    await all(store.copy([moved], '/A'));
    await all(store.move([back], '/B'));
    await all(store.move([back], '/A'));
    await all(store.remove([gone]));
    await store.items.setFlags([flagged], { add: ['$seen'] });
    const [brief] = await imported(store, '/A', 'brief');
    await all(store.remove([brief as string]));
    const { changes } = await store.changes('/', token);
    expect(changes).toHaveLength(5);
    expect(changes).toEqual(
      expect.arrayContaining([
        { id: moved, change: 'moved', path: '/B', from: '/A' },
        { id: back, change: 'updated', path: '/A' },
        { id: gone, change: 'deleted', path: '/A' },
        { id: flagged, change: 'updated', path: '/A' },
      ]),
    );
  });

  it('tells a folder of what came in and went out, and not of what was there only between two looks', async () => {
    const store = await place.mounted({ '/A': a, '/B': b });
    const [out] = (await imported(store, '/A', 'out')) as [string];
    const [into, through, died] = (await imported(store, '/B', 'into', 'through', 'died')) as [string, string, string];
    const { token } = await store.changes('/A');
    await all(store.move([out], '/B'));
    await all(store.move([into, through, died], '/A'));
    await all(store.move([through], '/B'));
    await all(store.remove([died]));
    const [fleeting] = (await imported(store, '/A', 'fleeting')) as [string];
    await all(store.move([fleeting], '/B'));
    expect((await store.changes('/A', token)).changes).toEqual([
      { id: out, change: 'moved', path: '/B', from: '/A' },
      { id: into, change: 'moved', path: '/A', from: '/B' },
    ]);
  });

  it('tells of items whose folder is gone since, to whoever follows a folder above it', async () => {
    const store = await place.mounted({ '/A': a });
    await store.folders.create('/A/Sub');
    await store.folders.create('/A/Sub/Deep');
    const [removed] = (await imported(store, '/A/Sub/Deep', 'removed')) as [string];
    const tokens = [(await store.changes('/')).token, (await store.changes('/A')).token];
    await store.folders.remove('/A/Sub', { recursive: true });
    for (const [index, path] of ['/', '/A'].entries()) {
      const { changes } = await store.changes(path, tokens[index] as string);
      expect(changes.map(({ id, change }) => [id, change])).toEqual([[removed, 'deleted']]);
    }
  });

  it('tells of the items of a mount that was taken out', async () => {
    const store = await place.mounted({ '/A': a, '/B': b });
    const ids = await imported(store, '/B', 'x', 'y');
    const { token } = await store.changes('/');
    await store.mounts.remove('/B');
    expect((await store.changes('/', token)).changes.map(({ id, change }) => [id, change])).toEqual(
      ids.map((id) => [id, 'deleted']),
    );
  });

  it('without a token gives everything there is, and nothing twice with the token of that answer', async () => {
    const store = await place.mounted({ '/A': a, '/B': b });
    const ids = [...(await imported(store, '/A', 'x', 'y')), ...(await imported(store, '/B', 'z'))];
    const { changes, token } = await store.changes('/');
    expect(changes.map(({ id, change }) => [id, change])).toEqual(ids.map((id) => [id, 'created']));
    expect(await store.changes('/', token)).toEqual({ changes: [], token });
  });

  it('takes no token but its own', async () => {
    const store = await place.mounted({ '/A': a });
    const { token } = await store.changes('/');
    for (const wrong of ['', 'x', '1', `${token}0000000`.replace('.', ''), `${token} `])
      await expect(store.changes('/', wrong)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    const other = `${'0'.repeat(8)}.1`;
    await expect(store.changes('/', other)).rejects.toMatchObject({ code: 'SYNC_TOKEN_EXPIRED' });
    // Of a later time than the state knows: an older copy of the state was put back.
    await expect(store.changes('/', token.replace(/\d+$/u, '999999'))).rejects.toMatchObject({
      code: 'SYNC_TOKEN_EXPIRED',
    });
    await expect(store.changes('/Nowhere', token)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('no change', () => {
  it('is a flag set to what it is, by us or by others, or a synchronisation after our own writes', async () => {
    const store = await place.mounted({ '/A': a, '/B': b });
    const body = sources([mail('x')])[0]?.body as never;
    const [result] = await all(store.import('/A', [{ label: 'x', body, flags: ['$Seen', '$flagged', '$seen'] }]));
    const id = result?.id as string;
    const { token } = await store.changes('/');
    await store.items.setFlags([id], { add: ['$SEEN'], remove: ['$draft'] });
    const { items } = await a.outside.listItems({ signal, folder: '', limit: 9, detail: 'revision' });
    await a.outside.setFlags({ signal, folder: '', keys: [items[0]?.key as string], add: ['$seen'], remove: [] });
    await all(store.sync());
    expect((await store.changes('/', token)).changes).toEqual([]);
    expect((await store.items.get(id)).flags).toEqual(['$flagged', '$seen']);
  });
});

describe('ids', () => {
  it('of an item stay over any moves; MIDs and change numbers are never used again [MS-OXCFXICS_R1890001 R1892 R1897 R1898]', async () => {
    const store = await place.mounted({ '/A': a, '/B': b });
    await store.folders.create('/A/Sub');
    const [id] = (await imported(store, '/A', 'x')) as [string];
    const seen = { mid: new Set<unknown>(), cn: new Set<unknown>() };
    const look = async (): Promise<PropertyBag> => (await store.items.properties(id)).properties;
    let steps = 0;
    for (const to of ['/B', '/A', '/A/Sub', '/A', '/B', '/A/Sub']) {
      const bag = await look();
      seen.mid.add(bag.get('PidTagMid'));
      seen.cn.add(bag.get('PidTagChangeNumber'));
      steps++;
      expect(await all(store.move([id], to))).toEqual([{ id, outcome: 'moved' }]);
      expect((await store.items.get(id)).path).toBe(to);
    }
    expect([seen.mid.size, seen.cn.size]).toEqual([steps, steps]);
    await all(store.remove([id]));
    const [next] = (await imported(store, '/A', 'x')) as [string];
    const bag = (await store.items.properties(next)).properties;
    expect(seen.mid.has(bag.get('PidTagMid'))).toBe(false);
    expect(next).not.toBe(id);
    const parent = bag.get('PidTagParentSourceKey') as Uint8Array;
    const own = bag.get(tagged('PidTagSourceKey')) as Uint8Array;
    expect([parent.byteLength, own.byteLength]).toEqual([22, 22]);
    expect(Buffer.from(parent).subarray(0, 16)).toEqual(Buffer.from(own).subarray(0, 16));
  });

  it('stay when others move an item, also where they changed it on the way', async () => {
    const store = await place.mounted({ '/A': a });
    const sub = await a.outside.createFolder({ signal, parent: '', name: 'Sub' });
    const key = await put(a, mail('before'));
    await all(store.sync());
    const [id] = (await idsOf(store, '/A')) as [string];
    const { token } = await store.changes('/');
    await edit(a, key, mail('after'));
    await a.outside.moveItems({ signal, folder: '', keys: [key], to: sub.key });
    await all(store.sync());
    expect(await store.items.get(id)).toMatchObject({ path: '/A/Sub', subject: 'after' });
    expect((await store.changes('/', token)).changes).toEqual([{ id, change: 'moved', path: '/A/Sub', from: '/A' }]);
    expect(await all(store.check({ deep: true }))).toEqual([]);
  });
});
