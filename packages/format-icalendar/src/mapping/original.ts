import { type Component, lineOf } from '../lines/component.ts';
import type { CalendarTime } from '../recurrence/series.ts';
import { instantOf, timeAt, type ZoneFinder } from '../values/time.ts';
import { timeOf } from './event-time.ts';

/**
 * RECURRENCE-ID (RFC 5545 s.3.8.4.4) in the form in which the series begins: it must have that form, and in many files it does
 * not. A date stands for the instance of that day; a time for that of its day where the series is of whole days; undefined
 * where there is none.
 */
export function originalTime(
  override: Component,
  find: ZoneFinder,
  seriesStart: CalendarTime | undefined,
): CalendarTime | undefined {
  const time = timeOf(lineOf(override, 'RECURRENCE-ID'), find);
  if (time === undefined || seriesStart === undefined || time.form === seriesStart.form)
    return sameZone(time, seriesStart);
  const { hour, minute, second } = seriesStart.local;
  if (seriesStart.form === 'date') return { form: 'date', local: { ...time.local, hour: 0, minute: 0, second: 0 } };
  if (time.form === 'date') return { ...seriesStart, local: { ...time.local, hour, minute, second } };
  if (time.form === 'floating' || seriesStart.form === 'floating') return { ...seriesStart, local: time.local };
  return timeAt(instantOf(time), seriesStart);
}

function sameZone(time: CalendarTime | undefined, seriesStart: CalendarTime | undefined): CalendarTime | undefined {
  if (time?.form !== 'zoned' || seriesStart?.zone === undefined || time.zone === seriesStart.zone) return time;
  return timeAt(instantOf(time), seriesStart);
}

/** When the instance of an override would begin by the rule alone; see `Occurrence.originalStart`. */
export function originalOf(
  override: Component,
  find: ZoneFinder,
  seriesStart: CalendarTime | undefined,
): number | undefined {
  const time = originalTime(override, find, seriesStart);
  return time === undefined ? undefined : instantOf(time);
}

/** When a component begins that may be a series. */
export function seriesStartOf(component: Component, find: ZoneFinder): CalendarTime | undefined {
  return lineOf(component, 'RECURRENCE-ID') === undefined
    ? (timeOf(lineOf(component, 'DTSTART'), find) ?? timeOf(lineOf(component, 'DUE'), find))
    : undefined;
}

/** Whether an override holds for all later instances too (RFC 5545 s.3.2.13). */
export function isForLater(override: Component): boolean {
  return lineOf(override, 'RECURRENCE-ID')?.parameter('RANGE')?.toUpperCase() === 'THISANDFUTURE';
}
