import { named, PropertyBag, tagged } from '@mapistore/core';
import type { Component } from '../lines/component.ts';
import { lineText, type NewLine, plainValue } from '../lines/write.ts';
import {
  type AppointmentRecur,
  decodeAppointmentRecur,
  encodeAppointmentRecur,
} from '../recurrence/appointment-recur.ts';
import { extentOf } from '../recurrence/extent.ts';
import { seriesOf } from '../recurrence/from-recur.ts';
import { decodeRecurrencePattern, encodeRecurrencePattern } from '../recurrence/pattern.ts';
import type { Series } from '../recurrence/series.ts';
import { recurOf } from '../recurrence/to-recur.ts';
import { patternText } from '../recurrence/words.ts';
import { instantOf, timeParameters, timeText } from '../values/time.ts';
import { setSeriesZone, styleOfZone, timesOf } from './event-time.ts';
import { seriesExceptions } from './exceptions.ts';
import { RECURRENCE } from './names.ts';
import { isForLater, originalOf, seriesStartOf } from './original.ts';
import type { Reading, Row, Writing } from './row.ts';
import { isSeries, SERIES_LINES, seriesOfComponent } from './series.ts';

/** PidLidClipEnd of a series that never ends ([MS-OXOCAL] 2.2.1.15). */
const NEVER: Date = new Date('4500-08-31T23:59:00Z');
/** PidLidRecurrenceType ([MS-OXOCAL] 2.2.1.45). */
const TYPES: Readonly<Record<string, number>> = { daily: 1, weekly: 2, monthly: 3, yearly: 4 };

/** RRULE, EXRULE, RDATE and EXDATE of an event ([MS-OXCICAL] 2.1.3.1.1.20.19, 2.1.3.1.1.20.13). */
export const EVENT_RECURRENCE: Row = {
  lines: SERIES_LINES,
  properties: ['PidLidRecurring', 'PidLidAppointmentRecur', RECURRENCE.name],
  derived: [
    'PidLidRecurrenceType',
    'PidLidRecurrencePattern',
    'PidLidClipStart',
    'PidLidClipEnd',
    'PidLidTimeZoneStruct',
    'PidLidAppointmentTimeZoneDefinitionRecur',
  ],
  isList: true,
  inHead: true,
  read(from, bag) {
    const series = seriesOfComponent(from.component, from.findZone);
    const recurs = isSeries(from.component);
    bag.set(named('PidLidRecurring'), recurs);
    if (series === undefined) return;
    if (recurs) bag.set(named('PidLidRecurrencePattern'), patternText(series));
    setClip(bag, series, from);
    if (!recurs || from.isHead) return;
    setSeriesZone(bag, series);
    const recur = recurOfSeries(series, from);
    if (recur === undefined) {
      bag.set(RECURRENCE, rawLines(from.component));
      return;
    }
    bag.set(named('PidLidAppointmentRecur'), encodeAppointmentRecur(recur));
    bag.set(named('PidLidRecurrenceType'), TYPES[recur.pattern.frequency] ?? 0);
  },
  write(bag, to) {
    if (bag.get('PidLidRecurring') === false) return [];
    const raw = bag.get(RECURRENCE);
    const bytes = bag.get('PidLidAppointmentRecur');
    const byLines = to.changed.has(RECURRENCE.name) && !to.changed.has('PidLidAppointmentRecur');
    const recur = bytes instanceof Uint8Array && !byLines ? decodeAppointmentRecur(bytes) : undefined;
    if (recur === undefined || 'unreadable' in recur) return Array.isArray(raw) ? rawAsLines(raw as string[], to) : [];
    return recurLines(recur, bag, to);
  },
};

/** RRULE of a task ([MS-OXOTASK] 2.2.2.2.15); a rule that MAPI cannot say, and dates, stay raw. */
export const TASK_RECURRENCE: Row = {
  lines: SERIES_LINES,
  properties: ['PidLidTaskFRecurring', 'PidLidTaskRecurrence', RECURRENCE.name],
  derived: ['PidLidRecurrencePattern'],
  isList: true,
  inHead: true,
  read(from, bag) {
    const { component, findZone, isHead } = from;
    const recurs = isSeries(component);
    bag.set(named('PidLidTaskFRecurring'), recurs);
    if (!recurs) return;
    const series = seriesOfComponent(component, findZone, 'DUE');
    if (series !== undefined) bag.set(named('PidLidRecurrencePattern'), patternText(series));
    if (isHead) return;
    const recur = series === undefined ? undefined : recurOfSeries(series, from);
    if (recur === undefined || series?.start.form === 'zoned') bag.set(RECURRENCE, rawLines(component));
    else bag.set(named('PidLidTaskRecurrence'), encodeRecurrencePattern(recur.pattern));
  },
  write(bag, to) {
    const raw = bag.get(RECURRENCE);
    const bytes = bag.get('PidLidTaskRecurrence');
    if (bag.get('PidLidTaskFRecurring') === false) return [];
    const pattern = bytes instanceof Uint8Array ? decodeRecurrencePattern(bytes) : undefined;
    if (pattern === undefined || 'unreadable' in pattern)
      return Array.isArray(raw) ? rawAsLines(raw as string[], to) : [];
    const found = seriesOf({ pattern, startTimeOffset: 0, endTimeOffset: 0, exceptions: [] }, { form: 'date' });
    return 'inexpressible' in found ? [] : seriesLines(found.series, undefined);
  },
};

