import { UTC } from '../zones/fixed.ts';
import { DAY, localOf, wallOf } from '../zones/wall.ts';
import type { Zone } from '../zones/zone.ts';
import type { Until } from './rule.ts';
import type { CalendarTime, Series } from './series.ts';

/** The clock of a time: floating times and whole days are their wall clock taken as UTC. */
export function clockOf(time: CalendarTime): Zone {
  return time.form === 'zoned' ? (time.zone ?? UTC) : UTC;
}

/** What is left of a wall-clock time after its last midnight. */
export function timeOfDay(wall: number): number {
  return ((wall % DAY) + DAY) % DAY;
}

/** A wall-clock time of a series as an instant on its clock. */
export function instantAt(series: Series, wall: number): number {
  return clockOf(series.start).instantOf(localOf(wall));
}

/**
 * A time as an instant on the clock of a series, as in `Instance.original`. Of a series of whole days only the day counts, and
 * a day in a series of times means the time of day of its start.
 */
export function instantIn(series: Series, time: CalendarTime): number {
  const wall = wallOf(time.local);
  if (series.start.form === 'date') return wall - timeOfDay(wall);
  if (time.form === 'date') return instantAt(series, wall - timeOfDay(wall) + timeOfDay(wallOf(series.start.local)));
  if (time.form === 'floating' || series.start.form === 'floating') return instantAt(series, wall);
  return clockOf(time).instantOf(time.local);
}

/** UNTIL as the last instant of a series. A date is the whole day; a local time is one of the series' zone. */
export function untilIn(series: Series, until: Until): number {
  if (until.form === 'date' || series.start.form === 'date') {
    return instantAt(series, until.wall - timeOfDay(until.wall) + DAY - 1000);
  }
  return until.form === 'local' ? instantAt(series, until.wall) : until.wall;
}
