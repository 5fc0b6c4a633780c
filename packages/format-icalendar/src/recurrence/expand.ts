import { DAY, localOf, wallOf } from '../zones/wall.ts';
import type { Zone } from '../zones/zone.ts';
import { clockOf, instantAt, instantIn, timeOfDay, untilIn } from './clock.ts';
import { parseRule, type Rule } from './rule.ts';
import type { Expanded, Instance, Series, Span } from './series.ts';
import { LAST_WALL, type Walk, walls } from './walls.ts';

/** Instances beyond the limit that are looked at, since a gap may put them out of order by some minutes. */
const SPARE = 50;
const HOUR = 3_600_000;
const MAX_RULES = 20;
/** Rules that may turn out to yield nothing, which is dear to find out; further ones are not followed then. */
const MAX_BARREN = 4;
/** Instances of a rule that are looked at in one span, be they left out or not. */
const MAX_LOOKED_AT = 200_000;
const TOO_MANY = `has more than ${MAX_LOOKED_AT} instances that are left out`;
const UNTRIED = 'is not followed, since too many others yield nothing';

/** A rule of a series that was understood, and the last instant that its UNTIL allows. */
interface Bounded {
  readonly text: string;
  readonly rule: Rule;
  readonly until: number;
}

function understand(series: Series, texts: readonly string[], problems: string[]): Bounded[] {
  const found: Bounded[] = [];
  const unique = [...new Set(texts)];
  if (unique.length > MAX_RULES)
    problems.push(`Only the first ${MAX_RULES} of ${unique.length} recurrence rules are followed.`);
  for (const text of unique.slice(0, MAX_RULES)) {
    const rule = parseRule(text);
    if ('problem' in rule) problems.push(rule.problem);
    else if (series.start.form === 'date' && /^(?:SECOND|MINUTE|HOUR)LY$/.test(rule.frequency)) {
      problems.push(`The rule ${text.slice(0, 80)} counts parts of a day, but the series is one of whole days.`);
    } else {
      const until = rule.until === undefined ? Number.POSITIVE_INFINITY : untilIn(series, rule.until);
      found.push({ text: text.slice(0, 80), rule: series.start.form === 'date' ? wholeDays(rule) : rule, until });
    }
  }
  return found;
}

/** Of whole days the parts of a day are ignored (RFC 5545 s.3.3.10, BYSECOND). */
function wholeDays(rule: Rule): Rule {
  const { bySecond: _second, byMinute: _minute, byHour: _hour, ...rest } = rule;
  return rest;
}

/** Offsets of a zone around an instant, a day's gap (Samoa left out 2011-12-30) included. */
function offsetsAround(zone: Zone, instant: number): number[] {
  return [instant - 26 * HOUR, instant, instant + 26 * HOUR].map((at) => zone.offsetAt(at));
}

/** The wall-clock times that may belong to instants of a span. */
function reachOf(zone: Zone, from: number, to: number): { from: number; to: number } {
  return {
    from: from + Math.min(...offsetsAround(zone, from)),
    to: Math.min(to + Math.max(...offsetsAround(zone, to)), LAST_WALL),
  };
}

/** Tells which wall-clock times EXRULEs take out; to be asked in ascending order for one list of candidates. */
function exclusion(
  series: Series,
  rules: readonly Bounded[],
  span: { from: number; to: number },
  barren: Map<string, string>,
): (wall: number) => boolean {
  const start = wallOf(series.start.local);
  const streams = rules.map(({ rule, text, until }) => {
    const walk: Walk = {};
    return {
      text,
      until,
      walk,
      found: walls({ rule, start, span, startCounts: false }, walk),
      next: Number.NEGATIVE_INFINITY,
      steps: 0,
    };
  });
  return (wall) =>
    streams.some((stream) => {
      while (stream.next < wall) {
        const sentence = (problem: string): string => `The exception rule ${stream.text} ${problem}.`;
        const isStarted = stream.next !== Number.NEGATIVE_INFINITY;
        const isBarren = !isStarted && (barren.has(stream.text) || barren.size >= MAX_BARREN);
        stream.steps += 1;
        if (stream.steps > MAX_LOOKED_AT) stream.walk.problem = 'has too many instances to follow it';
        const isOver = isBarren || stream.steps > MAX_LOOKED_AT;
        const { value, done } = isOver ? { value: undefined, done: true } : stream.found.next();
        stream.next = done === true || value === undefined ? Number.POSITIVE_INFINITY : value;
        const problem = stream.walk.problem ?? (isBarren && !barren.has(stream.text) ? UNTRIED : undefined);
        if (problem !== undefined) barren.set(stream.text, sentence(problem));
      }
      return stream.next === wall && instantAt(series, wall) <= stream.until;
    });
}

