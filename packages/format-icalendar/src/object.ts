import type { ItemKind } from '@mapistore/core';
import { type Component, lineOf, readComponents } from './lines/component.ts';
import { type CalendarText, readText } from './lines/text.ts';
import type { ZoneFinder } from './values/time.ts';
import { readVtimezone } from './values/vtimezone.ts';
import { findZone } from './zones/find.ts';
import type { VTimezone } from './zones/vtimezone.ts';
import type { Zone } from './zones/zone.ts';

/** The components that are items, by name. */
export const ITEM_COMPONENTS: ReadonlySet<string> = new Set(['VEVENT', 'VTODO', 'VJOURNAL']);

/** A calendar object resource (RFC 4791 s.4.1): one component with its overrides. */
export interface CalendarObject {
  readonly text: CalendarText;
  /** The VCALENDAR it lies in; the root where it lies in none. */
  readonly calendar: Component;
  readonly kind: ItemKind;
  /** The one without RECURRENCE-ID; where there is none, the first. */
  readonly main: Component;
  /** Those with the same UID and a RECURRENCE-ID, `main` not among them. */
  readonly overrides: readonly Component[];
  /** METHOD in upper case; empty where there is none. */
  readonly method: string;
  readonly findZone: ZoneFinder;
  /** What else is in the source, and what is wrong with it, one sentence each. */
  readonly problems: readonly string[];
}

/** Finds the first item of a calendar; undefined where there is none. */
export function readObject(bytes: Uint8Array, isCut = false): CalendarObject | undefined {
  const text = readText(bytes, isCut);
  const root = readComponents(text);
  const calendars = [...root.components.filter(({ name }) => name === 'VCALENDAR'), root];
  const calendar = calendars.find((one) => one.components.some(({ name }) => ITEM_COMPONENTS.has(name)));
  const first = calendar?.components.find(({ name }) => ITEM_COMPONENTS.has(name));
  if (calendar === undefined || first === undefined) return undefined;
  const own = ownOf(calendar, first);
  const main = own.find((one) => lineOf(one, 'RECURRENCE-ID') === undefined) ?? first;
  return {
    text,
    calendar,
    kind: kindOf(main),
    main,
    overrides: own.filter((one) => one !== main && lineOf(one, 'RECURRENCE-ID') !== undefined),
    method: lineOf(calendar, 'METHOD')?.text.trim().toUpperCase() ?? '',
    findZone: zoneFinder(calendar),
    problems: isCut ? [] : problemsOf(text, { root, calendar, main, own }),
  };
}

/** UID as it is meant; undefined where there is none or it is empty. */
export function uidOf(component: Component): string | undefined {
  const uid = lineOf(component, 'UID')?.text.trim();
  return uid === '' ? undefined : uid;
}

/** VJOURNAL without a time is a note. */
function kindOf(component: Component): ItemKind {
  if (component.name !== 'VJOURNAL') return component.name === 'VTODO' ? 'task' : 'event';
  return lineOf(component, 'DTSTART') === undefined ? 'note' : 'journal';
}

function ownOf(calendar: Component, first: Component): readonly Component[] {
  const uid = uidOf(first);
  if (uid === undefined) return [first];
  return calendar.components.filter((one) => one.name === first.name && uidOf(one) === uid);
}

/** Zones of a calendar, each looked for once. */
export function zoneFinder(calendar: Component): ZoneFinder {
  let vtimezones: Map<string, VTimezone> | undefined;
  const found = new Map<string, Zone | undefined>();
  return (tzid) => {
    if (found.has(tzid)) return found.get(tzid);
    if (vtimezones === undefined) {
      vtimezones = new Map();
      for (const component of calendar.components) {
        const read = component.name === 'VTIMEZONE' ? readVtimezone(component) : undefined;
        if (read !== undefined && !vtimezones.has(read.tzid)) vtimezones.set(read.tzid, read);
      }
    }
    const zone = findZone(tzid, vtimezones);
    found.set(tzid, zone);
    return zone;
  };
}

interface Place {
  readonly root: Component;
  readonly calendar: Component;
  readonly main: Component;
  readonly own: readonly Component[];
}

function problemsOf(text: CalendarText, { root, calendar, main, own }: Place): string[] {
  const problems: string[] = [];
  if (!text.utf8) problems.push('The calendar is not in UTF-8; it was read as windows-1252.');
  const items = [root, ...root.components].flatMap((one) =>
    one.components.filter(({ name }) => ITEM_COMPONENTS.has(name)),
  );
  const others = items.length - own.length;
  if (others > 0) problems.push(`The calendar holds ${others} more components; only the first item was read.`);
  const masters = own.filter((one) => lineOf(one, 'RECURRENCE-ID') === undefined).length;
  if (masters > 1) problems.push(`The calendar holds ${masters} components of the same UID; the first one was read.`);
  if (calendar.name === '') problems.push('The component lies in no VCALENDAR.');
  else if (calendar.close === undefined) problems.push('The VCALENDAR is never closed.');
  if (own.some((one) => one.close === undefined)) problems.push(`A ${main.name} is never closed.`);
  const broken = own.flatMap((one) => one.lines).filter((line) => line.name === '' && line.stop > line.start).length;
  if (broken > 0) problems.push(`${broken} lines are no content lines; they were passed over.`);
  return problems;
}
