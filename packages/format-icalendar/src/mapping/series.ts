import { type Component, linesOf } from '../lines/component.ts';
import type { ContentLine } from '../lines/content-line.ts';
import type { CalendarTime, Series, SeriesDate } from '../recurrence/series.ts';
import { readDuration } from '../values/duration.ts';
import { instantOf, readTime, type ZoneFinder } from '../values/time.ts';
import { type Times, timesOf } from './event-time.ts';

/** Lines that make a series. */
export const SERIES_LINES: readonly string[] = ['RRULE', 'EXRULE', 'RDATE', 'EXDATE'];
/** More dates than this in one component are left out. */
const MAX_DATES = 20_000;

/** Whether a component is a series. */
export function isSeries(component: Component): boolean {
  return component.lines.some(({ name }) => name === 'RRULE' || name === 'RDATE');
}

/** The series of a component; one that does not recur has no rules. Undefined without a start. */
export function seriesOfComponent(component: Component, find: ZoneFinder, endName = 'DTEND'): Series | undefined {
  const times = timesOf(component, find, endName);
  return times === undefined ? undefined : seriesOfTimes(component, times, find);
}

/** As {@link seriesOfComponent}, with times that are known. */
export function seriesOfTimes(component: Component, times: Times, find: ZoneFinder): Series {
  const values = (name: string): string[] => linesOf(component, name).map((line) => line.value.trim());
  return {
    start: times.start,
    duration: times.duration,
    nominal: times.nominal,
    rules: values('RRULE'),
    exceptionRules: values('EXRULE'),
    dates: linesOf(component, 'RDATE')
      .flatMap((line) => datesOf(line, find))
      .slice(0, MAX_DATES),
    exceptionDates: linesOf(component, 'EXDATE')
      .flatMap((line) => exceptionDatesOf(line, find))
      .slice(0, MAX_DATES),
  };
}

/** The times of an EXDATE line. */
export function exceptionDatesOf(line: Pick<ContentLine, 'value' | 'parameter'>, find: ZoneFinder): CalendarTime[] {
  const tzid = line.parameter('TZID');
  return line.value
    .split(',')
    .map((value) => readTime(value, tzid, find))
    .filter((time) => time !== undefined);
}

function datesOf(line: ContentLine, find: ZoneFinder): SeriesDate[] {
  const tzid = line.parameter('TZID');
  return line.value.split(',').flatMap((value) => {
    const [begin = '', stop] = value.split('/');
    const time = readTime(begin, tzid, find);
    if (time === undefined) return [];
    const length = stop === undefined ? undefined : readDuration(stop)?.length;
    const end = stop === undefined || length !== undefined ? undefined : readTime(stop, tzid, find);
    const duration = length ?? (end === undefined ? undefined : instantOf(end) - instantOf(time));
    return [duration === undefined || duration < 0 ? { time } : { time, duration }];
  });
}