/** Makes an instance of a wall-clock time. Days of a nominal length move the wall clock, the rest is exact (RFC 5545 s.3.3.6). */
function instanceAt(series: Series, span: Span, wall: number, duration: number): Instance {
  const { start: first, nominal } = series;
  const local = localOf(wall);
  const floats = first.form === 'date' || first.form === 'floating';
  const zone = floats ? span.observer : clockOf(first);
  const start = zone.instantOf(local);
  const days = nominal ? duration - (duration % DAY) : 0;
  const end = (days === 0 ? start : zone.instantOf(localOf(wall + days))) + duration - days;
  return { time: { ...first, local }, original: floats ? wall : start, start, end };
}

/** Whether an instance ends after the span begins and begins before it ends; one without length counts where it begins. */
function isIn(span: Span, { start, end }: Instance): boolean {
  return start < span.to && (end > span.from || (end === start && start >= span.from));
}

/**
 * The recurrence set of a series in a span of time: its start, what the rules and RDATEs add, without what EXDATEs and EXRULEs
 * take out (RFC 5545 s.3.8.5). Overrides are not its business.
 *
 * Rules run on the wall clock of the series. A time in a gap of the zone moves behind it, one that is there twice is the first.
 * Rules by the hour and finer run on the wall clock too: the hour that is there twice has its instances once, and those of
 * the hour that is left out fall together with the next ones.
 */
export function expand(series: Series, span: Span): Expanded {
  const problems: string[] = [];
  const barren = new Map<string, string>();
  const barrenExceptions = new Map<string, string>();
  const found = new Map<number, Instance>();
  const gone = new Set(series.exceptionDates.map((time) => instantIn(series, time)));
  const longest = Math.max(0, series.duration);
  const floats = series.start.form === 'date' || series.start.form === 'floating';
  const reach = reachOf(
    floats ? span.observer : clockOf(series.start),
    span.from - longest - (series.nominal ? 2 * DAY : 0),
    span.to,
  );
  const start = wallOf(series.start.local);
  const rules = understand(series, series.rules, problems);
  const exceptionRules = understand(series, series.exceptionRules, problems);
  const excluder = (): ((wall: number) => boolean) => exclusion(series, exceptionRules, reach, barrenExceptions);
  const add = (wall: number, duration: number, isGone: (wall: number) => boolean): boolean => {
    const instance = instanceAt(series, span, wall, duration);
    if (!isIn(span, instance) || gone.has(instance.original) || isGone(wall)) return false;
    if (!found.has(instance.original)) found.set(instance.original, instance);
    return true;
  };

  const isGoneDate = excluder();
  for (const { wall, duration } of datesOf(series)) {
    if (wall + duration >= reach.from && wall <= reach.to) add(wall, duration, isGoneDate);
  }
  for (const { rule, text, until } of rules) {
    if (barren.size >= MAX_BARREN) {
      barren.set(text, `The rule ${text} ${UNTRIED}.`);
      continue;
    }
    const walk: Walk = {};
    const isGone = excluder();
    let added = 0;
    let looked = 0;
    const to =
      until === Number.POSITIVE_INFINITY
        ? reach.to
        : Math.min(reach.to, reachOf(clockOf(series.start), until, until).to);
    for (const wall of walls({ rule, start, span: { from: reach.from, to }, startCounts: true }, walk)) {
      if (instantAt(series, wall) <= until && add(wall, series.duration, isGone)) added += 1;
      looked += 1;
      if (looked - added > MAX_LOOKED_AT) walk.problem = TOO_MANY;
      if (added > span.limit + SPARE || walk.problem === TOO_MANY) break;
    }
    if (walk.problem !== undefined) barren.set(text, `The rule ${text} ${walk.problem}.`);
  }

  const instances = [...found.values()].sort((a, b) => a.start - b.start || a.original - b.original);
  return {
    instances: instances.slice(0, span.limit),
    more: instances.length > span.limit,
    problems: [...problems, ...barren.values(), ...barrenExceptions.values()],
  };
}

/** The start and the RDATEs as wall-clock times of the series, ascending; of two at one time the one with its own length first. */
function datesOf(series: Series): { readonly wall: number; readonly duration: number }[] {
  const clock = clockOf(series.start);
  const dates = series.dates.map(({ time, duration }) => {
    const wall = wallOf(clock.localOf(instantIn(series, time)));
    return {
      wall: series.start.form === 'date' ? wall - timeOfDay(wall) : wall,
      duration: duration ?? series.duration,
      own: duration !== undefined,
    };
  });
  const start = { wall: wallOf(series.start.local), duration: series.duration, own: false };
  return [...dates, start].sort((a, b) => a.wall - b.wall || Number(b.own) - Number(a.own));
}
