import { PropertyBag, tagged } from '@mapistore/core';
import { describe, expect, it } from 'vitest';
import { icalendar, splitCalendar } from '../src/index.ts';
import { calendar, parse, signal, source } from './corpus.ts';

const day = (at: number): string => new Date(Date.UTC(2020, 0, 1 + at)).toISOString().slice(0, 10).replaceAll('-', '');
const event = (lines: string): string => `BEGIN:VEVENT\nUID:1\n${lines}\nEND:VEVENT\n`;
const times = (count: number, line: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => line(at)).join('');
const DAILY = 'DTSTART;TZID=Europe/Berlin:20200101T100000\nRRULE:FREQ=DAILY';

const BOMBS: readonly (readonly [string, () => string])[] = [
  [
    'overrides',
    () =>
      event(DAILY) +
      times(4000, (at) =>
        event(`RECURRENCE-ID;TZID=Europe/Berlin:${day(at)}T100000\nDTSTART;TZID=Europe/Berlin:${day(at)}T110000`),
      ),
  ],
  [
    'ranges',
    () =>
      event(DAILY) +
      times(2000, (at) => event(`RECURRENCE-ID;RANGE=THISANDFUTURE:${day(at)}T100000\nDTSTART:${day(at)}T110000`)),
  ],
  [
    'attendees',
    () => event(`DTSTART:20260101T000000Z\n${times(25_000, (at) => `ATTENDEE;CN=${at}:mailto:a${at}@b.c\n`)}`),
  ],
  ['exceptions', () => event(`${DAILY}\n${times(20_000, (at) => `EXDATE;TZID=Europe/Berlin:${day(at)}T100000\n`)}`)],
  ['rules', () => event(`DTSTART:20260101T000000Z\n${'RRULE:FREQ=SECONDLY\n'.repeat(1000)}`)],
  ['alarms', () => event(`DTSTART:20260101T000000Z\n${'BEGIN:VALARM\nTRIGGER:-PT1M\nEND:VALARM\n'.repeat(10_000)}`)],
  ['lines', () => event(`${'X-A:b\n'.repeat(100_000)}DTSTART:20260101T000000Z`)],
  ['copies', () => event('DTSTART:20260101T000000Z').repeat(10_000)],
];

describe.each(BOMBS)('a calendar of very many %s', (_, make) => {
  it('is read, expanded, patched and split in a moment', async () => {
    const bytes = Buffer.from(calendar(make()));
    const start = performance.now();
    icalendar.head({ head: bytes.subarray(0, 65_536) });
    await parse(bytes);
    const span = { from: new Date('2026-01-01'), to: new Date('2026-03-01'), timeZone: 'Europe/Berlin', limit: 100 };
    await icalendar.occurrences?.(source(bytes), { signal, ...span });
    const set = new PropertyBag().set(tagged('PidTagSubject'), 'x');
    const { unsaid } = await icalendar.patch(source(bytes), { set, remove: [] }, { signal });
    expect(unsaid).toEqual([]);
    for await (const object of splitCalendar(bytes)) expect(object.problem).toBeUndefined();
    expect(performance.now() - start).toBeLessThan(15_000);
  }, 60_000);
});
