import { changesOf, type ZoneChange } from './changes.ts';
import { DAY, localOf } from './wall.ts';
import { type YearlyDay, yearlyDay, yearlyRule } from './yearly-day.ts';
import type { Zone } from './zone.ts';

/** The time that a VTIMEZONE has to describe, as instants. */
export interface ZoneSpan {
  readonly from: number;
  /** Undefined: for ever, as far as the rules of the zone are known. */
  readonly to?: number;
}

const YEAR = 366 * DAY;
/** How far an endless zone is looked at; rules that hold so long are taken to hold for ever. */
const AHEAD = 25 * YEAR;
/** The longest span that is described change by change. */
const LONGEST = 400 * YEAR;
/** A rule has to hold for so many years; fewer changes are listed one by one. */
const RUN = 3;

/** Changes of one kind in years that follow each other; `day` undefined where they follow no rule. */
interface Run {
  readonly changes: readonly ZoneChange[];
  readonly day: YearlyDay | undefined;
}

function wallOf(change: ZoneChange): number {
  return change.at + change.before;
}

function yearOf(change: ZoneChange): number {
  return new Date(wallOf(change)).getUTCFullYear();
}

/** Cuts the changes of one kind into runs that follow a rule, and single ones. */
function runsOf(changes: readonly ZoneChange[]): Run[] {
  const runs: Run[] = [];
  let open: ZoneChange[] = [];
  const close = (): void => {
    const day = open.length >= RUN ? yearlyDay(open.map(wallOf)) : undefined;
    if (day !== undefined) runs.push({ changes: open, day });
    else runs.push(...open.map((change) => ({ changes: [change], day: undefined })));
    open = [];
  };
  for (const change of changes) {
    const previous = open.at(-1);
    const follows = previous === undefined || yearOf(change) === yearOf(previous) + 1;
    if (!follows || yearlyDay([...open.slice(-30), change].map(wallOf)) === undefined) close();
    open.push(change);
  }
  close();
  return runs;
}

function kinds(changes: readonly ZoneChange[]): ZoneChange[][] {
  const byKind = new Map<string, ZoneChange[]>();
  for (const change of changes) {
    const key = `${change.before} ${change.after}`;
    const list = byKind.get(key) ?? [];
    list.push(change);
    byKind.set(key, list);
  }
  return [...byKind.values()];
}

function padded(number: number, length = 2): string {
  return String(number).padStart(length, '0');
}

/** A wall-clock time as a DATE-TIME without zone (RFC 5545 s.3.3.5). */
function timeText(wall: number): string {
  const { year, month, day, hour, minute, second } = localOf(wall);
  return `${padded(year, 4)}${padded(month)}${padded(day)}T${padded(hour)}${padded(minute)}${padded(second)}`;
}

function offsetText(offset: number): string {
  const seconds = Math.round(Math.abs(offset) / 1000);
  const rest = seconds % 60 === 0 ? '' : padded(seconds % 60);
  return `${offset < 0 ? '-' : '+'}${padded(Math.floor(seconds / 3600))}${padded(Math.floor(seconds / 60) % 60)}${rest}`;
}

/** One observance: its first change, and what else belongs to it. */
function observance(first: ZoneChange, more: readonly string[], daylight: boolean): string[] {
  const name = daylight ? 'DAYLIGHT' : 'STANDARD';
  return [
    `BEGIN:${name}`,
    `DTSTART:${timeText(wallOf(first))}`,
    ...more,
    `TZOFFSETFROM:${offsetText(first.before)}`,
    `TZOFFSETTO:${offsetText(first.after)}`,
    `END:${name}`,
  ];
}

function ruleText({ changes, day }: Run, isEndless: boolean): string[] {
  const last = changes.at(-1);
  if (day === undefined || last === undefined) return [];
  return [`RRULE:${yearlyRule(day)}${isEndless ? '' : `;UNTIL=${timeText(last.at)}Z`}`];
}

/**
 * Content lines of a VTIMEZONE (RFC 5545 s.3.6.5) that describes a zone for a span of time; unfolded, without line ends.
 * Changes that follow a rule for some years become an RRULE, others an RDATE. Where the span has no end, rules that still hold
 * after a quarter of a century have none either.
 */
export function vtimezoneText(zone: Zone, span: ZoneSpan): string[] {
  const from = span.from - YEAR - 30 * DAY;
  const end = Math.min(
    span.to === undefined ? Math.max(span.from, Date.now()) + AHEAD : span.to + YEAR,
    from + LONGEST,
  );
  const changes = changesOf(zone, from, end);
  const isDaylight = (change: ZoneChange): boolean =>
    change.after > change.before &&
    changes.some(({ at, after }) => at > change.at && at < change.at + YEAR && after < change.after);
  const lines: string[] = [];
  const first = changes[0];
  if (first === undefined || first.at > span.from) {
    const offset = zone.offsetAt(from);
    const begin = first === undefined ? 0 : from - ((((from + offset) % DAY) + DAY) % DAY);
    const at = first === undefined ? Math.min(-offset, begin) : begin;
    lines.push(...observance({ at, before: offset, after: offset }, [], false));
  }
  for (const list of kinds(changes)) {
    const single: ZoneChange[] = [];
    for (const run of runsOf(list)) {
      const [begin] = run.changes;
      const last = run.changes.at(-1);
      if (begin === undefined || last === undefined) continue;
      if (run.day === undefined) single.push(begin);
      else
        lines.push(
          ...observance(begin, ruleText(run, span.to === undefined && last.at > end - YEAR), isDaylight(begin)),
        );
    }
    const [begin, ...others] = single;
    if (begin === undefined) continue;
    const dates = others.length === 0 ? [] : [`RDATE:${others.map((change) => timeText(wallOf(change))).join(',')}`];
    lines.push(...observance(begin, dates, isDaylight(begin)));
  }
  return ['BEGIN:VTIMEZONE', `TZID:${zone.id}`, ...lines, 'END:VTIMEZONE'];
}
