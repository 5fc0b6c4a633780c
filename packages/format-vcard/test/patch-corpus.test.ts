import type { Item, PropertyValue } from '@mapistore/core';
import { describe, expect, it } from 'vitest';
import { readCard } from '../src/card/card.ts';
import { openFile } from '../src/card/file.ts';
import { LISTS } from '../src/mapping/lists.ts';
import { ROWS } from '../src/mapping/rows.ts';
import { cards, parse, patch, type Sample } from './corpus.ts';

const NAMES = [...ROWS, ...LISTS].map(({ property }) => property.name);

/** Properties that stand in one place: one cannot change without the other. */
const TWINS: Readonly<Record<string, string>> = {
  PidTagBirthday: 'PidLidBirthdayLocal',
  PidLidBirthdayLocal: 'PidTagBirthday',
  PidTagWeddingAnniversary: 'PidLidWeddingAnniversaryLocal',
  PidLidWeddingAnniversaryLocal: 'PidTagWeddingAnniversary',
};
/** Follow from others, unless a card says them itself. */
const DERIVED = new Set([
  'PidTagDisplayName',
  'PidLidFileUnder',
  'PidLidHomeAddress',
  'PidLidWorkAddress',
  'PidLidOtherAddress',
  'PidLidPostalAddressId',
]);

/** A value for a property that needs escapes, another charset and a fold. */
function newValue(name: string): PropertyValue {
  if (name === 'PidTagSensitivity') return 3;
  if (name === 'PidTagGender') return 1;
  if (name === 'PidLidPostalAddressId') return 3;
  if (name.endsWith('contacts:geo')) return '52.5;-13.25';
  if (/Birthday|Anniversary/.test(name)) return new Date('1971-12-03T00:00:00Z');
  if (/Time$/.test(name)) return new Date('2026-11-25T10:11:12Z');
  if (name.endsWith('#Keywords')) return ['Größe, klein', 'b'];
  if (name === 'PidTagChildrensNames') return ['Zoë; A', 'Max'];
  if (name === 'PidTagUserX509Certificate') return [Uint8Array.from([0x30, 1, 0, 255])];
  if (/HomePage|Location$/.test(name) && !name.includes('Office')) return 'https://example.org/a,b;c?d=%20e';
  if (/TelephoneNumber|FaxNumber|Isdn|Telex/.test(name)) return '+49 (30) 1234-567, 8';
  if (name.endsWith('CountryCode')) return 'DE';
  // A parameter has no escape for a backslash before an n.
  if (/^PidLid(?:Home|Work|Other)Address$/.test(name)) return `Straße 1; "^", ${'ö'.repeat(60)}\r\nHaus 2`;
  if (/Street|Address$|Body/.test(name) && !/Email|Messaging/.test(name))
    return `Straße 1; \\n, ${'ö'.repeat(60)}\r\nHaus "2"`;
  return `Ähnlich, "so"; C:\\neu ${'ü'.repeat(50)} 漢字`;
}

function linesOf(bytes: Uint8Array): string[] {
  return readCard(openFile(bytes).text).lines.map(({ raw }) => raw);
}

/** Lines that are only in one of the two, in order. */
function differences(before: readonly string[], after: readonly string[]): { gone: string[]; added: string[] } {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (end < before.length - start && end < after.length - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  return { gone: before.slice(start, before.length - end), added: after.slice(start, after.length - end) };
}

function othersOf({ properties }: Item, name: string): Record<string, PropertyValue | undefined> {
  const others = NAMES.filter((one) => one !== name && one !== TWINS[name] && !DERIVED.has(one));
  return Object.fromEntries(others.map((one) => [one, properties.get(one)]));
}

describe('a change of one property', async () => {
  const all = await cards();

  it.each(all)('changes one line of $name, and the card says it', async ({ bytes }: Sample) => {
    const before = await parse(bytes);
    const { version } = readCard(openFile(bytes).text);
    for (const { property, ...row } of [...ROWS, ...LISTS]) {
      const { name } = property;
      const canBeSaid = !('forms' in row) || row.forms[version] !== undefined;
      const value = newValue(name);
      const result = await patch(bytes, { [name]: value });
      const item = await parse(result.bytes);
      const { gone, added } = differences(linesOf(bytes), linesOf(result.bytes));
      if (result.unsaid.length > 0) {
        expect([name, canBeSaid]).toEqual([name, false]);
        expect([gone, added]).toEqual([[], []]);
        continue;
      }
      expect([name, item.properties.get(name)]).toEqual([name, value]);
      expect([name, othersOf(item, name)]).toEqual([name, othersOf(before, name)]);
      const lines = Array.isArray(value) ? 40 : 1;
      expect([name, gone.length <= lines, added.length <= lines]).toEqual([name, true, true]);
    }
  });

  it.each(all)('takes a property out of $name and leaves the rest', async ({ bytes }: Sample) => {
    const before = await parse(bytes);
    for (const name of NAMES.filter((one) => before.properties.has(one))) {
      const twin = TWINS[name];
      const remove = twin === undefined ? [name] : [name, twin];
      const result = await patch(bytes, {}, { remove });
      const item = await parse(result.bytes);
      expect([name, othersOf(item, name)]).toEqual([name, othersOf(before, name)]);
      if (!result.unsaid.includes(name))
        expect([name, item.properties.get(name) || undefined]).toEqual([name, undefined]);
      const lines = new Set(linesOf(bytes));
      const added = linesOf(result.bytes).filter((line) => !lines.has(line));
      expect(added.length).toBeLessThanOrEqual(1);
    }
  });
});
