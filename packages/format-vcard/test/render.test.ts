import { bytesSource, PropertyBag, type PropertyValue, tagged } from '@mapistore/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { vcard } from '../src/index.ts';
import { LISTS } from '../src/mapping/lists.ts';
import { ROWS } from '../src/mapping/rows.ts';
import { bagOf, card, cards, itemOf, parse, patch, read, render, signal } from './corpus.ts';

const NAMES = [...ROWS, ...LISTS].map(({ property }) => property.name);

/** Properties that only 4.0 has a place for. */
const ONLY_IN_4 = /CountryCode$|CreationTime$/;

/** Text as people write it: no control characters and no white space around it. */
const words = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 100 }),
    fc
      .array(fc.constantFrom(';', ',', '\\', '\\n', ':', '"', '=', '^n', "^'", 'ä', '漢', '😀', ' x', 'BEGIN:VCARD'), {
        minLength: 1,
      })
      .map((all) => all.join('')),
  )
  .map((text) => text.replace(/\p{Cc}/gu, '').trim())
  .filter((text) => text !== '');
const paragraphs = fc.array(words, { minLength: 1, maxLength: 3 }).map((all) => all.join('\r\n'));
const day = fc
  .date({ min: new Date('1700-01-01'), max: new Date('2200-01-01'), noInvalidDate: true })
  .map((date) => new Date(Math.floor(date.getTime() / 86_400_000) * 86_400_000));

function anyValue(name: string): fc.Arbitrary<PropertyValue> {
  if (name === 'PidTagSensitivity') return fc.integer({ min: 0, max: 3 });
  if (name === 'PidTagGender') return fc.integer({ min: 1, max: 2 });
  if (name === 'PidLidPostalAddressId') return fc.integer({ min: 1, max: 3 });
  if (name.endsWith('contacts:geo'))
    return fc
      .tuple(fc.integer({ min: -90, max: 90 }), fc.integer({ min: -180, max: 180 }))
      .map(([a, b]) => `${a}.5;${b}.25`);
  if (/Birthday|Anniversary/.test(name)) return day;
  if (/(?:Modification|Creation)Time$/.test(name)) return day.map((date) => new Date(date.getTime() + 3_723_000));
  if (name.endsWith('#Keywords')) return fc.uniqueArray(words, { minLength: 1, maxLength: 4 });
  if (name === 'PidTagChildrensNames') return fc.uniqueArray(words, { minLength: 1, maxLength: 3 });
  if (name === 'PidTagUserX509Certificate')
    return fc.array(
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Uint8Array.from([0x30, ...bytes])),
      { minLength: 1, maxLength: 2 },
    );
  if (/HomePage|FreeBusyLocation/.test(name)) return fc.webUrl();
  if (/Email\dEmailAddress/.test(name)) return fc.emailAddress();
  if (name === 'PidTagBody' || /Street$/.test(name)) return paragraphs;
  return words;
}

/** An item with any of the properties; a birthday and its local form go together. */
const values = fc
  .record(Object.fromEntries(NAMES.map((name) => [name, anyValue(name)])), { requiredKeys: [] })
  .map((all) => {
    const given = Object.entries(all).filter((entry): entry is [string, PropertyValue] => entry[1] !== undefined);
    const record: Record<string, PropertyValue> = Object.fromEntries(given);
    for (const [one, local] of [
      ['PidTagBirthday', 'PidLidBirthdayLocal'],
      ['PidTagWeddingAnniversary', 'PidLidWeddingAnniversaryLocal'],
    ] as const) {
      const date = record[one] ?? record[local];
      if (date !== undefined) Object.assign(record, { [one]: date, [local]: date });
    }
    return record;
  });

