import { MapistoreError } from '@mapistore/core';
import { openSqliteState } from '@mapistore/state-sql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Hooks, Place, type Side, side } from '../memory.ts';
import { all, mail } from '../support.ts';
import { addRules, rule, sourceOf, subjects } from './support.ts';

let place: Place;
let inbox: Side;
let archive: Side;
beforeEach(async () => {
  place = await Place.make();
  inbox = await side('inbox');
  archive = await side('archive');
});
afterEach(() => place[Symbol.asyncDispose]());

const open = (hooks?: Hooks) =>
  place.mounted({ '/Inbox': inbox, '/Archive': archive }, hooks === undefined ? {} : { hooks });
const toArchive = rule([{ type: 'move', to: '/Archive' }]);

describe('a delivery', () => {
  it('that is repeated delivers nothing twice, wherever rules put the message', async () => {
    const store = await open();
    await addRules(store, '/Inbox', toArchive);
    const bytes = mail('one');
    const [first] = await all(store.deliver('/Inbox', [sourceOf(bytes)]));
    const [again] = await all(store.deliver('/Inbox', [sourceOf(bytes)]));
    expect([first?.outcome, again?.outcome, again?.id]).toEqual(['delivered', 'present', first?.id]);
    expect(await subjects(store, '/Archive')).toEqual(['one']);
  });

  it('tells equal messages of one call apart, and those with ids of their own', async () => {
    const store = await open();
    const bytes = mail('one');
    const outcomes = async (...ids: readonly (string | undefined)[]) =>
      (
        await all(
          store.deliver(
            '/Inbox',
            ids.map((id) => sourceOf(bytes, id)),
          ),
        )
      ).map(({ outcome }) => outcome);
    expect(await outcomes(undefined, undefined)).toEqual(['delivered', 'delivered']);
    expect(await outcomes(undefined, undefined, undefined)).toEqual(['present', 'present', 'delivered']);
    expect(await outcomes('queue 1', 'queue 2')).toEqual(['delivered', 'delivered']);
    expect(await outcomes('queue 2', 'queue 3')).toEqual(['present', 'delivered']);
    expect(await subjects(store, '/Inbox')).toHaveLength(6);
  });

  it('that fails does not keep others from being delivered', async () => {
    const store = await open();
    await addRules(store, '/Inbox', toArchive);
    const broken = { label: 'broken' };
    const results = await all(store.deliver('/Inbox', [broken, sourceOf(mail('two'))]));
    expect(results.map(({ outcome, error }) => [outcome, error?.code])).toEqual([
      ['failed', 'INVALID_ARGUMENT'],
      ['delivered', undefined],
    ]);
  });

  it('waits for a folder out of reach, and the message lies safe until then', async () => {
    const hooks = new Hooks();
    const store = await open(hooks);
    await addRules(store, '/Inbox', toArchive, rule([{ type: 'mark-read' }]));
    for (let time = 0; time < 4; time++)
      hooks.on('/Archive', 'createItem', 'before', () =>
        Promise.reject(new MapistoreError('UNAVAILABLE', 'The server cannot be reached.', { retry: 'exhausted' })),
      );
    const [result] = await all(store.deliver('/Inbox', [sourceOf(mail('one'))]));
    expect(result).toMatchObject({ outcome: 'delivered', path: '/Inbox', waiting: true });
    expect((await all(store.check())).map(({ kind, path }) => [kind, path])).toContainEqual(['unfinished', '/Inbox']);
    expect((await store.rules.list('/Inbox'))[0]?.state).toBe(1);
    // The faults are over after some calls.
    for (let time = 0; time < 4; time++) await all(store.sync());
    expect(await subjects(store, '/Archive')).toEqual(['one']);
    expect(await subjects(store, '/Inbox')).toEqual([]);
    expect(await all(store.check())).toEqual([]);
  });

  it('of one message by two programs at once is one delivery', async () => {
    const store = await open();
    await addRules(store, '/Inbox', rule([{ type: 'copy', to: '/Archive' }]));
    const other = await place.open([inbox, archive]);
    const source = sourceOf(mail('one'), 'queue 1');
    const results = await Promise.all(
      [store, other, store, other].map(async (each) => (await all(each.deliver('/Inbox', [source])))[0]),
    );
    const outcomes = results.map((result) => result?.error?.code ?? result?.outcome);
    expect(outcomes.filter((outcome) => outcome === 'delivered')).toHaveLength(1);
    for (const outcome of outcomes) expect(['delivered', 'present', 'BUSY']).toContain(outcome);
    expect([await subjects(store, '/Inbox'), await subjects(store, '/Archive')]).toEqual([['one'], ['one']]);
  });

  it('runs no rules for what an import or another program brings', async () => {
    const store = await open();
    await addRules(store, '/Inbox', toArchive);
    await all(store.import('/Inbox', [sourceOf(mail('imported'))]));
    expect(await subjects(store, '/Inbox')).toEqual(['imported']);
  });

  it('begun by who died is ended by the next one, with the plan that was made', async () => {
    const store = await open();
    await addRules(store, '/Inbox', toArchive);
    const [one] = await all(store.deliver('/Inbox', [sourceOf(mail('one'))]));
    await all(store.move([one?.id as string], '/Inbox'));
    const state = await openSqliteState({ file: `${place.path}/state.sqlite` });
    const folder = Number((await store.folders.get('/Archive')).id.slice(1));
    const ruleFolderId = Number((await store.folders.get('/Inbox')).id.slice(1));
    const origin = { ruleId: 1, ruleFolderId, action: 0, subject: 0 };
    await state.write(async (tx) => {
      const itemId = Number(one?.id?.slice(1));
      const plan = {
        subjects: [itemId],
        steps: [
          { ...origin, do: 'copy', folderId: folder, as: 1, done: true },
          { ...origin, do: 'mark-read', done: true },
          { ...origin, do: 'move', folderId: folder },
        ],
      };
      await tx.deliveries.insert({
        deliveryId: await tx.take('id', 1),
        folderId: ruleFolderId,
        mark: 'id of the dead',
        sessionId: 'dead',
        phase: 'acting',
        itemId,
        plan: JSON.stringify(plan),
        at: 1,
      });
    });
    await state[Symbol.asyncDispose]();
    await all(store.sync());
    expect(await subjects(store, '/Archive')).toEqual(['one']);
    expect((await all(store.items.list('/Archive')))[0]?.flags).toEqual([]);
  });
});
