import fc from 'fast-check';
import { expand } from '../../src/recurrence/expand.ts';
import type { Series } from '../../src/recurrence/series.ts';
import { UTC } from '../../src/zones/find.ts';
import { localOf } from '../../src/zones/wall.ts';

const DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;

function list(from: number, to: number, most: number): fc.Arbitrary<string> {
  return fc
    .uniqueArray(fc.integer({ min: from, max: to }), { minLength: 1, maxLength: most })
    .map((numbers) => numbers.join(','));
}

function signed(to: number, most: number): fc.Arbitrary<string> {
  const number = fc.integer({ min: -to, max: to }).filter((one) => one !== 0);
  return fc.uniqueArray(number, { minLength: 1, maxLength: most }).map((numbers) => numbers.join(','));
}

const plainDays = fc
  .uniqueArray(fc.constantFrom(...DAYS), { minLength: 1, maxLength: 4 })
  .map((days) => days.join(','));
const nthDays = fc
  .uniqueArray(
    fc.tuple(fc.constantFrom(1, 2, 3, 4, 5, -1, -2), fc.constantFrom(...DAYS)).map(([nth, day]) => `${nth}${day}`),
    { minLength: 1, maxLength: 3 },
  )
  .map((days) => days.join(','));

function rarely<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(arbitrary, { freq: 2, nil: undefined });
}

function parts(names: Readonly<Record<string, fc.Arbitrary<string | undefined>>>): fc.Arbitrary<string> {
  return fc.record(names).map((values) =>
    Object.entries(values)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => `;${name}=${value}`)
      .join(''),
  );
}

const times = { BYHOUR: rarely(list(0, 23, 3)), BYMINUTE: rarely(list(0, 59, 2)) };
/** Weeks that lie in one year: of one that reaches into the next, Python has the days of the wrong year. */
const weeks = fc
  .uniqueArray(fc.oneof(fc.integer({ min: 2, max: 50 }), fc.integer({ min: -50, max: -3 })), {
    minLength: 1,
    maxLength: 3,
  })
  .map((numbers) => numbers.join(','));
const INTERVAL = fc.option(fc.integer({ min: 1, max: 5 }).map(String), { nil: undefined });
const WKST = fc.option(fc.constantFrom(...DAYS), { nil: undefined });
const BYMONTH = rarely(list(1, 12, 3));

/** Rules without end, of every frequency but the finest; BYWEEKNO always with days, since Python means all seven without. */
export const rules: fc.Arbitrary<string> = fc.oneof(
  parts({
    INTERVAL,
    WKST,
    BYMONTH,
    BYMONTHDAY: rarely(signed(31, 3)),
    BYDAY: rarely(fc.oneof(plainDays, nthDays)),
    ...times,
  }).map((rest) => `FREQ=YEARLY${rest}`),
  parts({ INTERVAL, WKST, BYWEEKNO: weeks, BYDAY: plainDays, ...times }).map((rest) => `FREQ=YEARLY${rest}`),
  parts({ INTERVAL, BYYEARDAY: signed(366, 3), BYDAY: rarely(plainDays), ...times }).map(
    (rest) => `FREQ=YEARLY${rest}`,
  ),
  parts({
    INTERVAL,
    BYMONTH,
    BYMONTHDAY: rarely(signed(31, 3)),
    BYDAY: rarely(fc.oneof(plainDays, nthDays)),
    ...times,
  }).map((rest) => `FREQ=MONTHLY${rest}`),
  parts({ INTERVAL, BYDAY: plainDays, BYSETPOS: signed(4, 2), ...times }).map((rest) => `FREQ=MONTHLY${rest}`),
  parts({ INTERVAL, WKST, BYMONTH, BYDAY: rarely(plainDays), ...times }).map((rest) => `FREQ=WEEKLY${rest}`),
  parts({ INTERVAL, BYMONTH, BYMONTHDAY: rarely(signed(31, 3)), BYDAY: rarely(plainDays), ...times }).map(
    (rest) => `FREQ=DAILY${rest}`,
  ),
  parts({ INTERVAL, BYMONTH, BYMONTHDAY: rarely(signed(31, 3)), BYDAY: rarely(plainDays) }).map(
    (rest) => `FREQ=HOURLY${rest}`,
  ),
);

function padded(number: number): string {
  return String(number).padStart(2, '0');
}

function utcSeries(rule: string, wall: number): Series {
  const start = { form: 'utc' as const, local: localOf(wall), zone: UTC };
  return { start, duration: 0, nominal: false, rules: [rule], exceptionRules: [], dates: [], exceptionDates: [] };
}

/** Series in UTC whose start is an instance of their rule, each as a calendar too. */
export function synchronisedSeries(): fc.Arbitrary<{ readonly series: Series; readonly text: string }> {
  const wall = fc
    .integer({ min: Date.UTC(1996, 0, 1) / 60_000, max: Date.UTC(2026, 0, 1) / 60_000 })
    .map((minutes) => minutes * 60_000);
  return fc
    .tuple(rules, wall)
    .map(([rule, from]) => {
      const { instances } = expand(utcSeries(rule, from), {
        from: from + 1,
        to: from + 20 * 366 * 86_400_000,
        observer: UTC,
        limit: 1,
      });
      const [first] = instances;
      return first === undefined ? undefined : { rule, series: utcSeries(`${rule}`, first.start) };
    })
    .filter((found) => found !== undefined)
    .map(({ rule, series }) => {
      const { year, month, day, hour, minute, second } = series.start.local;
      const start = `${year}${padded(month)}${padded(day)}T${padded(hour)}${padded(minute)}${padded(second)}Z`;
      const event = [
        'BEGIN:VEVENT',
        'UID:one',
        'DTSTAMP:20260101T000000Z',
        `DTSTART:${start}`,
        `RRULE:${rule}`,
        'END:VEVENT',
      ];
      return {
        series,
        text: ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//test//test//EN', ...event, 'END:VCALENDAR', ''].join(
          '\r\n',
        ),
      };
    });
}
