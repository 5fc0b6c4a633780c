import { RULE_STATES, type Rule, ruleProperties, type Store } from '@mapistore/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { outcomeOf, type Shared, shared } from '../permissions/shared.ts';
import { addRules, bagOf, recipient, rule, when } from './support.ts';

let place: Shared;
let store: Store;
beforeEach(async () => {
  place = await shared('/Inbox');
  store = place.store;
  await store.folders.create('/Inbox/Work');
});
afterEach(() => place[Symbol.asyncDispose]());

const names = async (): Promise<readonly string[]> => (await store.rules.list('/Inbox')).map(({ name }) => name);
const read = [{ type: 'mark-read' }] as const;

describe('the rules of a folder', () => {
  it('are created, changed and deleted [MS-OXORULE_R14 R671]', async () => {
    const [one, two] = await addRules(store, '/Inbox', rule(read, { name: 'one' }), rule(read, { name: 'two' }));
    expect(await names()).toEqual(['one', 'two']);
    await store.rules.modify('/Inbox', [
      { change: 'modify', id: one as number, rule: { name: 'first' } },
      { change: 'remove', id: two as number },
      { change: 'add', rule: rule(read, { name: 'third' }) },
    ]);
    expect(await names()).toEqual(['first', 'third']);
  });

  it('are replaced as a whole where that is asked for [MS-OXORULE_R669]', async () => {
    await addRules(store, '/Inbox', rule(read, { name: 'one' }), rule(read, { name: 'two' }));
    await store.rules.replace('/Inbox', [rule(read, { name: 'only' })]);
    expect(await names()).toEqual(['only']);
  });

  it('are changed together or not at all', async () => {
    await addRules(store, '/Inbox', rule(read, { name: 'one' }));
    const changes = [
      { change: 'add', rule: rule(read, { name: 'two' }) },
      { change: 'remove', id: 99_999 },
    ] as const;
    expect(await outcomeOf(() => store.rules.modify('/Inbox', changes))).toBe('NOT_FOUND');
    expect(await names()).toEqual(['one']);
  });

  it('get an id each when they are added [MS-OXORULE_R597]', async () => {
    const ids = await addRules(store, '/Inbox', rule(read), rule(read));
    expect((await store.rules.list('/Inbox')).map(({ id }) => id)).toEqual(ids);
    expect(new Set(ids).size).toBe(2);
  });

  it('are kept with all that was said of them [MS-OXORULE_R96 R100 R778]', async () => {
    await addRules(store, '/Inbox', rule(read, { name: 'before' }));
    const whole = {
      name: 'whole',
      provider: 'RuleOrganizer',
      sequence: 77,
      state: RULE_STATES.enabled | RULE_STATES.exitLevel | RULE_STATES.skipIfSafe,
      level: 3,
      userFlags: 0x1234,
      providerData: Uint8Array.of(1, 0, 255),
      condition: when('size > 10k and not from contains "eve"'),
      actions: [
        { type: 'tag', property: 'PidTagImportance', value: 2, flags: 9 },
        { type: 'defer', data: Uint8Array.of(7, 8) },
      ],
    } as const;
    await addRules(store, '/Inbox', whole);
    const [before, after] = await store.rules.list('/Inbox');
    expect(before).toMatchObject({ name: 'before' });
    expect(after).toEqual({ id: expect.any(Number), kind: 'standard', isForClient: true, ...whole });
  });

  it('are not told about errors by who makes them', async () => {
    await addRules(store, '/Inbox', rule(read, { state: 0x1 | RULE_STATES.error | RULE_STATES.parseError }));
    expect((await store.rules.list('/Inbox'))[0]?.state).toBe(RULE_STATES.enabled);
  });

  it('name what cannot be meant', async () => {
    const add = (...actions: readonly unknown[]) => outcomeOf(() => addRules(store, '/Inbox', rule(actions as never)));
    expect(await add({ type: 'move', to: '/Nowhere' })).toBe('NOT_FOUND');
    expect(await add({ type: 'move', to: 'f99999' })).toBe('NOT_FOUND');
    for (const action of [
      { type: 'dance' },
      { type: 'forward', recipients: [] },
      { type: 'forward', recipients: [{ address: 'nobody' }] },
      { type: 'forward', recipients: [{ address: 'a@b' }], asAttachment: true, unchanged: true },
      { type: 'bounce', code: 'bored' },
      { type: 'tag', property: 'PidTagNothing', value: 1 },
      { type: 'reply', template: 'none', notToSender: true },
    ])
      expect([action, await add(action)]).toEqual([action, 'INVALID_ARGUMENT']);
    expect(await names()).toEqual([]);
  });

  it('go with their folder', async () => {
    await addRules(store, '/Inbox/Work', rule(read, { name: 'gone' }));
    await store.folders.remove('/Inbox/Work');
    await store.folders.create('/Inbox/Work');
    expect(await store.rules.list('/Inbox/Work')).toEqual([]);
  });

  it('follow a folder that is renamed', async () => {
    await addRules(store, '/Inbox', rule([{ type: 'move', to: '/Inbox/Work' }]));
    await store.folders.rename('/Inbox/Work', 'Done');
    const [kept] = await store.rules.list('/Inbox');
    expect(kept?.actions).toEqual([{ type: 'move', to: (await store.folders.get('/Inbox/Done')).id }]);
  });
});

