import { PropertyBag, type Store } from '@mapistore/core';
import * as p from '@mapistore/core/properties';
import { openSqliteState } from '@mapistore/state-sql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Hooks, idsOf, lying, Place, put, type Side, side, subjectsOf } from '../memory.ts';
import { all, cat, mail } from '../support.ts';
import { reread } from './support.ts';

let place: Place;
let a: Side;
let b: Side;
let hooks: Hooks;
let store: Store;
let now: Date;
let id: string;
beforeEach(async () => {
  place = await Place.make();
  hooks = new Hooks();
  now = new Date('2026-05-05T05:05:05Z');
  [a, b] = [await side('aa'), await side('bb')];
  await put(a, mail('one'), { flags: ['$seen', 'later'] });
  store = await place.mounted({ '/A': a, '/B': b }, { hooks, clock: () => now });
  [id = ''] = await idsOf(store, '/A');
});
afterEach(() => place[Symbol.asyncDispose]());

const deleted = async (path?: string): Promise<readonly string[]> =>
  (await all(store.recoverable.list(path))).map(({ subject }) => subject);
const soft = (...sources: readonly string[]) => all(store.remove(sources, { soft: true }));

describe('a soft-deleted message', () => {
  it('is in no folder and no backend, and can still be read [MS-OXCFOLD_R262] [MS-OXCFOLD_R665] [MS-OXCFOLD_R1017] [MS-OXCMSG_R326] [MS-OXCMSG_R335]', async () => {
    expect(await soft(id)).toEqual([{ id, outcome: 'removed' }]);
    expect([await idsOf(store, '/A'), await lying(a)]).toEqual([[], []]);
    expect(await all(store.recoverable.list('/A'))).toMatchObject([{ id, path: '/A', subject: 'one', deleted: now }]);
    expect(await deleted('/B')).toEqual([]);
    await expect(store.messages.open(id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await using message = await store.messages.open(id, { softDeleted: true });
    expect([await message.get(p.PidTagSubject), message.isWritable]).toEqual(['one', false]);
    expect(await all(store.sync())).toMatchObject([{ sync: { created: 0 } }, { sync: { created: 0 } }]);
    expect(await all(store.check({ deep: true }))).toEqual([]);
  });

  it('comes back as the same item with its bytes, properties and flags, under a new change number', async () => {
    await using message = await store.messages.open(id);
    await message.set(new PropertyBag().set(p.PidTagComment, 'mine').set(p.PidTagSubject, 'changed'));
    const attachment = message.attachments.create();
    await attachment.set(p.PidTagAttachDataBinary, new Uint8Array(300_000).fill(5));
    await attachment.saveChanges();
    await message.saveChanges();
    const before = await reread(store, id, p.PidTagSearchKey, p.PidTagComment, p.PidTagSubject);
    const [key, mid, changeKey] = await reread(store, id, p.PidTagSearchKey, p.PidTagMid, p.PidTagChangeKey);
    const token = (await store.changes('/')).token;
    await soft(id);
    expect(await all(store.restore([id]))).toEqual([{ id, outcome: 'restored' }]);
    expect(await store.items.get(id)).toMatchObject({ path: '/A', subject: 'changed', flags: ['$seen', 'later'] });
    expect(await reread(store, id, p.PidTagSearchKey, p.PidTagComment, p.PidTagSubject)).toEqual(before);
    expect((await cat(store, id)).toString()).toBe(Buffer.from(mail('one')).toString());
    const after = await reread(store, id, p.PidTagSearchKey, p.PidTagMid, p.PidTagChangeKey);
    expect([after[0], after[1] === mid, Buffer.compare(after[2] as Uint8Array, changeKey as Uint8Array) === 0]).toEqual(
      [key, false, false],
    );
    await using again = await store.messages.open(id);
    expect(await again.attachments.open(0).get(p.PidTagAttachSize)).toBe(300_000);
    expect((await store.changes('/', token)).changes).toHaveLength(1);
    expect([await deleted(), await lying(a)]).toEqual([[], [Buffer.from(mail('one')).toString()]]);
    expect(await all(store.check({ deep: true }))).toEqual([]);
  });

  it('is restored into another folder, of another backend too, and where its own is gone', async () => {
    await soft(id);
    expect(await all(store.restore([id], { to: '/B' }))).toMatchObject([{ outcome: 'restored' }]);
    expect([await subjectsOf(store, '/B'), (await lying(b)).length]).toEqual([['one'], 1]);
    await store.folders.create('/A/Old');
    await all(store.move([id], '/A/Old'));
    await soft('/A/Old');
    expect((await all(store.recoverable.list())).map(({ path }) => path)).toEqual(['']);
    expect(await all(store.restore([id]))).toMatchObject([{ outcome: 'failed', error: { code: 'NOT_FOUND' } }]);
    expect(await all(store.restore([id], { to: '/A' }))).toMatchObject([{ outcome: 'restored' }]);
    expect(await subjectsOf(store, '/A')).toEqual(['one']);
  });

  it('is restored once, and nothing that was not deleted is', async () => {
    expect(await all(store.restore([id, 'm999']))).toMatchObject([
      { outcome: 'failed', error: { code: 'NOT_FOUND' } },
      { outcome: 'failed', error: { code: 'NOT_FOUND' } },
    ]);
    await soft(id);
    await all(store.restore([id, id]));
    expect(await all(store.restore([id]))).toMatchObject([{ outcome: 'failed' }]);
    expect(await subjectsOf(store, '/A')).toEqual(['one']);
  });

  it('is deleted again and restored again', async () => {
    for (let turn = 0; turn < 3; turn++) {
      await soft(id);
      expect(await deleted()).toEqual(['one']);
      await all(store.restore([id]));
      expect([await deleted(), await idsOf(store, '/A')]).toEqual([[], [id]]);
    }
  });

  it('is gone for good when it is purged, or deleted for good at once [MS-OXCFOLD_R1156]', async () => {
    await soft(id);
    expect(await store.recoverable.purge([id, 'm999'])).toEqual([id]);
    expect([await deleted(), await all(store.restore([id]))]).toMatchObject([[], [{ outcome: 'failed' }]]);
    await put(a, mail('two'));
    await all(store.sync());
    const [two = ''] = await idsOf(store, '/A');
    await all(store.remove([two]));
    expect(await deleted()).toEqual([]);
  });

  it('is swept after as many days as the store keeps it, by a synchronisation too', async () => {
    await soft(id);
    now = new Date(now.getTime() + 29 * 86_400_000);
    expect([await store.recoverable.sweep(), await deleted()]).toEqual([0, ['one']]);
    now = new Date(now.getTime() + 2 * 86_400_000);
    await all(store.sync('/B'));
    expect(await deleted()).toEqual([]);
    expect(await store.recoverable.sweep()).toBe(0);
  });
});

describe('when something fails', () => {
  it('a state that lost the bytes of what it alone has is found out by check', async () => {
    await using hidden = await store.messages.create('/A', { associated: true });
    await hidden.saveChanges();
    await soft(id);
    expect(await all(store.check())).toEqual([]);
    const state = await openSqliteState({ file: `${place.path}/state.sqlite` });
    await state.write(async (tx) => {
      const [item] = await tx.recoverable.ofItems([Number(id.slice(1))]);
      const fai = await tx.associated.get(Number(hidden.id?.slice(1)));
      for (const { blob } of [item, fai] as readonly { readonly blob: string }[]) await tx.blobs.release(blob);
    });
    await state[Symbol.asyncDispose]();
    expect(await all(store.check())).toMatchObject([
      { kind: 'bytes', id, path: '/A' },
      { kind: 'bytes', id: hidden.id, path: '/A' },
    ]);
  });

  it('an item whose bytes cannot be read is not deleted softly', async () => {
    hooks.on('/A', 'openBody', 'before', async () => {
      throw Object.assign(new Error('gone'), { code: 'ECONNRESET' });
    });
    const [result] = await soft(id);
    expect(result).toMatchObject({ outcome: 'failed' });
    expect([await idsOf(store, '/A'), (await lying(a)).length, await deleted()]).toEqual([[id], 1, []]);
  });

  it('a deletion that the backend refuses leaves the item where it was, and no second copy', async () => {
    hooks.on('/A', 'deleteItem', 'before', async () => {
      throw new Error('no');
    });
    expect(await soft(id)).toMatchObject([{ outcome: 'failed' }]);
    expect([await idsOf(store, '/A'), await deleted()]).toEqual([[id], []]);
  });

  it('a program that dies right after the backend deleted leaves the item to be restored', async () => {
    const gone = new AbortController();
    hooks.on('/A', 'deleteItem', 'after', async () => {
      gone.abort(new Error('killed'));
      throw new Error('killed');
    });
    await expect(all(store.remove([id], { soft: true, signal: gone.signal }))).rejects.toThrow();
    expect(await lying(a)).toEqual([]);
    await all(store.sync());
    expect(await deleted()).toEqual(['one']);
    expect(await all(store.restore([id]))).toMatchObject([{ outcome: 'restored' }]);
    expect(await subjectsOf(store, '/A')).toEqual(['one']);
  });

  it('a restoration that dies after the backend stored it is ended by the next synchronisation, once', async () => {
    await soft(id);
    const gone = new AbortController();
    hooks.on('/A', 'createItem', 'after', async () => gone.abort(new Error('killed')));
    await expect(all(store.restore([id], { signal: gone.signal }))).rejects.toThrow();
    await all(store.sync());
    expect([await idsOf(store, '/A'), (await lying(a)).length, await deleted()]).toEqual([[id], 1, []]);
    expect(await all(store.check({ deep: true }))).toEqual([]);
  });
});
