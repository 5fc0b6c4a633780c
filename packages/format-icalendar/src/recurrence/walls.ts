import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import { DAY } from '../zones/wall.ts';
import type { Frequency, Rule } from './rule.ts';
import { hasLimitedYearDays, isLimitedDay } from './year-days.ts';

// A rule is evaluated on the wall clock, as if that were UTC: there are no gaps and no hours twice, so the library never has
// to drop an instance, and a zone that only a VTIMEZONE describes needs no name. `expand` maps the results to instants.

/** Where the wall clock of this module ends; what a four-digit year can say. */
export const LAST_WALL: number = Date.UTC(9999, 11, 31, 23, 59, 59);

const UNITS: Readonly<Record<Frequency, number>> = {
  SECONDLY: 1000,
  MINUTELY: 60_000,
  HOURLY: 3_600_000,
  DAILY: DAY,
  WEEKLY: 7 * DAY,
  MONTHLY: 31 * DAY,
  YEARLY: 366 * DAY,
};

/** Instances that one question to the library may bring. */
const CHUNK = 2000;
/**
 * Steps that the library may take to answer it: the calendar repeats after 400 years or 4800 months, and finer rules jump to the
 * next month or day that they name, but for daily ones, which take each day.
 */
const MAX_STEPS: Readonly<Partial<Record<Frequency, number>>> = { YEARLY: 500, DAILY: 10_000 };
const MAX_STEPS_ELSE = 2500;
/** Years that one question may span. */
const CHUNK_YEARS = 200;
/** Instances that are counted from the first, and questions that are asked, before a rule is given up. */
const MAX_COUNTED = 100_000;
const MAX_QUESTIONS = 1000;

/** How a walk through a rule ended, where it was not the end of the span. */
export interface Walk {
  /** Set when the walk gave up; one sentence. */
  problem?: string;
}

/** A stretch of the wall clock, both ends included. */
interface WallSpan {
  readonly from: number;
  readonly to: number;
}

/**
 * A rule that the library gets right in place of one that it does not: of a monthly rule by another calendar it ignores BYMONTH
 * beyond the twelfth.
 */
function understood(rule: Rule): Rule {
  const isOne = rule.interval === 1 && (rule.bySetPos === undefined || rule.byMonth?.length === 1);
  const isWrong = rule.frequency === 'MONTHLY' && rule.calendar !== undefined && rule.byMonth !== undefined;
  return isWrong && isOne ? { ...rule, frequency: 'YEARLY' } : rule;
}

function libraryRule(given: Rule, start: number): RRuleTemporal {
  const rule = understood(given);
  const skip = rule.skip ?? 'OMIT';
  const scale = rule.calendar ?? (skip === 'OMIT' ? undefined : 'GREGORIAN');
  return new RRuleTemporal({
    freq: rule.frequency,
    interval: rule.interval,
    wkst: rule.weekStart,
    dtstart: Temporal.Instant.fromEpochMilliseconds(start).toZonedDateTimeISO('UTC'),
    ...(rule.bySecond && { bySecond: [...new Set(rule.bySecond.map((second) => Math.min(second, 59)))] }),
    ...(rule.byMinute && { byMinute: [...rule.byMinute] }),
    ...(rule.byHour && { byHour: [...rule.byHour] }),
    ...(rule.byDay && { byDay: rule.byDay.map(({ day, nth }) => `${nth ?? ''}${day}`) }),
    ...(rule.byMonthDay && { byMonthDay: [...rule.byMonthDay] }),
    ...(rule.byYearDay && { byYearDay: [...rule.byYearDay] }),
    ...(rule.byWeekNo && { byWeekNo: [...rule.byWeekNo] }),
    ...(rule.byMonth && { byMonth: rule.byMonth.map((month) => (month.endsWith('L') ? month : Number(month))) }),
    ...(rule.bySetPos && { bySetPos: [...rule.bySetPos] }),
    ...(scale !== undefined && { rscale: scale, skip }),
    maxIterations: MAX_STEPS[rule.frequency] ?? MAX_STEPS_ELSE,
    cache: false,
  });
}

/** The most instances in one period of the frequency, roughly. */
function density(rule: Rule): number {
  const times = (rule.bySecond?.length ?? 1) * (rule.byMinute?.length ?? 1) * (rule.byHour?.length ?? 1);
  const days: Partial<Record<Frequency, number>> = { YEARLY: 366, MONTHLY: 31, WEEKLY: 7 };
  const many = rule.byDay ?? rule.byMonthDay ?? rule.byYearDay ?? rule.byWeekNo ?? rule.byMonth;
  return times * (many === undefined ? 1 : (days[rule.frequency] ?? 1));
}

