import { WEEKDAYS, type Weekday } from '../recurrence/rule.ts';
import { DAY, localOf } from './wall.ts';

/** A day that comes once a year: a weekday counted in its month, a weekday in a week of dates, or a date. */
export type YearlyDay =
  | {
      readonly kind: 'nth';
      readonly month: number;
      readonly weekday: Weekday /** -1 is the last. */;
      readonly nth: number;
    }
  | {
      readonly kind: 'from';
      readonly month: number;
      readonly weekday: Weekday /** First of seven days. */;
      readonly from: number;
    }
  | { readonly kind: 'date'; readonly month: number; readonly day: number };

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** The day that all of these wall-clock times fall on, each in its year; undefined where they follow no such rule. */
export function yearlyDay(walls: readonly number[]): YearlyDay | undefined {
  const locals = walls.map(localOf);
  const [first] = locals;
  if (first === undefined || locals.some(({ month }) => month !== first.month)) return undefined;
  const { month } = first;
  if (new Set(walls.map((wall) => ((wall % DAY) + DAY) % DAY)).size > 1) return undefined;
  const weekdays = new Set(walls.map((wall) => new Date(wall).getUTCDay()));
  const days = locals.map(({ day }) => day);
  const least = Math.min(...days);
  const most = Math.max(...days);
  if (weekdays.size > 1) return least === most ? { kind: 'date', month, day: least } : undefined;
  const weekday = WEEKDAYS[new Date(walls[0] ?? 0).getUTCDay()] ?? 'SU';
  if (locals.every(({ year, day }) => day > daysIn(year, month) - 7)) return { kind: 'nth', month, weekday, nth: -1 };
  const nth = Math.ceil(least / 7);
  if (nth === Math.ceil(most / 7)) return { kind: 'nth', month, weekday, nth };
  return most - least < 7 ? { kind: 'from', month, weekday, from: Math.min(least, 25) } : undefined;
}

/** The day as parts of a yearly rule (RFC 5545 s.3.3.10). */
export function yearlyRule(day: YearlyDay): string {
  const start = `FREQ=YEARLY;BYMONTH=${day.month}`;
  if (day.kind === 'date') return `${start};BYMONTHDAY=${day.day}`;
  if (day.kind === 'nth') return `${start};BYDAY=${day.nth}${day.weekday}`;
  const dates = Array.from({ length: 7 }, (_, index) => day.from + index);
  return `${start};BYDAY=${day.weekday};BYMONTHDAY=${dates.join(',')}`;
}