function setClip(bag: PropertyBag, series: Series, from: Reading): void {
  const extent = extentOf(series);
  const [starts, ends]: [number[], number[]] = [[], []];
  const seriesStart = seriesStartOf(from.component, from.findZone);
  for (const override of from.overrides) {
    const times = timesOf(override, from.findZone);
    if (times === undefined) continue;
    const [start, end] = [instantOf(times.start), instantOf(times.end)];
    starts.push(start);
    ends.push(end);
    const original = originalOf(override, from.findZone, seriesStart);
    // One that holds for all later ones moves the last one too.
    if (isForLater(override) && original !== undefined && extent.last !== undefined)
      ends.push(extent.last + start - original + Math.max(0, times.duration - series.duration));
  }
  if (extent.first !== undefined) bag.set(named('PidLidClipStart'), new Date(least([extent.first, ...starts])));
  if (extent.last !== undefined)
    bag.set(named('PidLidClipEnd'), new Date(-least([extent.last, ...ends].map((one) => -one))));
  else if (!from.isHead) bag.set(named('PidLidClipEnd'), NEVER);
}

function least(values: readonly number[]): number {
  return values.reduce((a, b) => Math.min(a, b));
}

function recurOfSeries(series: Series, from: Reading): AppointmentRecur | undefined {
  if (from.overrides.some(isForLater)) return undefined;
  const recur = recurOf(series, seriesExceptions(from));
  return 'inexpressible' in recur ? undefined : recur;
}

function rawLines(component: Component): string[] {
  return component.lines
    .filter(({ name }) => SERIES_LINES.includes(name))
    .map((line) => {
      const parameters = [...line.parameters].map(([name, values]) => [name, values.join(',')]);
      return lineText({
        name: line.name,
        value: plainValue(line.value),
        parameters: Object.fromEntries(parameters) as Record<string, string>,
      });
    });
}

/** Lines kept as they were; one that is not of a series is left out. */
function rawAsLines(raw: readonly string[], to: Writing): NewLine[] {
  return raw.flatMap((line) => {
    const match = /^([\w-]+)((?:;[^:\p{Cc}]*)?):([^\p{Cc}]*)$/u.exec(line);
    const name = match?.[1]?.toUpperCase() ?? '';
    if (match === null || !SERIES_LINES.includes(name)) return [];
    const parameters = (match[2] ?? '')
      .split(';')
      .slice(1)
      .map((one) => one.split('='));
    const values = Object.fromEntries(
      parameters.map(([key = '', value = '']) => [key.toUpperCase(), value.replace(/^"|"$/g, '')]),
    ) as Record<string, string>;
    const { TZID: tzid } = values;
    if (tzid !== undefined) to.useZone(tzid, to.findZone(tzid));
    return [{ name, value: match[3] ?? '', parameters: values }];
  });
}

function recurLines(recur: AppointmentRecur, bag: PropertyBag, to: Writing): NewLine[] {
  const { found, tzid } = seriesOfRecur(recur, bag, to);
  return 'inexpressible' in found ? [] : seriesLines(found.series, tzid);
}

function seriesOfRecur(
  recur: AppointmentRecur,
  bag: PropertyBag,
  to: Writing,
): { found: ReturnType<typeof seriesOf>; tzid: string | undefined } {
  const style = styleOfZone(bag, to);
  const existing = to.existing === undefined ? undefined : timesOf(to.existing, to.findZone);
  const isWhole = bag.get('PidLidAppointmentSubType') === true;
  const form = isWhole && (existing === undefined || existing.start.form === 'date') ? 'date' : style.form;
  const zone = existing?.start.form === 'zoned' ? existing.start.zone : style.zone;
  const found = seriesOf(recur, { form, ...(zone !== undefined && { zone }) });
  return { found, tzid: existing?.startTzid ?? style.tzid };
}

/** The modified instances that PidLidAppointmentRecur has, in short, as items; what is left to the series is not in them. */
export function exceptionsOfRecur(bag: PropertyBag, to: Writing): PropertyBag[] {
  const bytes = bag.get('PidLidAppointmentRecur');
  const recur = bytes instanceof Uint8Array ? decodeAppointmentRecur(bytes) : undefined;
  if (recur === undefined || 'unreadable' in recur) return [];
  const { found } = seriesOfRecur(recur, bag, to);
  if ('inexpressible' in found) return [];
  return found.exceptions.map(({ original, start, end, changes }) =>
    new PropertyBag()
      .set(named('PidLidExceptionReplaceTime'), new Date(original))
      .set(named('PidLidAppointmentStartWhole'), new Date(start))
      .set(named('PidLidAppointmentEndWhole'), new Date(end))
      .set(tagged('PidTagSubject'), changes.subject)
      .set(named('PidLidLocation'), changes.location)
      .set(named('PidLidBusyStatus'), changes.busyStatus)
      .set(named('PidLidReminderSet'), changes.reminderSet)
      .set(named('PidLidReminderDelta'), changes.reminderDelta)
      .set(named('PidLidAppointmentSubType'), changes.subType === undefined ? undefined : changes.subType !== 0),
  );
}

function seriesLines(series: Series, tzid: string | undefined): NewLine[] {
  const dates = series.exceptionDates.map((time) => ({
    name: 'EXDATE',
    value: timeText(time),
    parameters: timeParameters(time.form, tzid),
  }));
  return [...series.rules.map((value) => ({ name: 'RRULE', value })), ...dates];
}
