import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expand } from '../../src/recurrence/expand.ts';
import type { Series } from '../../src/recurrence/series.ts';
import { UTC } from '../../src/zones/find.ts';
import { zoneOf } from '../../src/zones/vtimezone.ts';
import { localOf } from '../../src/zones/wall.ts';
import { rules } from './rules.ts';
import { BERLIN, begins, HOUR, series, time } from './series.ts';

const DAY = 24 * HOUR;

describe('a series', () => {
  it.each<[string, Partial<Series> & { readonly rule?: string }, readonly string[]]>([
    [
      'moves an instance behind a gap',
      { start: time('2026-03-28T02:30'), rule: 'FREQ=DAILY;COUNT=3' },
      ['2026-03-28T01:30', '2026-03-29T01:30', '2026-03-30T00:30'],
    ],
    [
      'takes the first of two equal times',
      { start: time('2026-10-24T02:30'), rule: 'FREQ=DAILY;COUNT=3' },
      ['2026-10-24T00:30', '2026-10-25T00:30', '2026-10-26T01:30'],
    ],
    [
      'counts its start as the first instance, whatever the rule says',
      { start: time('2026-01-01T09:00'), rule: 'FREQ=MONTHLY;BYDAY=MO;COUNT=3' },
      ['2026-01-01T08:00', '2026-01-05T08:00', '2026-01-12T08:00'],
    ],
    [
      'ends at UNTIL in UTC',
      { start: time('2026-01-01T09:00'), rule: 'FREQ=DAILY;UNTIL=20260102T080000Z' },
      ['2026-01-01T08:00', '2026-01-02T08:00'],
    ],
    [
      'ends at UNTIL in local time',
      { start: time('2026-01-01T09:00'), rule: 'FREQ=DAILY;UNTIL=20260102T085959' },
      ['2026-01-01T08:00'],
    ],
    [
      'ends with the day of an UNTIL without time',
      { start: time('2026-01-01T09:00'), rule: 'FREQ=DAILY;UNTIL=20260102' },
      ['2026-01-01T08:00', '2026-01-02T08:00'],
    ],
    [
      'has its start where UNTIL lies before it',
      { start: time('2026-01-01T09:00'), rule: 'FREQ=DAILY;UNTIL=20200101' },
      ['2026-01-01T08:00'],
    ],
    [
      'leaves out EXDATEs in another zone',
      {
        start: time('2026-01-01T09:00'),
        rule: 'FREQ=DAILY;COUNT=2',
        exceptionDates: [{ form: 'utc', local: localOf(Date.UTC(2026, 0, 1, 8)) }],
      },
      ['2026-01-02T08:00'],
    ],
    [
      'leaves out the instance of a day that an EXDATE names',
      {
        start: time('2026-01-01T09:00'),
        rule: 'FREQ=DAILY;COUNT=2',
        exceptionDates: [{ form: 'date', local: localOf(Date.UTC(2026, 0, 2)) }],
      },
      ['2026-01-01T08:00'],
    ],
    [
      'leaves out what EXRULE says',
      { start: time('2026-01-01T09:00'), rule: 'FREQ=DAILY;COUNT=4', exceptionRules: ['FREQ=DAILY;INTERVAL=2'] },
      ['2026-01-02T08:00', '2026-01-04T08:00'],
    ],
    [
      'unites several rules, each instance once',
      { start: time('2026-01-05T09:00'), rules: ['FREQ=WEEKLY;COUNT=2', 'FREQ=DAILY;INTERVAL=7;COUNT=3'] },
      ['2026-01-05T08:00', '2026-01-12T08:00', '2026-01-19T08:00'],
    ],
    [
      'has its RDATEs, in any zone and in order',
      {
        start: time('2026-01-02T09:00'),
        dates: [{ time: { form: 'utc', local: localOf(Date.UTC(2026, 0, 3)) } }, { time: time('2026-01-01T09:00') }],
      },
      ['2026-01-01T08:00', '2026-01-02T08:00', '2026-01-03T00:00'],
    ],
    [
      'takes the day before where a day is not there and SKIP says so',
      { start: time('2026-01-31T09:00'), rule: 'RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=BACKWARD;COUNT=3' },
      ['2026-01-31T08:00', '2026-02-28T08:00', '2026-03-31T07:00'],
    ],
    [
      'takes the day after where SKIP says so',
      { start: time('2026-01-31T09:00'), rule: 'RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=FORWARD;COUNT=3' },
      ['2026-01-31T08:00', '2026-03-01T08:00', '2026-03-31T07:00'],
    ],
    [
      'counts by another calendar',
      { start: time('2013-02-10T09:00'), rule: 'RSCALE=CHINESE;FREQ=YEARLY;COUNT=3' },
      ['2013-02-10T08:00', '2014-01-31T08:00', '2015-02-19T08:00'],
    ],
    [
      'counts by a thirteenth month',
      { start: time('2013-09-06T09:00'), rule: 'RSCALE=ETHIOPIC;FREQ=MONTHLY;BYMONTH=13;COUNT=2' },
      ['2013-09-06T07:00', '2014-09-06T07:00'],
    ],
    [
      'names days of the year that are days of the week too',
      { start: time('2026-01-01T09:00'), rule: 'FREQ=YEARLY;BYYEARDAY=1,2;BYDAY=FR;COUNT=3' },
      ['2026-01-01T08:00', '2026-01-02T08:00', '2027-01-01T08:00'],
    ],
    [
      'leaves a fifth Monday out where there is none',
      { start: time('2026-03-30T09:00'), rule: 'FREQ=MONTHLY;BYDAY=5MO;COUNT=2' },
      ['2026-03-30T07:00', '2026-06-29T07:00'],
    ],
    [
      'has an hour that comes twice once',
      { start: time('2026-10-25T01:30'), rule: 'FREQ=HOURLY;COUNT=3' },
      ['2026-10-24T23:30', '2026-10-25T00:30', '2026-10-25T02:30'],
    ],
  ])('%s', (_name, { rule, ...change }, expected) => {
    expect(begins(series({ ...change, rules: change.rules ?? (rule === undefined ? [] : [rule]) }))).toEqual(expected);
  });

  it('of whole days lies at the midnights of its observer', () => {
    const days = series({
      start: { form: 'date', local: localOf(Date.UTC(2026, 2, 28)) },
      duration: DAY,
      nominal: true,
      rules: ['FREQ=DAILY;COUNT=2;BYHOUR=5'],
    });
    const { instances } = expand(days, { from: 0, to: Date.UTC(2027, 0, 1), observer: BERLIN, limit: 10 });
    expect(instances.map(({ original, start, end }) => [original, start, end])).toEqual([
      [Date.UTC(2026, 2, 28), Date.UTC(2026, 2, 27, 23), Date.UTC(2026, 2, 28, 23)],
      [Date.UTC(2026, 2, 29), Date.UTC(2026, 2, 28, 23), Date.UTC(2026, 2, 29, 22)],
    ]);
  });

  it('has instances of the length of a period where an RDATE is one', () => {
    const dated = series({ dates: [{ time: time('2026-01-09T09:00'), duration: 5 * HOUR }] });
    const { instances } = expand(dated, { from: 0, to: Date.UTC(2027, 0, 1), observer: UTC, limit: 10 });
    expect(instances.map(({ start, end }) => end - start)).toEqual([HOUR, 5 * HOUR]);
  });

  it('in a zone that only a VTIMEZONE describes follows it', () => {
    const start = localOf(Date.UTC(2026, 0, 2));
    const zone = zoneOf({
      tzid: 'x',
      observances: [{ kind: 'standard', start, offsetFrom: HOUR, offsetTo: 3 * HOUR, rules: [], dates: [] }],
    });
    const found = begins(
      series({
        start: { form: 'zoned', zone, local: localOf(Date.UTC(2026, 0, 1, 9)) },
        rules: ['FREQ=DAILY;COUNT=2'],
      }),
    );
    expect(found).toEqual(['2026-01-01T08:00', '2026-01-02T06:00']);
  });

  it('has what ends after the span begins and begins before it ends', () => {
    const at = (from: string, to: string, duration: number): number =>
      expand(series({ duration, rules: ['FREQ=DAILY'] }), {
        from: Date.parse(`${from}Z`),
        to: Date.parse(`${to}Z`),
        observer: UTC,
        limit: 10,
      }).instances.length;
    expect(at('2026-01-05T09:00', '2026-01-06T08:00', HOUR)).toBe(0);
    expect(at('2026-01-05T08:59', '2026-01-06T08:01', HOUR)).toBe(2);
    expect(at('2026-01-05T08:00', '2026-01-06T08:00', 0)).toBe(1);
    expect(at('2026-01-09T08:00', '2026-01-09T08:01', 3 * DAY)).toBe(3);
  });

  it('says that there is more than its limit', () => {
    const { instances, more } = expand(series({ rules: ['FREQ=DAILY'] }), {
      from: 0,
      to: Date.UTC(2030, 0, 1),
      observer: UTC,
      limit: 3,
    });
    expect([instances.length, more]).toEqual([3, true]);
  });

  it.each([
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=WEEKLY;BYMONTH=4;BYMONTHDAY=31',
    'FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO;BYMONTH=6',
    'FREQ=SECONDLY;BYYEARDAY=1;BYMONTH=2',
    'FREQ=FOO',
    'INTERVAL=2',
    'FREQ=DAILY;INTERVAL=0',
    'FREQ=DAILY;COUNT=0',
    'FREQ=DAILY;UNTIL=soon',
    'FREQ=DAILY;BYDAY=XX',
    'FREQ=DAILY;BYHOUR=24',
    'FREQ=DAILY;FOO=1',
    'FREQ=DAILY;BYMONTH=5L',
    'x'.repeat(10_000),
    '🙂',
  ])('with the rule %s has its start, and says what is wrong', (rule) => {
    const begin = performance.now();
    const { instances, problems } = expand(series({ rules: [rule] }), {
      from: 0,
      to: Date.UTC(2036, 0, 1),
      observer: UTC,
      limit: 100,
    });
    expect([instances.length, problems.length]).toEqual([1, 1]);
    expect(performance.now() - begin).toBeLessThan(5000);
  });

  it.each([
    'FREQ=SECONDLY',
    'FREQ=MINUTELY;BYHOUR=3;BYMONTH=1',
    'FREQ=HOURLY;BYDAY=MO',
    'FREQ=DAILY;COUNT=100000',
    'FREQ=SECONDLY;COUNT=999999999',
    'FREQ=SECONDLY;BYMINUTE=3;COUNT=999999999',
    'FREQ=YEARLY;BYYEARDAY=1;BYHOUR=0,1,2,3,4,5;BYMINUTE=0,1,2,3,4,5',
  ])('of 1970 with the rule %s is at 2026 in no time', (rule) => {
    const begin = performance.now();
    const old = series({ start: time('1970-01-01T00:00'), rules: [rule] });
    expand(old, { from: Date.UTC(2026, 0, 1), to: Date.UTC(2026, 0, 2), observer: UTC, limit: 100 });
    expect(performance.now() - begin).toBeLessThan(5000);
  });

  it.each<[string, Partial<Series>]>([
    [
      'rules that all yield nothing',
      { rules: Array.from({ length: 100 }, (_, index) => `FREQ=DAILY;BYDAY=MO;BYSETPOS=5;INTERVAL=${index + 1}`) },
    ],
    [
      'an exception rule for each second and dates of fifty years',
      {
        exceptionRules: ['FREQ=SECONDLY'],
        dates: Array.from({ length: 5000 }, (_, index) => ({ time: time(`${2026 + (index % 50)}-01-06T09:00`) })),
      },
    ],
    [
      'a rule for each second and one that takes them all out',
      { rules: ['FREQ=SECONDLY'], exceptionRules: ['FREQ=SECONDLY'] },
    ],
  ])('with %s ends soon, and says so', (_name, change) => {
    const begin = performance.now();
    const { problems } = expand(series(change), { from: 0, to: Date.UTC(2100, 0, 1), observer: UTC, limit: 1000 });
    expect(problems.length).toBeGreaterThan(0);
    expect(performance.now() - begin).toBeLessThan(5000);
  });

  it('has in two spans what it has in both together', () => {
    const moment = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2027, 0, 1) });
    const spans = fc
      .uniqueArray(moment, { minLength: 3, maxLength: 3 })
      .map((moments) => moments.sort((a, b) => a - b));
    const count = fc.option(fc.integer({ min: 1, max: 40 }), { nil: undefined });
    fc.assert(
      fc.property(
        rules,
        spans,
        count,
        fc.constantFrom(0, HOUR, 3 * DAY),
        (rule, [from = 0, middle = 0, to = 0], most, duration) => {
          const one = series({
            start: time('2019-12-30T02:30'),
            duration,
            rules: [most === undefined ? rule : `${rule};COUNT=${most}`],
          });
          const within = (begin: number, end: number): number[] =>
            expand(one, { from: begin, to: end, observer: UTC, limit: 100_000 }).instances.map(
              ({ original }) => original,
            );
          const parts = new Set([...within(from, middle), ...within(middle, to)]);
          expect([...parts].sort((a, b) => a - b)).toEqual(within(from, to).sort((a, b) => a - b));
        },
      ),
      { numRuns: 60 },
    );
  }, 60_000);
});
