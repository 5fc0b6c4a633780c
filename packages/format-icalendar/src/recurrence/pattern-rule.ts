import { localOf } from '../zones/wall.ts';
import { instantAt } from './clock.ts';
import { daysInMonth, monthOf } from './minutes.ts';
import type { RecurrencePattern } from './pattern.ts';
import { WEEKDAYS } from './rule.ts';
import type { Series } from './series.ts';

function padded(number: number, length = 2): string {
  return String(number).padStart(length, '0');
}

/** The last instance of a series as the value of UNTIL: a date, a local time, or one in UTC (RFC 5545 s.3.3.10). */
export function untilText(series: Series, wall: number): string {
  const { form } = series.start;
  const { year, month, day, hour, minute, second } = localOf(
    form === 'zoned' || form === 'utc' ? instantAt(series, wall) : wall,
  );
  const date = `${padded(year, 4)}${padded(month)}${padded(day)}`;
  if (form === 'date') return date;
  return `${date}T${padded(hour)}${padded(minute)}${padded(second)}${form === 'floating' ? '' : 'Z'}`;
}

/** The days of a mask, Monday first. */
function dayNames(mask: number): string[] {
  return [1, 2, 3, 4, 5, 6, 0].filter((day) => (mask & (1 << day)) !== 0).map((day) => WEEKDAYS[day] ?? 'SU');
}

/** BYMONTHDAY for a day that is the last one where a month is shorter. */
function dateText(day: number, month: number, period: number): string {
  // February of a year that is none of leap: 1601 is one, and months are counted from there.
  const months = Array.from({ length: 12 }, (_, index) => daysInMonth((month + index * period) % 12));
  if (months.every((days) => day <= days)) return `BYMONTHDAY=${day}`;
  if (day >= 31) return 'BYMONTHDAY=-1';
  return `BYMONTHDAY=${day === 29 ? '28,29' : '28,29,30'};BYSETPOS=-1`;
}

function nthText(mask: number, nth: number): string {
  const names = dayNames(mask);
  const position = nth === 5 ? -1 : nth;
  return names.length === 1 ? `BYDAY=${position}${names[0]}` : `BYDAY=${names.join(',')};BYSETPOS=${position}`;
}

function withInterval(frequency: string, interval: number): string {
  return `FREQ=${frequency}${interval === 1 ? '' : `;INTERVAL=${interval}`}`;
}

/** A RecurrencePattern as the value of an RRULE, without its end; the start is its first instance. */
export function patternRule(pattern: RecurrencePattern): string {
  const { days, period, firstDayOfWeek, startDate, frequency } = pattern;
  if (days.type === 'day') return withInterval('DAILY', period / 1440);
  if (days.type === 'week') {
    const daily = frequency === 'daily' && period === 1;
    const first = WEEKDAYS[firstDayOfWeek] ?? 'MO';
    return `${withInterval(daily ? 'DAILY' : 'WEEKLY', period)};BYDAY=${dayNames(days.days).join(',')}${first === 'MO' ? '' : `;WKST=${first}`}`;
  }
  const month = monthOf(startDate) % 12;
  const yearly = period % 12 === 0;
  const begin = yearly
    ? `${withInterval('YEARLY', period / 12)};BYMONTH=${month + 1}`
    : withInterval('MONTHLY', period);
  if (days.type === 'monthNth') return `${begin};${nthText(days.days, days.nth)}`;
  return `${begin};${days.type === 'monthEnd' ? 'BYMONTHDAY=-1' : dateText(days.day, month, period)}`;
}
