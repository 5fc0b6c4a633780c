import type { PropertyValue } from '@mapistore/core';
import type { CalendarTime } from '../recurrence/series.ts';
import { UTC } from '../zones/find.ts';
import type { LocalTime, Zone } from '../zones/zone.ts';

export const MINUTE = 60_000;
export const DAY = 86_400_000;

const TIME = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})?(Z)?)?$/i;

/** Finds the zone of a TZID in its calendar. */
export type ZoneFinder = (tzid: string) => Zone | undefined;

/** A DATE or DATE-TIME (RFC 5545 s.3.3.4, s.3.3.5); undefined where it is none, a day that is not in the calendar too. */
export function readTime(value: string, tzid: string | undefined, find: ZoneFinder): CalendarTime | undefined {
  const match = TIME.exec(value.trim());
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = [1, 2, 3, 4, 5, 6].map((at) => Number(match[at] ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const local: LocalTime = { year, month, day, hour, minute, second };
  if (!isLocal(local)) return undefined;
  if (match[4] === undefined) return { form: 'date', local };
  if (match[7] !== undefined) return { form: 'utc', local, zone: UTC };
  if (tzid === undefined) return { form: 'floating', local };
  const zone = find(tzid);
  return { form: 'zoned', local, ...(zone !== undefined && { zone }) };
}

function isLocal({ year, month, day, hour, minute, second }: LocalTime): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return (
    year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 61
  );
}

/** A time as an instant; of floating times, whole days and unknown zones the local time taken as UTC. */
export function instantOf({ form, local, zone }: CalendarTime): number {
  return (form === 'zoned' ? (zone ?? UTC) : UTC).instantOf(local);
}

/** The time of an instant, in the form of another; the other way round of {@link instantOf}. */
export function timeAt(instant: number, like: Pick<CalendarTime, 'form' | 'zone'>): CalendarTime {
  const zone = like.form === 'zoned' ? (like.zone ?? UTC) : UTC;
  const local = zone.localOf(instant);
  return {
    form: like.form,
    local: like.form === 'date' ? { ...local, hour: 0, minute: 0, second: 0 } : local,
    ...(like.zone !== undefined && { zone: like.zone }),
  };
}

/** The value of a time, such as `20261125T143000Z`. */
export function timeText({ form, local }: CalendarTime): string {
  const date = `${pad(local.year, 4)}${pad(local.month)}${pad(local.day)}`;
  if (form === 'date') return date;
  return `${date}T${pad(local.hour)}${pad(local.minute)}${pad(local.second)}${form === 'utc' ? 'Z' : ''}`;
}

/** The parameters that a time of a form has. */
export function timeParameters(
  form: CalendarTime['form'],
  tzid: string | undefined,
): Record<string, string | undefined> {
  return { VALUE: form === 'date' ? 'DATE' : undefined, TZID: form === 'zoned' ? tzid : undefined };
}

/** Milliseconds from 1601, where a FILETIME begins, to 1970. */
const FILETIME_EPOCH = 11_644_473_600_000;
/** Times that a DATE-TIME can say: up to the year 9999. */
const MAX_TIME = Date.UTC(10_000, 0, 1);

/**
 * A PtypTime, a Date or a FILETIME, to the second, which is all that iCalendar can say; undefined for what is no time, or none
 * that can be said.
 */
export function toSecond(value: PropertyValue | undefined): Date | undefined {
  const time =
    typeof value === 'bigint'
      ? Number(value / 10_000n) - FILETIME_EPOCH
      : value instanceof Date
        ? value.getTime()
        : Number.NaN;
  return Number.isFinite(time) && Math.abs(time) < MAX_TIME ? new Date(Math.floor(time / 1000) * 1000) : undefined;
}

/** An instant as a value in UTC. */
export function utcText(instant: Date): string {
  return timeText(timeAt(instant.getTime(), { form: 'utc' }));
}

function pad(value: number, digits = 2): string {
  return String(value).padStart(digits, '0');
}
