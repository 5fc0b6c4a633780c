import type { PropertyValue } from '@mapistore/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LISTS } from '../src/mapping/lists.ts';
import { ROWS } from '../src/mapping/rows.ts';
import { bagOf, parse, patch } from './corpus.ts';

const NAMES = [...ROWS, ...LISTS].map(({ property }) => property.name);
/** What may follow from other properties, or stands in one place with another. */
const FOLLOWING =
  /^(?:PidTagDisplayName|PidLidFileUnder|PidLid(?:Home|Work|Other)Address|PidLidPostalAddressId|.*(?:Birthday|Anniversary).*)$/;

/** Lines that share slots, places, groups and names with each other. */
const LINES = [
  'FN:Ann',
  'N:Doe;Ann;;;',
  'N:Roe',
  'NICKNAME:a,b',
  'ORG:Acme',
  'ORG:A;B;C;D',
  'ORG;X-A=1:\\;;',
  'TITLE:t',
  'item1.TITLE:u',
  'ROLE:',
  'TEL;TYPE=home:1',
  'TEL;TYPE=home,pref:2',
  'TEL;HOME:3',
  'TEL;TYPE=work:',
  'TEL;TYPE=work,fax:4',
  'TEL:5',
  'TEL;PREF=1:tel:+6',
  'item2.TEL:7',
  'item2.X-ABLabel:_$!<AssistantPhone>!$_',
  'X-MS-TEL;TYPE=RADIO:8',
  'TEL;TYPE=work;X-MAPISTORE-SLOT=tel-business2:9',
  'EMAIL:a@x',
  'EMAIL;TYPE=pref:b@x',
  'EMAIL:',
  'item1.EMAIL;PREF=2:mailto:c@x',
  'EMAIL;X-MAPISTORE-SLOT=email-3:d@x',
  'ADR;TYPE=home:;;S;C;;;',
  'ADR;TYPE=work;LABEL="L^nM":b;office;S;C;R;P;K',
  'ADR;TYPE=work,pref:;;T',
  'ADR:;;U;;;;;more',
  'LABEL;TYPE=home:x\\ny',
  'BDAY:19800101',
  'BDAY;VALUE=text:spring',
  'BDAY:--0203',
  'ANNIVERSARY:1990-01-01',
  'X-MS-ANNIVERSARY:19910101',
  'item3.X-ABDATE:1992-01-01',
  'item3.X-ABLabel:Anniversary',
  'X-MS-SPOUSE:S',
  'RELATED;TYPE=spouse;VALUE=text:R',
  'RELATED;TYPE=child;VALUE=text:K',
  'X-MS-CHILD:L',
  'NOTE:n',
  'NOTE:m\\, folded\r\n  here',
  'CATEGORIES:a,b',
  'CATEGORIES:b\\,c',
  'CLASS:PRIVATE',
  'CLASS:odd',
  'URL:http://a',
  'URL;TYPE=home:http\\://b',
  'IMPP:im:i',
  'GEO:1;2',
  'TZ:+1',
  'UID:u',
  'REV:20200101T000000Z',
  'X-OTHER;A="b;c":d',
  '',
  // A word alone would go on a base64 value in front of it (docs/spec/vcard.md, 1.4).
  'broken, as it is',
  'PHOTO;ENCODING=b:QUJD\r\n REVG',
  'KEY;ENCODING=b;TYPE=X509:MAA=',
  'X-MS-TEXT:1',
  'X-MS-TEXT:2',
  'NOTE;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:=E4=\r\n=F6',
  'GENDER:M;x',
  'X-GENDER:male',
  'LANG;PREF=2:de',
  'LANG;PREF=1:fr',
  'AGENT:\r\nBEGIN:VCARD\r\nFN:inner\r\nTEL:0\r\nEND:VCARD',
];

function newValue(name: string, odd: boolean): PropertyValue {
  if (name === 'PidTagSensitivity') return 3;
  if (name === 'PidTagGender') return 1;
  if (name === 'PidLidPostalAddressId') return 3;
  if (name.endsWith('contacts:geo')) return '3;4';
  if (/Birthday|Anniversary|Time$/.test(name)) return new Date('1971-12-03T00:00:00Z');
  if (name.endsWith('#Keywords') || name === 'PidTagChildrensNames') return odd ? ['b', 'ä, ö'] : ['K'];
  if (name === 'PidTagUserX509Certificate') return [Uint8Array.from([0x30, 1])];
  return odd ? 'ä; ö, "ü"' : 'plain';
}

it('says what it says, changes nothing else and loses no line, whatever stands in the card', async () => {
  const change = fc.record({ name: fc.constantFrom(...NAMES), kind: fc.constantFrom('set', 'odd', 'remove') });
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('2.1', '3.0', '4.0'),
      fc.array(fc.constantFrom(...LINES), { maxLength: 14 }),
      fc.uniqueArray(change, { minLength: 1, maxLength: 4, selector: ({ name }) => name }),
      async (version, lines, changes) => {
        const text = ['BEGIN:VCARD', `VERSION:${version}`, ...lines, 'END:VCARD', ''].join('\r\n');
        const set: Record<string, PropertyValue> = {};
        for (const { name, kind } of changes) if (kind !== 'remove') set[name] = newValue(name, kind === 'odd');
        const remove = changes.filter(({ kind }) => kind === 'remove').map(({ name }) => name);
        const { bytes, unsaid } = await patch(text, set, { remove });
        const [before, after] = [(await parse(text)).properties, (await parse(bytes)).properties];
        const wanted = bagOf(set);
        // Nothing said about sensitivity is 0, which is nothing here.
        for (const { name } of changes)
          if (!unsaid.includes(name)) expect([name, after.get(name) || undefined]).toEqual([name, wanted.get(name)]);
        for (const name of NAMES)
          if (!changes.some((one) => one.name === name) && !FOLLOWING.test(name))
            expect([name, after.get(name)]).toEqual([name, before.get(name)]);
        // Lines that no property of a change can stand in are there still, in their order.
        const kept = lines.filter((line) => /^(?:X-OTHER|PHOTO|AGENT|broken)/.test(line));
        let at = 0;
        for (const line of kept) {
          const found = bytes.indexOf(`\r\n${line}\r\n`, at, 'utf8');
          expect([line, found >= 0]).toEqual([line, true]);
          at = found + line.length;
        }
      },
    ),
    { numRuns: process.env['MAPISTORE_TEST_FULL'] === '1' ? 20_000 : 800 },
  );
});
