import type { ItemTime, Span } from '@mapistore/core';
import { wallTime } from './zone-time.ts';

const two = (value: number): string => String(value).padStart(2, '0');
const DAY = 86_400_000;

/** A day as `2026-01-05`. */
function dayText(date: Date, timeZone: string): string {
  const { year, month, day } = wallTime(date, timeZone);
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
}

/** A time of day as `09:30`. */
function clockText(date: Date, timeZone: string): string {
  const { hour, minute } = wallTime(date, timeZone);
  return `${two(hour)}:${two(minute)}`;
}

/** A heading for a day: `Mon 5 Jan 2026`. */
export function dayHeading(date: Date, timeZone: string): string {
  const { weekday, day, monthName, year } = wallTime(date, timeZone);
  return `${weekday} ${day} ${monthName} ${year}`;
}

/** When something is that has a time of day, or a date alone for whole days. */
export function momentText(date: Date, timeZone: string): string {
  return `${dayText(date, timeZone)} ${clockText(date, timeZone)}`;
}

/** Begin of an item; whole days stand in the index as UTC. */
export function startText({ start, allDay }: ItemTime, timeZone: string): string {
  if (start === undefined) return '';
  return allDay ? dayText(start, 'UTC') : momentText(start, timeZone);
}

/** End of an item; of whole days the last one, not the one after it. Of one day the time alone. */
export function endText({ start, end, allDay }: ItemTime, timeZone: string): string {
  if (end === undefined) return '';
  if (allDay) {
    const last = start !== undefined && end > start ? new Date(end.getTime() - DAY) : end;
    return start !== undefined && dayText(last, 'UTC') === dayText(start, 'UTC') ? '' : dayText(last, 'UTC');
  }
  if (start !== undefined && dayText(start, timeZone) === dayText(end, timeZone)) return clockText(end, timeZone);
  return momentText(end, timeZone);
}

/** The hours of one instance on a day of an agenda: `09:00–10:30`, `from 22:00`, `until 02:00`, `all day`. */
export function hoursText({ start, end }: Span, allDay: boolean, day: Span, timeZone: string): string {
  if (allDay || (start <= day.start && end >= day.end)) return 'all day';
  if (start < day.start) return `until ${clockText(end, timeZone)}`;
  if (end > day.end) return `from ${clockText(start, timeZone)}`;
  if (end.getTime() === start.getTime()) return clockText(start, timeZone);
  // Midnight at the end of a day is written as such.
  const last = end.getTime() === day.end.getTime() ? '24:00' : clockText(end, timeZone);
  return `${clockText(start, timeZone)}–${last}`;
}
