import { lineOf } from './lines/component.ts';
import type { CalendarObject } from './object.ts';
import { DAY, instantOf, readTime } from './values/time.ts';
import { readVtimezone } from './values/vtimezone.ts';
import { disagreement } from './zones/agreement.ts';
import { zoneOf } from './zones/vtimezone.ts';

const YEAR = 366 * DAY;

/**
 * A sentence where an object describes the zone it begins in otherwise than the zone of that name is: the place counts, and
 * whoever counts by the description sees other times. Undefined where they agree in the year from its start.
 */
export function zoneProblem({ calendar, main, findZone }: CalendarObject): string | undefined {
  const line = lineOf(main, 'DTSTART');
  const start = line === undefined ? undefined : readTime(line.value, line.parameter('TZID'), findZone);
  const { zone } = start ?? {};
  if (start === undefined || zone?.iana === undefined) return undefined;
  for (const component of calendar.components) {
    const described = component.name === 'VTIMEZONE' ? readVtimezone(component) : undefined;
    if (described?.tzid !== zone.id) continue;
    const from = instantOf(start);
    const at = disagreement(zone, zoneOf(described), { from, to: from + YEAR });
    if (at === undefined) return undefined;
    const place = zone.iana === zone.id ? 'the place' : zone.iana;
    return `The VTIMEZONE ${zone.id} says another time than ${place} has on ${new Date(at).toISOString().slice(0, 10)}; the place counts.`;
  }
  return undefined;
}
