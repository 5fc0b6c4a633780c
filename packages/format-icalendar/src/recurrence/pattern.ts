import { EndOfBytes, type Reader, readerOf, type Writer, writerOf } from './bytes.ts';

/** How often ([MS-OXOCAL] 2.2.1.44.1, RecurFrequency). */
export type RecurFrequency = 'daily' | 'weekly' | 'monthly' | 'yearly';

/**
 * Which days ([MS-OXOCAL] 2.2.1.44.1, PatternType and PatternTypeSpecific). Days of the week are a mask, Sunday 1, Saturday 64.
 * `hijri`: one of the Hj types, which count by the Hijri calendar.
 */
export type RecurDays =
  | { readonly type: 'day' }
  | { readonly type: 'week'; readonly days: number }
  /** `day` from 1; of a month that is shorter the last day counts. */
  | { readonly type: 'month' | 'monthEnd'; readonly day: number; readonly hijri: boolean }
  /** `nth` from 1; 5 is the last. */
  | { readonly type: 'monthNth'; readonly days: number; readonly nth: number; readonly hijri: boolean };

/** RecurrencePattern ([MS-OXOCAL] 2.2.1.44.1). Dates and times are minutes since 1601-01-01 in local time. */
export interface RecurrencePattern {
  readonly frequency: RecurFrequency;
  readonly days: RecurDays;
  /** CalendarType; 0 is Gregorian, as are 1, 2 and 9 to 12. */
  readonly calendarType: number;
  readonly firstDateTime: number;
  /** Minutes where the pattern counts days, weeks where it names days of the week, months else. */
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
  /** Midnight of the last instance; {@link NO_END} where it never ends. Outlook writes the day that its user chose. */
  readonly endDate: number;
}

/** What could not be read, in one sentence. */
export interface Unreadable {
  readonly unreadable: string;
}

/** EndDate of a pattern that never ends. */
export const NO_END = 0x5ae980df;

const VERSION = 0x3004;
const FREQUENCIES: readonly RecurFrequency[] = ['daily', 'weekly', 'monthly', 'yearly'];
const FIRST_FREQUENCY = 0x200a;
const ENDS: Readonly<Record<RecurrencePattern['end'], number>> = { date: 0x2021, count: 0x2022, never: 0x2023 };
/** What old writers wrote for an endless one. */
const OLD_NEVER = 0xffffffff;
const HIJRI = 8;
/** More instances than anyone changes; a longer list is not read. */
const MAX_DATES = 10_000;

/** Thrown by the readers of this folder for content that is wrong; the message ends a sentence. */
export class Unread extends Error {}

function patternType(days: RecurDays): number {
  if (days.type === 'day') return 0;
  if (days.type === 'week') return 1;
  const plain = { month: 2, monthNth: 3, monthEnd: 4 }[days.type];
  return days.hijri ? plain + HIJRI : plain;
}

/** Writes a RecurrencePattern. */
export function writePattern(out: Writer, pattern: RecurrencePattern): void {
  const { days } = pattern;
  out.u16(VERSION);
  out.u16(VERSION);
  out.u16(FIRST_FREQUENCY + FREQUENCIES.indexOf(pattern.frequency));
  out.u16(patternType(days));
  out.u16(pattern.calendarType);
  out.u32(pattern.firstDateTime);
  out.u32(pattern.period);
  out.u32(pattern.sliding ? 1 : 0);
  if (days.type === 'week' || days.type === 'monthNth') out.u32(days.days);
  if (days.type === 'month' || days.type === 'monthEnd') out.u32(days.day);
  if (days.type === 'monthNth') out.u32(days.nth);
  out.u32(ENDS[pattern.end]);
  out.u32(pattern.occurrenceCount);
  out.u32(pattern.firstDayOfWeek);
  for (const dates of [pattern.deletedInstanceDates, pattern.modifiedInstanceDates]) {
    out.u32(dates.length);
    for (const date of dates) out.u32(date);
  }
  out.u32(pattern.startDate);
  out.u32(pattern.endDate);
}

function readDays(reader: Reader, type: number): RecurDays {
  if (type === 0) return { type: 'day' };
  if (type === 1) return { type: 'week', days: reader.u32() & 0x7f };
  const hijri = type >= 2 + HIJRI;
  switch (hijri ? type - HIJRI : type) {
    case 2:
      return { type: 'month', day: reader.u32(), hijri };
    case 3:
      return { type: 'monthNth', days: reader.u32() & 0x7f, nth: reader.u32(), hijri };
    case 4:
      return { type: 'monthEnd', day: reader.u32(), hijri };
    default:
      throw new Unread(`its pattern type ${type} is unknown`);
  }
}

function readDates(reader: Reader): number[] {
  const count = reader.u32();
  if (count > MAX_DATES || count * 4 > reader.left)
    throw new Unread(`it counts ${count} changed instances, which are not there`);
  return Array.from({ length: count }, () => reader.u32());
}

function readEnd(value: number): RecurrencePattern['end'] {
  const found = (['date', 'count', 'never'] as const).find((end) => ENDS[end] === value);
  if (found !== undefined) return found;
  if (value === OLD_NEVER) return 'never';
  throw new Unread(`its end type ${value} is unknown`);
}

/** @throws Unread or EndOfBytes, to be caught by {@link attempt}. */
export function readPattern(reader: Reader): RecurrencePattern {
  const version = reader.u16();
  const writer = reader.u16();
  if (version !== VERSION || writer !== VERSION) throw new Unread('it does not begin with the version 0x3004');
  const number = reader.u16();
  const frequency = FREQUENCIES[number - FIRST_FREQUENCY];
  if (frequency === undefined) throw new Unread(`its frequency ${number} is unknown`);
  const type = reader.u16();
  const calendarType = reader.u16();
  const firstDateTime = reader.u32();
  const period = reader.u32();
  const sliding = reader.u32() !== 0;
  const days = readDays(reader, type);
  const end = readEnd(reader.u32());
  const occurrenceCount = reader.u32();
  const firstDayOfWeek = reader.u32();
  const deletedInstanceDates = readDates(reader);
  const modifiedInstanceDates = readDates(reader);
  const startDate = reader.u32();
  const endDate = reader.u32();
  return {
    ...{ frequency, days, calendarType, firstDateTime, period, sliding, end, occurrenceCount, firstDayOfWeek },
    ...{ deletedInstanceDates, modifiedInstanceDates, startDate, endDate },
  };
}

/** Runs a reader over bytes; what is wrong with them becomes a sentence about `what`. */
export function attempt<T>(what: string, bytes: Uint8Array, read: (reader: Reader) => T): T | Unreadable {
  try {
    return read(readerOf(bytes));
  } catch (error) {
    if (error instanceof EndOfBytes) return { unreadable: `${what} cannot be read: it ends too early.` };
    if (error instanceof Unread) return { unreadable: `${what} cannot be read: ${error.message}.` };
    throw error;
  }
}

/** Bytes of a RecurrencePattern, as in PidLidTaskRecurrence ([MS-OXOTASK] 2.2.2.2.15). */
export function encodeRecurrencePattern(pattern: RecurrencePattern): Uint8Array {
  const out = writerOf();
  writePattern(out, pattern);
  return out.done();
}

/** Reads a RecurrencePattern; never throws. */
export function decodeRecurrencePattern(bytes: Uint8Array): RecurrencePattern | Unreadable {
  return attempt('The recurrence pattern', bytes, readPattern);
}
