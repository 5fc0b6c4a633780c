import { type Component, lineOf, readComponents } from '../lines/component.ts';
import { type CalendarText, readText, textBytes } from '../lines/text.ts';
import { type Group, groupsOf, problemOf, tzidsOf } from './groups.ts';
import { segmentsOf } from './segments.ts';

/** One object of a calendar stream. */
export interface SplitObject {
  /** From 0 in the order of the stream. */
  readonly ordinal: number;
  /** A whole VCALENDAR; of what is broken, the bytes as they are. */
  readonly bytes: Uint8Array;
  readonly uid?: string;
  /** What is wrong with it, in one sentence. */
  readonly problem?: string;
}

type Found = Omit<SplitObject, 'ordinal'>;

/**
 * Splits a stream of calendars (RFC 5545 s.3.4) into its objects: one for each UID and kind of component, overrides with their
 * series; a component without UID is one by itself. Each is a VCALENDAR with the lines of the one it lay in and the VTIMEZONEs
 * that it names; its own lines are byte for byte those of the stream. A stream of one object comes out as it is. What is broken
 * comes out with a reason. One VCALENDAR at a time is held in memory.
 * @throws TOO_LARGE for a VCALENDAR of more than 256 MiB; what the source throws
 */
export async function* splitCalendar(source: AsyncIterable<Uint8Array> | Uint8Array): AsyncIterable<SplitObject> {
  let ordinal = 0;
  // The only object so far, with the bytes that it came in.
  let held: { object: Found; whole: Uint8Array } | undefined;
  let blank: Uint8Array = new Uint8Array();
  for await (const segment of segmentsOf(source instanceof Uint8Array ? once(source) : source)) {
    if (isBlank(segment)) {
      blank = Buffer.concat([blank, segment]);
      continue;
    }
    if (held !== undefined) {
      yield { ordinal: ordinal++, ...held.object };
      held = undefined;
    }
    const objects = objectsOf(segment);
    const [only] = objects;
    if (ordinal === 0 && objects.length === 1 && only !== undefined) {
      held = { object: only, whole: Buffer.concat([blank, segment]) };
      blank = new Uint8Array();
    } else for (const object of objects) yield { ordinal: ordinal++, ...object };
  }
  if (held !== undefined) yield { ordinal, ...held.object, bytes: Buffer.concat([held.whole, blank]) };
}

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}

function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0x0a || byte === 0x0d || byte === 0x20 || byte === 0x09);
}

function objectsOf(segment: Uint8Array): Found[] {
  const text = readText(segment);
  const root = readComponents(text);
  const found: Found[] = [];
  let at = 0;
  for (const component of root.components) {
    found.push(...strayOf(text, at, component.start));
    if (component.name === 'VCALENDAR') found.push(...calendarObjects(text, component));
    else
      found.push({
        bytes: slice(text, component),
        problem: `A ${component.name || 'component'} lies in no VCALENDAR.`,
      });
    at = component.end;
  }
  found.push(...strayOf(text, at, text.raw.length));
  return found;
}

/** Bytes between components, where they say something. */
function strayOf(text: CalendarText, start: number, end: number): Found[] {
  const stray = text.raw.slice(start, end);
  if (/^(?:\xef\xbb\xbf)?\s*$/.test(stray)) return [];
  return [{ bytes: textBytes(stray), problem: 'These lines belong to no component.' }];
}

function calendarObjects(text: CalendarText, calendar: Component): Found[] {
  const groups = groupsOf(calendar);
  const unclosed = calendar.close === undefined ? 'The VCALENDAR is never closed.' : undefined;
  const [only] = groups;
  if (only === undefined)
    return [
      { bytes: slice(text, calendar), problem: unclosed ?? 'The calendar holds no event, task or journal entry.' },
    ];
  if (groups.length === 1) return [foundOf(only, slice(text, calendar), unclosed)];
  const zones = calendar.components.filter(({ name }) => name === 'VTIMEZONE');
  const named = zones.map((zone) => ({ zone, tzid: lineOf(zone, 'TZID')?.text }));
  const header = [calendar.begin, ...calendar.lines].filter((line) => line !== undefined);
  const start = Buffer.concat(header.map((line) => slice(text, line)));
  return groups.map((group) => {
    const tzids = tzidsOf(group.components, text);
    const own = named.filter(({ tzid }) => tzid !== undefined && tzids.has(tzid)).map(({ zone }) => zone);
    const parts = [...own, ...group.components].map((component) => slice(text, component));
    return foundOf(group, Buffer.concat([start, ...parts, endOf(text, calendar, parts.at(-1))]), unclosed);
  });
}

function foundOf(group: Group, bytes: Uint8Array, unclosed: string | undefined): Found {
  const problem = problemOf(group) ?? unclosed;
  return { bytes, ...(group.uid !== undefined && { uid: group.uid }), ...(problem !== undefined && { problem }) };
}

function endOf(text: CalendarText, calendar: Component, last: Uint8Array | undefined): Uint8Array {
  if (calendar.close !== undefined) return slice(text, calendar.close);
  const lineEnd = text.raw.includes('\r\n') ? '\r\n' : text.lineFeed;
  const isEnded = last?.at(-1) === 0x0a || last?.at(-1) === 0x0d;
  return textBytes(`${isEnded ? '' : lineEnd}END:VCALENDAR${lineEnd}`);
}

function slice(text: CalendarText, { start, end }: { readonly start: number; readonly end: number }): Uint8Array {
  return textBytes(text.raw.slice(start, end));
}
