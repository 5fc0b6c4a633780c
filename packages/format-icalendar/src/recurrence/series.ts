import type { LocalTime, Zone } from '../zones/zone.ts';

/**
 * A DATE or DATE-TIME value (RFC 5545 s.3.3.4, s.3.3.5). `date`: whole days, the time of `local` is 0:00. `floating`: the
 * observer's time. `zoned`: a TZID; `zone` is undefined where nobody knows it, and then UTC is taken.
 */
export interface CalendarTime {
  readonly form: 'date' | 'floating' | 'utc' | 'zoned';
  readonly local: LocalTime;
  readonly zone?: Zone;
}

/** What makes the set of instances of one component (RFC 5545 s.3.8.5). Rules are values without their names. */
export interface Series {
  readonly start: CalendarTime;
  /** From start to end of an instance, in milliseconds; of whole days a multiple of a day. */
  readonly duration: number;
  /** Whether `duration` is nominal (days and weeks, or whole days: the wall clock counts) and not exact (RFC 5545 s.3.3.6). */
  readonly nominal: boolean;
  readonly rules: readonly string[];
  /** EXRULE (RFC 2445 s.4.8.5.2), still found in old files. */
  readonly exceptionRules: readonly string[];
  readonly dates: readonly SeriesDate[];
  readonly exceptionDates: readonly CalendarTime[];
}

/** An RDATE; one of a period has a length of its own in milliseconds. */
export interface SeriesDate {
  readonly time: CalendarTime;
  readonly duration?: number;
}

/** One instance of the recurrence set, before overrides. */
export interface Instance {
  /** As the rule gives it, in the form of the series' start. */
  readonly time: CalendarTime;
  /** `time` as an instant; of floating times and whole days the local time taken as UTC. See `Occurrence.originalStart`. */
  readonly original: number;
  /** Begin and end as instants for the observer. */
  readonly start: number;
  readonly end: number;
}

/** What to expand: instances that end after `from` and begin before `to`, at most `limit`. */
export interface Span {
  readonly from: number;
  readonly to: number;
  /** For floating times and whole days. */
  readonly observer: Zone;
  readonly limit: number;
}

/** Instances in the order of their start, each once. */
export interface Expanded {
  readonly instances: readonly Instance[];
  /** Whether the span has more than its limit. */
  readonly more: boolean;
  /** Rules that could not be understood, one sentence each; the others still count. */
  readonly problems: readonly string[];
}
