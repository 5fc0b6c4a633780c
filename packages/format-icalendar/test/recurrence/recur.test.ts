import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AppointmentRecur,
  decodeAppointmentRecur,
  encodeAppointmentRecur,
} from '../../src/recurrence/appointment-recur.ts';
import { expand } from '../../src/recurrence/expand.ts';
import { seriesOf } from '../../src/recurrence/from-recur.ts';
import { minutesOf } from '../../src/recurrence/minutes.ts';
import { firstDateTimeOf } from '../../src/recurrence/pattern-dates.ts';
import type { Series } from '../../src/recurrence/series.ts';
import { recurOf, type SeriesException } from '../../src/recurrence/to-recur.ts';
import { UTC } from '../../src/zones/find.ts';
import { ianaZone } from '../../src/zones/iana.ts';
import { localOf } from '../../src/zones/wall.ts';
import { RECURS } from './outlook.ts';
import { BERLIN, begins, HOUR, series, time } from './series.ts';

const TOKYO = ianaZone('Asia/Tokyo') ?? UTC;

function recur(one: Series, exceptions: readonly SeriesException[] = []): AppointmentRecur {
  const found = recurOf(one, exceptions);
  if ('inexpressible' in found) throw new Error(found.inexpressible);
  return found;
}

function decoded(bytes: Uint8Array): AppointmentRecur {
  const found = decodeAppointmentRecur(bytes);
  if ('unreadable' in found) throw new Error(found.unreadable);
  return found;
}

function back(
  one: AppointmentRecur,
  zone = BERLIN,
): { readonly series: Series; readonly exceptions: readonly SeriesException[] } {
  const found = seriesOf(one, { form: 'zoned', zone });
  if ('inexpressible' in found) throw new Error(found.inexpressible);
  return found;
}

function minutes(text: string): number {
  return minutesOf(Date.parse(`${text}Z`)) ?? 0;
}

/** All instances of a series in a hundred years, at most five hundred. */
function instances(one: Series): readonly number[] {
  const { instances: found, problems } = expand(one, {
    from: Date.UTC(2000, 0, 1),
    to: Date.UTC(2100, 0, 1),
    observer: UTC,
    limit: 500,
  });
  return problems.length > 0 ? [] : found.map(({ start }) => start);
}

