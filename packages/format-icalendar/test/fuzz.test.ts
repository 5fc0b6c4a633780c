import { PropertyBag, tagged } from '@mapistore/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { icalendar, joinCalendar, splitCalendar } from '../src/index.ts';
import { bytesOf, signal, source } from './corpus.ts';

const names = [
  ...[
    'BEGIN',
    'END',
    'UID',
    'DTSTART',
    'DTEND',
    'DUE',
    'DURATION',
    'RRULE',
    'EXDATE',
    'RDATE',
    'RECURRENCE-ID',
    'SUMMARY',
  ],
  ...[
    'TRIGGER',
    'ATTENDEE',
    'ORGANIZER',
    'ATTACH',
    'GEO',
    'STATUS',
    'METHOD',
    'TZID',
    'TZOFFSETTO',
    'TZOFFSETFROM',
    'X-A',
    '',
  ],
];
const values = [
  ...[
    'VCALENDAR',
    'VEVENT',
    'VTODO',
    'VJOURNAL',
    'VALARM',
    'VTIMEZONE',
    'STANDARD',
    '1',
    '20260701T100000',
    '20260701',
    '00000000T999999Z',
  ],
  ...[
    '99991231T235959Z',
    'PT1H',
    '-P9999999W',
    'FREQ=DAILY',
    'FREQ=SECONDLY;COUNT=99999999',
    'FREQ=YEARLY;BYMONTH=13;UNTIL=x',
    'REPLY',
  ],
  ...[
    'mailto:a@b.c',
    'mailto:%',
    '+0100',
    '+9999',
    'CANCELLED',
    '20260701T100000Z,,20260702/PT1H',
    '\\',
    '\0',
    'é',
    ';,:',
  ],
];
const parameters = [
  '',
  ';VALUE=DATE',
  ';TZID=Europe/Berlin',
  ';TZID=1',
  ';TZID=',
  ';RANGE=THISANDFUTURE',
  ';VALUE=BINARY',
  ';A="',
  ';=',
  ';X',
  ';CN=^n"',
];
const line = fc
  .tuple(
    fc.constantFrom(...names),
    fc.constantFrom(...parameters),
    fc.oneof(fc.constantFrom(...values), fc.string({ maxLength: 12 })),
  )
  .map(([name, parameter, value]) => `${name}${parameter}:${value}`);
const text = fc
  .tuple(fc.array(line, { maxLength: 25 }), fc.constantFrom('\r\n', '\n', '\r', '\n '), fc.boolean())
  .map(([lines, end, framed]) =>
    (framed ? ['BEGIN:VCALENDAR', 'BEGIN:VEVENT', ...lines, 'END:VEVENT', 'END:VCALENDAR'] : lines).join(end),
  );

describe('whatever the bytes', () => {
  it('nothing throws, and what was read can be written and read', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          { weight: 9, arbitrary: text.map((one) => Buffer.from(one)) },
          { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }) },
        ),
        async (bytes) => {
          icalendar.head({ head: bytes });
          const item = await icalendar.parse(source(bytes), { signal });
          await icalendar.occurrences?.(source(bytes), {
            signal,
            from: new Date('2026-01-01'),
            to: new Date('2026-09-01'),
            timeZone: 'Europe/Berlin',
            limit: 50,
          });
          const again = await icalendar.parse(await icalendar.render(item, { signal }), { signal });
          expect(again.properties.get('PidTagSubject')).toBe(item.properties.get('PidTagSubject'));
          const set = new PropertyBag().set(tagged('PidTagSubject'), 'x').set(tagged('PidTagBody'), 'y');
          const originalStart = new Date('2026-07-01T10:00:00Z');
          const delta = {
            set,
            remove: ['PidLidLocation'],
            exceptions: [{ originalStart, action: 'delete' as const, set: new PropertyBag(), remove: [] }],
          };
          await icalendar.patch(source(bytes), delta, { signal });
          const { body } = await icalendar.patch(source(bytes), { set, remove: [] }, { signal });
          if (body !== undefined)
            expect((await icalendar.parse(body, { signal })).properties.get('PidTagSubject')).toBe('x');
          if (body !== undefined) await bytesOf(body);
          const objects: Uint8Array[] = [];
          for await (const object of splitCalendar(bytes)) objects.push(object.bytes);
          for await (const piece of joinCalendar(objects)) expect(piece.length).toBeGreaterThanOrEqual(0);
        },
      ),
      { numRuns: process.env['MAPISTORE_TEST_FULL'] === '1' ? 10_000 : 400 },
    );
  }, 120_000);
});
