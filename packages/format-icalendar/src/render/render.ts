import { type BodySource, bytesSource, type Item, type ItemKind, type PropertyBag } from '@mapistore/core';
import { textBytes } from '../lines/text.ts';
import { escapeText, foldLine } from '../lines/write.ts';
import { styleOfZone, wholeDay } from '../mapping/event-time.ts';
import { methodOfClass } from '../mapping/meeting.ts';
import { exceptionsOfRecur } from '../mapping/recurrence.ts';
import type { Writing } from '../mapping/row.ts';
import type { CalendarTime } from '../recurrence/series.ts';
import { timeAt, toSecond } from '../values/time.ts';
import { findZone } from '../zones/find.ts';
import { type VTimezone, vtimezoneText } from '../zones/vtimezone.ts';
import type { Zone } from '../zones/zone.ts';
import { componentLines, withSeries } from './component.ts';

const HEADER = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//MAPIStore//mapistore//EN'];
const NO_ZONES: ReadonlyMap<string, VTimezone> = new Map();

/** Writes an item as a calendar object; the same item gives the same bytes. */
export async function renderItem(item: Item, signal: AbortSignal): Promise<BodySource> {
  const messageClass = item.properties.text('PidTagMessageClass') ?? '';
  const { method } = methodOfClass(messageClass);
  const zones = new Map<string, Zone>();
  const to: Writing = {
    kind: kindOfClass(messageClass, item),
    method,
    changed: new Set(),
    findZone: (tzid) => findZone(tzid, NO_ZONES),
    useZone: (tzid, zone) => {
      if (zone !== undefined && tzid !== '') zones.set(tzid, zone);
    },
  };
  const main = await componentLines({ item, to, signal, ...own(item, to) });
  const lines = main.lines;
  for (const exception of exceptionsOf(item, to)) {
    const instance = instanceOf(exception, item, to);
    if (instance === undefined) continue;
    const request = { item: withSeries(exception, item), to, signal, uid: main.uid, instance };
    lines.push(...(await componentLines(request)).lines);
  }
  const head = [...HEADER, ...(method === '' ? [] : [`METHOD:${method}`]), ...zoneLines(zones, item)];
  const all = [...head, ...lines, 'END:VCALENDAR'];
  return bytesSource(textBytes(all.map((line) => foldLine(line, '\r\n')).join('')), 'text/calendar');
}

/** The exceptions of a series: its attachments, and those that only PidLidAppointmentRecur has. */
function exceptionsOf({ properties, attachments }: Item, to: Writing): Item[] {
  const attached = attachments.map(({ item }) => item).filter((one) => one !== undefined);
  const timeOf = (bag: PropertyBag): number | undefined => toSecond(bag.get('PidLidExceptionReplaceTime'))?.getTime();
  const known = new Set(attached.map((one) => timeOf(one.properties)));
  const others = to.kind === 'event' ? exceptionsOfRecur(properties, to) : [];
  const missing = others.filter((one) => !known.has(timeOf(one)));
  return [...attached, ...missing.map((one) => ({ properties: one, recipients: [], attachments: [], problems: [] }))];
}

/** What an item of a class is written as. */
function kindOfClass(messageClass: string, { properties }: Pick<Item, 'properties'>): ItemKind {
  const name = messageClass.toLowerCase();
  if (name.startsWith('ipm.appointment') || name.startsWith('ipm.schedule') || name.startsWith('ipm.ole.class'))
    return 'event';
  if (name.startsWith('ipm.task')) return 'task';
  if (name.startsWith('ipm.activity')) return 'journal';
  if (name.startsWith('ipm.stickynote')) return 'note';
  if (properties.has('PidLidAppointmentStartWhole')) return 'event';
  return properties.has('PidLidTaskStatus') ? 'task' : properties.has('PidLidLogStart') ? 'journal' : 'note';
}

/** RECURRENCE-ID of an item that is one instance without its series. */
function own(item: Item, to: Writing): { instance?: { time: CalendarTime; tzid: string | undefined } } {
  const instance = instanceOf(item, item, to);
  return instance === undefined ? {} : { instance };
}

/** Which instance an exception is, in the form of its series (RFC 5545 s.3.8.4.4). */
function instanceOf(
  exception: Item,
  series: Item,
  to: Writing,
): { time: CalendarTime; tzid: string | undefined } | undefined {
  const original = toSecond(exception.properties.get('PidLidExceptionReplaceTime'));
  if (original === undefined) return undefined;
  if (to.kind !== 'event') {
    const isMidnight = original.getTime() % 86_400_000 === 0;
    return { time: timeAt(original.getTime(), { form: isMidnight ? 'date' : 'utc' }), tzid: undefined };
  }
  if (series.properties.get('PidLidAppointmentSubType') === true)
    return {
      time: wholeDay(original.getTime(), { bag: series.properties, to, like: { form: 'date' } }),
      tzid: undefined,
    };
  const style = styleOfZone(series.properties, to);
  to.useZone(style.tzid ?? '', style.zone);
  return { time: timeAt(original.getTime(), style), tzid: style.tzid };
}

function zoneLines(zones: ReadonlyMap<string, Zone>, { properties }: Item): string[] {
  const from = toSecond(properties.get('PidLidAppointmentStartWhole'))?.getTime() ?? 0;
  const end = toSecond(properties.get('PidLidClipEnd'));
  const recurs = properties.get('PidLidRecurring') === true;
  const to = !recurs && end !== undefined ? Math.max(from, end.getTime()) : undefined;
  return [...zones].flatMap(([tzid, zone]) =>
    vtimezoneText(zone, { from, ...(to !== undefined && { to }) }).map((line) =>
      line.startsWith('TZID:') ? `TZID:${escapeText(tzid)}` : line,
    ),
  );
}
