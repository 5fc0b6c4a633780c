import type { LocalTime } from '../zones/zone.ts';
import { DAY_MINUTES } from './minutes.ts';
import type { RecurDays, RecurFrequency } from './pattern.ts';
import { type Rule, type RuleDay, WEEKDAYS, type Weekday } from './rule.ts';

/** The days of a rule as MAPI says them. */
export interface RuleShape {
  readonly frequency: RecurFrequency;
  readonly days: RecurDays;
  readonly period: number;
}

/** Why MAPI cannot say a series, in one sentence. */
export interface Inexpressible {
  readonly inexpressible: string;
}

const WORKDAYS = 62;
const SHORTEST: readonly number[] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function cannot(reason: string): Inexpressible {
  return { inexpressible: `MAPI has no recurrence pattern for this series: ${reason}.` };
}

/** The bit of a day of the week. */
function bit(day: Weekday): number {
  return 1 << WEEKDAYS.indexOf(day);
}

function mask(days: readonly RuleDay[]): number {
  return days.reduce((sum, { day }) => sum | bit(day), 0);
}

function startBit(start: LocalTime): number {
  return 1 << new Date(Date.UTC(start.year, start.month - 1, start.day)).getUTCDay();
}

/** Whether a list of times of day names just that of the start. */
function isStartOnly(list: readonly number[] | undefined, value: number): boolean {
  return list === undefined || (list.length === 1 && list[0] === value);
}

/** The months between instances, or undefined where the months of a rule do not lie at equal distances. */
function monthPeriod(rule: Rule): number | undefined {
  if (rule.byMonth === undefined) {
    if (rule.frequency === 'MONTHLY') return rule.interval;
    // A date without a month is one of every month (RFC 5545 s.3.3.10, the table of BYMONTHDAY).
    if (rule.byMonthDay !== undefined) return rule.interval === 1 && rule.bySetPos === undefined ? 1 : undefined;
    return 12 * rule.interval;
  }
  // Of a yearly rule BYSETPOS counts through all of its months.
  if (rule.frequency === 'YEARLY' && rule.byMonth.length > 1 && rule.bySetPos !== undefined) return undefined;
  const months = rule.byMonth.map(Number);
  if (months.length === 1 && (rule.frequency === 'YEARLY' || rule.interval === 1)) {
    return rule.frequency === 'YEARLY' ? 12 * rule.interval : 12;
  }
  const distance = 12 / months.length;
  const isEven = months.every((month, index) => month === (months[0] ?? 0) + index * distance);
  return isEven && rule.interval === 1 ? distance : undefined;
}

/** Whether a day is there in every month that a period reaches. */
function isAlwaysThere(day: number, month: number, period: number): boolean {
  return Array.from({ length: 12 }, (_, index) => SHORTEST[(month - 1 + index * period) % 12] ?? 28).every(
    (days) => day <= days,
  );
}

/** The week of a list of seven dates that follow each other, from the first, eighth, fifteenth or twenty-second. */
function weekOf(dates: readonly number[] | undefined): number | undefined {
  const first = dates?.[0] ?? 0;
  const isWeek =
    dates?.length === 7 && first % 7 === 1 && first <= 22 && dates.every((date, index) => date === first + index);
  return isWeek ? (first + 6) / 7 : undefined;
}

/** The position of a weekday in its month: 1 to 4, or 5 for the last; undefined where MAPI has no such position. */
function nthOf(position: number | undefined): number | undefined {
  if (position === -1) return 5;
  return position !== undefined && position >= 1 && position <= 4 ? position : undefined;
}

function nthDays(rule: Rule, byDay: readonly RuleDay[]): RecurDays | undefined {
  const [first] = byDay;
  const plain = byDay.every(({ nth }) => nth === undefined);
  const week = byDay.length === 1 && plain && rule.bySetPos === undefined ? weekOf(rule.byMonthDay) : undefined;
  let position = week;
  if (rule.byMonthDay === undefined) {
    if (plain && rule.bySetPos?.length === 1) position = nthOf(rule.bySetPos[0]);
    else if (byDay.length === 1 && rule.bySetPos === undefined) position = nthOf(first?.nth);
  }
  return position === undefined ? undefined : { type: 'monthNth', days: mask(byDay), nth: position, hijri: false };
}

