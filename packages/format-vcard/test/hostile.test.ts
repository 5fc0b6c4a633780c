import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitVcards, vcard } from '../src/index.ts';
import { card, parse, patch, signal, source } from './corpus.ts';

const COUNT = 100_000;
const repeat = (text: string, count = COUNT): string => text.repeat(count);

/** Files that are large in one way each; every one of them must be read in time that grows with its size alone. */
const FILES: readonly (readonly [name: string, make: () => string])[] = [
  [
    'lines of every kind',
    () =>
      card(
        '3.0',
        'FN:x',
        repeat('TEL;TYPE=home:1\r\nEMAIL:a@b\r\nX-A:b\r\nNOTE:c\r\nitem1.ADR:;;;;;;\r\n', COUNT / 5).trimEnd(),
      ),
  ],
  ['broken lines', () => card('3.0', 'FN:x', repeat('no property\r\n').trimEnd())],
  ['folds', () => card('3.0', `FN:x${repeat('\r\n y')}`)],
  ['folds before the colon', () => card('3.0', `FN${repeat('\r\n ;A=b')}:x`)],
  ['soft line breaks', () => card('2.1', `FN;QUOTED-PRINTABLE:x${repeat('=\r\n=41')}`)],
  ['parameters', () => card('4.0', `FN${repeat(';A="b,c"')}:x`)],
  ['quotation marks', () => card('4.0', `FN;A=${repeat('"')}:x`, repeat('TEL;TYPE=":1\r\n').trimEnd())],
  ['CRs', () => card('3.0', `FN:x${repeat('\r', 1_000_000)}y`)],
  ['CRs as line ends', () => `BEGIN:VCARD\rFN:x${repeat('\r', 200_000)}END:VCARD\r`],
  ['backslashes and separators', () => card('3.0', `N:${repeat('\\;', 500_000)}${repeat(';', 500_000)}`)],
  ['categories', () => card('3.0', 'FN:x', `CATEGORIES:${repeat('a,')}`)],
  [
    'white space',
    () =>
      card(
        '3.0',
        `FN:x${repeat(' ', 1_000_000)}y`,
        `BDAY:${repeat(' ', 1_000_000)}z`,
        `GEO:${repeat(' ', 1_000_000)}1`,
      ),
  ],
  ['AGENT in AGENT', () => repeat('BEGIN:VCARD\r\nVERSION:2.1\r\nFN:x\r\nAGENT:\r\n') + repeat('END:VCARD\r\n')],
  ['cards that do not end', () => repeat('BEGIN:VCARD\r\nFN:x\r\n')],
  ['members', () => card('4.0', 'KIND:group', 'FN:x', repeat('MEMBER:mailto:a@b\r\n').trimEnd())],
  [
    'labels of one group',
    () => card('3.0', 'FN:x', repeat('item1.X-ABLabel:a\r\nitem1.TEL:1\r\n', COUNT / 2).trimEnd()),
  ],
  [
    'a photo of 10 MB in lines',
    () => card('3.0', 'FN:x', `PHOTO;ENCODING=b:${repeat(`${'QUJD'.repeat(18)}\r\n `, 140_000)}`),
  ],
  [
    'a photo of 10 MB in one line',
    () => card('4.0', 'FN:x', `PHOTO:data:image/png;base64,${repeat('QUJD', 2_500_000)}`),
  ],
  ['circumflexes', () => card('4.0', `ADR;LABEL="${repeat('^n^^', 300_000)}":;;x;;;;`)],
];
/** Ten times what the slowest needs; a step for each pair of lines would take minutes. */
const MOST_MS = 20_000;

describe('a file of hostile size', () => {
  it.each(FILES)('with %s is read, split and changed in bounded time', async (_, make) => {
    const bytes = Buffer.from(make());
    const times: Record<string, number> = {};
    const time = async (name: string, work: () => unknown): Promise<void> => {
      const start = performance.now();
      await work();
      times[name] = performance.now() - start;
    };
    await time('head', () => vcard.head({ head: bytes.subarray(0, 65_536) }));
    await time('parse', () => parse(bytes));
    await time('patch', () =>
      patch(
        bytes,
        { PidTagTitle: 'x', PidTagHomeTelephoneNumber: '2', PidTagBody: 'y' },
        { remove: ['PidTagNickname', 'PidLidEmail1EmailAddress'] },
      ),
    );
    await time('split', async () => {
      let size = 0;
      async function* chunks(): AsyncIterable<Uint8Array> {
        for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
      }
      for await (const slice of splitVcards(chunks())) size += slice.bytes.byteLength;
      expect(size).toBe(bytes.length);
    });
    for (const [name, ms] of Object.entries(times)) expect([name, ms < MOST_MS ? '' : ms]).toEqual([name, '']);
  });

  it('never makes anything throw', async () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom(
        'BEGIN:VCARD\r\n',
        'END:VCARD\r\n',
        'VERSION:4.0\n',
        'VERSION:2.1\r\n',
        'PHOTO:data:',
        'KEY;ENCODING=b:MA==',
        'BDAY:',
        '--0203',
        'GEO:1;2',
        'KIND:group\n',
        'MEMBER:mailto:%',
        'ADR;LABEL="^n',
        'N;CHARSET=utf-7:',
        ';',
        '\r\n',
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 40 }), fc.boolean(), async (pieces, isWide) => {
        const bytes = Buffer.from(`BEGIN:VCARD\r\n${pieces.join('')}`, isWide ? 'utf16le' : 'utf8');
        vcard.head({ head: bytes });
        const item = await parse(bytes);
        await vcard.render(item, { signal });
        const { body } = await vcard.patch(
          source(bytes),
          { set: item.properties, remove: ['PidTagTitle'] },
          { signal },
        );
        if (body !== undefined) await parse(body.bytes ?? new Uint8Array());
        for await (const _ of splitVcards(source(bytes).open({ signal }))) {
          // Each is only to be there.
        }
      }),
      { numRuns: 300 },
    );
  });
});
