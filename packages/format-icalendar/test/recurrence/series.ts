import { expand } from '../../src/recurrence/expand.ts';
import type { CalendarTime, Series } from '../../src/recurrence/series.ts';
import { UTC } from '../../src/zones/find.ts';
import { ianaZone } from '../../src/zones/iana.ts';
import { localOf } from '../../src/zones/wall.ts';
import type { Zone } from '../../src/zones/zone.ts';

export const HOUR = 3_600_000;
export const BERLIN: Zone = ianaZone('Europe/Berlin') ?? UTC;

/** A time in Berlin. */
export function time(text: string): CalendarTime {
  return { form: 'zoned', zone: BERLIN, local: localOf(Date.parse(`${text}Z`)) };
}

/** A series of hours in Berlin from 2026-01-05T09:00 on, a Monday. */
export function series(change: Partial<Series>): Series {
  return {
    start: time('2026-01-05T09:00'),
    duration: HOUR,
    nominal: false,
    rules: [],
    exceptionRules: [],
    dates: [],
    exceptionDates: [],
    ...change,
  };
}

/** When the first twenty instances of a series begin, in UTC. */
export function begins(one: Series): string[] {
  const { instances } = expand(one, { from: Date.UTC(1900, 0, 1), to: Date.UTC(2100, 0, 1), observer: UTC, limit: 20 });
  return instances.map(({ start }) => new Date(start).toISOString().slice(0, 16));
}
