import { type NewRule, RULE_STATES, type Store } from '@mapistore/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Shared, shared } from '../permissions/shared.ts';
import { addRules, deferred, deliverOne, property, rule, subjects, when } from './support.ts';

let place: Shared;
let store: Store;
beforeEach(async () => {
  place = await shared('/Inbox', '/Archive');
  store = place.store;
});
afterEach(() => place[Symbol.asyncDispose]());

const sound = Uint8Array.of(0xca, 0xfe);
const defer = { type: 'defer', data: sound } as const;
const hex = (value: unknown): string => Buffer.from(value as Uint8Array).toString('hex');
const counter = (number: number): string => number.toString(16).padStart(12, '0');
const numberOf = (id: string): number => Number(id.slice(1));

describe('the folder of deferred actions', () => {
  it('is there from the first day [MS-OXORULE_R508]', async () => {
    await using fresh = await shared();
    expect(await fresh.store.deferred.folder()).toMatch(/^f\d+$/u);
    expect(await fresh.store.deferred.list()).toEqual([]);
  });
});

describe('a rule with work for a client', () => {
  it('is a client rule [MS-OXORULE_R313]', async () => {
    await addRules(store, '/Inbox', rule([defer]), rule([{ type: 'mark-read' }]));
    expect((await store.rules.list('/Inbox')).map(({ isForClient }) => isForClient)).toEqual([true, false]);
  });

  it('leaves a deferred action message where it matches, and marks the message [MS-OXORULE_R257 R321 R426 R535 R536 R565 R567 R932]', async () => {
    await addRules(store, '/Inbox', rule([defer], { condition: when('subject contains ring') }));
    await deliverOne(store, '/Inbox', 'quiet');
    expect(await deferred(store, 'action')).toEqual([]);
    const { id } = await deliverOne(store, '/Inbox', 'ring it');
    const [action, ...others] = await deferred(store, 'action');
    expect(others).toEqual([]);
    expect(action?.item).toBe(id);
    // One action of type 5 with its data, and a length before it.
    expect(hex(action?.properties.get('PidTagClientActions'))).toBe('01000b00050000000000000000cafe');
    expect(await property(store, id, 'PidTagHasDeferredActionMessages')).toBe(true);
  });

  it('says of a message whether there is such work [MS-OXORULE_R564 R724 R886]', async () => {
    const plain = await deliverOne(store, '/Inbox', 'plain');
    expect(await property(store, plain.id, 'PidTagHasDeferredActionMessages')).toBe(false);
    await addRules(store, '/Inbox', rule([defer]));
    const { id } = await deliverOne(store, '/Inbox', 'with work');
    expect(await property(store, id, 'PidTagHasDeferredActionMessages')).toBe(true);
    await store.deferred.remove((await store.deferred.list()).map((each) => each.id));
    expect(await property(store, id, 'PidTagHasDeferredActionMessages')).toBe(false);
  });

  it('names message, rule, folder and provider in it [MS-OXORULE_R354 R359 R368 R740 R741 R808]', async () => {
    const [ruleId] = await addRules(store, '/Inbox', rule([defer], { provider: 'Outlook' }));
    const { id } = await deliverOne(store, '/Inbox', 'one');
    const [action] = await deferred(store, 'action');
    const bag = action?.properties;
    expect(bag?.get('PidTagMessageClass')).toBe('IPC.Microsoft Exchange 4.0.Deferred Action');
    expect(bag?.get('PidTagDamBackPatched')).toBe(false);
    expect(bag?.get('PidTagRuleProvider')).toBe('Outlook');
    const folder = numberOf((await store.folders.get('/Inbox')).id);
    const mid = (await property(store, id, 'PidTagSourceKey')) as Uint8Array;
    const message = hex(bag?.get('PidTagDamOriginalEntryId'));
    expect(message).toHaveLength(140);
    expect(message).toContain(counter(folder));
    expect(message).toContain(hex(mid));
    const ofFolder = hex(bag?.get('PidTagRuleFolderEntryId'));
    expect(ofFolder).toHaveLength(92);
    expect(ofFolder).toContain(counter(folder));
    // Replica id 1, then the counter.
    expect(hex(bag?.get('PidTagRuleIds'))).toBe(`0100${counter(ruleId as number)}`);
  });

  it('names the message where it lies in the end', async () => {
    await addRules(store, '/Inbox', rule([defer]), rule([{ type: 'move', to: '/Archive' }]));
    await deliverOne(store, '/Inbox', 'one');
    const [action] = await deferred(store, 'action');
    const archive = numberOf((await store.folders.get('/Archive')).id);
    expect(hex(action?.properties.get('PidTagDamOriginalEntryId'))).toContain(counter(archive));
    const inbox = numberOf((await store.folders.get('/Inbox')).id);
    expect(hex(action?.properties.get('PidTagRuleFolderEntryId'))).toContain(counter(inbox));
  });

  it('has its actions there as they were when it was made, or changed last [MS-OXORULE_R365 R883]', async () => {
    const [id] = await addRules(store, '/Inbox', rule([defer, { type: 'defer', data: Uint8Array.of(1) }]));
    await deliverOne(store, '/Inbox', 'one');
    const changed: NewRule = rule([{ type: 'defer', data: Uint8Array.of(2, 3), flags: 6 }]);
    await store.rules.modify('/Inbox', [{ change: 'modify', id: id as number, rule: changed }]);
    await deliverOne(store, '/Inbox', 'two');
    expect(
      (await deferred(store, 'action')).map(({ properties }) => hex(properties.get('PidTagClientActions'))),
    ).toEqual(['02000b00050000000000000000cafe0a0005000000000000000001', '01000b000500000000060000000203']);
  });

  it('shares a message with others of its provider, and not with those of another one [MS-OXORULE_R571]', async () => {
    await addRules(
      store,
      '/Inbox',
      rule([defer], { provider: 'One' }),
      rule([defer], { provider: 'Two' }),
      rule([defer], { provider: 'One' }),
    );
    await deliverOne(store, '/Inbox', 'one');
    const actions = await deferred(store, 'action');
    expect(actions.map(({ properties }) => properties.get('PidTagRuleProvider'))).toEqual(['One', 'Two']);
    expect(actions.map(({ properties }) => (properties.get('PidTagRuleIds') as Uint8Array).length)).toEqual([16, 8]);
  });

  it('is what a rule becomes that wants what the store cannot do [MS-OXORULE_R563]', async () => {
    const elsewhere = { store: Uint8Array.of(1, 2), folder: Uint8Array.of(3) } as const;
    await addRules(
      store,
      '/Inbox',
      rule([{ type: 'move', ...elsewhere }]),
      rule([{ type: 'forward', recipients: [{ address: 'a@b.c' }], asText: true }]),
    );
    await deliverOne(store, '/Inbox', 'one');
    const [action] = await deferred(store, 'action');
    expect(hex(action?.properties.get('PidTagClientActions'))).toMatch(/^0200110001(?:00){8}0002000102010003/u);
    expect(await subjects(store, '/Inbox')).toEqual(['one']);
    expect(await store.outgoing.list()).toEqual([]);
  });
});