/** The day that a list of 28 to it means together with BYSETPOS=-1: that day, or the last of a shorter month. */
function clippedDay(rule: Rule): number | undefined {
  const dates = rule.byMonthDay ?? [];
  const isRun = dates.length > 1 && dates[0] === 28 && dates.every((date, index) => date === 28 + index);
  return isRun && rule.bySetPos?.length === 1 && rule.bySetPos[0] === -1 ? dates.at(-1) : undefined;
}

function dateDays(rule: Rule, start: LocalTime, period: number): RecurDays | undefined {
  const clipped = clippedDay(rule);
  const of = (day: number): RecurDays => ({ type: 'month', day, hijri: false });
  if (clipped !== undefined) return of(clipped);
  if (rule.bySetPos !== undefined || (rule.byMonthDay?.length ?? 1) > 1) return undefined;
  const day = rule.byMonthDay?.[0] ?? start.day;
  if (day === -1) return of(31);
  if (day < 1) return undefined;
  return rule.skip === 'BACKWARD' || isAlwaysThere(day, start.month, period) ? of(day) : undefined;
}

function monthly(rule: Rule, start: LocalTime): RuleShape | Inexpressible {
  const period = monthPeriod(rule);
  if (period === undefined) return cannot('its months do not lie at equal distances');
  const frequency = period % 12 === 0 ? 'yearly' : 'monthly';
  if (rule.byDay === undefined) {
    const days = dateDays(rule, start, period);
    return days === undefined
      ? cannot('it falls on a day that some of its months do not have, or on several')
      : { frequency, days, period };
  }
  const ofYear = rule.frequency === 'YEARLY' && rule.byMonth === undefined;
  const days = ofYear ? undefined : nthDays(rule, rule.byDay);
  return days === undefined
    ? cannot('it names days of the week that are not the first to fourth or the last of a month')
    : { frequency, days, period };
}

/** The pattern of a rule of a series with this start; the start need not be one of its days. */
export function shapeOf(rule: Rule, start: LocalTime): RuleShape | Inexpressible {
  if (rule.calendar !== undefined) return cannot('it counts by another calendar');
  if (rule.byYearDay !== undefined || rule.byWeekNo !== undefined) return cannot('it counts days or weeks of the year');
  if (rule.skip === 'FORWARD') return cannot('it moves days that are not there to the next month');
  const times = [
    isStartOnly(rule.byHour, start.hour),
    isStartOnly(rule.byMinute, start.minute),
    isStartOnly(rule.bySecond, start.second),
  ];
  if (times.includes(false)) return cannot('it has several times of day, or another one than its start');
  switch (rule.frequency) {
    case 'MONTHLY':
    case 'YEARLY':
      return monthly(rule, start);
    case 'WEEKLY':
    case 'DAILY':
      return weekly(rule, start);
    default:
      return cannot('it counts hours, minutes or seconds');
  }
}

function weekly(rule: Rule, start: LocalTime): RuleShape | Inexpressible {
  if (rule.byMonth !== undefined || rule.byMonthDay !== undefined || rule.bySetPos !== undefined) {
    return cannot('it is bound to months or to dates besides its days');
  }
  if (rule.frequency === 'DAILY' && rule.byDay === undefined) {
    return { frequency: 'daily', days: { type: 'day' }, period: DAY_MINUTES * rule.interval };
  }
  const days = rule.byDay === undefined ? startBit(start) : mask(rule.byDay);
  if (rule.frequency === 'WEEKLY') return { frequency: 'weekly', days: { type: 'week', days }, period: rule.interval };
  if (rule.interval > 1) return cannot('it counts days and names days of the week');
  return { frequency: days === WORKDAYS ? 'daily' : 'weekly', days: { type: 'week', days }, period: 1 };
}
