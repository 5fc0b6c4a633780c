import { named, type PropertyBag } from '@mapistore/core';
import { type Component, lineOf } from '../lines/component.ts';
import type { ContentLine } from '../lines/content-line.ts';
import type { NewLine } from '../lines/write.ts';
import type { CalendarTime } from '../recurrence/series.ts';
import { type Duration, durationText, readDuration } from '../values/duration.ts';
import {
  DAY,
  instantOf,
  MINUTE,
  readTime,
  timeAt,
  timeParameters,
  timeText,
  toSecond,
  type ZoneFinder,
} from '../values/time.ts';
import { UTC } from '../zones/find.ts';
import {
  decodeTimeZoneDefinition,
  decodeTimeZoneStruct,
  encodeTimeZoneDefinition,
  encodeTimeZoneStruct,
} from '../zones/structs.ts';
import { windowsName } from '../zones/windows.ts';
import type { Zone } from '../zones/zone.ts';
import { FLOATING } from './names.ts';
import type { Row, Writing } from './row.ts';

/** When a component is, with the forms its lines have. */
export interface Times {
  readonly start: CalendarTime;
  readonly startTzid: string | undefined;
  readonly end: CalendarTime;
  readonly endTzid: string | undefined;
  /** From start to end in milliseconds. */
  readonly duration: number;
  /** Whether the end follows from days and weeks by the wall clock. */
  readonly nominal: boolean;
  /** The name of the line that says when it ends; undefined where none does. */
  readonly endLine: string | undefined;
}

/** A time of a line, with its zone. */
export function timeOf(line: ContentLine | undefined, find: ZoneFinder): CalendarTime | undefined {
  return line === undefined ? undefined : readTime(line.value, line.parameter('TZID'), find);
}

/** The times of an event; `endName` is DTEND, of a task DUE. Undefined where it has no start. */
export function timesOf(component: Component, find: ZoneFinder, endName = 'DTEND'): Times | undefined {
  const startLine = lineOf(component, 'DTSTART');
  const start = timeOf(startLine, find);
  if (start === undefined) return undefined;
  const startTzid = startLine?.parameter('TZID');
  const endLine = lineOf(component, endName);
  const end = timeOf(endLine, find);
  const isWhole = start.form === 'date';
  const begin = instantOf(start);
  if (end !== undefined && instantOf(end) >= begin && (end.form === 'date') === isWhole) {
    const duration = instantOf(end) - begin;
    return { start, startTzid, end, endTzid: endLine?.parameter('TZID'), duration, nominal: isWhole, endLine: endName };
  }
  const length = readDuration(lineOf(component, 'DURATION')?.value ?? '');
  const hasLength = length !== undefined && length.length >= 0;
  const counted = hasLength ? length : { length: isWhole ? DAY : 0, nominal: isWhole };
  const moved = endOf(start, counted);
  return {
    start,
    startTzid,
    end: moved,
    endTzid: startTzid,
    duration: counted.nominal ? counted.length : instantOf(moved) - begin,
    nominal: counted.nominal || isWhole,
    endLine: hasLength ? 'DURATION' : undefined,
  };
}

/** The end after a duration (RFC 5545 s.3.3.6): days count by the wall clock. */
function endOf(start: CalendarTime, { length, nominal }: Duration): CalendarTime {
  if (!nominal) return timeAt(instantOf(start) + length, start);
  const wall = UTC.instantOf(start.local) + length;
  return { ...start, local: UTC.localOf(wall) };
}

const PROPERTIES = [
  'PidLidAppointmentStartWhole',
  'PidLidAppointmentEndWhole',
  'PidLidCommonStart',
  'PidLidCommonEnd',
  'PidLidAppointmentDuration',
  'PidLidAppointmentSubType',
  FLOATING.name,
  'PidLidTimeZoneDescription',
  'PidLidAppointmentTimeZoneDefinitionStartDisplay',
  'PidLidAppointmentTimeZoneDefinitionEndDisplay',
];