describe('the recurrence of an appointment', () => {
  it.each([
    ['weekdays', 'FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;WKST=SU;COUNT=1'],
    ['monthly', 'FREQ=MONTHLY;BYMONTHDAY=12;COUNT=1'],
    ['weekly', 'FREQ=WEEKLY;BYDAY=MO;WKST=SU;COUNT=1'],
    ['yearly', 'FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=12;COUNT=1'],
    ['endedByDate', 'FREQ=WEEKLY;BYDAY=FR;WKST=SU;UNTIL=20231229T030000Z'],
  ] as const)('as Outlook wrote it (%s) is the rule %s', (name, rule) => {
    expect(back(decoded(RECURS[name]), TOKYO).series.rules).toEqual([rule]);
  });

  it.each(['weekdays', 'monthly', 'weekly', 'yearly', 'endedByDate', 'changed'] as const)(
    'as Outlook wrote it (%s) is written as the same bytes',
    (name) => {
      expect(Buffer.from(encodeAppointmentRecur(decoded(RECURS[name]))).toString('hex')).toBe(
        Buffer.from(RECURS[name]).toString('hex'),
      );
    },
  );

  it.each(['weekdays', 'monthly', 'weekly', 'yearly', 'twoChanges', 'manyChanges', 'endedByDate'] as const)(
    'as Outlook wrote it (%s) has the FirstDateTime that is computed here',
    (name) => {
      const { pattern } = decoded(RECURS[name]);
      expect(firstDateTimeOf(pattern)).toBe(pattern.firstDateTime);
    },
  );

  it('as Outlook wrote it has its exceptions, with all that differs', () => {
    const { series: read, exceptions } = back(decoded(RECURS.manyChanges), TOKYO);
    expect(exceptions).toEqual([
      {
        original: Date.UTC(2023, 0, 13, 3),
        start: Date.UTC(2023, 0, 12, 3),
        end: Date.UTC(2023, 0, 12, 4),
        changes: {
          ...{ subject: 'Lanch time, every friday, in 2023 [rescheduled!]', location: 'Awesome coffee shop' },
          ...{ reminderDelta: 15, busyStatus: 1, attachment: 1, body: true },
        },
      },
    ]);
    expect(read.exceptionDates.map(({ local }) => local)).toEqual([localOf(Date.UTC(2023, 0, 6, 12))]);
  });

  it.each<[string, string, Partial<AppointmentRecur['pattern']>]>([
    [
      'FREQ=DAILY;INTERVAL=3',
      '2026-01-05T09:00',
      {
        frequency: 'daily',
        days: { type: 'day' },
        period: 4320,
        firstDateTime: 1440 * ((minutes('2026-01-05T00:00') / 1440) % 3),
        end: 'never',
        occurrenceCount: 10,
        endDate: 0x5ae980df,
      },
    ],
    [
      'FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;COUNT=6',
      '2026-01-05T09:00',
      {
        frequency: 'daily',
        days: { type: 'week', days: 62 },
        period: 1,
        end: 'count',
        occurrenceCount: 6,
        endDate: minutes('2026-01-12T00:00'),
      },
    ],
    [
      'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;WKST=SU;COUNT=3',
      '2026-01-09T09:00',
      { days: { type: 'week', days: 34 }, period: 2, firstDayOfWeek: 0, endDate: minutes('2026-01-23T00:00') },
    ],
    [
      'FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=2',
      '2026-01-31T09:00',
      { days: { type: 'month', day: 31, hijri: false }, endDate: minutes('2026-02-28T00:00') },
    ],
    [
      'FREQ=MONTHLY;BYDAY=2TU;INTERVAL=5',
      '2026-01-13T09:00',
      {
        days: { type: 'monthNth', days: 4, nth: 2, hijri: false },
        period: 5,
        firstDateTime: minutes('1601-01-01T00:00'),
      },
    ],
    [
      'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
      '2026-01-30T09:00',
      { days: { type: 'monthNth', days: 62, nth: 5, hijri: false } },
    ],
    [
      'FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24',
      '2026-12-24T09:00',
      { frequency: 'yearly', days: { type: 'month', day: 24, hijri: false }, period: 12, firstDateTime: 480_960 },
    ],
    [
      'FREQ=YEARLY;BYMONTH=1,4,7,10;BYDAY=-1FR',
      '2026-01-30T09:00',
      { frequency: 'monthly', days: { type: 'monthNth', days: 32, nth: 5, hijri: false }, period: 3 },
    ],
    [
      'FREQ=WEEKLY;UNTIL=20260119T080000Z',
      '2026-01-05T09:00',
      { end: 'date', occurrenceCount: 3, endDate: minutes('2026-01-19T00:00') },
    ],
    [
      'FREQ=WEEKLY;UNTIL=20260119T075959Z',
      '2026-01-05T09:00',
      { end: 'date', occurrenceCount: 2, endDate: minutes('2026-01-12T00:00') },
    ],
    [
      'FREQ=MONTHLY;RSCALE=GREGORIAN;SKIP=BACKWARD',
      '2026-01-30T09:00',
      { days: { type: 'month', day: 30, hijri: false } },
    ],
  ])('of %s is told', (rule, start, expected) => {
    expect(recur(series({ start: time(start), rules: [rule] })).pattern).toMatchObject(expected);
  });

  it.each([
    ['2026-01-30T09:00', 'FREQ=MONTHLY'],
    ['2024-02-29T09:00', 'FREQ=YEARLY'],
    ['2026-03-30T09:00', 'FREQ=MONTHLY;BYDAY=5MO'],
    ['2026-01-05T09:00', 'FREQ=YEARLY;BYDAY=1MO'],
    ['2026-01-05T09:00', 'FREQ=HOURLY'],
    ['2026-01-05T09:00', 'FREQ=DAILY;BYHOUR=9,17'],
    ['2026-01-05T09:00', 'FREQ=YEARLY;BYWEEKNO=2;BYDAY=MO'],
    ['2026-01-05T09:00', 'FREQ=MONTHLY;BYMONTHDAY=5,20'],
    ['2026-01-05T09:00', 'FREQ=YEARLY;BYMONTH=1,2;BYDAY=1MO'],
    ['2026-01-05T09:00', 'FREQ=YEARLY;BYMONTH=1,7;BYDAY=MO;BYSETPOS=1'],
    ['2026-01-06T09:00', 'FREQ=WEEKLY;BYDAY=MO'],
    ['2026-01-05T09:00', 'RSCALE=HEBREW;FREQ=YEARLY'],
    ['2026-01-05T09:00', 'FREQ=FOO'],
    ['2026-01-05T09:00:30', 'FREQ=DAILY'],
    ['9760-01-05T09:00', 'FREQ=DAILY;COUNT=99999'],
  ])('from %s on with %s is one that MAPI cannot say', (start, rule) => {
    expect(recurOf(series({ start: time(start), rules: [rule] }), [])).toHaveProperty('inexpressible');
  });

  it('with dates besides its rule, several rules or an exception rule is one that MAPI cannot say', () => {
    const rules = ['FREQ=DAILY'];
    expect(recurOf(series({ rules, dates: [{ time: time('2026-01-05T10:00') }] }), [])).toHaveProperty('inexpressible');
    expect(recurOf(series({ rules, exceptionRules: ['FREQ=WEEKLY'] }), [])).toHaveProperty('inexpressible');
    expect(recurOf(series({ rules: ['FREQ=DAILY', 'FREQ=WEEKLY'] }), [])).toHaveProperty('inexpressible');
    expect(recurOf(series({}), [])).toHaveProperty('inexpressible');
    expect(recurOf(series({ rules, dates: [{ time: time('2026-01-07T09:00') }] }), [])).not.toHaveProperty(
      'inexpressible',
    );
  });

  it('has deleted and changed instances by their days', () => {
    const changed: SeriesException = {
      original: Date.UTC(2026, 0, 7, 8),
      start: Date.UTC(2026, 0, 8, 14),
      end: Date.UTC(2026, 0, 8, 15),
      changes: { subject: 'Moved' },
    };
    const one = recur(
      series({ rules: ['FREQ=DAILY;COUNT=9'], exceptionDates: [time('2026-01-06T09:00'), time('2026-01-06T10:00')] }),
      [changed],
    );
    expect([one.pattern.deletedInstanceDates, one.pattern.modifiedInstanceDates]).toEqual([
      [minutes('2026-01-06T00:00'), minutes('2026-01-07T00:00')],
      [minutes('2026-01-08T00:00')],
    ]);
    expect(one.exceptions).toEqual([
      {
        originalStart: minutes('2026-01-07T09:00'),
        start: minutes('2026-01-08T15:00'),
        end: minutes('2026-01-08T16:00'),
        subject: 'Moved',
      },
    ]);
    expect(back(one).exceptions).toEqual([changed]);
    expect(begins({ ...back(one).series })).toEqual(
      begins(series({ rules: ['FREQ=DAILY;COUNT=9'], exceptionDates: [time('2026-01-06T09:00')] })),
    );
  });

  it('with a change of an instance that is none is one that MAPI cannot say', () => {
    const changes: SeriesException = { original: Date.UTC(2026, 0, 7, 9), start: 0, end: 0, changes: {} };
    expect(recurOf(series({ rules: ['FREQ=DAILY'] }), [changes])).toHaveProperty('inexpressible');
  });

  it('of whole days ends at midnight', () => {
    const one = recur(
      series({
        start: { form: 'date', local: localOf(Date.UTC(2026, 0, 5)) },
        duration: 24 * HOUR,
        nominal: true,
        rules: ['FREQ=DAILY;UNTIL=20260107'],
      }),
    );
    expect([one.startTimeOffset, one.endTimeOffset, one.pattern.occurrenceCount]).toEqual([0, 1440, 3]);
    expect(seriesOf(one, { form: 'date' })).toMatchObject({
      series: { rules: ['FREQ=DAILY;UNTIL=20260107'], nominal: true },
    });
  });

  it('begins with the first instance by FirstDateTime', () => {
    const one = recur(series({ rules: ['FREQ=WEEKLY;INTERVAL=3'] }));
    const late = { ...one, pattern: { ...one.pattern, startDate: one.pattern.startDate + 1440 } };
    expect(begins(back(late).series)[0]).toBe('2026-01-26T08:00');
  });

  it('expands, there and back, to the same instances', () => {
    const day = fc
      .integer({ min: 0, max: 6 })
      .map((index) => ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'][index] ?? 'SU');
    const days = fc.uniqueArray(day, { minLength: 1, maxLength: 5 }).map((names) => names.join(','));
    const interval = fc.integer({ min: 1, max: 14 }).map((number) => `;INTERVAL=${number}`);
    const nth = fc.constantFrom(1, 2, 3, 4, -1);
    const month = fc.integer({ min: 1, max: 12 }).map((number) => `;BYMONTH=${number}`);
    const date = fc.oneof(fc.integer({ min: 1, max: 31 }), fc.constant(-1)).map((number) => `;BYMONTHDAY=${number}`);
    const onDays = fc.oneof(
      date,
      fc.tuple(nth, day).map(([n, name]) => `;BYDAY=${n}${name}`),
      fc.tuple(nth, days).map(([n, names]) => `;BYDAY=${names};BYSETPOS=${n}`),
      fc.constantFrom(';BYMONTHDAY=28,29;BYSETPOS=-1', ';BYMONTHDAY=28,29,30;BYSETPOS=-1'),
    );
    const rule = fc.oneof(
      interval.map((every) => `FREQ=DAILY${every}`),
      days.map((names) => `FREQ=DAILY;BYDAY=${names}`),
      fc.tuple(interval, days, day).map(([every, names, first]) => `FREQ=WEEKLY${every};BYDAY=${names};WKST=${first}`),
      fc.tuple(interval, onDays).map(([every, on]) => `FREQ=MONTHLY${every}${on}`),
      fc.tuple(interval, month, onDays).map(([every, one, on]) => `FREQ=YEARLY${every}${one}${on}`),
    );
    const end = fc.oneof(
      fc.constant(''),
      fc.integer({ min: 1, max: 40 }).map((count) => `;COUNT=${count}`),
      fc.integer({ min: 2020, max: 2040 }).map((year) => `;UNTIL=${year}0615T120000Z`),
    );
    let told = 0;
    fc.assert(
      fc.property(
        rule,
        end,
        fc.integer({ min: 0, max: 3000 }),
        fc.array(fc.nat(20), { maxLength: 3 }),
        (text, ending, from, gone) => {
          const wall = Date.UTC(2018, 0, 1, 9, 30) + from * 24 * HOUR;
          const plain = series({ start: { form: 'zoned', zone: BERLIN, local: localOf(wall) }, rules: [text] });
          const first = expand(plain, {
            from: Date.UTC(2000, 0, 1),
            to: Date.UTC(2060, 0, 1),
            observer: UTC,
            limit: 25,
          }).instances;
          const start = first[1]?.time ?? plain.start;
          const one = {
            ...plain,
            start,
            rules: [`${text}${ending}`],
            exceptionDates: gone.flatMap((index) => first[index + 1]?.time ?? []),
          };
          const found = recurOf(one, []);
          if ('inexpressible' in found) return;
          told += 1;
          const again = decoded(encodeAppointmentRecur(found));
          expect(again).toEqual(found);
          expect(instances(back(again).series)).toEqual(instances(one));
          expect(recurOf(back(again).series, [])).toMatchObject({
            pattern: { ...found.pattern, frequency: expect.any(String) },
          });
        },
      ),
      { numRuns: 300 },
    );
    expect(told).toBeGreaterThan(150);
  }, 60_000);
});
