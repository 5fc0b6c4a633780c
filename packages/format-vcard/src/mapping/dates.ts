import type { PropertyValue } from '@mapistore/core';
import type { Version } from '../lines/escapes.ts';
import type { Codec, CodecContext, Written } from './codecs.ts';

/** The year of a date that has none: what Exchange and Apple take, since it is a leap year and nobody's. */
const NO_YEAR = 1604;
const MINUTE = 60_000;
const DAY = 86_400_000;

const DATE = /^(?:(\d{4})-?(\d{2})-?(\d{2})|--(\d{2})-?(\d{2}))/;
const TIME = /^[T ](\d{2})(?::?(\d{2})(?::?(\d{2})(?:[.,]\d{1,9})?)?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?$/i;

/** What a date says: its day at midnight UTC, and the instant; a time without a zone is UTC. */
interface Read {
  readonly day: Date;
  readonly instant: Date;
}

/** Dates as RFC 6350 s.4.3, RFC 2426 and vCard 2.1 have them; undefined where day or month lacks. */
function readDate(text: string): Read | undefined {
  const trimmed = text.trim().slice(0, 60);
  const date = DATE.exec(trimmed);
  if (date === null) return undefined;
  const year = date[1] === undefined ? NO_YEAR : Number(date[1]);
  const [month, dayOfMonth] = [Number(date[2] ?? date[4]), Number(date[3] ?? date[5])];
  const day = new Date(Date.UTC(year, month - 1, dayOfMonth));
  // Years below 100 are meant as they are.
  day.setUTCFullYear(year, month - 1, dayOfMonth);
  if (day.getUTCMonth() !== month - 1 || day.getUTCDate() !== dayOfMonth) return undefined;
  const rest = trimmed.slice(date[0].length);
  if (rest === '') return { day, instant: day };
  const time = TIME.exec(rest);
  if (time === null) return undefined;
  const [hour, minute, second] = [time[1], time[2], time[3]].map((part) => Number(part ?? 0));
  const offset = offsetOf(time[4]);
  const seconds = ((hour ?? 0) * 60 + (minute ?? 0)) * 60 + (second ?? 0);
  return seconds >= DAY / 1000
    ? undefined
    : { day, instant: new Date(day.getTime() + seconds * 1000 - offset * MINUTE) };
}

function offsetOf(zone: string | undefined): number {
  const found = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone ?? '');
  return found === null ? 0 : (Number(found[2]) * 60 + Number(found[3] ?? 0)) * (found[1] === '-' ? -1 : 1);
}

/** A day, such as BDAY, as the instant it begins. */
export const instant: Codec = {
  read: ({ text }) => readDate(text)?.instant,
  write: (value, context) => {
    const date = dateOf(value);
    if (date === undefined) return undefined;
    return date.getTime() % DAY === 0
      ? writeDay(date, context)
      : { text: writeTime(date, context), drop: contradicted(context, 'date-time') };
  },
};

/** The same as the calendar day that it is where the person lives, at midnight UTC ([MS-OXOCNTC]). */
export const localDay: Codec = {
  read: ({ text }) => readDate(text)?.day,
  write: (value, context) => {
    const date = dateOf(value);
    return date === undefined || date.getTime() % DAY !== 0 ? undefined : writeDay(date, context);
  },
};

/** A moment, such as REV. */
export const moment: Codec = {
  read: ({ text }) => readDate(text)?.instant,
  write: (value, context) => {
    const date = dateOf(value);
    return date === undefined
      ? undefined
      : { text: writeTime(date, context), drop: contradicted(context, 'date-time') };
  },
};

function writeDay(date: Date, context: CodecContext): Written {
  const [year, month, day] = [pad(date.getUTCFullYear(), 4), pad(date.getUTCMonth() + 1, 2), pad(date.getUTCDate(), 2)];
  const dash = isExtended(context) ? '-' : '';
  const drop = ['X-APPLE-OMIT-YEAR', ...contradicted(context, 'date')];
  if (date.getUTCFullYear() !== NO_YEAR) return { text: [year, month, day].join(dash), drop };
  if (context.version === '4.0') return { text: `--${month}${dash}${day}`, drop };
  return { text: [year, month, day].join(dash), drop, add: [`X-APPLE-OMIT-YEAR=${NO_YEAR}`] };
}

/** VALUE, where it says another type. */
function contradicted({ line }: CodecContext, type: string): string[] {
  const said = line?.parameter('VALUE')?.replace(/"/g, '').trim().toLowerCase();
  return said === undefined || said === type || said === 'date-and-or-time' ? [] : ['VALUE'];
}

function writeTime(date: Date, context: CodecContext): string {
  const iso = date.toISOString().replace(/\.\d+Z$/, 'Z');
  return isExtended(context) ? iso : iso.replace(/[-:]/g, '');
}

/** With dashes where there are some already; else as the version's own examples have it. */
function isExtended({ text, version }: CodecContext): boolean {
  return text === '' ? styleOf(version) : /^\d{4}-/.test(text.trim()) || /^--\d{2}-/.test(text.trim());
}

function styleOf(version: Version): boolean {
  return version === '3.0';
}

function dateOf(value: PropertyValue): Date | undefined {
  const isDate = value instanceof Date && value.getUTCFullYear() >= 0 && value.getUTCFullYear() <= 9999;
  return isDate ? value : undefined;
}

function pad(number: number, width: number): string {
  return String(number).padStart(width, '0');
}
