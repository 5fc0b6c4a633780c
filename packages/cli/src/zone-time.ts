import { MapistoreError } from '@mapistore/core';

/** Wall-clock parts of an instant in a time zone. */
export interface WallTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly weekday: string;
  readonly monthName: string;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** What the clock on the wall shows in a zone. */
export function wallTime(date: Date, timeZone: string): WallTime {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(date)
      .map(({ type, value }) => [type, value]),
  );
  const number = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type));
  const month = number('month');
  return {
    year: number('year'),
    month,
    day: number('day'),
    hour: number('hour') % 24,
    minute: number('minute'),
    weekday: parts.get('weekday') ?? '',
    monthName: MONTHS[month - 1] ?? '',
  };
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      weekday: 'short',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    formats.set(timeZone, format);
  }
  return format;
}

/** The zone of this machine, or the one that was named. @throws INVALID_ARGUMENT */
export function zoneOf(name: string | undefined): string {
  try {
    return name === undefined ? Intl.DateTimeFormat().resolvedOptions().timeZone : checked(name);
  } catch (cause) {
    throw new MapistoreError('INVALID_ARGUMENT', `"${name}" is no time zone; they are named as Europe/Berlin is.`, {
      cause,
    });
  }
}

function checked(name: string): string {
  formatOf(name);
  return name;
}

/** The first instant of a day in a zone; `days` later where it is given. */
export function dayStart(date: Date, timeZone: string, days = 0): Date {
  const { year, month, day } = wallTime(date, timeZone);
  return instantOf({ year, month, day: day + days, hour: 0, minute: 0, second: 0 }, timeZone);
}

/**
 * A time that a person typed: `today`, `tomorrow`, a date, or a date with a time; without a zone of its own it is in
 * `timeZone`. @throws INVALID_ARGUMENT
 */
export function typedTime(text: string, timeZone: string, now: Date): Date {
  if (text === 'now') return now;
  if (text === 'today') return dayStart(now, timeZone);
  if (text === 'tomorrow') return dayStart(now, timeZone, 1);
  const match =
    /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})(?:[T ](?<hour>\d{2}):(?<minute>\d{2})(?::(?<second>\d{2}))?(?<zone>Z|[+-]\d{2}:?\d{2})?)?$/u.exec(
      text,
    )?.groups;
  const part = (name: string): number => Number(match?.[name] ?? 0);
  const [year, month, day] = [part('year'), part('month'), part('day')];
  const real = new Date(Date.UTC(year, month - 1, day));
  if (match === undefined || real.getUTCMonth() !== month - 1 || part('hour') > 24 || part('minute') > 59)
    throw new MapistoreError(
      'INVALID_ARGUMENT',
      `"${text}" is no time; write 2026-01-31, "2026-01-31 09:30", today, tomorrow or now.`,
    );
  const zone = match['zone'];
  if (zone !== undefined) return new Date(text.replace(' ', 'T'));
  return instantOf({ year, month, day, hour: part('hour'), minute: part('minute'), second: part('second') }, timeZone);
}

interface Local {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** The instant of a wall-clock time; where clocks go forward over it, what they would have shown. */
function instantOf({ year, month, day, hour, minute, second }: Local, timeZone: string): Date {
  const wanted = Date.UTC(year, month - 1, day, hour, minute, second);
  const offset = (at: number): number => {
    const wall = wallTime(new Date(at), timeZone);
    const shown = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute);
    return shown - Math.floor(at / 60_000) * 60_000;
  };
  // The offset before a change of clocks, which may be another one than after it.
  const before = offset(wanted - 86_400_000);
  const first = wanted - before;
  if (offset(first) === before) return new Date(first);
  const other = wanted - offset(first);
  return new Date(offset(other) === offset(first) ? other : first);
}
