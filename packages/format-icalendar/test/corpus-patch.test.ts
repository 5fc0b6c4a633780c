import { type Item, type ItemKind, PropertyBag, type PropertyValue, propertyByName } from '@mapistore/core';
import { describe, expect, it } from 'vitest';
import { icalendar } from '../src/index.ts';
import { readComponents, readLines } from '../src/lines/component.ts';
import { readText } from '../src/lines/text.ts';
import { bytesOf, hasCorpus, parse, samples, signal, source } from './corpus.ts';

interface Edit {
  readonly property: string;
  readonly kinds: readonly ItemKind[];
  /** Names of the lines that may change, BEGIN, END, ACTION and DESCRIPTION of a VALARM with them. */
  readonly lines: readonly string[];
  value(item: Item): PropertyValue;
  readonly with?: Readonly<Record<string, PropertyValue>>;
}

const ALL: readonly ItemKind[] = ['event', 'task', 'note', 'journal'];
const HOUR = 3_600_000;
const later =
  (name: string, from: string) =>
  ({ properties }: Item): PropertyValue => {
    const [start, value] = [properties.get(from), properties.get(name)];
    const days = properties.get('PidLidAppointmentSubType') === true ? 24 : 1;
    return value instanceof Date && start instanceof Date ? new Date(value.getTime() + days * HOUR) : new Date(0);
  };

const EDITS: readonly Edit[] = [
  {
    property: 'PidTagSubject',
    kinds: ALL,
    lines: ['SUMMARY'],
    value: () => 'New; with \\, ü and enough to be folded because it is longer than 75 octets',
  },
  { property: 'PidTagBody', kinds: ALL, lines: ['DESCRIPTION'], value: () => 'one\ntwo' },
  { property: 'PidTagSensitivity', kinds: ALL, lines: ['CLASS'], value: () => 3 },
  { property: 'PidTagImportance', kinds: ALL, lines: ['PRIORITY', 'X-MICROSOFT-CDO-IMPORTANCE'], value: () => 2 },
  { property: 'PS_PUBLIC_STRINGS#Keywords', kinds: ALL, lines: ['CATEGORIES'], value: () => ['A, b', 'C'] },
  {
    property: 'PidTagLastModificationTime',
    kinds: ALL,
    lines: ['LAST-MODIFIED'],
    value: () => new Date('2026-01-02T03:04:05Z'),
  },
  { property: 'PidTagCreationTime', kinds: ALL, lines: ['CREATED'], value: () => new Date('2026-01-02T03:04:05Z') },
  { property: 'PidTagComment', kinds: ALL, lines: ['COMMENT'], value: () => 'said' },
  { property: 'PidLidContacts', kinds: ALL, lines: ['CONTACT'], value: () => ['a', 'b;c'] },
  { property: 'PidTagHtml', kinds: ALL, lines: ['X-ALT-DESC'], value: () => new Uint8Array(Buffer.from('<b>x</b>\n')) },
  { property: 'PidLidLocation', kinds: ['event'], lines: ['LOCATION'], value: () => 'Room, 1' },
  {
    property: 'PidLidBusyStatus',
    kinds: ['event'],
    lines: ['TRANSP', 'STATUS', 'X-MICROSOFT-CDO-BUSYSTATUS'],
    value: () => 3,
  },
  { property: 'PidLidAppointmentSequence', kinds: ['event'], lines: ['SEQUENCE'], value: () => 77 },
  {
    property: 'PidLidAppointmentEndWhole',
    kinds: ['event'],
    lines: ['DTEND', 'DURATION'],
    value: later('PidLidAppointmentEndWhole', 'PidLidAppointmentStartWhole'),
  },
  {
    property: 'PidLidReminderDelta',
    kinds: ['event'],
    lines: ['BEGIN', 'ACTION', 'DESCRIPTION', 'TRIGGER', 'END'],
    value: () => 25,
    with: { PidLidReminderSet: true },
  },
  { property: 'PidLidTaskStatus', kinds: ['task'], lines: ['STATUS', 'PERCENT-COMPLETE'], value: () => 1 },
  { property: 'PidLidTaskDueDate', kinds: ['task'], lines: ['DUE'], value: () => new Date('2027-01-02') },
  { property: 'PidLidNoteColor', kinds: ['note'], lines: ['COLOR'], value: () => 1 },
];

