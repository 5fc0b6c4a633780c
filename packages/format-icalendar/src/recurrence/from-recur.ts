import { UTC } from '../zones/fixed.ts';
import { localOf } from '../zones/wall.ts';
import type { Zone } from '../zones/zone.ts';
import type { AppointmentRecur } from './appointment-recur.ts';
import { instantAt } from './clock.ts';
import { midnightOf, wallOfMinutes } from './minutes.ts';
import type { RecurrencePattern } from './pattern.ts';
import { alignedStart, countUntil, dateAt } from './pattern-dates.ts';
import { patternRule, untilText } from './pattern-rule.ts';
import type { CalendarTime, Series } from './series.ts';
import type { Inexpressible, SeriesException } from './to-recur.ts';

/** What an AppointmentRecurrencePattern says, as iCalendar says it. */
export interface RecurSeries {
  readonly series: Series;
  readonly exceptions: readonly SeriesException[];
}

/** In which form the series begins: `date` for whole days, `floating` or a zone (`zoned`, `utc`). */
export interface RecurStart {
  readonly form: CalendarTime['form'];
  readonly zone?: Zone;
}

/** CalendarTypes that count as the Gregorian calendar does. */
const GREGORIAN: ReadonlySet<number> = new Set([0, 1, 2, 9, 10, 11, 12]);
const MINUTE = 60_000;

function problemOf({ days, period, calendarType }: RecurrencePattern): string | undefined {
  if (!GREGORIAN.has(calendarType) || ('hijri' in days && days.hijri)) return 'it counts by another calendar';
  if (period < 1 || (days.type === 'day' && period % 1440 !== 0)) return 'its period is none';
  if ('days' in days && days.days === 0) return 'it names no day of the week';
  if (days.type === 'monthNth' && (days.nth < 1 || days.nth > 5)) return 'it counts to no week of a month';
  if (days.type === 'month' && (days.day < 1 || days.day > 31)) return 'it names no day of a month';
  return undefined;
}

/** How many instances there are; undefined where there is no end. */
function countOf(pattern: RecurrencePattern): number | undefined {
  if (pattern.end === 'never') return undefined;
  return pattern.end === 'count' ? pattern.occurrenceCount : countUntil(pattern, pattern.endDate);
}

/**
 * The series of an AppointmentRecurrencePattern, and its modified instances; `exceptionDates` are the instances that are deleted
 * and not modified. Where the end is a date, UNTIL is the time of the last instance.
 */
export function seriesOf(recur: AppointmentRecur, begin: RecurStart): RecurSeries | Inexpressible {
  const { startTimeOffset, endTimeOffset } = recur;
  const problem = problemOf(recur.pattern);
  if (problem !== undefined) return { inexpressible: `The recurrence pattern cannot be said as a rule: ${problem}.` };
  const aligned = { ...recur.pattern, startDate: alignedStart(recur.pattern) };
  const pattern = { ...aligned, startDate: dateAt(aligned, 0) };
  const count = countOf(pattern);
  if (count !== undefined && count < 1)
    return { inexpressible: 'The recurrence pattern cannot be said as a rule: it ends before it begins.' };
  const wallAt = (date: number): number => wallOfMinutes(date) + startTimeOffset * MINUTE;
  const zone = begin.form === 'utc' ? UTC : begin.zone;
  const timeAt = (wall: number): CalendarTime => ({
    form: begin.form,
    local: localOf(wall),
    ...(zone === undefined ? {} : { zone }),
  });
  const bare: Series = {
    start: timeAt(wallAt(pattern.startDate)),
    duration: Math.max(0, endTimeOffset - startTimeOffset) * MINUTE,
    nominal: begin.form === 'date',
    rules: [],
    exceptionRules: [],
    dates: [],
    exceptionDates: [],
  };
  const changed = new Set(recur.exceptions.map(({ originalStart }) => midnightOf(originalStart)));
  const deleted = pattern.deletedInstanceDates.map(midnightOf).filter((date) => !changed.has(date));
  const instant = (minutes: number): number => instantAt(bare, wallOfMinutes(minutes));
  let end = '';
  if (count !== undefined && pattern.end === 'count') end = `;COUNT=${count}`;
  else if (count !== undefined) end = `;UNTIL=${untilText(bare, wallAt(dateAt(pattern, count - 1)))}`;
  return {
    series: {
      ...bare,
      rules: [`${patternRule(pattern)}${end}`],
      exceptionDates: deleted.map((date) => timeAt(wallAt(date))),
    },
    exceptions: recur.exceptions.map(({ start, end: until, originalStart, ...changes }) => ({
      // The time of day is that of the series: Outlook leaves the old one in when the series moves.
      original: instantAt(bare, wallAt(midnightOf(originalStart))),
      start: instant(start),
      end: instant(until),
      changes,
    })),
  };
}