describe('the entry id of a deferred action message', () => {
  it('is its own at first, and is replaced by that of the client [MS-OXORULE_R136 R355 R371 R427 R618 R619 R620]', async () => {
    await addRules(store, '/Inbox', rule([defer]));
    await deliverOne(store, '/Inbox', 'one');
    await deliverOne(store, '/Inbox', 'two');
    const [first] = await deferred(store, 'action');
    const own = first?.properties.get('PidTagDeferredActionMessageOriginalEntryId') as Uint8Array;
    expect(hex(own)).toContain(counter(numberOf(await store.deferred.folder())));
    expect(hex(own)).toContain(counter(first?.id as number));
    const clients = Uint8Array.of(9, 9, 9);
    expect(await store.deferred.update(own, clients)).toEqual([first?.id]);
    const [patched, other] = await deferred(store, 'action');
    expect(patched?.properties.get('PidTagDeferredActionMessageOriginalEntryId')).toEqual(clients);
    expect(patched?.properties.get('PidTagDamOriginalEntryId')).toEqual(clients);
    expect(patched?.properties.get('PidTagDamBackPatched')).toBe(true);
    expect(other?.properties.get('PidTagDamBackPatched')).toBe(false);
  });
});

describe('a rule that fails', () => {
  it('leaves an error message that names it and its action, and the mail arrives [MS-OXORULE_R387 R707 R709 R711 R717 R750 R810 R812 R903 R1009]', async () => {
    await store.folders.create('/Inbox/Gone');
    const actions = [{ type: 'mark-read' }, { type: 'move', to: '/Inbox/Gone' }] as const;
    const [ruleId] = await addRules(store, '/Inbox', rule(actions, { provider: 'Outlook' }));
    await store.folders.remove('/Inbox/Gone');
    const { id, path, outcome } = await deliverOne(store, '/Inbox', 'one');
    expect({ path, outcome }).toEqual({ path: '/Inbox', outcome: 'delivered' });
    const [error, ...others] = await deferred(store, 'error');
    expect(others).toEqual([]);
    expect(error?.item).toBe(id);
    const bag = error?.properties;
    expect(bag?.get('PidTagMessageClass')).toBe('IPC.Microsoft Exchange 4.0.Deferred Error');
    expect(bag?.get('PidTagRuleError')).toBe(6);
    // The second one, a move.
    expect(bag?.get('PidTagRuleActionNumber')).toBe(1);
    expect(bag?.get('PidTagRuleActionType')).toBe(1);
    expect(bag?.get('PidTagRuleProvider')).toBe('Outlook');
    expect(bag?.get('PidTagRuleId')).toBe((await store.rules.table('/Inbox'))[0]?.get('PidTagRuleId'));
    expect(hex(bag?.get('PidTagRuleFolderEntryId'))).toContain(
      counter(numberOf((await store.folders.get('/Inbox')).id)),
    );
    expect((await store.rules.list('/Inbox'))[0]).toMatchObject({
      id: ruleId,
      state: RULE_STATES.enabled | RULE_STATES.error,
    });
    // What came before it was done.
    expect((await store.items.get(id as string)).flags).toContain('$seen');
  });

  it('leaves one error message until it is changed [MS-OXORULE_R581]', async () => {
    const missing = '00000000-0000-4000-8000-000000000000';
    await store.owner.set({ name: 'Bob', address: 'bob@example.org' });
    const [id] = await addRules(store, '/Inbox', rule([{ type: 'reply', template: missing }]));
    for (const subject of ['one', 'two', 'three']) await deliverOne(store, '/Inbox', subject);
    expect((await deferred(store, 'error')).map(({ properties }) => properties.get('PidTagRuleError'))).toEqual([0xa]);
    await store.rules.modify('/Inbox', [{ change: 'modify', id: id as number, rule: {} }]);
    expect((await store.rules.list('/Inbox'))[0]?.state).toBe(RULE_STATES.enabled);
    await deliverOne(store, '/Inbox', 'four');
    expect(await deferred(store, 'error')).toHaveLength(2);
  });

  it('keeps no other rule from its work', async () => {
    const broken = { type: 'no such restriction' } as never;
    await addRules(
      store,
      '/Inbox',
      rule([{ type: 'delete' }], { condition: { type: 'and', of: broken } }),
      rule([{ type: 'move', to: '/Archive' }]),
    );
    expect((await deliverOne(store, '/Inbox', 'one')).path).toBe('/Archive');
    expect((await store.rules.list('/Inbox'))[0]?.state).toBe(
      RULE_STATES.enabled | RULE_STATES.error | RULE_STATES.parseError,
    );
    expect((await deferred(store, 'error')).map(({ properties }) => properties.get('PidTagRuleError'))).toEqual([4]);
  });

  it('does not lose a message that could not be put where it belongs and is to be deleted', async () => {
    await store.folders.create('/Inbox/Gone');
    await addRules(store, '/Inbox', rule([{ type: 'copy', to: '/Inbox/Gone' }]), rule([{ type: 'delete' }]));
    await store.folders.remove('/Inbox/Gone');
    await deliverOne(store, '/Inbox', 'one');
    expect(await subjects(store, '/Inbox')).toEqual(['one']);
  });
});
