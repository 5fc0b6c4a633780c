import { type Outgoing, RULE_STATES, type Store } from '@mapistore/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Shared, shared } from '../permissions/shared.ts';
import { all, mail } from '../support.ts';
import { addRules, bagOf, deferred, deliverOne, recipient, rule, sourceOf, subjects, textOf } from './support.ts';

let place: Shared;
let store: Store;
beforeEach(async () => {
  place = await shared('/Inbox');
  store = place.store;
  await store.owner.set({ name: 'Bob', address: 'bob@example.org' });
});
afterEach(() => place[Symbol.asyncDispose]());

const carol = { address: 'carol@example.net', name: 'Carol' } as const;
const ada = { address: 'Ada@example.org' } as const;

async function only(): Promise<Outgoing> {
  const [one, ...others] = await store.outgoing.list();
  expect(others).toEqual([]);
  return one as Outgoing;
}

/** A template with these words; gives its GUID. */
const template = (subject: string, ...addresses: readonly string[]): Promise<string> =>
  store.rules.templates.put('/Inbox', {
    properties: bagOf({ PidTagSubject: subject, PidTagBody: 'These are the words.' }),
    recipients: addresses.map(recipient),
  });

describe('a forward', () => {
  it('goes to its recipients, but not to who sent the message [MS-OXORULE_R537]', async () => {
    await addRules(
      store,
      '/Inbox',
      rule([{ type: 'forward', recipients: [ada, carol] }]),
      rule([{ type: 'forward', recipients: [ada] }]),
    );
    await deliverOne(store, '/Inbox', 'news');
    const sent = await only();
    expect(sent).toMatchObject({ kind: 'forward', recipients: [carol], sender: 'bob@example.org' });
    const text = await textOf(sent);
    expect(text).toContain('Subject: FW: news');
    expect(text).toContain('From: Bob <bob@example.org>');
    expect(text).toContain('Hello.');
    expect(text).toContain('Auto-Submitted: auto-forwarded');
    expect(await subjects(store, '/Inbox')).toEqual(['news']);
  });

  it('can preserve the sender, and says that it went by itself [MS-OXORULE_R275]', async () => {
    await addRules(store, '/Inbox', rule([{ type: 'forward', recipients: [carol], preserveSender: true }]));
    const bytes = mail('news');
    await all(store.deliver('/Inbox', [sourceOf(bytes)]));
    const sent = await only();
    expect(sent.kind).toBe('redirect');
    expect(sent.properties.get('PidTagAutoForwarded')).toBe(true);
    expect(sent.properties.get('PidTagSentRepresentingSmtpAddress')).toBe('ada@example.org');
    const text = await textOf(sent);
    expect(text).toContain('From: Ada <ada@example.org>');
    // Not a byte of it is another one.
    expect(text.endsWith(Buffer.from(bytes).toString('latin1'))).toBe(true);
  });

  it('can preserve the sender and leave everything as it is [MS-OXORULE_R276]', async () => {
    const actions = [{ type: 'forward', recipients: [carol], preserveSender: true, unchanged: true }] as const;
    await addRules(store, '/Inbox', rule(actions));
    const bytes = mail('news');
    await all(store.deliver('/Inbox', [sourceOf(bytes)]));
    const sent = await only();
    expect(await textOf(sent)).toBe(Buffer.from(bytes).toString('latin1'));
    expect(sent.properties.get('PidTagAutoForwarded')).toBe(true);
  });

  it('can put the message into an attachment [MS-OXORULE_R279]', async () => {
    await addRules(store, '/Inbox', rule([{ type: 'forward', recipients: [carol], asAttachment: true }]));
    await deliverOne(store, '/Inbox', 'news');
    const text = await textOf(await only());
    expect(text).toMatch(/Content-Type: multipart\/mixed/u);
    expect(text).toMatch(/Content-Type: message\/rfc822[\s\S]*From: Ada <ada@example.org>[\s\S]*Hello\./u);
  });

  it('is not made of what went through this store before', async () => {
    await addRules(store, '/Inbox', rule([{ type: 'forward', recipients: [carol] }]));
    await deliverOne(store, '/Inbox', 'news');
    const text = await textOf(await only());
    await all(store.deliver('/Inbox', [sourceOf(Buffer.from(text, 'latin1'))]));
    expect(await store.outgoing.list()).toHaveLength(1);
    expect(await subjects(store, '/Inbox')).toHaveLength(2);
  });

  it('is made once of one message, however often that comes', async () => {
    await addRules(store, '/Inbox', rule([{ type: 'forward', recipients: [carol], unchanged: true }]));
    for (const way of ['one', 'two', 'three'])
      await deliverOne(store, '/Inbox', 'news', { extra: `X-Way: ${way}\r\n` });
    expect(await subjects(store, '/Inbox')).toHaveLength(3);
    expect(await store.outgoing.list()).toHaveLength(1);
  });
});

