import { PropertyBag, type RecipientChange, tagged } from '@mapistore/core';
import { describe, expect, it } from 'vitest';
import { readOneOff } from '../src/mapping/one-off.ts';
import { card, itemOf, parse, patch, render } from './corpus.ts';

const GROUP = card(
  '4.0',
  'KIND:group',
  'FN:The Doe family',
  'MEMBER:urn:uuid:03a0e51f-d1aa-4385-8a53-e29025acd8af',
  'item1.MEMBER;X-CN="Ann, of Example";PREF=2:mailto:ann@example.org',
  'item1.X-ABLabel:first',
  'X-OTHER:kept',
  'MEMBER:mailto:b%20b@example.org?subject=x',
);
const members = (value: unknown): unknown[] => (value as Uint8Array[]).map((entry) => readOneOff(entry));
const change = (address: string, name?: string): RecipientChange => {
  const set = new PropertyBag();
  if (name !== undefined) set.set(tagged('PidTagDisplayName'), name);
  return { address, set, remove: [] };
};

describe('a card of a group', () => {
  it('is a distribution list with its members as one-off entries', async () => {
    const { properties, recipients } = await parse(GROUP);
    expect(properties.get('PidTagMessageClass')).toBe('IPM.DistList');
    expect(properties.get('PidLidDistributionListName')).toBe('The Doe family');
    const expected = [
      {
        name: 'urn:uuid:03a0e51f-d1aa-4385-8a53-e29025acd8af',
        type: 'URI',
        address: 'urn:uuid:03a0e51f-d1aa-4385-8a53-e29025acd8af',
      },
      { name: 'Ann, of Example', type: 'SMTP', address: 'ann@example.org' },
      { name: 'b b@example.org', type: 'SMTP', address: 'b b@example.org' },
    ];
    expect(members(properties.get('PidLidDistributionListMembers'))).toEqual(expected);
    expect(members(properties.get('PidLidDistributionListOneOffMembers'))).toEqual(expected);
    expect(
      recipients.map((one) => [one.properties.get('PidTagDisplayName'), one.properties.get('PidTagSmtpAddress')]),
    ).toEqual([
      ['Ann, of Example', 'ann@example.org'],
      ['b b@example.org', 'b b@example.org'],
    ]);
  });

  it('has a one-off entry id as [MS-OXCDATA] 2.2.5.1 lays it out', async () => {
    const { properties } = await parse(card('4.0', 'KIND:group', 'FN:x', 'MEMBER:mailto:a@b.c'));
    const [entry] = properties.get('PidLidDistributionListMembers') as readonly Uint8Array[];
    expect(Buffer.from(entry ?? []).toString('hex')).toBe(
      `00000000812b1fa4bea310199d6e00dd010f540200000190${Buffer.from('a@b.c\0SMTP\0a@b.c\0', 'utf16le').toString('hex')}`,
    );
  });

  it("is known by Apple's form of 3.0 too, and written so", async () => {
    const item = await parse(GROUP);
    const text = (await render(item)).toString();
    expect(text).toContain('X-ADDRESSBOOKSERVER-KIND:group\r\n');
    expect(text).toContain('X-ADDRESSBOOKSERVER-MEMBER;X-CN="Ann, of Example":mailto:ann@example.org\r\n');
    const again = await parse(text);
    for (const name of ['PidTagMessageClass', 'PidTagDisplayName', 'PidLidDistributionListMembers'])
      expect(again.properties.get(name)).toEqual(item.properties.get(name));
  });

  it('is written from recipients where there are no entries', async () => {
    const { recipients } = await parse(GROUP);
    const item = { ...itemOf({ PidTagMessageClass: 'IPM.DistList', PidTagDisplayName: 'x' }), recipients };
    expect((await parse(await render(item))).recipients).toEqual(recipients);
  });

  it('gains, renames and loses members by address, and keeps every other line', async () => {
    const recipients = [
      change('new@example.org', 'N\u00e9w "One"'),
      change('ANN@example.org', 'Anne'),
      { ...change('b b@example.org'), gone: true },
      { ...change('nobody@example.org'), gone: true },
    ];
    const { bytes, refused } = await patch(GROUP, {}, { recipients });
    expect(refused).toBeUndefined();
    expect(bytes.toString()).toBe(
      GROUP.replace('X-CN="Ann, of Example";PREF=2', 'PREF=2;X-CN=Anne')
        .replace('MEMBER:mailto:b%20b@example.org?subject=x\r\n', '')
        .replace('END:', `MEMBER;X-CN="N\u00e9w ^'One^'":mailto:new@example.org\r\nEND:`),
    );
  });

  it('takes new members as entries, and leaves the lines of those that stay', async () => {
    const { properties } = await parse(GROUP);
    const [first, second] = properties.get('PidLidDistributionListMembers') as readonly Uint8Array[];
    const other = (await parse(card('4.0', 'KIND:group', 'MEMBER:mailto:c@example.org'))).properties.get(
      'PidLidDistributionListMembers',
    ) as readonly Uint8Array[];
    const wanted = [first, second, ...other].filter((one) => one !== undefined);
    const { bytes, unsaid } = await patch(GROUP, {
      PidLidDistributionListMembers: wanted,
      PidLidDistributionListOneOffMembers: wanted,
    });
    expect(unsaid).toEqual([]);
    expect(bytes.toString()).toBe(
      GROUP.replace('MEMBER:mailto:b%20b@example.org?subject=x\r\n', '').replace(
        'END:',
        'MEMBER:mailto:c@example.org\r\nEND:',
      ),
    );
  });

  it('takes its name as the name of the list', async () => {
    const { bytes, unsaid } = await patch(GROUP, { PidLidDistributionListName: 'Others' });
    expect([bytes.toString(), unsaid]).toEqual([GROUP.replace('The Doe family', 'Others'), []]);
  });

  it('leaves entries of an address book to the overlay', async () => {
    const { bytes, unsaid } = await patch(GROUP, { PidLidDistributionListMembers: [Uint8Array.from([1, 2, 3])] });
    expect([bytes.toString(), unsaid]).toEqual([GROUP, ['PidLidDistributionListMembers']]);
  });
});

describe('what is refused', () => {
  it.each([
    ['members of a contact', card('3.0', 'FN:x'), { recipients: [change('a@example.org')] }],
    [
      'exceptions',
      card('3.0', 'FN:x'),
      { exceptions: [{ originalStart: new Date(0), action: 'delete' as const, set: new PropertyBag(), remove: [] }] },
    ],
    [
      'a member with more than a name',
      GROUP,
      {
        recipients: [
          { ...change('a@example.org'), set: new PropertyBag().set(tagged('PidTagRecipientTrackStatus'), 1) },
        ],
      },
    ],
    ['members of what is no card', 'nothing', { recipients: [change('a@example.org')] }],
  ])('is %s, and nothing is changed then', async (_, text, more) => {
    const { bytes, refused } = await patch(text, { PidTagTitle: 'x' }, more);
    expect(refused?.code).toBe('UNSUPPORTED');
    expect(bytes.toString()).toBe(text);
  });
});