/** Whether a rule names nothing but its frequency, so that its instances lie at equal distances. */
export function stepOf(rule: Rule): number | undefined {
  const parts = [
    rule.bySecond,
    rule.byMinute,
    rule.byHour,
    rule.byDay,
    rule.byMonthDay,
    rule.byYearDay,
    rule.byWeekNo,
    rule.byMonth,
    rule.bySetPos,
  ];
  const uneven = rule.frequency === 'MONTHLY' || rule.frequency === 'YEARLY' || rule.calendar !== undefined;
  return uneven || parts.some((part) => part !== undefined) ? undefined : UNITS[rule.frequency] * rule.interval;
}

const LONGEST_MONTHS: readonly number[] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether the months and days that a rule names never meet, such as 30 February. */
function isImpossible(rule: Rule): boolean {
  if (rule.byMonth === undefined || rule.byMonthDay === undefined || rule.calendar !== undefined) return false;
  if (rule.skip === 'BACKWARD' || rule.skip === 'FORWARD') return false;
  const longest = Math.max(...rule.byMonth.map((month) => LONGEST_MONTHS[Number(month) - 1] ?? 31));
  return rule.byMonthDay.every((day) => Math.abs(day) > longest);
}

/** Walks a rule without its COUNT and UNTIL; ascending, each once. */
function* endless(rule: Rule, start: number, span: WallSpan, walk: Walk): Generator<number> {
  const last = Math.min(span.to, LAST_WALL);
  if (isImpossible(rule)) {
    walk.problem = 'names a day that none of its months has';
    return;
  }
  const limited = hasLimitedYearDays(rule);
  if (limited && rule.bySetPos !== undefined) {
    walk.problem = 'counts by BYSETPOS among days of the year that other parts limit, which nothing here can compute';
    return;
  }
  const step = stepOf(rule);
  if (step !== undefined) {
    const skipped = Math.max(0, Math.ceil((span.from - start) / step));
    for (let wall = start + skipped * step; wall <= last; wall += step) yield wall;
    return;
  }
  const period = UNITS[rule.frequency] * rule.interval;
  let length = Math.max(1000, Math.min(CHUNK_YEARS * UNITS.YEARLY, Math.floor((period * CHUNK) / density(rule))));
  const library = libraryRule(rule, start);
  let at = Math.max(span.from, start);
  for (let questions = 0; at <= last; questions += 1) {
    if (questions >= MAX_QUESTIONS) {
      walk.problem = 'has its instances too far apart to find them';
      return;
    }
    const next = library.next(new Date(at), true)?.epochMilliseconds;
    if (next === undefined || next > last) return;
    at = next;
    const found = within(library, at, Math.min(at + length, last));
    if (found === undefined) {
      length = Math.floor(length / 4);
      if (length < 1000) throw new RangeError('too many instances in a second');
      continue;
    }
    yield* limited ? found.filter((wall) => isLimitedDay(rule, wall)) : found;
    at = Math.min(at + length, last) + 1;
  }
}

/** Undefined where the library gave up, since there were too many. */
function within(library: RRuleTemporal, from: number, to: number): number[] | undefined {
  try {
    return library.between(new Date(from), new Date(to), true).map((time) => time.epochMilliseconds);
  } catch {
    return undefined;
  }
}

/** A rule, the wall-clock time at which it begins, and the stretch that is asked for. */
export interface WallRequest {
  readonly rule: Rule;
  readonly start: number;
  readonly span: WallSpan;
  /**
   * Whether `start` is the first instance whether the rule says it or not (RFC 5545 s.3.8.5.3); it is then not among the
   * results. False: only what the rule says counts, as for EXRULE.
   */
  readonly startCounts: boolean;
}

/**
 * The wall-clock times of a rule within a span, without regard to its UNTIL; ascending, each once. The work is bounded: a walk
 * that gave up says so in `walk`.
 */
export function* walls(request: WallRequest, walk: Walk): Generator<number> {
  const { rule, start, span, startCounts } = request;
  const { count } = rule;
  const step = stepOf(rule);
  const to = Math.min(
    span.to,
    LAST_WALL,
    count === undefined || step === undefined ? LAST_WALL : start + (count - 1) * step,
  );
  if (to < start) return;
  const counts = count !== undefined && step === undefined;
  let counted = startCounts ? 1 : 0;
  try {
    if (counts && counted >= count) return;
    for (const wall of endless(rule, start, { from: counts ? start : Math.max(span.from, start), to }, walk)) {
      if (startCounts && wall <= start) continue;
      if (wall >= span.from) yield wall;
      counted += 1;
      if (counts && counted >= count) return;
      if (counts && counted >= MAX_COUNTED) {
        walk.problem = `has more than ${MAX_COUNTED} instances before those asked for`;
        return;
      }
    }
  } catch {
    // The library throws a plain Error where it ran out of steps, or a calendar or combination of parts is strange to it.
    walk.problem = 'yields nothing, or cannot be computed within bounds';
  }
}