/** DTSTART, DTEND, DURATION ([MS-OXCICAL] 2.1.3.1.1.20.8 to 2.1.3.1.1.20.10) and the time zones. */
export const EVENT_TIME: Row = {
  lines: ['DTSTART', 'DTEND', 'DURATION'],
  properties: PROPERTIES,
  inHead: true,
  read({ component, findZone, isHead, problems }, bag) {
    const times = timesOf(component, findZone);
    if (times === undefined) {
      problems.add('The event has no time that can be read.');
      return;
    }
    const isWhole = isWholeDays(component, times);
    const [start, end] = [times.start, times.end].map(
      (time) => new Date(isWhole ? UTC.instantOf(time.local) : instantOf(time)),
    ) as [Date, Date];
    bag.set(named('PidLidAppointmentStartWhole'), start).set(named('PidLidAppointmentEndWhole'), end);
    bag.set(named('PidLidAppointmentSubType'), isWhole);
    if (isHead) return;
    bag.set(named('PidLidCommonStart'), start).set(named('PidLidCommonEnd'), end);
    bag.set(named('PidLidAppointmentDuration'), Math.round((end.getTime() - start.getTime()) / MINUTE));
    if (times.start.form === 'floating' && !isWhole) bag.set(FLOATING, true);
    if (!isWhole) setZones(bag, times, problems);
  },
  write(bag, to) {
    const [start, end] = startAndEnd(bag, to);
    if (start === undefined) return [];
    const existing = to.existing === undefined ? undefined : timesOf(to.existing, to.findZone);
    const style = styleOf(bag, to, existing);
    const timeIn = (date: Date, like: Style['start']): CalendarTime =>
      style.isWhole ? wholeDay(date.getTime(), { bag, to, like }) : timeAt(date.getTime(), like);
    const begin = timeIn(start, style.start);
    to.useZone(style.startTzid ?? '', begin.form === 'zoned' ? begin.zone : undefined);
    const lines: NewLine[] = [timeLine('DTSTART', begin, style.startTzid)];
    const isWhole = begin.form === 'date';
    const usual = start.getTime() + (isWhole ? DAY : 0);
    if (
      end === undefined ||
      (end.getTime() === usual && existing?.endLine === undefined && (existing !== undefined || !isWhole))
    )
      return lines;
    const stop = timeIn(end, style.end);
    if (existing?.endLine === 'DURATION')
      return [...lines, { name: 'DURATION', value: lengthText(begin, instantOf(stop), existing.nominal) }];
    to.useZone(style.endTzid ?? '', stop.form === 'zoned' ? stop.zone : undefined);
    return [...lines, timeLine('DTEND', stop, style.endTzid)];
  },
};

/**
 * A whole day by its instant: midnight in UTC, as this format has it, or midnight in the zone of the item, as Outlook has it
 * ([MS-OXOCAL] 2.2.1.5).
 */
export function wholeDay(
  instant: number,
  {
    bag,
    to,
    like,
  }: { bag: PropertyBag; to: Pick<Writing, 'findZone' | 'changed'>; like: Pick<CalendarTime, 'form' | 'zone'> },
): CalendarTime {
  const { zone } = styleOfZone(bag, to);
  const inZone = (zone ?? UTC).localOf(instant);
  const isNight = inZone.hour === 0 && inZone.minute === 0 && inZone.second === 0;
  return { ...like, local: { ...(isNight ? inZone : UTC.localOf(instant)), ...(like.form === 'date' && MIDNIGHT) } };
}

const MIDNIGHT = { hour: 0, minute: 0, second: 0 };

/** A line of a time. */
export function timeLine(name: string, time: CalendarTime, tzid: string | undefined): NewLine {
  return { name, value: timeText(time), parameters: timeParameters(time.form, tzid) };
}

function lengthText(begin: CalendarTime, end: number, nominal: boolean): string {
  const wall = UTC.instantOf(timeAt(end, begin).local) - UTC.instantOf(begin.local);
  const byWall = nominal && wall % DAY === 0;
  return durationText(byWall ? wall : end - instantOf(begin), byWall);
}