describe('a delegation', () => {
  it('goes to its recipients [MS-OXORULE_R539]', async () => {
    await addRules(store, '/Inbox', rule([{ type: 'delegate', recipients: [carol] }]));
    await deliverOne(store, '/Inbox', 'meeting');
    expect(await only()).toMatchObject({ kind: 'delegate', recipients: [carol] });
    expect(await textOf(await only())).toContain('Subject: meeting');
  });

  it('says for whom it is, and that a rule did it [MS-OXORULE_R540 R541 R542 R543 R544 R545]', async () => {
    await addRules(store, '/Inbox', rule([{ type: 'delegate', recipients: [carol] }]));
    await deliverOne(store, '/Inbox', 'meeting');
    const { properties } = await only();
    expect(properties.get('PidTagReceivedRepresentingAddressType')).toBe('SMTP');
    expect(properties.get('PidTagReceivedRepresentingEmailAddress')).toBe('bob@example.org');
    expect(properties.get('PidTagReceivedRepresentingName')).toBe('Bob');
    const key = properties.get('PidTagReceivedRepresentingSearchKey') as Uint8Array;
    expect(Buffer.from(key).toString()).toBe('SMTP:BOB@EXAMPLE.ORG\0');
    const entryId = Buffer.from(properties.get('PidTagReceivedRepresentingEntryId') as Uint8Array);
    expect(entryId.subarray(4, 20).toString('hex')).toBe('812b1fa4bea310199d6e00dd010f5402');
    expect(entryId.subarray(24).toString('utf16le')).toBe('Bob\0SMTP\0bob@example.org\0');
    expect(properties.get('PidTagDelegatedByRule')).toBe(true);
  });
});

describe('a reply', () => {
  it.each([
    ['reply', 0],
    ['oof-reply', RULE_STATES.onlyWhenOutOfOffice],
  ] as const)(
    'as %s is made of the template of its GUID and of the message [MS-OXORULE_R253 R255 R309 R525 R922 R928 R952 R953]',
    async (type, state) => {
      await store.rules.setOutOfOffice(true);
      await template('Another one');
      const guid = await template('');
      await addRules(store, '/Inbox', rule([{ type, template: guid }], { state: RULE_STATES.enabled | state }));
      await deliverOne(store, '/Inbox', 'question');
      const sent = await only();
      expect(sent).toMatchObject({ kind: type, recipients: [{ address: 'ada@example.org' }], sender: '' });
      const text = await textOf(sent);
      for (const line of ['Subject: RE: question', 'These are the words.', 'In-Reply-To: <question@example.org>'])
        expect(text).toContain(line);
      expect(text).toContain('Auto-Submitted: auto-replied');
      expect(text).toContain('From: Bob <bob@example.org>');
    },
  );

  it('of an extended rule finds its template in the same way [MS-OXORULE_R1001 R1002]', async () => {
    const guid = await template('Out of office');
    await store.rules.setOutOfOffice(true);
    for (const type of ['reply', 'oof-reply'] as const)
      await addRules(store, '/Inbox', rule([{ type, template: guid }], { kind: 'extended' }));
    await deliverOne(store, '/Inbox', 'question');
    const sent = await store.outgoing.list();
    expect(sent.map(({ kind }) => kind)).toEqual(['reply', 'oof-reply']);
    for (const one of sent) expect(await textOf(one)).toContain('Subject: Out of office');
  });

  it('can go to the recipients of its template and not to the sender [MS-OXORULE_R288]', async () => {
    const guid = await template('For you', 'carol@example.net');
    await addRules(store, '/Inbox', rule([{ type: 'reply', template: guid, notToSender: true }]));
    await deliverOne(store, '/Inbox', 'question');
    expect((await only()).recipients.map(({ address }) => address)).toEqual(['carol@example.net']);
  });

  it('can have words of the store instead of those of its template', async () => {
    const guid = await template('Away');
    await addRules(store, '/Inbox', rule([{ type: 'reply', template: guid, storeText: true }]));
    await deliverOne(store, '/Inbox', 'question');
    const text = await textOf(await only());
    expect(text).toContain('Bob is not there');
    expect(text).not.toContain('These are the words.');
  });

  it('does not go where automatic replies are suppressed [MS-OXORULE_R526 R533]', async () => {
    const guid = await template('Away');
    await store.rules.setOutOfOffice(true);
    await addRules(
      store,
      '/Inbox',
      rule([{ type: 'reply', template: guid }]),
      rule([{ type: 'oof-reply', template: guid }]),
    );
    const kinds = async () => (await store.outgoing.list()).map(({ kind }) => kind);
    await deliverOne(store, '/Inbox', 'one', { extra: 'X-Auto-Response-Suppress: AutoReply, OOF\r\n' });
    expect(await kinds()).toEqual([]);
    await deliverOne(store, '/Inbox', 'two', { extra: 'X-Auto-Response-Suppress: AutoReply\r\n' });
    expect(await kinds()).toEqual(['oof-reply']);
    await deliverOne(store, '/Inbox', 'three', { extra: 'X-Auto-Response-Suppress: OOF\r\n' });
    expect(await kinds()).toEqual(['oof-reply', 'reply']);
  });

  it.each(['Auto-Submitted: auto-replied', 'Precedence: bulk', 'List-Id: <l.example.org>', 'Return-Path: <>'])(
    'does not answer a machine: %s',
    async (field) => {
      await addRules(store, '/Inbox', rule([{ type: 'reply', template: await template('Away') }]));
      await deliverOne(store, '/Inbox', 'news', { extra: `${field}\r\n` });
      expect(await store.outgoing.list()).toEqual([]);
    },
  );

  it('is not made where nobody knows in whose name, and the rule says so', async () => {
    await using other = await shared('/Inbox');
    const guid = await other.store.rules.templates.put('/Inbox', { properties: bagOf({}), recipients: [] });
    await addRules(other.store, '/Inbox', rule([{ type: 'reply', template: guid }]));
    expect((await deliverOne(other.store, '/Inbox', 'question')).outcome).toBe('delivered');
    expect(await other.store.outgoing.list()).toEqual([]);
    expect(await deferred(other.store, 'error')).toHaveLength(1);
  });
});

