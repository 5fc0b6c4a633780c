import { DAY } from '../zones/wall.ts';
import { type Rule, WEEKDAYS } from './rule.ts';

/**
 * Whether a yearly rule has days that its other parts limit (RFC 5545 s.3.3.10, the table and its notes): where there are days
 * of the year, or weekdays with a number besides dates, the library in use adds the days of the parts up instead.
 */
export function hasLimitedYearDays({ frequency, byYearDay, byDay, byMonthDay }: Rule): boolean {
  if (frequency !== 'YEARLY') return false;
  if (byYearDay !== undefined) return byDay !== undefined || byMonthDay !== undefined;
  return byMonthDay !== undefined && byDay?.some(({ nth }) => nth !== undefined) === true;
}

/** The number of a day in a stretch of days, from the begin and from the end, counted by sevens. */
function nths(day: number, days: number): readonly [number, number] {
  return [Math.floor((day - 1) / 7) + 1, -(Math.floor((days - day) / 7) + 1)];
}

/** Whether all parts of such a rule have the day of a wall-clock time. */
export function isLimitedDay({ byDay, byMonthDay, byYearDay, byMonth }: Rule, wall: number): boolean {
  const date = new Date(wall);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth();
  const days = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const day = date.getUTCDate();
  if (byMonthDay !== undefined && !byMonthDay.includes(day) && !byMonthDay.includes(day - days - 1)) return false;
  const yearStart = Date.UTC(year, 0, 1);
  const yearDay = Math.floor((wall - yearStart) / DAY) + 1;
  const yearDays = (Date.UTC(year + 1, 0, 1) - yearStart) / DAY;
  if (byYearDay !== undefined && !byYearDay.includes(yearDay) && !byYearDay.includes(yearDay - yearDays - 1))
    return false;
  if (byDay === undefined) return true;
  const positions = byMonth === undefined ? nths(yearDay, yearDays) : nths(day, days);
  const name = WEEKDAYS[date.getUTCDay()];
  return byDay.some((one) => one.day === name && (one.nth === undefined || positions.includes(one.nth)));
}
