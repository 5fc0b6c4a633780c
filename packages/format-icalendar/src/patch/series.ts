import { linesOf } from '../lines/component.ts';
import type { ContentLine } from '../lines/content-line.ts';
import { textBytes } from '../lines/text.ts';
import type { NewLine } from '../lines/write.ts';
import { EVENT_TIME, type Times, timeLine, timesOf } from '../mapping/event-time.ts';
import { originalTime } from '../mapping/original.ts';
import { EVENT_RECURRENCE, TASK_RECURRENCE } from '../mapping/recurrence.ts';
import type { Row } from '../mapping/row.ts';
import { isSeries } from '../mapping/series.ts';
import { type CalendarObject, readObject } from '../object.ts';
import type { CalendarTime } from '../recurrence/series.ts';
import { instantOf, readTime, timeAt, timeParameters, timeText } from '../values/time.ts';
import type { LocalTime } from '../zones/zone.ts';
import { changeLines, type Edits } from './edits.ts';

/**
 * Keeps a series in one piece: overrides go with the rule that they are exceptions of; where an instance begins at another
 * time of day, exceptions stay those of their days, as in MAPI ([MS-OXOCAL] 2.2.1.44.1).
 */
export function keepSeries(edits: Edits, object: CalendarObject, touched: readonly Row[]): void {
  const isRuleTouched = touched.includes(EVENT_RECURRENCE) || touched.includes(TASK_RECURRENCE);
  if (edits.isEmpty || !isSeries(object.main) || !(isRuleTouched || touched.includes(EVENT_TIME))) return;
  const next = readObject(textBytes(edits.apply(object.text.raw)));
  if (next === undefined) return;
  if (!isSeries(next.main)) {
    for (const override of object.overrides) edits.remove(override);
    return;
  }
  const [before, after] = [timesOf(object.main, object.findZone), timesOf(next.main, next.findZone)];
  if (before === undefined || after === undefined || isSameClock(before, after)) return;
  const move: Move = { object, before, after };
  if (!isRuleTouched) moveRules(edits, move);
  moveOverrides(edits, move);
}

interface Move {
  readonly object: CalendarObject;
  readonly before: Times;
  readonly after: Times;
}

function isSameClock(before: Times, after: Times): boolean {
  return (
    before.start.form === after.start.form &&
    before.startTzid === after.startTzid &&
    seconds(before.start.local) === seconds(after.start.local)
  );
}

function seconds({ hour, minute, second }: LocalTime): number {
  return hour * 3600 + minute * 60 + second;
}

/** The instance of the same day; undefined for a time at which no instance began. */
function moved(time: CalendarTime, { before, after }: Move): CalendarTime | undefined {
  const old = time.form === before.start.form && time.form !== 'zoned' ? time : timeAt(instantOf(time), before.start);
  if (seconds(old.local) !== seconds(before.start.local)) return undefined;
  const { hour, minute, second } = after.start.local;
  return { ...after.start, local: { ...old.local, hour, minute, second } };
}

function moveRules(edits: Edits, move: Move): void {
  const { object, after } = move;
  const { main: component, text, findZone } = object;
  const put = (line: ContentLine, now: NewLine): void =>
    changeLines(edits, { component, text, existing: [line], lines: [now], isList: false });
  for (const line of linesOf(component, 'EXDATE')) {
    const tzid = line.parameter('TZID');
    const times = line.value.split(',').map((value) => readTime(value, tzid, findZone));
    const now = times.map((time) => (time === undefined ? undefined : moved(time, move)));
    if (!now.every((time) => time !== undefined)) continue;
    const value = now.map(timeText).join(',');
    put(line, { name: 'EXDATE', value, parameters: timeParameters(after.start.form, after.startTzid) });
  }
  for (const line of linesOf(component, 'RRULE')) {
    const value = line.value.replace(/(UNTIL=)([0-9TZ]+)/i, (whole, name: string, until: string) => {
      const now = movedUntil(until, move);
      return now === undefined ? whole : name + now;
    });
    if (value !== line.value) put(line, { name: 'RRULE', value });
  }
}

/** UNTIL such that the last instance stays the last: a day where days are whole, else a time (RFC 5545 s.3.3.10). */
function movedUntil(until: string, { object, before, after }: Move): string | undefined {
  const time = readTime(until, undefined, object.findZone);
  if (time === undefined) return undefined;
  const local = time.form === 'utc' ? timeAt(instantOf(time), before.start).local : time.local;
  if (after.start.form === 'date') return timeText({ form: 'date', local });
  if (time.form === 'date' && before.start.form !== 'date') return undefined;
  const [old, now, own] = [before.start.local, after.start.local, local].map(seconds) as [number, number, number];
  const isOnDay = time.form === 'date' || own >= old;
  if (time.form !== 'date' && isOnDay === own >= now) return undefined;
  const { hour, minute, second } = after.start.local;
  const last = { ...after.start, local: { ...local, hour, minute, second } };
  if (last.form === 'floating') return isOnDay ? timeText(last) : undefined;
  return timeText(timeAt(instantOf(last) - (isOnDay ? 0 : 1000), { form: 'utc' }));
}

function moveOverrides(edits: Edits, move: Move): void {
  const { object, before, after } = move;
  for (const component of object.overrides) {
    const time = originalTime(component, object.findZone, before.start);
    const now = time === undefined ? undefined : moved(time, move);
    const line = linesOf(component, 'RECURRENCE-ID')[0];
    if (now === undefined || line === undefined) continue;
    const lines = [timeLine('RECURRENCE-ID', now, after.startTzid)];
    changeLines(edits, { component, text: object.text, existing: [line], lines, isList: false });
  }
}
