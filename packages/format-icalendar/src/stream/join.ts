import { type Component, lineOf, readComponents } from '../lines/component.ts';
import { type CalendarText, readText, textBytes } from '../lines/text.ts';
import { groupsOf, problemOf, tzidsOf } from './groups.ts';

/** What of an object goes into a VCALENDAR together with others. */
interface Parts {
  /** BEGIN and the calendar's own lines, and its END. */
  readonly header: string;
  readonly close: string;
  /** VTIMEZONEs by TZID, in their order. */
  readonly zones: ReadonlyMap<string, string>;
  readonly components: string;
  /** Kind and UID; undefined without UID. */
  readonly key: string | undefined;
}

/**
 * Puts objects together to one stream, in their order. Objects that follow each other and whose calendars have the same lines
 * (PRODID, METHOD …) share one VCALENDAR, and VTIMEZONEs of equal bytes stand in it once; where the lines differ, a UID comes
 * again or a TZID means something else, a new VCALENDAR begins. No byte of a component is changed, and `splitCalendar` gives
 * the same objects back.
 * @throws what the source throws
 */
export async function* joinCalendar(
  objects: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncIterable<Uint8Array> {
  let open: OpenCalendar | undefined;
  for await (const bytes of objects) {
    const text = readText(bytes);
    const parts = partsOf(text);
    if (open !== undefined && (parts === undefined || !open.takes(parts))) {
      yield textBytes(open.close);
      open = undefined;
    }
    if (parts === undefined) yield textBytes(ended(text.raw, text));
    else {
      if (open === undefined) {
        open = new OpenCalendar(parts);
        yield textBytes(parts.header);
      }
      yield textBytes(open.add(parts));
    }
  }
  if (open !== undefined) yield textBytes(open.close);
}

class OpenCalendar {
  readonly close: string;
  readonly #header: string;
  readonly #zones = new Map<string, string>();
  readonly #keys = new Set<string>();

  constructor({ header, close }: Parts) {
    this.#header = header;
    this.close = close;
  }

  takes({ header, close, zones, key }: Parts): boolean {
    if (header !== this.#header || close !== this.close || (key !== undefined && this.#keys.has(key))) return false;
    // Zones come out of a split in the order of the stream: those that are there already must be first, in that order.
    const order = [...this.#zones.keys()];
    let last = -1;
    for (const [tzid, bytes] of zones) {
      const known = this.#zones.get(tzid);
      if (known !== undefined && known !== bytes) return false;
      const at = known === undefined ? order.length : order.indexOf(tzid);
      if (at < last) return false;
      last = at;
    }
    return true;
  }

  add({ zones, components, key }: Parts): string {
    if (key !== undefined) this.#keys.add(key);
    const added = [...zones].filter(([tzid]) => !this.#zones.has(tzid));
    for (const [tzid, bytes] of added) this.#zones.set(tzid, bytes);
    return added.map(([, bytes]) => bytes).join('') + components;
  }
}

/** The parts of a calendar with one sound object, its own lines first, then the zones it needs, then the rest. */
function partsOf(text: CalendarText): Parts | undefined {
  const root = readComponents(text);
  const [calendar] = root.components;
  const isAlone = root.components.length === 1 && calendar?.name === 'VCALENDAR' && calendar.close !== undefined;
  if (!isAlone || calendar === undefined || calendar.start !== 0) return undefined;
  if (calendar.end < text.raw.length) return undefined;
  const [group, another] = groupsOf(calendar);
  if (group === undefined || another !== undefined || problemOf(group) !== undefined) return undefined;
  const zones = zonesOf(calendar, text, group.components);
  const first = calendar.components[0];
  const isInOrder = calendar.components.slice(0, zones?.size ?? 0).every(({ name }) => name === 'VTIMEZONE');
  const headerEnd = first?.start ?? 0;
  if (zones === undefined || !isInOrder || calendar.lines.some((line) => line.start > headerEnd)) return undefined;
  const componentsStart = group.components[0]?.start ?? 0;
  const close = text.raw.slice(calendar.close?.start, calendar.end);
  return {
    header: text.raw.slice(0, headerEnd),
    close: ended(close, text),
    zones,
    components: text.raw.slice(componentsStart, calendar.close?.start),
    key: group.uid === undefined ? undefined : `${group.name}:${group.uid}`,
  };
}

/** The VTIMEZONEs of a calendar; undefined where one has no TZID, comes twice or is not needed. */
function zonesOf(
  calendar: Component,
  text: CalendarText,
  components: readonly Component[],
): ReadonlyMap<string, string> | undefined {
  const needed = tzidsOf(components, text);
  const zones = new Map<string, string>();
  for (const zone of calendar.components.filter(({ name }) => name === 'VTIMEZONE')) {
    const tzid = lineOf(zone, 'TZID')?.text;
    if (tzid === undefined || !needed.has(tzid) || zones.has(tzid)) return undefined;
    zones.set(tzid, text.raw.slice(zone.start, zone.end));
  }
  return zones;
}

function ended(raw: string, text: CalendarText): string {
  if (/[\r\n]$/.test(raw) || raw === '') return raw;
  return raw + (text.raw.includes('\r\n') ? '\r\n' : text.lineFeed);
}