/** Whole days: dates, or midnight to midnight with X-MICROSOFT-CDO-ALLDAYEVENT ([MS-OXCICAL] 2.1.3.1.1.20.32). */
export function isWholeDays(component: Component, { start, end }: Times): boolean {
  if (start.form === 'date') return true;
  const isNight = ({ local }: CalendarTime): boolean => local.hour === 0 && local.minute === 0 && local.second === 0;
  const said = lineOf(component, 'X-MICROSOFT-CDO-ALLDAYEVENT')?.value.trim().toUpperCase();
  return said === 'TRUE' && isNight(start) && isNight(end) && instantOf(end) > instantOf(start);
}

/** Definitions by zone and year: a folder is full of the same ones. */
const definitions = new WeakMap<Zone, Map<number, Uint8Array>>();

function definitionOf(zone: Zone, around: number): Uint8Array {
  const { year } = zone.localOf(around);
  const known = definitions.get(zone) ?? new Map<number, Uint8Array>();
  definitions.set(zone, known);
  const definition = known.get(year) ?? encodeTimeZoneDefinition(zone, around);
  known.set(year, definition);
  return definition;
}

function setZones(bag: PropertyBag, times: Times, problems: Set<string>): void {
  const { start, end, startTzid, endTzid } = times;
  if (start.form !== 'zoned') return;
  bag.set(named('PidLidTimeZoneDescription'), startTzid);
  if (start.zone === undefined) {
    problems.add(`Nobody knows the time zone "${startTzid}"; its times were taken as UTC.`);
    return;
  }
  const definition = definitionOf(start.zone, instantOf(start));
  bag.set(named('PidLidAppointmentTimeZoneDefinitionStartDisplay'), definition);
  const endZone = end.form === 'zoned' && endTzid !== startTzid ? end.zone : start.zone;
  if (endZone !== undefined)
    bag.set(
      named('PidLidAppointmentTimeZoneDefinitionEndDisplay'),
      endZone === start.zone ? definition : definitionOf(endZone, instantOf(start)),
    );
}

/** The zone of a series, for clients that only know these two ([MS-OXOCAL] 2.2.1.39, 2.2.1.41). */
export function setSeriesZone(bag: PropertyBag, { start }: Pick<Times, 'start'>): void {
  if (start.form !== 'zoned' || start.zone === undefined) return;
  bag.set(named('PidLidTimeZoneStruct'), encodeTimeZoneStruct(start.zone, instantOf(start)));
  bag.set(
    named('PidLidAppointmentTimeZoneDefinitionRecur'),
    encodeTimeZoneDefinition(start.zone, instantOf(start), true),
  );
}

/** Which of the properties that say the same counts: the one that is to be changed, else the usual one. */
function startAndEnd(bag: PropertyBag, { changed }: Writing): [Date | undefined, Date | undefined] {
  const pick = (main: string, other: string): Date | undefined => {
    const name = changed.has(other) && !changed.has(main) ? other : main;
    const value = bag.get(name) ?? bag.get(other);
    return toSecond(value);
  };
  const start = pick('PidLidAppointmentStartWhole', 'PidLidCommonStart');
  const minutes = bag.get('PidLidAppointmentDuration');
  const byLength =
    changed.has('PidLidAppointmentDuration') &&
    !changed.has('PidLidAppointmentEndWhole') &&
    !changed.has('PidLidCommonEnd');
  if (byLength && start !== undefined && typeof minutes === 'number')
    return [start, new Date(start.getTime() + minutes * MINUTE)];
  return [start, pick('PidLidAppointmentEndWhole', 'PidLidCommonEnd')];
}

interface Style {
  readonly isWhole: boolean;
  readonly start: Pick<CalendarTime, 'form' | 'zone'>;
  readonly startTzid: string | undefined;
  readonly end: Pick<CalendarTime, 'form' | 'zone'>;
  readonly endTzid: string | undefined;
}

