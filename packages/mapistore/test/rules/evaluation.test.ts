import { RULE_STATES, type Store } from '@mapistore/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Shared, shared } from '../permissions/shared.ts';
import { all } from '../support.ts';
import { addRules, deliverOne, property, rule, subjects, when } from './support.ts';

let place: Shared;
let store: Store;
beforeEach(async () => {
  place = await shared('/Inbox', '/Archive');
  store = place.store;
  for (const name of ['A', 'B', 'C']) await store.folders.create(`/Inbox/${name}`);
});
afterEach(() => place[Symbol.asyncDispose]());

const { enabled, exitLevel, onlyWhenOutOfOffice: onlyAway } = RULE_STATES;
const comment = (value: string) => ({ type: 'tag', property: 'PidTagComment', value }) as const;
const note = (value: string) => ({ type: 'tag', property: 'PidTagStartDate', value: new Date(Number(value)) }) as const;
const copy = (name: string) => ({ type: 'copy', to: `/Inbox/${name}` }) as const;

/** What lies in the three folders: which rules had their way. */
async function copies(): Promise<string> {
  const held = await Promise.all(['A', 'B', 'C'].map(async (name) => [name, await subjects(store, `/Inbox/${name}`)]));
  return held.flatMap(([name, found]) => (found?.length === 0 ? [] : [name])).join('');
}

describe('rules', () => {
  it('are evaluated in the order of their sequence [MS-OXORULE_R514]', async () => {
    await addRules(
      store,
      '/Inbox',
      rule([comment('last')], { sequence: 30 }),
      rule([comment('first')], { sequence: 10 }),
      // Each sees what those before have done.
      rule([note('1000')], { sequence: 20, condition: comparison('PidTagComment', 'first') }),
      rule([copy('A')], { sequence: 40, condition: comparison('PidTagComment', 'last') }),
    );
    const { id } = await deliverOne(store, '/Inbox', 'order');
    expect(await property(store, id, 'PidTagComment')).toBe('last');
    expect(await property(store, id, 'PidTagStartDate')).toEqual(new Date(1000));
    expect(await copies()).toBe('A');
  });

  it('that are not enabled are skipped [MS-OXORULE_R63 R516]', async () => {
    await addRules(store, '/Inbox', rule([copy('A')], { state: 0 }), rule([copy('B')], { state: enabled }));
    await deliverOne(store, '/Inbox', 'one');
    expect(await copies()).toBe('B');
  });

  it('have their actions done where the message meets their condition, and only there [MS-OXORULE_R931]', async () => {
    await addRules(
      store,
      '/Inbox',
      rule([copy('A')], { condition: when('subject contains "offer" and from contains ada') }),
      rule([copy('B')], { condition: when('subject contains "bill"') }),
    );
    await deliverOne(store, '/Inbox', 'An OFFER');
    expect(await copies()).toBe('A');
  });

  it('may ask for properties that no list shows', async () => {
    await addRules(store, '/Inbox', rule([copy('A')], { condition: comparison('PidTagInternetMessageId', '<x@y>') }));
    await addRules(
      store,
      '/Inbox',
      rule([copy('B')], {
        condition: {
          type: 'content',
          property: 'PidTagBody',
          value: 'SECRET',
          fuzzy: { match: 'substring', ignoreCase: true },
        },
      }),
    );
    await deliverOne(store, '/Inbox', 'one', { body: 'A secret word.' });
    expect(await copies()).toBe('B');
  });

  it('end with one that has an exit level, where that matches [MS-OXORULE_R857]', async () => {
    await addRules(
      store,
      '/Inbox',
      rule([copy('A')], { state: enabled | exitLevel, condition: when('subject starts stop') }),
      rule([copy('B')]),
    );
    await deliverOne(store, '/Inbox', 'go on');
    expect(await copies()).toBe('B');
    await deliverOne(store, '/Inbox', 'stop here');
    expect(await subjects(store, '/Inbox/A')).toEqual(['stop here']);
    expect(await subjects(store, '/Inbox/B')).toEqual(['go on']);
  });
});

describe('rules for out of office', () => {
  it('are evaluated only then [MS-OXORULE_R67 R517 R553 R582 R584]', async () => {
    await addRules(store, '/Inbox', rule([copy('A')], { state: onlyAway }));
    await deliverOne(store, '/Inbox', 'before');
    await store.rules.setOutOfOffice(true);
    expect(await store.rules.outOfOffice()).toBe(true);
    await deliverOne(store, '/Inbox', 'away');
    await store.rules.setOutOfOffice(false);
    await deliverOne(store, '/Inbox', 'back');
    expect(await subjects(store, '/Inbox/A')).toEqual(['away']);
  });

  it('go on behind one that ends the others [MS-OXORULE_R560 R807 R858]', async () => {
    await store.rules.setOutOfOffice(true);
    await addRules(
      store,
      '/Inbox',
      rule([], { state: enabled | exitLevel }),
      rule([copy('A')]),
      rule([copy('B')], { state: enabled | onlyAway | exitLevel }),
      rule([copy('C')], { state: enabled | onlyAway }),
    );
    await deliverOne(store, '/Inbox', 'one');
    expect(await copies()).toBe('BC');
  });

  it('do nothing where they do not match [MS-OXORULE_R559]', async () => {
    await store.rules.setOutOfOffice(true);
    await addRules(store, '/Inbox', rule([copy('A')], { state: onlyAway, condition: when('subject = other') }));
    const { id } = await deliverOne(store, '/Inbox', 'one');
    expect(await copies()).toBe('');
    expect((await store.items.get(id as string)).path).toBe('/Inbox');
  });
});

describe('the rules of folders that rules put messages into', () => {
  it('are evaluated for what comes there, copies and the message itself', async () => {
    await addRules(store, '/Inbox', rule([copy('A')]), rule([{ type: 'move', to: '/Archive' }]));
    await addRules(store, '/Inbox/A', rule([comment('seen in A')]));
    await addRules(store, '/Archive', rule([{ type: 'mark-read' }]));
    const { id, path } = await deliverOne(store, '/Inbox', 'one');
    expect(path).toBe('/Archive');
    expect((await store.items.get(id as string)).flags).toContain('$seen');
    const [copied] = await all(store.items.list('/Inbox/A'));
    expect(await property(store, copied?.id, 'PidTagComment')).toBe('seen in A');
    expect(copied?.flags).toEqual([]);
    expect(await property(store, id, 'PidTagComment')).toBeUndefined();
  });

  it('do not send a message in circles', async () => {
    await addRules(store, '/Inbox', rule([{ type: 'move', to: '/Archive' }]));
    await addRules(
      store,
      '/Archive',
      rule([
        { type: 'move', to: '/Inbox' },
        { type: 'copy', to: '/Archive' },
      ]),
    );
    await deliverOne(store, '/Inbox', 'one');
    expect([await subjects(store, '/Inbox'), await subjects(store, '/Archive')]).toEqual([[], ['one']]);
  });
});

function comparison(name: string, value: string) {
  return { type: 'property', property: name, op: '=', value } as const;
}
