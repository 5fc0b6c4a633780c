import { describe, expect, it } from 'vitest';
import { patternText } from '../../src/recurrence/words.ts';
import { corpusSeries } from './corpus-series.ts';
import { series, time } from './series.ts';

describe('a series in words', () => {
  it.each([
    ['FREQ=DAILY', 'every day'],
    ['FREQ=DAILY;INTERVAL=2', 'every 2 days'],
    ['FREQ=HOURLY;INTERVAL=2', 'every 2 hours'],
    ['FREQ=WEEKLY', 'every Monday'],
    ['FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', 'every weekday'],
    ['FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR', 'every weekday'],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=FR,MO;UNTIL=20261231', 'every 2 weeks on Monday and Friday until 2026-12-31'],
    ['FREQ=WEEKLY;UNTIL=20261231T233000Z', 'every Monday until 2027-01-01'],
    ['FREQ=MONTHLY;BYDAY=-1FR;COUNT=10', 'on the last Friday of every month, 10 times'],
    ['FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1', 'on the last weekday of every month'],
    ['FREQ=MONTHLY;BYDAY=SA,SU;BYSETPOS=1', 'on the first Saturday or Sunday of every month'],
    ['FREQ=MONTHLY', 'on day 5 of every month'],
    ['FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1', 'on the last day of every 3 months'],
    ['FREQ=MONTHLY;BYDAY=MO', 'on every Monday of every month'],
    ['FREQ=YEARLY', 'every year on day 5 of January'],
    ['FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU', 'every year on the last Sunday of October'],
    ['FREQ=YEARLY;INTERVAL=2;BYMONTH=1,7', 'every 2 years in January and July on day 5 of the month'],
    ['FREQ=YEARLY;BYDAY=20MO', 'every year on the 20th Monday of the year'],
    ['FREQ=YEARLY;BYMONTHDAY=15', 'every year on day 15 of every month'],
    ['FREQ=YEARLY;BYWEEKNO=20', 'every year in week 20 of the year on every Monday'],
    ['FREQ=YEARLY;BYYEARDAY=100,-1', 'every year on the last day and day 100 of the year'],
    ['FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13', 'every month on day 13 of the month where that is a Friday'],
    ['FREQ=DAILY;BYHOUR=9,17;BYMINUTE=0,30', 'every day at 9:00, 9:30, 17:00 and 17:30'],
    ['FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10', 'every 20 minutes in hours 9 and 10'],
    ['FREQ=DAILY;COUNT=1', 'every day, once'],
    [
      'RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1',
      'every year in month 1 on day 1 of the month by the Chinese calendar',
    ],
    [
      'RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=BACKWARD;BYMONTHDAY=31',
      'every month on day 31 of the month or the last day before, where there is none',
    ],
    ['FREQ=FOO', 'by a rule that cannot be understood'],
  ])('with %s is "%s"', (rule, words) => {
    expect(patternText(series({ rules: [rule] }))).toBe(words);
  });

  it('tells several rules, other dates and exception rules', () => {
    const all = series({
      rules: ['FREQ=WEEKLY', 'FREQ=MONTHLY'],
      dates: [{ time: time('2026-01-06T09:00') }],
      exceptionRules: ['FREQ=WEEKLY;INTERVAL=2'],
    });
    expect(patternText(all)).toBe(
      'every Monday; and on day 5 of every month; and on 1 other date; but not every 2 weeks on Monday',
    );
  });

  it('that does not recur are none', () => {
    expect(patternText(series({}))).toBe('');
  });

  it('are one line of some length for every series of the corpus', () => {
    const texts = corpusSeries().map(({ series: one }) => patternText(one));
    expect(texts.filter((text) => /\s{2}|undefined|NaN|[\r\n]|\bof of\b/.test(text) || text.length > 600)).toEqual([]);
  });
});