describe('writing a contact', () => {
  it('gives back all that a card can say', async () => {
    await fc.assert(
      fc.asyncProperty(values, async (record) => {
        const bytes = await render(itemOf(record));
        const { properties, problems } = await parse(bytes);
        expect(problems).toEqual([]);
        for (const [name, value] of Object.entries(record)) {
          if (!ONLY_IN_4.test(name)) expect([name, properties.get(name)]).toEqual([name, value]);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('gives the same bytes again, and another UID to another card', async () => {
    const item = itemOf({ PidTagDisplayName: 'Ann' });
    const first = await render(item);
    expect(first.equals(await render(item))).toBe(true);
    expect(first.toString()).toMatch(
      /^BEGIN:VCARD\r\nVERSION:3\.0\r\nPRODID:[^\r]+\r\nFN:Ann\r\nN:;;;;\r\nUID:urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}\r\nEND:VCARD\r\n$/,
    );
    expect((await render(itemOf({ PidTagDisplayName: 'Bob' }))).toString().match(/^UID.*$/m)).not.toEqual(
      first.toString().match(/^UID.*$/m),
    );
  });

  it('keeps every card of the corpus as far as it was read', async () => {
    for (const { name, bytes } of await cards()) {
      const before = await parse(bytes);
      const after = await parse(await render(before));
      for (const one of NAMES.filter((each) => !ONLY_IN_4.test(each)))
        expect([name, one, after.properties.get(one) || undefined]).toEqual(
          [name, one, before.properties.get(one) || undefined].map((value) =>
            one.endsWith('contacts:uid') && value === undefined ? after.properties.get(one) : value,
          ),
        );
      expect([name, after.recipients.length]).toEqual([name, before.recipients.length]);
      expect([name, await contents(after.attachments)]).toEqual([name, await contents(before.attachments)]);
    }
  });

  it('never folds a line beyond 75 bytes or inside of a character', async () => {
    const text = (await render(itemOf({ PidTagBody: 'ä漢😀'.repeat(200) }))).toString();
    expect(text).not.toContain('\ufffd');
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  });

  it('writes a picture, a logo and a sound, and leaves other attachments out', async () => {
    const picture = (name: string, type: string, isPhoto: boolean) => ({
      properties: bagOf({
        PidTagAttachLongFilename: name,
        PidTagAttachMimeTag: type,
        PidTagAttachmentContactPhoto: isPhoto,
      }),
      content: bytesSource(Buffer.from(name), type),
    });
    const item = {
      ...itemOf({ PidTagDisplayName: 'Ann' }),
      attachments: [
        picture('me.png', 'image/png', true),
        picture('Logo.gif', 'image/gif', false),
        picture('Sound.au', 'audio/basic', false),
        picture('letter.pdf', 'application/pdf', false),
      ],
    };
    const { attachments, properties } = await parse(await render(item));
    expect(
      attachments.map(({ properties: one }) => [one.get('PidTagAttachLongFilename'), one.get('PidTagAttachMimeTag')]),
    ).toEqual([
      ['ContactPicture.png', 'image/png'],
      ['Logo.gif', 'image/gif'],
      ['Sound.au', 'audio/basic'],
    ]);
    expect(await contents(attachments)).toEqual(
      ['me.png', 'Logo.gif', 'Sound.au'].map((name) => Buffer.from(name).toString('base64')),
    );
    expect(properties.get('PidLidHasPicture')).toBe(true);
  });

  it('takes a mailing address that is none of the three as the one at work', async () => {
    const { properties } = await parse(
      await render(itemOf({ PidTagStreetAddress: '1 Elm Street', PidTagLocality: 'Boulder' })),
    );
    expect([
      properties.get('PidLidWorkAddressStreet'),
      properties.get('PidTagLocality'),
      properties.get('PidLidPostalAddressId'),
    ]).toEqual(['1 Elm Street', 'Boulder', 2]);
  });

  it('writes a day without a year, and reads it', async () => {
    const text = (await render(itemOf({ PidTagBirthday: new Date('1604-02-29T00:00:00Z') }))).toString();
    expect(text).toContain('BDAY;X-APPLE-OMIT-YEAR=1604:1604-02-29\r\n');
    expect((await parse(text)).properties.get('PidTagBirthday')).toEqual(new Date('1604-02-29T00:00:00Z'));
  });
});

describe('changing a card of any version', () => {
  it.each(['2.1', '3.0', '4.0'] as const)('says what it says it does (%s)', async (version) => {
    await fc.assert(
      fc.asyncProperty(values, async (record) => {
        const { bytes, unsaid } = await patch(card(version, 'FN:x', 'N:x;;;;', 'X-OTHER;A=b:c'), record);
        const { properties } = await parse(bytes);
        expect(bytes.toString('latin1')).toContain('\r\nX-OTHER;A=b:c\r\n');
        for (const [name, value] of Object.entries(record))
          if (!unsaid.includes(name)) expect([name, properties.get(name)]).toEqual([name, value]);
        // What a card of that version cannot say: backslashes at separators in 2.1, `\n` in a parameter of 4.0.
        for (const name of unsaid) expect([name, maybeUnsaid(version, name, record)]).toEqual([name, true]);
      }),
      { numRuns: 100 },
    );
  });
});

function maybeUnsaid(version: string, name: string, record: Record<string, PropertyValue>): boolean {
  if (ONLY_IN_4.test(name) && version !== '4.0') return true;
  const hasBackslash = (value: PropertyValue | undefined): boolean => JSON.stringify(value).includes('\\');
  // The parts of a line stand beside each other.
  if (version === '2.1') return Object.values(record).some(hasBackslash);
  return version === '4.0' && /^PidLid(?:Home|Work|Other)Address/.test(name) && hasBackslash(record[name]);
}

async function contents(attachments: readonly { readonly content?: Parameters<typeof read>[0] }[]): Promise<string[]> {
  return Promise.all(
    attachments.map(async ({ content }) => (content === undefined ? '' : (await read(content)).toString('base64'))),
  );
}

describe('an edit that is no edit', () => {
  it('changes nothing and asks nothing of the overlay', async () => {
    for (const { bytes } of await cards()) {
      const { properties } = await parse(bytes);
      const { body, unsaid } = await vcard.patch(
        bytesSource(bytes, 'text/vcard'),
        { set: properties, remove: [] },
        { signal },
      );
      // Whether there is a picture is known by the whole item only.
      expect([
        body?.size,
        unsaid.filter((name) => !['PidLidHasPicture', 'PidTagHasAttachments'].includes(name)),
      ]).toEqual([undefined, []]);
    }
  });

  it('leaves what it cannot say to the overlay', async () => {
    const set = new PropertyBag().set(tagged('PidTagAccount'), 'x').set(tagged('PidTagTitle'), 'a\0b');
    const { body, unsaid } = await vcard.patch(
      bytesSource(Buffer.from(card('3.0', 'FN:x')), 'text/vcard'),
      { set, remove: [] },
      { signal },
    );
    expect([body, unsaid]).toEqual([undefined, ['PidTagAccount', 'PidTagTitle']]);
  });
});
