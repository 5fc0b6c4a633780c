/** Minutes of a day, and of a week, as the dates of a recurrence pattern count them. */
export const DAY_MINUTES = 1440;
export const WEEK_MINUTES: number = 7 * DAY_MINUTES;

/** Minutes from 1601-01-01 to 1970-01-01. */
const EPOCH = 194_074_560;
const LAST = 0xffffffff;

/** A wall-clock time (`wallOf`) as minutes since 1601, whole ones; undefined where they cannot be written. */
export function minutesOf(wall: number): number | undefined {
  const minutes = Math.floor(wall / 60_000) + EPOCH;
  return minutes < 0 || minutes > LAST ? undefined : minutes;
}

/** Minutes since 1601 as a wall-clock time. */
export function wallOfMinutes(minutes: number): number {
  return (minutes - EPOCH) * 60_000;
}

/** The midnight before. */
export function midnightOf(minutes: number): number {
  return minutes - (minutes % DAY_MINUTES);
}

/** The day of the week, 0 being Sunday. 1601-01-01 was a Monday. */
export function dayOfWeek(minutes: number): number {
  return (Math.floor(minutes / DAY_MINUTES) + 1) % 7;
}

/** The month of a time, counted from January 1601. */
export function monthOf(minutes: number): number {
  const date = new Date(wallOfMinutes(minutes));
  return (date.getUTCFullYear() - 1601) * 12 + date.getUTCMonth();
}

/** The first midnight of a month, counted from January 1601. */
export function monthStart(month: number): number {
  return Date.UTC(1601, month, 1) / 60_000 + EPOCH;
}

/** How many days such a month has. */
export function daysInMonth(month: number): number {
  return (monthStart(month + 1) - monthStart(month)) / DAY_MINUTES;
}