/** Every line as it stands, with its end. */
function linesOf(bytes: Uint8Array): { name: string; raw: string }[] {
  const text = readText(bytes);
  return [...readLines(text)].map((line) => ({ name: line.name, raw: text.raw.slice(line.start, line.end) }));
}

/** The lines of one calendar that are not in another, in order: what is left when one is walked beside the other. */
function changed(before: Uint8Array, after: Uint8Array, allowed: readonly string[]): string[] {
  const free = (line: { name: string }): boolean => allowed.includes(line.name);
  const [a, b] = [linesOf(before), linesOf(after)].map((lines) => lines.filter((line) => !free(line)));
  const at = a?.findIndex((line, index) => line.raw !== b?.[index]?.raw) ?? -1;
  return at < 0 && a?.length === b?.length ? [] : [`${a?.[at]?.raw} became ${b?.[at]?.raw}`];
}

const follows =
  /^PidLid(?:Reminder|Recurr|AppointmentRecur|Clip|AppointmentDuration|CommonEnd|TaskComplete|PercentComplete|AppointmentEndWhole)|^PidTag(?:NativeBody|InternetCodepage|NormalizedSubject|IconIndex)$|^PidLid(?:Private|CommonStart|ResponseStatus|Where)$|urn:mapistore:calendar:recurrence$/;

/** Each file with some of the edits only, unless all are wanted. */
const EVERY = process.env['MAPISTORE_TEST_FULL'] === '1' || !hasCorpus ? 1 : 12;

describe.each(EDITS)('setting $property', (edit) => {
  it('changes only its own lines, and reads back, in the calendars of the corpus', async () => {
    let done = 0;
    const offset = EDITS.indexOf(edit);
    for (const [index, { name, bytes }] of samples().entries()) {
      const isRare = !edit.kinds.includes('event');
      if (!isRare && (index + offset) % EVERY !== 0) continue;
      const item = await parse(bytes);
      const kind = icalendar.head({ head: bytes }).kind;
      if (bytes.length > 30_000 || kind === undefined || !edit.kinds.includes(kind)) continue;
      const value = edit.value(item);
      const property = propertyByName(edit.property);
      if (property === undefined) throw new TypeError(edit.property);
      const set = new PropertyBag().set(property, value);
      for (const [other, also] of Object.entries(edit.with ?? {})) set.set(propertyByName(other) ?? property, also);
      const { body, unsaid } = await icalendar.patch(source(bytes), { set, remove: [] }, { signal });
      const isBroken = readComponents(readText(bytes)).components.some((one) => one.close === undefined);
      if (
        unsaid.length > 0 &&
        (isBroken || !item.properties.has('PidLidAppointmentStartWhole') || item.problems.length > 0)
      )
        continue;
      expect([name, unsaid]).toEqual([name, []]);
      if (body === undefined) continue;
      const after = await bytesOf(body);
      expect([name, changed(bytes, after, edit.lines)]).toEqual([name, []]);
      const now = await parse(after);
      expect([name, now.properties.get(edit.property)]).toEqual([name, value]);
      for (const { property: other, value: old } of item.properties)
        if (other.name !== edit.property && !follows.test(other.name))
          expect([name, other.name, now.properties.get(other)]).toEqual([name, other.name, old]);
      expect([name, now.recipients, now.problems]).toEqual([name, item.recipients, item.problems]);
      done++;
    }
    expect(done).toBeGreaterThan(0);
  }, 120_000);
});
