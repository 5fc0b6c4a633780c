/** How often ([MS-OXOCAL] 2.2.1.44.1, RecurFrequency). */
export type Frequency = 'daily' | 'weekly' | 'monthly' | 'yearly';

/**
 * Which days ([MS-OXOCAL] 2.2.1.44.1, PatternType and PatternTypeSpecific). Days of the week are a mask, Sunday 1, Saturday 64.
 * `hijri`: one of the Hj types, which count by the Hijri calendar.
 */
export type Days =
  | { readonly type: 'day' }
  | { readonly type: 'week'; readonly days: number }
  /** `day` from 1; 31 is the last of shorter months. */
  | { readonly type: 'month' | 'monthEnd'; readonly day: number; readonly hijri: boolean }
  /** `nth` from 1; 5 is the last. */
  | { readonly type: 'monthNth'; readonly days: number; readonly nth: number; readonly hijri: boolean };

/** RecurrencePattern ([MS-OXOCAL] 2.2.1.44.1). Dates and times are minutes since 1601-01-01 in local time. */
export interface RecurrencePattern {
  readonly frequency: Frequency;
  readonly days: Days;
  /** CalendarType; 0 is Gregorian, as are 1, 2 and 9 to 12. */
  readonly calendarType: number;
  readonly firstDateTime: number;
  /** Minutes where daily, weeks where weekly, months else. */
  readonly period: number;
  /** SlidingFlag: of a task, whether the next one counts from when this was done. */
  readonly sliding: boolean;
  readonly end: 'date' | 'count' | 'never';
  /** Of an endless one 10. */
  readonly occurrenceCount: number;
  /** FirstDOW: 0 Sunday to 6 Saturday. */
  readonly firstDayOfWeek: number;
  /** Midnights of instances that are deleted or modified, ascending. */
  readonly deletedInstanceDates: readonly number[];
  /** Midnights of the days that modified instances were moved to, ascending. */
  readonly modifiedInstanceDates: readonly number[];
  /** Midnight of the first instance. */
  readonly startDate: number;
  /** Midnight of the last instance; 0x5AE980DF where it never ends. */
  readonly endDate: number;
}

/** What could not be read, in one sentence. */
export interface Unreadable {
  readonly unreadable: string;
}

/** Bytes of a RecurrencePattern, as in PidLidTaskRecurrence ([MS-OXOTASK] 2.2.2.2.15). */
export function encodeRecurrencePattern(pattern: RecurrencePattern): Uint8Array {
  throw new Error(`not yet: ${pattern.period}`);
}

/** Reads a RecurrencePattern; never throws. */
export function decodeRecurrencePattern(bytes: Uint8Array): RecurrencePattern | Unreadable {
  throw new Error(`not yet: ${bytes.length}`);
}
