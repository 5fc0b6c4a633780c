import type { Variant } from './calendar.ts';
import { folded, WORDS } from './text.ts';

/** A sound vCard, different for each number. Version 3.0, which every address book takes; 4.0 where it is asked for. */
export function contactSample(
  number: number,
  lines: readonly string[] = [],
  version: '3.0' | '4.0' = '3.0',
): Uint8Array {
  return folded([
    'BEGIN:VCARD',
    `VERSION:${version}`,
    `UID:urn:uuid:00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    `FN:Sample ${number}`,
    `N:Sample ${number};;;;`,
    ...lines,
    'END:VCARD',
  ]);
}

/** Cards that take more than the plain sample does. */
export function contactVariants(number: number): Readonly<Record<Variant, readonly Uint8Array[]>> {
  const make = (lines: readonly string[], at: number): Uint8Array => contactSample(number * 100 + at, lines);
  return {
    times: [make(['BDAY:1996-04-15', 'REV:2026-01-05T10:00:00Z'], 1)],
    series: [],
    'long-lines': [make([`NOTE:${'0123456789'.repeat(1000)}`], 2)],
    'unknown-properties': [
      make(
        [
          'X-MAPISTORE-ONE;X-MAPISTORE-P=1:plain',
          'item1.EMAIL;TYPE=INTERNET:ada@example.org',
          'item1.X-ABLABEL:_$!<Other>!$_',
          'TEL;TYPE=WORK,VOICE:+49 30 1234',
          'CATEGORIES:red,green',
        ],
        3,
      ),
    ],
    languages: [make([`NOTE:${WORDS}`, `NICKNAME:${WORDS}`, 'ORG:Grüße GmbH;日本語'], 4)],
  };
}
