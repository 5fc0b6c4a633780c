import { DAY_MINUTES, dayOfWeek, daysInMonth, midnightOf, monthOf, monthStart, WEEK_MINUTES } from './minutes.ts';
import type { RecurrencePattern } from './pattern.ts';

/** What of a pattern makes its dates. */
export type PatternShape = Pick<RecurrencePattern, 'days' | 'period' | 'firstDayOfWeek' | 'startDate'>;

// Every period of such a pattern has the same number of instances: days one, weeks as many as the mask has days, months one,
// since the day of a short month is its last and a fifth weekday is not among the patterns. So dates need no walk.

function beginOfWeek(date: number, firstDayOfWeek: number): number {
  return date - ((dayOfWeek(date) - firstDayOfWeek + 7) % 7) * DAY_MINUTES;
}

/** The days of the week of a mask as distances from the first one, ascending. */
function weekDays(mask: number, firstDayOfWeek: number): number[] {
  return [0, 1, 2, 3, 4, 5, 6].filter((distance) => (mask & (1 << ((firstDayOfWeek + distance) % 7))) !== 0);
}

/** The day of a pattern in a month. */
function dayInMonth(days: RecurrencePattern['days'], month: number): number {
  const start = monthStart(month);
  const last = daysInMonth(month);
  if (days.type === 'monthEnd') return start + (last - 1) * DAY_MINUTES;
  if (days.type === 'month') return start + (Math.min(Math.max(days.day, 1), last) - 1) * DAY_MINUTES;
  if (days.type !== 'monthNth') return start;
  const found: number[] = [];
  for (let day = 0; day < last; day += 1) {
    const date = start + day * DAY_MINUTES;
    if ((days.days & (1 << dayOfWeek(date))) !== 0) found.push(date);
  }
  return (days.nth >= 5 ? found.at(-1) : found[Math.max(days.nth, 1) - 1]) ?? start;
}

/** The month of the first instance: that of the start, or a period later where its day is already over. */
function firstMonth({ days, period, startDate }: PatternShape): number {
  const month = monthOf(startDate);
  return dayInMonth(days, month) < startDate ? month + period : month;
}

/** The date of an instance, the first being 0; a midnight. */
export function dateAt(shape: PatternShape, index: number): number {
  const { days, period, firstDayOfWeek, startDate } = shape;
  if (days.type === 'day') return startDate + index * period;
  if (days.type === 'week') {
    const week = beginOfWeek(startDate, firstDayOfWeek);
    const all = weekDays(days.days, firstDayOfWeek);
    const skipped = all.filter((day) => week + day * DAY_MINUTES < startDate).length;
    const from = index + skipped;
    return week + Math.floor(from / all.length) * period * WEEK_MINUTES + (all[from % all.length] ?? 0) * DAY_MINUTES;
  }
  return dayInMonth(days, firstMonth(shape) + index * period);
}

/** How many instances are on or before a date. */
export function countUntil(shape: PatternShape, date: number): number {
  const { days, period, firstDayOfWeek, startDate } = shape;
  if (date < startDate) return 0;
  if (days.type === 'day') return Math.floor((midnightOf(date) - startDate) / period) + 1;
  if (days.type === 'week') {
    const week = beginOfWeek(startDate, firstDayOfWeek);
    const all = weekDays(days.days, firstDayOfWeek);
    const weeks = Math.floor((date - week) / (period * WEEK_MINUTES));
    const current = week + weeks * period * WEEK_MINUTES;
    const skipped = all.filter((day) => week + day * DAY_MINUTES < startDate).length;
    return weeks * all.length + all.filter((day) => current + day * DAY_MINUTES <= date).length - skipped;
  }
  const first = firstMonth(shape);
  const periods = Math.floor((monthOf(date) - first) / period);
  if (periods < 0) return 0;
  return periods + (dayInMonth(days, first + periods * period) <= date ? 1 : 0);
}

/** Whether an instance falls on a date. */
export function hasDate(shape: PatternShape, date: number): boolean {
  return countUntil(shape, date) > countUntil(shape, date - 1);
}

/** FirstDateTime of a pattern ([MS-OXOCAL] 2.2.1.44.1.1): by which periods count, as the first of them after 1601. */
export function firstDateTimeOf({ days, period, firstDayOfWeek, startDate }: PatternShape): number {
  if (days.type === 'day') return startDate % period;
  if (days.type === 'week') return beginOfWeek(startDate, firstDayOfWeek) % (period * WEEK_MINUTES);
  return monthStart(monthOf(startDate) % period);
}

/**
 * The start of a pattern, moved to its first instance by FirstDateTime ([MS-OXOCAL] 2.2.1.44.1.2). The period is at least one
 * of its unit.
 */
export function alignedStart(pattern: RecurrencePattern): number {
  const { days, period, firstDayOfWeek, firstDateTime, startDate } = pattern;
  if (days.type === 'day') {
    const over = (startDate - firstDateTime) % period;
    return over === 0 ? startDate : startDate + (over < 0 ? -over : period - over);
  }
  if (days.type === 'week') {
    const week = beginOfWeek(startDate, firstDayOfWeek);
    const span = period * WEEK_MINUTES;
    const over = (((week - firstDateTime) % span) + span) % span;
    return over === 0 ? startDate : week + span - over;
  }
  const over = (((monthOf(startDate) - monthOf(firstDateTime)) % period) + period) % period;
  return over === 0 ? startDate : monthStart(monthOf(startDate) + period - over);
}
