import type { Store } from '@mapistore/core';
import * as p from '@mapistore/core/properties';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Hooks, idsOf, Place, put, type Side, side, subjectsOf } from '../memory.ts';
import { all, mail } from '../support.ts';

const { signal } = new AbortController();
let place: Place;
let a: Side;
let hooks: Hooks;
let store: Store;
beforeEach(async () => {
  place = await Place.make();
  hooks = new Hooks();
  a = await side('aa');
  const { key } = await a.outside.createFolder({ signal, parent: '', name: 'Work' });
  const sub = await a.outside.createFolder({ signal, parent: key, name: 'Deep' });
  await put(a, mail('one'), { folder: key });
  await put(a, mail('two'), { folder: key });
  await put(a, mail('deep'), { folder: sub.key });
  store = await place.mounted({ '/A': a, '/B': await side('bb', { accepts: ['message/rfc822'] }) }, { hooks });
});
afterEach(() => place[Symbol.asyncDispose]());

const outcomes = (results: readonly { outcome: string }[]): readonly string[] => results.map(({ outcome }) => outcome);
const tree = async (path: string): Promise<readonly unknown[]> =>
  (await store.folders.list(path)).map((folder) => [folder.path, folder.items]);

describe('messages of a folder', () => {
  it.each([
    ['copied', 2, '[MS-OXCFOLD_R159] [MS-OXCFOLD_R14501]'],
    ['moved', 0, '[MS-OXCFOLD_R160]'],
  ] as const)('are %s into another folder, and %i stay, with a result for each %s', async (outcome, left, _row) => {
    const ids = await idsOf(store, '/A/Work');
    const results = await all(outcome === 'copied' ? store.copy(ids, '/B') : store.move(ids, '/B'));
    expect(outcomes(results)).toEqual([outcome, outcome]);
    expect(await subjectsOf(store, '/B')).toEqual(['one', 'two']);
    expect(await idsOf(store, '/A/Work')).toHaveLength(left);
  });

  it('that cannot go stay, and the others go [MS-OXCFOLD_R586]', async () => {
    await using note = await store.messages.create('/A/Work', { messageClass: 'IPM.StickyNote' });
    await note.set(p.PidTagBody, 'note');
    await note.saveChanges();
    const results = await all(store.move(await idsOf(store, '/A/Work'), '/B'));
    expect(outcomes(results).toSorted()).toEqual(['failed', 'moved', 'moved']);
    expect(await idsOf(store, '/A/Work')).toEqual([note.id]);
  });

  it.each([
    [true, '[MS-OXCFOLD_R262] [MS-OXCFOLD_R1147] [MS-OXCFOLD_R98802]'],
    [false, ' [MS-OXCFOLD_R115602] [MS-OXCFOLD_R99402]'],
  ])('are deleted (softly: %s), with a result for each: what cannot be deleted stays %s', async (soft, _row) => {
    const ids = await idsOf(store, '/A/Work');
    hooks.on('/A', 'deleteItems', 'before', async () => {
      throw new Error('no');
    });
    hooks.on('/A', 'deleteItem', 'before', async () => {
      throw new Error('no');
    });
    const first = await all(store.remove(ids, { soft }));
    expect(outcomes(first)).toContain('failed');
    const left = await idsOf(store, '/A/Work');
    expect(left.length).toBe(outcomes(first).filter((outcome) => outcome === 'failed').length);
    const again = await all(store.remove(left, { soft }));
    expect(outcomes(again)).not.toContain('failed');
    expect(await all(store.recoverable.list('/A/Work'))).toHaveLength(soft ? 2 : 0);
  });
});

