import type { LocalTime, Zone } from './zone.ts';

/** Milliseconds of a day. */
export const DAY = 86_400_000;

/** How far around a wall-clock time the offsets are asked: more than any zone lies from UTC. */
const REACH = DAY + 3_600_000;

/** A wall-clock time as a number: the milliseconds since 1970 if it were UTC. Fields that overflow carry over. */
export function wallOf(local: LocalTime): number {
  const date = new Date(0);
  // Unlike Date.UTC, the setter does not take the years 0 to 99 for those of the twentieth century.
  date.setUTCFullYear(local.year, local.month - 1, local.day);
  date.setUTCHours(local.hour, local.minute, local.second, 0);
  return date.getTime();
}

/** The wall-clock time of such a number. */
export function localOf(wall: number): LocalTime {
  const date = new Date(wall);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
  };
}

/** The instant of a wall-clock time: of two the first, in a gap by the offset before it (RFC 5545 s.3.3.5). */
function instantOf(wall: number, offsetAt: (instant: number) => number): number {
  const before = offsetAt(wall - REACH);
  const after = offsetAt(wall + REACH);
  const found = [before, after, offsetAt(wall - before), offsetAt(wall - after)]
    .filter((offset) => offsetAt(wall - offset) === offset)
    .map((offset) => wall - offset);
  return found.length === 0 ? wall - before : Math.min(...found);
}

/** A zone from its offsets. */
export function zoneFrom(source: {
  readonly id: string;
  readonly iana?: string;
  readonly offsetAt: (instant: number) => number;
}): Zone {
  const { offsetAt } = source;
  return {
    ...source,
    instantOf: (local) => instantOf(wallOf(local), offsetAt),
    localOf: (instant) => localOf(instant + offsetAt(instant)),
  };
}
