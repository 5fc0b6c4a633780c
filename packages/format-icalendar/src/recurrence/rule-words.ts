import type { LocalTime } from '../zones/zone.ts';
import { type Rule, type RuleDay, WEEKDAYS } from './rule.ts';
import { listed, ordinal } from './text.ts';

const DAYS: readonly string[] = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS: readonly string[] = [
  ...[
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
  ],
];
/** More times of day than these are told by their hours and minutes. */
const MAX_TIMES = 6;

/** `January and July`. */
export function monthPhrase(months: readonly string[]): string {
  return listed(months.map((month) => MONTHS[Number(month) - 1] ?? month));
}

function nameOf({ day, nth }: RuleDay): string {
  const name = DAYS[WEEKDAYS.indexOf(day)] ?? day;
  return nth === undefined ? name : `the ${ordinal(nth)} ${name}`;
}

/** Days Monday first; `weekday` and `day` for the five and the seven. */
function dayNames(byDay: readonly RuleDay[]): string {
  const order = [...byDay].sort((a, b) => ((WEEKDAYS.indexOf(a.day) + 6) % 7) - ((WEEKDAYS.indexOf(b.day) + 6) % 7));
  const plain = new Set(byDay.filter(({ nth }) => nth === undefined).map(({ day }) => day));
  if (plain.size === byDay.length && plain.size === 7) return 'day';
  if (plain.size === byDay.length && plain.size === 5 && !plain.has('SA') && !plain.has('SU')) return 'weekday';
  return listed(order.map(nameOf));
}

/** What days a rule names, to stand after `on`; `rest` where a part of it is not told by that. */
export function dayPhrase(rule: {
  readonly byDay?: Rule['byDay'] | undefined;
  readonly byMonthDay?: Rule['byMonthDay'] | undefined;
  readonly bySetPos?: Rule['bySetPos'] | undefined;
}): { readonly text: string; readonly rest: boolean } {
  const { byDay, byMonthDay, bySetPos } = rule;
  const rest = byDay !== undefined && byMonthDay !== undefined;
  if (byDay !== undefined) {
    const plain = byDay.every(({ nth }) => nth === undefined);
    if (bySetPos !== undefined && plain && byMonthDay === undefined) {
      const alternatives = dayNames(byDay).replace(/ and /, ' or ');
      const positions = [...bySetPos].sort((a, b) => Number(a < 0) - Number(b < 0) || a - b);
      return { text: `the ${listed(positions.map(ordinal))} ${alternatives}`, rest };
    }
    return { text: dayNames(byDay), rest: rest || bySetPos !== undefined };
  }
  if (byMonthDay === undefined) return { text: '', rest: bySetPos !== undefined };
  const positive = byMonthDay.filter((day) => day > 0).map(String);
  const negative = byMonthDay.filter((day) => day < 0).map((day) => `the ${ordinal(day)} day`);
  const named = positive.length === 0 ? [] : [`day ${listed(positive)}`];
  return { text: listed([...named, ...negative]), rest: bySetPos !== undefined };
}

function clock(hour: number, minute: number, second: number): string {
  const padded = (number: number): string => String(number).padStart(2, '0');
  return `${hour}:${padded(minute)}${second === 0 ? '' : `:${padded(second)}`}`;
}

/** The times of day that a rule names beside those of its start; begins with a space where there are any. */
export function timePhrase(rule: Rule, start: LocalTime): string {
  const { byHour, byMinute, bySecond, frequency } = rule;
  if (byHour === undefined && byMinute === undefined && bySecond === undefined) return '';
  const isFine = frequency === 'HOURLY' || frequency === 'MINUTELY' || frequency === 'SECONDLY';
  const hours = byHour ?? [start.hour];
  const minutes = byMinute ?? [start.minute];
  const seconds = bySecond ?? [start.second];
  if (!isFine && hours.length * minutes.length * seconds.length <= MAX_TIMES) {
    const times = hours.flatMap((hour) =>
      minutes.flatMap((minute) => seconds.map((second) => clock(hour, minute, second))),
    );
    return ` at ${listed(times)}`;
  }
  const named = (unit: string, list: readonly number[] | undefined): string =>
    list === undefined ? '' : ` in ${unit}${list.length === 1 ? '' : 's'} ${listed(list.map(String))}`;
  return `${named('hour', byHour)}${named('minute', byMinute)}${named('second', bySecond)}`;
}
