import { PropertyBag, type Store } from '@mapistore/core';
import * as p from '@mapistore/core/properties';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { edit, Hooks, idsOf, lying, Place, put, type Side, side, subjectsOf } from '../memory.ts';
import { all } from '../support.ts';
import { recipient, reread, saved } from './support.ts';

let place: Place;
let a: Side;
let hooks: Hooks;
let store: Store;
beforeEach(async () => {
  place = await Place.make();
  hooks = new Hooks();
  a = await side('aa');
  store = await place.mounted({ '/A': a }, { hooks });
});
afterEach(() => place[Symbol.asyncDispose]());

const bag = (subject: string): PropertyBag =>
  new PropertyBag().set(p.PidTagSubject, subject).set(p.PidTagIconIndex, 7).set(p.PidTagBody, 'body');

describe('a new message whose save dies', () => {
  it('before the backend stored it is nowhere, and can be saved again', async () => {
    await using message = await store.messages.create('/A');
    await message.set(bag('x'));
    hooks.on('/A', 'createItem', 'before', async () => {
      throw new Error('killed');
    });
    await expect(message.saveChanges({ signal: AbortSignal.timeout(60_000) })).resolves.toBeUndefined();
    expect(await subjectsOf(store, '/A')).toEqual(['x']);
  });

  it('after the backend stored it is ended by the next synchronisation, once, with all that its bytes do not say', async () => {
    await using message = await store.messages.create('/A');
    await message.set(bag('x'));
    message.recipients.modify([{ rowId: 3, properties: recipient('Ann').set(p.PidTagRecipientTrackStatus, 4) }]);
    const file = message.attachments.create();
    await file.set(
      new PropertyBag().set(p.PidTagAttachMethod, 6).set(p.PidTagAttachDataObject, new Uint8Array(500_000).fill(3)),
    );
    await file.saveChanges();
    const gone = new AbortController();
    hooks.on('/A', 'createItem', 'after', async () => gone.abort(new Error('killed')));
    await expect(message.saveChanges({ signal: gone.signal })).rejects.toThrow();
    expect(await lying(a)).toHaveLength(1);
    const next = await place.open([a]);
    await all(next.sync());
    const [id = ''] = await idsOf(next, '/A');
    expect(await idsOf(next, '/A')).toHaveLength(1);
    expect(await reread(next, id, p.PidTagSubject, p.PidTagIconIndex, p.PidTagSearchKey)).toEqual([
      'x',
      7,
      await message.get(p.PidTagSearchKey),
    ]);
    await using again = await next.messages.open(id);
    expect(again.recipients.list()).toMatchObject([{ rowId: 3 }]);
    expect(await again.attachments.open(0).get(p.PidTagAttachDataObject)).toEqual(new Uint8Array(500_000).fill(3));
    expect(await all(next.check({ deep: true }))).toEqual([]);
  });
});

describe('a change of a draft whose save dies', () => {
  it('before the backend took it leaves the message as it was, and the object as it is, by force too [MS-OXCMSG_R722]', async () => {
    await using message = await store.messages.create('/A');
    await message.set(bag('first'));
    const id = await saved(message);
    await message.set(p.PidTagSubject, 'second');
    const gone = new AbortController();
    hooks.on('/A', 'updateItem', 'before', async () => {
      gone.abort(new Error('killed'));
      throw new Error('killed');
    });
    await expect(message.saveChanges({ signal: gone.signal, force: true })).rejects.toThrow();
    expect(message.isWritable).toBe(true);
    expect(await reread(store, id, p.PidTagSubject, p.PidTagIconIndex)).toEqual(['first', 7]);
    expect([await message.get(p.PidTagSubject), message.isChanged]).toEqual(['second', true]);
    await message.saveChanges();
    expect(await reread(store, id, p.PidTagSubject, p.PidTagIconIndex)).toEqual(['second', 7]);
  });

  it('after the backend took it leaves one message that says what was saved', async () => {
    await using message = await store.messages.create('/A');
    await message.set(bag('first'));
    const id = await saved(message);
    await message.set(p.PidTagSubject, 'second');
    const gone = new AbortController();
    hooks.on('/A', 'updateItem', 'after', async () => {
      gone.abort(new Error('killed'));
      throw new Error('killed');
    });
    await expect(message.saveChanges({ signal: gone.signal })).rejects.toThrow();
    await all(store.sync());
    expect(await idsOf(store, '/A')).toEqual([id]);
    expect(await reread(store, id, p.PidTagSubject, p.PidTagIconIndex)).toEqual(['second', 7]);
    expect(await all(store.check({ deep: true }))).toEqual([]);
  });
});

it('a draft that another program wrote, or changed, is not written anew: its bytes stay', async () => {
  const theirs = Buffer.from('Subject: theirs\r\nX-Mine: 1\r\n\r\ntext\r\n');
  const key = await put(a, theirs, { flags: ['$draft'] });
  await all(store.sync());
  const [id = ''] = await idsOf(store, '/A');
  await using message = await store.messages.open(id);
  await message.set(p.PidTagSubject, 'mine');
  await message.saveChanges();
  expect([await lying(a), await reread(store, id, p.PidTagSubject)]).toEqual([[theirs.toString()], ['mine']]);
  await using own = await store.messages.create('/A');
  await own.set(bag('first'));
  const other = await saved(own);
  const changed = Buffer.from('Subject: changed\r\nX-Mine: 2\r\n\r\ntext\r\n');
  const { items } = await a.outside.listItems({
    signal: new AbortController().signal,
    folder: '',
    limit: 9,
    detail: 'revision',
  });
  await edit(a, items.find((one) => one.key !== key)?.key as string, changed);
  await all(store.sync());
  await own.set(p.PidTagIconIndex, 9);
  await expect(own.saveChanges()).rejects.toMatchObject({ code: 'CONFLICT' });
  await own.saveChanges({ force: true });
  expect((await lying(a)).at(-1)).toBe(changed.toString());
  expect(await reread(store, other, p.PidTagIconIndex)).toEqual([9]);
});
