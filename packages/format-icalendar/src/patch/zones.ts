import { lineOf } from '../lines/component.ts';
import { escapeText, foldLine } from '../lines/write.ts';
import { timesOf } from '../mapping/event-time.ts';
import type { CalendarObject } from '../object.ts';
import { tzidsOf } from '../stream/groups.ts';
import { instantOf } from '../values/time.ts';
import { vtimezoneText } from '../zones/vtimezone.ts';
import type { Zone } from '../zones/zone.ts';
import { type Edits, lineEndOf } from './edits.ts';

/** Adds a VTIMEZONE for each zone that is new in an object. */
export function addZones(edits: Edits, object: CalendarObject, zones: ReadonlyMap<string, Zone>): void {
  const { calendar, text, main, findZone } = object;
  if (calendar.name === '' || zones.size === 0) return;
  const named = tzidsOf(calendar.components, text);
  const described = new Set(
    calendar.components.filter(({ name }) => name === 'VTIMEZONE').map((zone) => lineOf(zone, 'TZID')?.text),
  );
  const place = calendar.components[0]?.start ?? calendar.end;
  const times = timesOf(main, findZone);
  const from = times === undefined ? 0 : instantOf(times.start);
  for (const [tzid, zone] of zones) {
    // Where others name it without describing it, so do we.
    if (named.has(tzid) || described.has(tzid)) continue;
    const lines = vtimezoneText(zone, { from }).map((line) =>
      line.startsWith('TZID:') ? `TZID:${escapeText(tzid)}` : line,
    );
    edits.replace(place, place, lines.map((line) => foldLine(line, lineEndOf(calendar, text))).join(''));
  }
}