describe('whom a rule answered while its owner was out of office', () => {
  const state = RULE_STATES.onlyWhenOutOfOffice | RULE_STATES.keepHistory;

  it('is remembered, and not answered again [MS-OXORULE_R558 R583]', async () => {
    await addRules(store, '/Inbox', rule([{ type: 'oof-reply', template: await template('Away') }], { state }));
    await store.rules.setOutOfOffice(true);
    for (const subject of ['one', 'two', 'three']) await deliverOne(store, '/Inbox', subject);
    expect(await store.outgoing.list()).toHaveLength(1);
  });

  it('is answered again the next time', async () => {
    await addRules(store, '/Inbox', rule([{ type: 'oof-reply', template: await template('Away') }], { state }));
    await store.rules.setOutOfOffice(true);
    await deliverOne(store, '/Inbox', 'one');
    await store.rules.setOutOfOffice(false);
    await store.rules.setOutOfOffice(true);
    await deliverOne(store, '/Inbox', 'two');
    expect(await store.outgoing.list()).toHaveLength(2);
  });
});

describe('a message that a rule sends back', () => {
  it.each([
    ['too-large', 0xd, 'too large [MS-OXORULE_R260 R341]'],
    ['not-displayable', 0x1f, 'cannot be shown [MS-OXORULE_R342]'],
    ['denied', 0x26, 'delivery was denied [MS-OXORULE_R343]'],
  ] as const)('as %s (%i) says why, and does not stay: %s', async (code, number, why) => {
    await addRules(store, '/Inbox', rule([{ type: 'bounce', code }]));
    await deliverOne(store, '/Inbox', 'unwanted');
    const sent = await only();
    expect(sent).toMatchObject({ kind: 'bounce', recipients: [{ address: 'ada@example.org' }], sender: '' });
    expect(sent.properties.get('PidTagNonDeliveryReportStatusCode')).toBe(number);
    const text = await textOf(sent);
    expect(text).toContain(why.split(' [')[0]);
    expect(text).toContain('Content-Type: message/rfc822');
    expect(await subjects(store, '/Inbox')).toEqual([]);
  });

  it('stays where it came from a machine, who is not answered', async () => {
    await addRules(store, '/Inbox', rule([{ type: 'bounce', code: 'denied' }]));
    await deliverOne(store, '/Inbox', 'report', { extra: 'Auto-Submitted: auto-generated\r\n' });
    expect(await store.outgoing.list()).toEqual([]);
    expect(await subjects(store, '/Inbox')).toEqual(['report']);
  });
});

describe('the queue of what is to be sent', () => {
  beforeEach(async () => {
    await addRules(store, '/Inbox', rule([{ type: 'forward', recipients: [carol] }]));
    for (const subject of ['one', 'two', 'three']) await deliverOne(store, '/Inbox', subject);
  });

  it('gives the oldest first, each to one, and forgets what is said to be sent', async () => {
    const [first, second] = [await store.outgoing.take({ limit: 2 }), await store.outgoing.take({ limit: 2 })];
    expect([first.length, second.length]).toEqual([2, 1]);
    expect((await textOf(first[0] as Outgoing)).match(/Subject: FW: (\w+)/u)?.[1]).toBe('one');
    expect(await store.outgoing.take()).toEqual([]);
    await store.outgoing.ack(first.map(({ id }) => id));
    expect((await store.outgoing.list()).map(({ id, taken }) => [id, taken])).toEqual([[second[0]?.id, true]]);
  });

  it('has what was given back, and what nobody said anything about in time', async () => {
    const taken = await store.outgoing.take({ limit: 2, forMs: 1 });
    await new Promise((done) => setTimeout(done, 5));
    expect((await store.outgoing.take({ limit: 2 })).map(({ id }) => id)).toEqual(taken.map(({ id }) => id));
    await store.outgoing.release([taken[0]?.id as number]);
    expect((await store.outgoing.take({ limit: 1 })).map(({ id }) => id)).toEqual([taken[0]?.id]);
  });

  it('does not need the message any more', async () => {
    for await (const _ of store.remove((await all(store.items.list('/Inbox'))).map(({ id }) => id)));
    expect(await textOf((await store.outgoing.list())[0] as Outgoing)).toContain('Subject: FW: one');
  });
});
