import { parseRule } from '../recurrence/rule.ts';
import { type Walk, walls } from '../recurrence/walls.ts';
import { wallOf, zoneFrom } from './wall.ts';
import type { LocalTime, Zone } from './zone.ts';

export { vtimezoneText } from './vtimezone-text.ts';

/** A STANDARD or DAYLIGHT part of a VTIMEZONE (RFC 5545 s.3.6.5). Offsets are milliseconds to add to UTC. */
export interface Observance {
  readonly kind: 'standard' | 'daylight';
  /** DTSTART, a local time by `offsetFrom`. */
  readonly start: LocalTime;
  readonly offsetFrom: number;
  readonly offsetTo: number;
  /** Values of RRULE. */
  readonly rules: readonly string[];
  /** RDATE, local times by `offsetFrom` (one in UTC is such a time once `offsetFrom` is added); of a period its begin. */
  readonly dates: readonly LocalTime[];
  /** TZNAME. */
  readonly name?: string;
}

/** A VTIMEZONE as it was read. */
export interface VTimezone {
  readonly tzid: string;
  readonly observances: readonly Observance[];
}

/** An instant from which an offset holds. */
interface Change {
  readonly at: number;
  readonly offset: number;
  readonly before: number;
}

/** Rules repeat with the Gregorian calendar: what lies behind the last computed year is looked up this long before. */
const CYCLE: number = Date.UTC(2400, 0, 1) - Date.UTC(2000, 0, 1);
const LAST_YEAR = 2500;
/** Changes are computed for so many years more than asked for, so that it is not done again at once. */
const AHEAD = 50;
const MAX_OBSERVANCES = 500;
const MAX_CHANGES = 5000;
/** Rules that are followed at all, and those that may turn out to yield nothing, which is dear to find out. */
const MAX_RULES = 500;
const MAX_BARREN = 4;

/** The rules of a zone that turned out to yield nothing. */
type Barren = Set<string>;

function* ruleOnsets({ start, offsetFrom }: Observance, text: string, to: number, barren: Barren): Generator<number> {
  const rule = parseRule(text);
  if ('problem' in rule || barren.has(text) || barren.size >= MAX_BARREN) return;
  const first = wallOf(start);
  const walk: Walk = {};
  const end = rule.until === undefined ? to : rule.until.wall + (rule.until.form === 'utc' ? offsetFrom : 0);
  yield* walls({ rule, start: first, span: { from: first, to: Math.min(to, end) }, startCounts: true }, walk);
  if (walk.problem !== undefined) barren.add(text);
}

function* onsets(observance: Observance, rules: readonly string[], to: number, barren: Barren): Generator<number> {
  yield wallOf(observance.start);
  for (const date of observance.dates.slice(0, MAX_CHANGES)) yield wallOf(date);
  for (const text of rules) yield* ruleOnsets(observance, text, to, barren);
}

function changesUntil(vtimezone: VTimezone, to: number, barren: Barren): Change[] {
  const changes: Change[] = [];
  let rulesLeft = MAX_RULES;
  for (const observance of vtimezone.observances.slice(0, MAX_OBSERVANCES)) {
    const { offsetFrom, offsetTo } = observance;
    const rules = observance.rules.slice(0, rulesLeft);
    rulesLeft -= rules.length;
    for (const wall of onsets(observance, rules, to, barren)) {
      if (changes.length >= MAX_CHANGES) break;
      if (wall <= to) changes.push({ at: wall - offsetFrom, offset: offsetTo, before: offsetFrom });
    }
  }
  return changes.sort((a, b) => a.at - b.at);
}

/**
 * The zone that a VTIMEZONE describes. Before its first change the offset from which that one leads counts. A rule that cannot
 * be understood brings no change, and no more than some thousands of changes are followed.
 */
export function zoneOf(vtimezone: VTimezone): Zone {
  let changes: Change[] | undefined;
  let computed = 0;
  const barren: Barren = new Set();
  const offsetAt = (instant: number): number => {
    let at = instant;
    if (at > Date.UTC(LAST_YEAR, 0, 1)) at -= Math.ceil((at - Date.UTC(LAST_YEAR, 0, 1)) / CYCLE) * CYCLE;
    if (changes === undefined || at >= computed) {
      const year = Math.max(2050, new Date(at).getUTCFullYear() + AHEAD);
      computed = Date.UTC(year, 0, 1);
      // A day more, since the changes are bounded by the wall clock and the question is one for an instant.
      changes = changesUntil(vtimezone, computed + 2 * 86_400_000, barren);
    }
    return offsetIn(changes, at);
  };
  return zoneFrom({ id: vtimezone.tzid, offsetAt });
}

function offsetIn(changes: readonly Change[], instant: number): number {
  let low = 0;
  let high = changes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((changes[middle]?.at ?? 0) <= instant) low = middle + 1;
    else high = middle;
  }
  return changes[low - 1]?.offset ?? changes[0]?.before ?? 0;
}
