import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expand } from '../../src/recurrence/expand.ts';
import { extentOf } from '../../src/recurrence/extent.ts';
import { UTC } from '../../src/zones/find.ts';
import { localOf } from '../../src/zones/wall.ts';
import { rules } from './rules.ts';
import { HOUR, series, time } from './series.ts';

const FIRST = Date.UTC(2026, 0, 5, 8);

describe('the extent of a series', () => {
  it.each<[string, readonly string[], number | undefined]>([
    ['that does not recur is that of its start', [], FIRST + HOUR],
    ['without end has no last', ['FREQ=DAILY'], undefined],
    ['ends with the last one of COUNT', ['FREQ=DAILY;COUNT=3'], FIRST + 48 * HOUR + HOUR],
    ['ends with the last one of COUNT among days', ['FREQ=MONTHLY;BYDAY=1MO;COUNT=2'], Date.UTC(2026, 1, 2, 9)],
    ['ends at UNTIL at the latest', ['FREQ=WEEKLY;UNTIL=20260120T080000Z'], Date.UTC(2026, 0, 20, 9)],
    ['ends with the later of two rules', ['FREQ=DAILY;COUNT=3', 'FREQ=DAILY;COUNT=2'], FIRST + 48 * HOUR + HOUR],
    ['has no last where one of two rules has none', ['FREQ=DAILY;COUNT=3', 'FREQ=DAILY'], undefined],
    ['has no last where COUNT is too much to walk', ['FREQ=DAILY;BYDAY=MO;COUNT=99999'], undefined],
    ['is that of its start where UNTIL lies before it', ['FREQ=DAILY;UNTIL=20200101'], FIRST + HOUR],
    ['is that of its start where its rule is none', ['FREQ=FOO'], FIRST + HOUR],
  ])('%s', (_name, rulesOf, last) => {
    expect(extentOf(series({ rules: rulesOf }))).toEqual({ first: FIRST, last });
  });

  it('has its RDATEs inside, with their own length', () => {
    const dates = [{ time: time('2026-01-01T09:00') }, { time: time('2026-01-09T09:00'), duration: 5 * HOUR }];
    expect(extentOf(series({ dates }))).toEqual({ first: Date.UTC(2026, 0, 1, 8), last: Date.UTC(2026, 0, 9, 13) });
  });

  it('of whole days is told in local time as if that were UTC', () => {
    const one = series({
      start: { form: 'date', local: localOf(Date.UTC(2026, 2, 28)) },
      duration: 48 * HOUR,
      nominal: true,
      rules: ['FREQ=DAILY;COUNT=2'],
    });
    expect(extentOf(one)).toEqual({ first: Date.UTC(2026, 2, 28), last: Date.UTC(2026, 2, 31) });
  });

  it('has every instance inside', () => {
    const count = fc.integer({ min: 1, max: 30 });
    fc.assert(
      fc.property(rules, count, (rule, most) => {
        const one = series({ rules: [`${rule};COUNT=${most}`] });
        const { first = 0, last = Number.POSITIVE_INFINITY } = extentOf(one);
        const { instances } = expand(one, { from: 0, to: Date.UTC(2200, 0, 1), observer: UTC, limit: 50 });
        expect(instances.filter(({ start, end }) => start < first || end > last)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});
