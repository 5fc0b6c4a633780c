import { wallOf } from '../zones/wall.ts';
import type { LocalTime } from '../zones/zone.ts';

export type Frequency = 'SECONDLY' | 'MINUTELY' | 'HOURLY' | 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY';
export type Weekday = 'SU' | 'MO' | 'TU' | 'WE' | 'TH' | 'FR' | 'SA';

export const WEEKDAYS: readonly Weekday[] = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
const FREQUENCIES: readonly Frequency[] = ['SECONDLY', 'MINUTELY', 'HOURLY', 'DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'];

/** A BYDAY entry; `nth` undefined is every one. */
export interface RuleDay {
  readonly day: Weekday;
  readonly nth?: number;
}

/** UNTIL: a wall-clock time, or an instant where `utc`; of a `date` the time is 0:00. */
export interface Until {
  readonly form: 'date' | 'local' | 'utc';
  readonly wall: number;
}

/** A recurrence rule (RFC 5545 s.3.3.10, RFC 7529). Lists are sorted, without repetitions, and not empty. */
export interface Rule {
  readonly frequency: Frequency;
  readonly interval: number;
  readonly count?: number;
  readonly until?: Until;
  readonly weekStart: Weekday;
  readonly bySecond?: readonly number[];
  readonly byMinute?: readonly number[];
  readonly byHour?: readonly number[];
  readonly byDay?: readonly RuleDay[];
  readonly byMonthDay?: readonly number[];
  readonly byYearDay?: readonly number[];
  readonly byWeekNo?: readonly number[];
  /** As text, since a leap month has a letter (`5L`). */
  readonly byMonth?: readonly string[];
  readonly bySetPos?: readonly number[];
  /** RSCALE in upper case; undefined is Gregorian. */
  readonly calendar?: string;
  readonly skip?: 'OMIT' | 'BACKWARD' | 'FORWARD';
}

/** Why a rule cannot be understood, in one sentence. */
export interface BadRule {
  readonly problem: string;
}

const LONGEST = 4096;

/** Bounds of the numeric lists, from and to; those with `negative` count from the end too, and never are 0. */
const LISTS = {
  BYSECOND: { field: 'bySecond', from: 0, to: 60, negative: false },
  BYMINUTE: { field: 'byMinute', from: 0, to: 59, negative: false },
  BYHOUR: { field: 'byHour', from: 0, to: 23, negative: false },
  BYMONTHDAY: { field: 'byMonthDay', from: 1, to: 31, negative: true },
  BYYEARDAY: { field: 'byYearDay', from: 1, to: 366, negative: true },
  BYWEEKNO: { field: 'byWeekNo', from: 1, to: 53, negative: true },
  BYSETPOS: { field: 'bySetPos', from: 1, to: 366, negative: true },
} as const;

type Draft = { -readonly [K in keyof Rule]?: Rule[K] };

class Refusal extends Error {}

function refuse(sentence: string): never {
  throw new Refusal(sentence);
}

function whole(name: string, value: string, from: number, to: number): number {
  const number = /^[+-]?\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
  return number >= from && number <= to
    ? number
    : refuse(`${name}=${value.slice(0, 40)} is not a number from ${from} to ${to}`);
}

function numbers(name: keyof typeof LISTS, value: string): number[] {
  const { from, to, negative } = LISTS[name];
  const found = value.split(',').map((one) => whole(name, one.trim(), negative ? -to : from, to));
  if (negative && found.includes(0)) refuse(`${name} has a 0`);
  return [...new Set(found)].sort((a, b) => a - b);
}

function weekday(name: string, text: string): Weekday {
  return WEEKDAYS.find((day) => day === text) ?? refuse(`${name} names no day of the week: ${text.slice(0, 20)}`);
}

function days(value: string): RuleDay[] {
  const found = new Map<string, RuleDay>();
  for (const one of value.split(',')) {
    const [, nth, day] =
      /^([+-]?\d{1,2})?([A-Z]{2})$/.exec(one.trim()) ?? refuse(`BYDAY has ${one.slice(0, 20)}, which is no day`);
    const number = nth === undefined ? undefined : whole('BYDAY', nth, -53, 53);
    if (number === 0) refuse('BYDAY has a 0');
    const entry = { day: weekday('BYDAY', day ?? ''), ...(number === undefined ? {} : { nth: number }) };
    found.set(`${number ?? ''}${entry.day}`, entry);
  }
  return [...found.values()];
}

