import { RULE_STATES, type Store } from '@mapistore/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Shared, shared } from '../permissions/shared.ts';
import { all, cat, mail } from '../support.ts';
import { addRules, deliverOne, property, rule, sourceOf, subjects, when } from './support.ts';

let place: Shared;
let store: Store;
beforeEach(async () => {
  place = await shared('/Inbox', '/Archive');
  store = place.store;
  for (const name of ['A', 'B']) await store.folders.create(`/Inbox/${name}`);
});
afterEach(() => place[Symbol.asyncDispose]());

const everywhere = async (): Promise<readonly (readonly string[])[]> =>
  Promise.all(['/Inbox', '/Inbox/A', '/Inbox/B', '/Archive'].map((path) => subjects(store, path)));

describe('a rule', () => {
  it.each(['standard', 'extended'] as const)(
    'that is %s moves the message to a folder of the mailbox [MS-OXORULE_R247 R956 R968]',
    async (kind) => {
      await addRules(store, '/Inbox', rule([{ type: 'move', to: '/Inbox/A' }], { kind }));
      const { id, path, outcome } = await deliverOne(store, '/Inbox', 'moved');
      expect({ path, outcome }).toEqual({ path: '/Inbox/A', outcome: 'delivered' });
      expect(await everywhere()).toEqual([[], ['moved'], [], []]);
      expect((await store.items.get(id as string)).path).toBe('/Inbox/A');
    },
  );

  it.each(['standard', 'extended'] as const)(
    'that is %s copies the message to a folder of the mailbox [MS-OXORULE_R250 R957 R969]',
    async (kind) => {
      await addRules(store, '/Inbox', rule([{ type: 'copy', to: '/Inbox/A' }], { kind }));
      await deliverOne(store, '/Inbox', 'copied');
      expect(await everywhere()).toEqual([['copied'], ['copied'], [], []]);
    },
  );

  it('moves and copies to folders of other backends, with every byte', async () => {
    await addRules(
      store,
      '/Inbox',
      rule([{ type: 'copy', to: '/Archive' }], { condition: when('subject contains copy') }),
      rule([{ type: 'move', to: '/Archive' }], { condition: when('subject contains move') }),
    );
    const bytes = mail('move it', 'Grüße.\r\n');
    const [moved] = await all(store.deliver('/Inbox', [sourceOf(bytes)]));
    await deliverOne(store, '/Inbox', 'copy it');
    expect(await everywhere()).toEqual([['copy it'], [], [], ['move it', 'copy it']]);
    expect(await cat(store, moved?.id as string)).toEqual(Buffer.from(bytes));
  });

  it('that moves to several folders leaves one in each and none behind', async () => {
    await addRules(
      store,
      '/Inbox',
      rule([
        { type: 'move', to: '/Inbox/A' },
        { type: 'move', to: '/Inbox/B' },
      ]),
      rule([{ type: 'move', to: '/Inbox/A' }]),
    );
    await deliverOne(store, '/Inbox', 'one');
    expect(await everywhere()).toEqual([[], ['one'], ['one'], []]);
  });

  it('sets a property [MS-OXORULE_R266 R548]', async () => {
    await addRules(
      store,
      '/Inbox',
      rule([
        { type: 'tag', property: 'PidTagImportance', value: 2 },
        { type: 'tag', property: 'PS_PUBLIC_STRINGS#Keywords', value: ['red', 'blue'] },
        { type: 'tag', property: 'PidTagStartDate', value: new Date(5_000) },
      ]),
    );
    const { id } = await deliverOne(store, '/Inbox', 'tagged');
    expect(await property(store, id, 'PidTagImportance')).toBe(2);
    expect(await property(store, id, 'PS_PUBLIC_STRINGS#Keywords')).toEqual(['red', 'blue']);
    expect(await property(store, id, 'PidTagStartDate')).toEqual(new Date(5_000));
  });

  it('takes what it set along when the message is moved by another one', async () => {
    await addRules(
      store,
      '/Inbox',
      rule([{ type: 'move', to: '/Archive' }]),
      rule([{ type: 'tag', property: 'PidTagComment', value: 'kept' }, { type: 'mark-read' }]),
    );
    const { id, path } = await deliverOne(store, '/Inbox', 'tagged');
    expect(path).toBe('/Archive');
    expect(await property(store, id, 'PidTagComment')).toBe('kept');
    expect((await store.items.get(id as string)).flags).toContain('$seen');
  });

  it('marks the message as read [MS-OXORULE_R551 R902]', async () => {
    await addRules(store, '/Inbox', rule([{ type: 'mark-read' }]));
    const { id } = await deliverOne(store, '/Inbox', 'read');
    expect(Number(await property(store, id, 'PidTagMessageFlags')) & 1).toBe(1);
    expect((await store.folders.get('/Inbox')).unread).toBe(0);
  });

  it('deletes the message [MS-OXORULE_R549]', async () => {
    await addRules(store, '/Inbox', rule([{ type: 'delete' }]));
    const result = await deliverOne(store, '/Inbox', 'gone');
    expect(result).not.toHaveProperty('path');
    expect(result.outcome).toBe('delivered');
    expect(await everywhere()).toEqual([[], [], [], []]);
  });

  it('that deletes ends the ordinary rules, and not those for out of office [MS-OXORULE_R550]', async () => {
    await store.rules.setOutOfOffice(true);
    await addRules(
      store,
      '/Inbox',
      rule([{ type: 'copy', to: '/Archive' }]),
      rule([{ type: 'delete' }]),
      rule([{ type: 'copy', to: '/Inbox/A' }]),
      rule([{ type: 'copy', to: '/Inbox/B' }], { state: RULE_STATES.onlyWhenOutOfOffice }),
    );
    await deliverOne(store, '/Inbox', 'one');
    expect(await everywhere()).toEqual([[], [], ['one'], ['one']]);
  });

  it('that moves and deletes leaves a copy where it was to go', async () => {
    await addRules(store, '/Inbox', rule([{ type: 'move', to: '/Inbox/A' }]), rule([{ type: 'delete' }]));
    await deliverOne(store, '/Inbox', 'one');
    expect(await everywhere()).toEqual([[], ['one'], [], []]);
  });
});
