import { clockOf, untilIn } from './clock.ts';
import { parseRule, type Rule } from './rule.ts';
import { dayPhrase, monthPhrase, timePhrase } from './rule-words.ts';
import type { Series } from './series.ts';
import { listed, ordinal } from './text.ts';

const UNITS: Readonly<Record<Rule['frequency'], string>> = {
  SECONDLY: 'second',
  MINUTELY: 'minute',
  HOURLY: 'hour',
  DAILY: 'day',
  WEEKLY: 'week',
  MONTHLY: 'month',
  YEARLY: 'year',
};

/** The parts that a rule takes from its start, where it does not say them (RFC 5545 s.3.3.10). */
function completed(rule: Rule, series: Series): Rule {
  const { year, month, day } = series.start.local;
  const weekday =
    (['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'] as const)[new Date(Date.UTC(year, month - 1, day)).getUTCDay()] ?? 'SU';
  if (rule.calendar !== undefined) return rule;
  const days = rule.byDay ?? rule.byMonthDay ?? rule.byYearDay;
  if (rule.frequency === 'WEEKLY' && rule.byDay === undefined) return { ...rule, byDay: [{ day: weekday }] };
  if (days !== undefined) return rule;
  if (rule.byWeekNo !== undefined) return { ...rule, byDay: [{ day: weekday }] };
  if (rule.frequency === 'MONTHLY') return { ...rule, byMonthDay: [day] };
  return rule.frequency === 'YEARLY' ? { ...rule, byMonthDay: [day], byMonth: rule.byMonth ?? [String(month)] } : rule;
}

function everyPhrase({ frequency, interval }: Rule): string {
  return interval === 1 ? `every ${UNITS[frequency]}` : `every ${interval} ${UNITS[frequency]}s`;
}

/** How the position of BYSETPOS is said where it picks among days. */
function positionPhrase(rule: Rule): string {
  if (rule.bySetPos === undefined) return '';
  return `, only the ${listed(rule.bySetPos.map((position) => ordinal(position)))} of these in each ${UNITS[rule.frequency]}`;
}

/** Whether a rule names days of the week and means every one of them. */
function isPlain({ byDay, bySetPos }: Rule): boolean {
  return byDay !== undefined && bySetPos === undefined && byDay.every(({ nth }) => nth === undefined);
}

/** The short forms: `every Monday`, `every weekday`, `on the last Friday of every month`. */
function shortPhrase(rule: Rule): string | undefined {
  const { frequency, interval, byDay, byMonthDay, byMonth, bySetPos } = rule;
  if (
    rule.byYearDay !== undefined ||
    rule.byWeekNo !== undefined ||
    rule.calendar !== undefined ||
    rule.skip !== undefined
  )
    return undefined;
  const days = dayPhrase(rule);
  if (
    (frequency === 'WEEKLY' || frequency === 'DAILY') &&
    interval === 1 &&
    byDay !== undefined &&
    byMonthDay === undefined &&
    bySetPos === undefined
  ) {
    return `every ${days.text}${byMonth === undefined ? '' : ` in ${monthPhrase(byMonth)}`}`;
  }
  if (days.text === '' || days.rest) return undefined;
  if (frequency === 'MONTHLY' && byMonth === undefined)
    return `on ${isPlain(rule) ? 'every ' : ''}${days.text} of ${everyPhrase(rule)}`;
  const inMonth = byMonth?.length === 1;
  if (frequency === 'YEARLY' && inMonth)
    return `${everyPhrase(rule)} on ${isPlain(rule) ? 'every ' : ''}${days.text} of ${monthPhrase(byMonth)}`;
  return undefined;
}

function longPhrase(rule: Rule): string {
  const parts = [everyPhrase(rule)];
  if (rule.byMonth !== undefined)
    parts.push(`in ${rule.calendar === undefined ? monthPhrase(rule.byMonth) : `month ${listed(rule.byMonth)}`}`);
  if (rule.byWeekNo !== undefined)
    parts.push(
      `in ${listed(rule.byWeekNo.map((week) => (week < 0 ? `the ${ordinal(week)} week` : `week ${week}`)))} of the year`,
    );
  if (rule.byYearDay !== undefined)
    parts.push(
      `on ${listed(rule.byYearDay.map((day) => (day < 0 ? `the ${ordinal(day)} day` : `day ${day}`)))} of the year`,
    );
  const { byMonthDay, byDay } = rule;
  if (byMonthDay !== undefined)
    parts.push(
      `on ${dayPhrase({ ...rule, byDay: undefined, bySetPos: undefined }).text} of ${rule.frequency === 'YEARLY' && rule.byMonth === undefined ? 'every' : 'the'} month`,
    );
  if (byDay !== undefined) {
    const inWhat = byDay.some(({ nth }) => nth !== undefined)
      ? ` of the ${rule.frequency === 'YEARLY' && rule.byMonth === undefined ? 'year' : 'month'}`
      : '';
    const text = dayPhrase({ ...rule, byMonthDay: undefined, bySetPos: undefined }).text;
    const isOther =
      byMonthDay !== undefined || rule.byYearDay !== undefined || (rule.frequency === 'DAILY' && rule.interval > 1);
    const all = isPlain(rule) && rule.frequency !== 'WEEKLY' ? 'on every' : 'on';
    parts.push(
      `${isOther ? 'where that is a' : all} ${!isOther && all === 'on' && text === 'weekday' ? 'weekdays' : text}${inWhat}`,
    );
  }
  if (rule.calendar !== undefined)
    parts.push(`by the ${rule.calendar.slice(0, 1)}${rule.calendar.slice(1).toLowerCase()} calendar`);
  if (rule.skip === 'BACKWARD') parts.push('or the last day before, where there is none');
  if (rule.skip === 'FORWARD') parts.push('or the first day after, where there is none');
  return parts.join(' ');
}

function endPhrase(rule: Rule, series: Series): string {
  const ends: string[] = [];
  if (rule.until !== undefined) {
    const { year, month, day } = clockOf(series.start).localOf(untilIn(series, rule.until));
    ends.push(
      ` until ${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`,
    );
  }
  if (rule.count !== undefined) ends.push(rule.count === 1 ? ', once' : `, ${rule.count} times`);
  return ends.join('');
}

function ruleText(text: string, series: Series): string {
  const parsed = parseRule(text);
  if ('problem' in parsed) return 'by a rule that cannot be understood';
  const rule = completed(parsed, series);
  const short = shortPhrase(rule);
  const days = short ?? longPhrase(rule);
  const position =
    short === undefined || rule.byDay === undefined || rule.frequency === 'WEEKLY' ? positionPhrase(rule) : '';
  return `${days}${timePhrase(rule, series.start.local)}${position}${endPhrase(rule, series)}`;
}

function datesText(count: number, isOther: boolean): string {
  return `on ${count}${isOther ? ' other' : ''} date${count === 1 ? '' : 's'}`;
}

/**
 * PidLidRecurrencePattern: what a series says, in plain English, such as `every 2 weeks on Monday and Friday until 2026-12-31`; an
 * empty string where it does not recur. Single instances that are left out or changed are not told.
 */
export function patternText(series: Series): string {
  const said = [...new Set(series.rules)].map((text) => ruleText(text, series));
  if (series.dates.length > 0) said.push(datesText(series.dates.length, said.length > 0));
  if (said.length === 0) return '';
  const but = [...new Set(series.exceptionRules)].map((text) => ruleText(text, series));
  return `${said.join('; and ')}${but.length === 0 ? '' : `; but not ${but.join('; nor ')}`}`;
}
