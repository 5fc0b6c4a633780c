import { wallOf } from '../zones/wall.ts';
import type { AppointmentRecur, RecurException } from './appointment-recur.ts';
import { clockOf, instantAt, instantIn, timeOfDay, untilIn } from './clock.ts';
import { DAY_MINUTES, midnightOf, minutesOf, wallOfMinutes } from './minutes.ts';
import { NO_END } from './pattern.ts';
import { countUntil, dateAt, firstDateTimeOf, hasDate, type PatternShape } from './pattern-dates.ts';
import { parseRule, type Rule, WEEKDAYS } from './rule.ts';
import { type Inexpressible, shapeOf } from './rule-shape.ts';
import type { Series } from './series.ts';

export type { Inexpressible } from './rule-shape.ts';

/** A modified instance of a series. Times are instants; of floating times and whole days the local time taken as UTC. */
export interface SeriesException {
  /** When it would begin by the rule alone; see `Instance.original`. */
  readonly original: number;
  readonly start: number;
  readonly end: number;
  /** What else differs from the series. */
  readonly changes: Omit<RecurException, 'start' | 'end' | 'originalStart'>;
}

/** OccurrenceCount of a pattern that never ends. */
const ENDLESS_COUNT = 10;
const LAST = 0xffffffff;

class Refusal extends Error {}

function refuse(reason: string): never {
  throw new Refusal(reason);
}

function minutes(wall: number): number {
  return minutesOf(wall) ?? refuse('it has times before 1601 or after 9766');
}

function onlyRule(series: Series): Rule {
  const [text, ...others] = series.rules;
  if (series.exceptionRules.length > 0) refuse('it has an exception rule');
  if (others.length > 0) refuse('it has several rules');
  const rule = parseRule(text ?? refuse('it has no rule'));
  return 'problem' in rule ? refuse('its rule cannot be understood') : rule;
}

/** How many instances a series has; undefined where it never ends. */
function countOf(series: Series, rule: Rule, shape: PatternShape): number | undefined {
  if (rule.until === undefined) return rule.count;
  const until = untilIn(series, rule.until);
  const wall = wallOf(clockOf(series.start).localOf(until));
  const day = minutesOf(wall) ?? (wall > 0 ? LAST : 0);
  const found = countUntil(shape, midnightOf(day));
  const time = timeOfDay(wallOf(series.start.local));
  const isOver = found > 0 && instantAt(series, wallOfMinutes(dateAt(shape, found - 1)) + time) > until;
  // The start is an instance even where UNTIL lies before it.
  return Math.min(rule.count ?? LAST, Math.max(1, isOver ? found - 1 : found));
}

function exceptionsOf(
  series: Series,
  exceptions: readonly SeriesException[],
  isInstance: (date: number) => boolean,
): RecurException[] {
  const clock = clockOf(series.start);
  const local = (instant: number): number => minutes(wallOf(clock.localOf(instant)));
  return exceptions
    .map(({ original, start, end, changes }) => ({
      start: local(start),
      end: local(end),
      originalStart: local(original),
      ...changes,
    }))
    .map((exception) =>
      isInstance(exception.originalStart) ? exception : refuse('it changes an instance that its rule does not have'),
    )
    .sort((a, b) => a.start - b.start || a.originalStart - b.originalStart);
}

function ascending(numbers: Iterable<number>): number[] {
  return [...numbers].sort((a, b) => a - b);
}

function recur(series: Series, exceptions: readonly SeriesException[]): AppointmentRecur | Inexpressible {
  const rule = onlyRule(series);
  const wall = wallOf(series.start.local);
  if (wall % 60_000 !== 0 || series.duration % 60_000 !== 0) refuse('it begins or ends within a minute');
  const found = shapeOf(rule, series.start.local);
  if ('inexpressible' in found) return found;
  const begin = minutes(wall);
  const startDate = midnightOf(begin);
  const startTimeOffset = begin - startDate;
  const shape: PatternShape = { ...found, firstDayOfWeek: WEEKDAYS.indexOf(rule.weekStart), startDate };
  if (dateAt(shape, 0) !== startDate) refuse('it begins on a day that its rule does not name');
  const count = countOf(series, rule, shape);
  const endDate = count === undefined ? NO_END : dateAt(shape, count - 1);
  if (endDate > LAST || found.period > LAST) refuse('it has times before 1601 or after 9766');
  const isInstance = (at: number): boolean => {
    const date = midnightOf(at);
    return at - date === startTimeOffset && hasDate(shape, date) && (count === undefined || date <= endDate);
  };
  const clock = clockOf(series.start);
  const local = (time: Series['exceptionDates'][number]): number | undefined =>
    minutesOf(wallOf(clock.localOf(instantIn(series, time))));
  for (const { time, duration } of series.dates) {
    const at = local(time);
    if (at === undefined || !isInstance(at) || (duration ?? series.duration) !== series.duration)
      refuse('it has dates besides its rule');
  }
  const changed = exceptionsOf(series, exceptions, isInstance);
  const gone = series.exceptionDates.map(local).filter((at) => at !== undefined && isInstance(at));
  const deleted = new Set(
    [...gone, ...changed.map(({ originalStart }) => originalStart)].map((at) => midnightOf(at ?? 0)),
  );
  return {
    pattern: {
      ...found,
      calendarType: 0,
      firstDateTime: firstDateTimeOf(shape),
      sliding: false,
      end: count === undefined ? 'never' : rule.until === undefined ? 'count' : 'date',
      occurrenceCount: count ?? ENDLESS_COUNT,
      firstDayOfWeek: shape.firstDayOfWeek,
      deletedInstanceDates: ascending(deleted),
      modifiedInstanceDates: ascending(changed.map(({ start }) => midnightOf(start))),
      startDate,
      endDate,
    },
    startTimeOffset,
    endTimeOffset: startTimeOffset + Math.max(0, series.duration) / 60_000,
    exceptions: changed,
  };
}

/**
 * The AppointmentRecurrencePattern of a series ([MS-OXOCAL] 2.2.1.44); its EXDATEs become DeletedInstanceDates. Inexpressible is what
 * MAPI would expand to other days than the series: a 30th in every month (MAPI moves it to the last of February), a fifth
 * Monday, several rules, an RDATE, times within a day, weeks of the year, other calendars.
 */
export function recurOf(series: Series, exceptions: readonly SeriesException[]): AppointmentRecur | Inexpressible {
  try {
    const result = recur(series, exceptions);
    const end = 'inexpressible' in result ? 0 : result.endTimeOffset;
    return end > LAST - DAY_MINUTES ? refuse('its instances are too long') : result;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { inexpressible: `MAPI has no recurrence pattern for this series: ${error.message}.` };
  }
}