/** In which form times are written: as those that are there, unless days become hours, or the zone is to be changed. */
function styleOf(bag: PropertyBag, to: Writing, existing: Times | undefined): Style {
  const isWhole = bag.get('PidLidAppointmentSubType') === true;
  const wasWhole = existing !== undefined && to.existing !== undefined && isWholeDays(to.existing, existing);
  const newZone = ZONE_NAMES.some((name) => to.changed.has(name));
  if (existing !== undefined && isWhole === wasWhole && !newZone) return { ...existing, isWhole };
  if (isWhole)
    return { isWhole, start: { form: 'date' }, startTzid: undefined, end: { form: 'date' }, endTzid: undefined };
  const start = styleOfZone(bag, to);
  if (start.form !== 'zoned') return { isWhole, start, startTzid: undefined, end: start, endTzid: undefined };
  const [first, last] = ['StartDisplay', 'EndDisplay'].map((name) =>
    bag.get(`PidLidAppointmentTimeZoneDefinition${name}`),
  );
  const isEqual = !(first instanceof Uint8Array && last instanceof Uint8Array) || Buffer.compare(first, last) === 0;
  const decoded = isEqual || !(last instanceof Uint8Array) ? undefined : decodeTimeZoneDefinition(last);
  const isSame = decoded !== undefined && start.zone !== undefined && isSameZone(start.zone, decoded);
  const other = isSame ? undefined : decoded;
  return {
    isWhole,
    start,
    startTzid: start.tzid,
    end: other === undefined ? start : { form: 'zoned', zone: other },
    endTzid: other === undefined ? start.tzid : (other.iana ?? other.id),
  };
}

const ZONE_NAMES = [
  FLOATING.name,
  'PidLidTimeZoneDescription',
  'PidLidAppointmentTimeZoneDefinitionStartDisplay',
  'PidLidAppointmentTimeZoneDefinitionEndDisplay',
];

/**
 * The form and zone that the properties of an item say, and the TZID for it. The definitions go before PidLidTimeZoneDescription,
 * which in Outlook is the zone of whoever wrote the item, in his language; it is the TZID where it names the same zone.
 */
export function styleOfZone(
  bag: PropertyBag,
  { findZone, changed }: Pick<Writing, 'findZone' | 'changed'>,
): { form: 'floating' | 'utc' | 'zoned'; zone?: Zone; tzid?: string } {
  if (bag.get(FLOATING) === true) return { form: 'floating' };
  const description = bag.text('PidLidTimeZoneDescription') ?? '';
  const byName = changed.has('PidLidTimeZoneDescription') && !DEFINITIONS.some((name) => changed.has(name));
  const decoded = byName ? undefined : zoneOfItem(bag);
  const known = description === '' ? undefined : findZone(description);
  if (known !== undefined && (decoded === undefined || isSameZone(known, decoded)))
    return { form: 'zoned', zone: known, tzid: description };
  if (decoded === undefined) return { form: 'utc', zone: UTC };
  // The zone of a VTIMEZONE that nobody else knows goes by the name it had.
  return { form: 'zoned', zone: decoded, tzid: decoded.iana ?? (description === '' ? decoded.id : description) };
}

const DEFINITIONS = [
  'PidLidAppointmentTimeZoneDefinitionRecur',
  'PidLidAppointmentTimeZoneDefinitionStartDisplay',
  'PidLidTimeZoneStruct',
];

/** Of a series the zone of its rule; else that of its start. */
function zoneOfItem(bag: PropertyBag): Zone | undefined {
  const [recur, display, struct] = DEFINITIONS.map((name) => bag.get(name));
  const first = bag.get('PidLidRecurring') === true ? [recur, display] : [display, recur];
  for (const bytes of first) {
    const zone = bytes instanceof Uint8Array ? decodeTimeZoneDefinition(bytes) : undefined;
    if (zone !== undefined) return zone;
  }
  return struct instanceof Uint8Array ? decodeTimeZoneStruct(struct) : undefined;
}

/** Windows knows fewer zones than there are: two that are one there are the same. */
function isSameZone(a: Zone, b: Zone): boolean {
  return (
    (a.iana !== undefined && a.iana === b.iana) || (windowsName(a) !== undefined && windowsName(a) === windowsName(b))
  );
}