/** Reads a DATE or DATE-TIME (RFC 5545 s.3.3.4, s.3.3.5); undefined where the text is none. */
function timeOf(text: string): Until | undefined {
  const match = /^(\d{4})-?(\d{2})-?(\d{2})(?:T(\d{2}):?(\d{2}):?(\d{2})?(Z?))?$/.exec(text);
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0));
  const local: LocalTime = {
    year: year ?? 0,
    month: month ?? 0,
    day: day ?? 0,
    hour: hour ?? 0,
    minute: minute ?? 0,
    second: second ?? 0,
  };
  if (local.month < 1 || local.month > 12 || local.day < 1 || local.day > 31) return undefined;
  if (local.hour > 24 || local.minute > 59 || local.second > 60) return undefined;
  const form = match[4] === undefined ? 'date' : match[7] === 'Z' ? 'utc' : 'local';
  return { form, wall: wallOf(local) };
}

function months(value: string, calendar: boolean): string[] {
  const found = value.split(',').map((one) => {
    const [, number = '', leap = ''] =
      /^(\d{1,2})(L?)$/.exec(one.trim()) ?? refuse(`BYMONTH has ${one.slice(0, 20)}, which is no month`);
    if (Number(number) < 1 || Number(number) > (calendar ? 13 : 12)) refuse(`BYMONTH has no month ${number}`);
    if (leap !== '' && !calendar) refuse('BYMONTH has a leap month, which needs RSCALE');
    return `${Number(number)}${leap}`;
  });
  return [...new Set(found)].sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10) || a.length - b.length);
}

function apply(draft: Draft, name: string, value: string): void {
  if (Object.hasOwn(LISTS, name)) {
    const key = name as keyof typeof LISTS;
    draft[LISTS[key].field] = numbers(key, value);
  } else if (name === 'FREQ')
    draft.frequency = FREQUENCIES.find((one) => one === value) ?? refuse(`FREQ=${value.slice(0, 40)} is no frequency`);
  else if (name === 'INTERVAL') draft.interval = whole(name, value, 1, 999_999_999);
  else if (name === 'COUNT') draft.count = whole(name, value, 1, 999_999_999);
  else if (name === 'UNTIL') draft.until = timeOf(value) ?? refuse(`UNTIL=${value.slice(0, 40)} is no date or time`);
  else if (name === 'WKST') draft.weekStart = weekday(name, value);
  else if (name === 'BYDAY') draft.byDay = days(value);
  else if (name === 'SKIP')
    draft.skip =
      (['OMIT', 'BACKWARD', 'FORWARD'] as const).find((one) => one === value) ??
      refuse(`SKIP=${value.slice(0, 40)} is unknown`);
  else if (name !== 'RSCALE' && name !== 'BYMONTH' && !name.startsWith('X-'))
    refuse(`it has the unknown part ${name.slice(0, 40)}`);
}

/** Reads the value of an RRULE or EXRULE. Parts that begin with `X-` are passed over; case and spaces do not count. */
export function parseRule(text: string): Rule | BadRule {
  const shown = text.length > 80 ? `${text.slice(0, 80)}…` : text;
  try {
    if (text.length > LONGEST) refuse(`it is longer than ${LONGEST} characters`);
    const parts = new Map<string, string>();
    for (const part of text.toUpperCase().split(';')) {
      const at = part.indexOf('=');
      if (part.trim() === '') continue;
      if (at < 1) refuse(`"${part.slice(0, 40)}" has no value`);
      parts.set(part.slice(0, at).trim(), part.slice(at + 1).trim());
    }
    const scale = parts.get('RSCALE');
    const draft: Draft = {};
    for (const [name, value] of parts) apply(draft, name, value);
    const byMonth = parts.get('BYMONTH');
    const foreign = scale !== undefined && scale !== 'GREGORIAN' && scale !== 'GREGORY';
    if (byMonth !== undefined) draft.byMonth = months(byMonth, foreign);
    if (foreign) draft.calendar = scale;
    const { frequency = refuse('it has no FREQ'), interval = 1, weekStart = 'MO' } = draft;
    return {
      ...draft,
      ...(draft.byDay === undefined ? {} : { byDay: plainDays(draft.byDay, frequency, draft) }),
      frequency,
      interval,
      weekStart,
    };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { problem: `The rule ${shown} cannot be understood: ${error.message}.` };
  }
}

/** Days without their number where the frequency knows none (RFC 5545 s.3.3.10, BYDAY). */
function plainDays(found: readonly RuleDay[], frequency: Frequency, draft: Draft): readonly RuleDay[] {
  if (frequency === 'MONTHLY' || (frequency === 'YEARLY' && draft.byWeekNo === undefined)) return found;
  return [...new Set(found.map(({ day }) => day))].map((day) => ({ day }));
}