describe('a folder', () => {
  it('is copied with all messages and folders in it [MS-OXCFOLD_R198] [MS-OXCFOLD_R605] [MS-OXCFOLD_R1122] [MS-OXCFOLD_R210] [MS-OXCFOLD_R429] [MS-OXCFOLD_R19701]', async () => {
    expect(outcomes(await all(store.copy(['/A/Work'], '/B')))).toEqual(['copied', 'copied', 'copied']);
    expect(await tree('/B')).toEqual([
      ['/B', 0],
      ['/B/Work', 2],
      ['/B/Work/Deep', 1],
    ]);
    expect(await tree('/A/Work')).toEqual([
      ['/A/Work', 2],
      ['/A/Work/Deep', 1],
    ]);
  });

  it('is moved with all that is in it, under a new name too [MS-OXCFOLD_R170] [MS-OXCFOLD_R17101] [MS-OXCFOLD_R186]', async () => {
    const ids = await idsOf(store, '/A/Work');
    expect(outcomes(await all(store.move(['/A/Work'], '/B')))).toEqual(['moved', 'moved', 'moved']);
    expect(await tree('/A')).toEqual([['/A', 0]]);
    expect((await idsOf(store, '/B/Work')).toSorted()).toEqual([...ids].toSorted());
    await store.folders.rename('/B/Work', 'Done');
    expect(await tree('/B/Done')).toEqual([
      ['/B/Done', 2],
      ['/B/Done/Deep', 1],
    ]);
  });

  it('that is moved and cannot give all of it keeps the rest [MS-OXCFOLD_R1114]', async () => {
    await using note = await store.messages.create('/A/Work', { messageClass: 'IPM.StickyNote' });
    await note.set(p.PidTagBody, 'note');
    await note.saveChanges();
    expect(outcomes(await all(store.move(['/A/Work'], '/B')))).toContain('failed');
    expect(await tree('/A/Work')).toEqual([['/A/Work', 1]]);
  });

  it('that is not there is NOT_FOUND, and nothing is done [MS-OXCFOLD_R600] [MS-OXCFOLD_R612]', async () => {
    for (const act of [store.move, store.copy, store.remove])
      await expect(all(act(['/A/Nowhere', '/A/Work'], '/B' as never))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await tree('/A/Work')).toHaveLength(2);
  });

  it('is made with a comment, or the one that is there is taken as it is [MS-OXCFOLD_R3801] [MS-OXCFOLD_R43] [MS-OXCFOLD_R50] [MS-OXCFOLD_R51] [MS-OXCFOLD_R56] [MS-OXCFOLD_R478] [MS-OXCFOLD_R482] [MS-OXCFOLD_R483] [MS-OXCFOLD_R493]', async () => {
    const made = await store.folders.create('/A/New', { comment: 'why', openExisting: true });
    expect(await (await store.folders.open('/A/New')).get(p.PidTagComment)).toBe('why');
    expect(await store.folders.create('/A/New', { comment: 'other', openExisting: true })).toMatchObject({
      id: made.id,
    });
    expect(await (await store.folders.open('/A/New')).get(p.PidTagComment)).toBe('why');
    await expect(store.folders.create('/A/New')).rejects.toMatchObject({ code: 'ALREADY_EXISTS' });
    expect(await (await store.folders.open('/A/New')).get(p.PidTagCreationTime)).toBeInstanceOf(Date);
  });

  it('is deleted for good with all that is in it [MS-OXCFOLD_R764] [MS-OXCFOLD_R497] [MS-OXCFOLD_R94401]', async () => {
    expect(outcomes(await all(store.remove(['/A/Work'])))).toEqual(['removed', 'removed', 'removed']);
    expect([await tree('/A'), await all(store.recoverable.list())]).toEqual([[['/A', 0]], []]);
  });

  it('whose messages cannot all be deleted softly stays, with those [MS-OXCFOLD_R408]', async () => {
    hooks.on('/A', 'openBody', 'before', async () => {
      throw new Error('unreadable');
    });
    const results = await all(store.remove(['/A/Work'], { soft: true }));
    expect(outcomes(results).toSorted()).toEqual(['failed', 'removed', 'removed']);
    expect(await tree('/A/Work')).toEqual([
      ['/A/Work', 0],
      ['/A/Work/Deep', 1],
    ]);
  });
});
