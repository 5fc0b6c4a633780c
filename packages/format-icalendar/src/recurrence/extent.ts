import { DAY, localOf, wallOf } from '../zones/wall.ts';
import { clockOf, instantAt, instantIn, untilIn } from './clock.ts';
import { parseRule } from './rule.ts';
import type { Series } from './series.ts';
import { stepOf, type Walk, walls } from './walls.ts';

/** When the first instance of a series begins and the last one ends, as instants (PidLidClipStart, PidLidClipEnd). */
export interface Extent {
  /** Undefined where that is not known. */
  readonly first: number | undefined;
  /** Undefined where the series never ends, or that is not cheap to know. */
  readonly last: number | undefined;
}

/** Instances that are counted to find the last one. */
const MAX_COUNTED = 1000;

/** An upper bound of when the last instance of a rule begins, on the clock of the series. */
function lastOf(series: Series, text: string): number | undefined {
  const rule = parseRule(text);
  const start = instantIn(series, series.start);
  if ('problem' in rule) return start;
  if (rule.until !== undefined) return Math.max(start, untilIn(series, rule.until));
  if (rule.count === undefined) return undefined;
  const wall = wallOf(series.start.local);
  const step = stepOf(rule);
  if (step !== undefined) {
    const last = wall + (rule.count - 1) * step;
    return last > 8.6e15 ? undefined : instantAt(series, last);
  }
  if (rule.count > MAX_COUNTED) return undefined;
  const walk: Walk = {};
  let last = wall;
  const span = { from: wall, to: Number.MAX_SAFE_INTEGER };
  for (const found of walls({ rule, start: wall, span, startCounts: true }, walk)) last = found;
  return walk.problem === undefined ? instantAt(series, last) : undefined;
}

/** The end of an instance that begins at an instant of the series' clock. */
function endOf(series: Series, start: number, duration: number): number {
  const days = series.nominal ? duration - (duration % DAY) : 0;
  if (days === 0) return start + duration;
  const clock = clockOf(series.start);
  return clock.instantOf(localOf(wallOf(clock.localOf(start)) + days)) + duration - days;
}

/**
 * Cheap bounds of a series: EXDATEs and EXRULEs are not minded, so that it may be shorter. Overrides may lie outside of them. Of
 * floating times and whole days the local time is taken as UTC.
 */
export function extentOf(series: Series): Extent {
  const start = instantIn(series, series.start);
  let first = start;
  let last: number | undefined = endOf(series, start, series.duration);
  for (const text of new Set(series.rules)) {
    const begin: number | undefined = last === undefined ? undefined : lastOf(series, text);
    last =
      begin === undefined || last === undefined ? undefined : Math.max(last, endOf(series, begin, series.duration));
  }
  for (const { time, duration } of series.dates) {
    const begin = instantIn(series, time);
    first = Math.min(first, begin);
    if (last !== undefined) last = Math.max(last, endOf(series, begin, duration ?? series.duration));
  }
  return { first, last };
}