describe('the rules table', () => {
  beforeEach(async () => {
    await addRules(
      store,
      '/Inbox',
      rule(read, { name: 'a', provider: 'P', sequence: 3 }),
      rule(read, { name: 'b', provider: 'Q', sequence: 1 }),
      rule(read, { name: 'hidden', kind: 'extended' }),
    );
  });
  const shown = async (request = {}): Promise<readonly unknown[]> =>
    (await store.rules.table('/Inbox', request)).map((row) => row.get('PidTagRuleName'));

  it('has every standard rule of the folder, one a row [MS-OXORULE_R121 R122 R123 R779]', async () => {
    expect(await shown()).toEqual(['b', 'a']);
    const [row] = await store.rules.table('/Inbox');
    expect(row?.get('PidTagRuleProvider')).toBe('Q');
    expect(row?.get('PidTagRuleSequence')).toBe(1);
    expect(row?.get('PidTagRuleState')).toBe(RULE_STATES.enabled);
    expect(typeof row?.get('PidTagRuleId')).toBe('bigint');
  });

  it('takes columns, conditions, an order and positions [MS-OXORULE_R612]', async () => {
    expect(await shown({ sort: 'PidTagRuleName' })).toEqual(['a', 'b']);
    expect(await shown({ sort: 'PidTagRuleName', descending: true, limit: 1 })).toEqual(['b']);
    expect(await shown({ offset: 1 })).toEqual(['a']);
    const where = { type: 'property', property: 'PidTagRuleProvider', op: '=', value: 'P' } as const;
    const [row, ...others] = await store.rules.table('/Inbox', { where, columns: ['PidTagRuleProvider'] });
    expect(others).toEqual([]);
    expect([...(row ?? [])].map(({ property }) => property.name)).toEqual(['PidTagRuleProvider']);
  });
});

describe('an extended rule', () => {
  it('has the name and the provider of its message [MS-OXORULE_R164 R184]', async () => {
    await addRules(store, '/Inbox', rule(read, { kind: 'extended', name: 'junk', provider: 'JunkEmailRule' }));
    const bag = ruleProperties((await store.rules.list('/Inbox'))[0] as Rule);
    expect(bag.get('PidTagRuleMessageName')).toBe('junk');
    expect(bag.get('PidTagRuleMessageProvider')).toBe('JunkEmailRule');
    expect(bag.has('PidTagRuleName')).toBe(false);
  });

  it('is refused with a condition beyond the limit, where there is one [MS-OXORULE_R1016]', async () => {
    const long = rule(read, { kind: 'extended', condition: when(`subject contains "${'x'.repeat(500)}"`) });
    await store.rules.setConditionLimit(300);
    expect(await outcomeOf(() => addRules(store, '/Inbox', long))).toBe('TOO_LARGE');
    await addRules(store, '/Inbox', { ...long, kind: 'standard' });
    await store.rules.setConditionLimit(undefined);
    await addRules(store, '/Inbox', long);
    expect(await store.rules.list('/Inbox')).toHaveLength(2);
  });
});

describe('a reply template', () => {
  const template = { properties: bagOf({ PidTagSubject: 'Away' }), recipients: [] };

  it('has a GUID, a new one or its own [MS-OXORULE_R727]', async () => {
    const guid = await store.rules.templates.put('/Inbox', template);
    const kept = (await store.rules.templates.get(guid)).properties.get('PidTagReplyTemplateId');
    expect(kept).toHaveLength(16);
    const again = await store.rules.templates.put('/Inbox', {
      ...template,
      properties: bagOf({ PidTagSubject: 'Back', PidTagReplyTemplateId: kept as Uint8Array }),
    });
    expect(again).toBe(guid);
    expect(await store.rules.templates.list('/Inbox')).toEqual([guid]);
    expect((await store.rules.templates.get(guid)).properties.get('PidTagSubject')).toBe('Back');
    await store.rules.templates.remove(guid);
    expect(await outcomeOf(() => store.rules.templates.get(guid))).toBe('NOT_FOUND');
  });

  it('names recipients where its reply does not go to the sender [MS-OXORULE_R663 R1020]', async () => {
    const bare = await store.rules.templates.put('/Inbox', template);
    const addressed = await store.rules.templates.put('/Inbox', { ...template, recipients: [recipient('a@b.c')] });
    for (const type of ['reply', 'oof-reply'] as const) {
      const add = (guid: string) =>
        outcomeOf(() => addRules(store, '/Inbox', rule([{ type, template: guid, notToSender: true }])));
      expect([await add(bare), await add(addressed)]).toEqual(['INVALID_ARGUMENT', 'ok']);
    }
  });
});
