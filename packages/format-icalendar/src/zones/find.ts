import { ianaOfDisplayName } from './display-names.ts';
import { offsetZone } from './fixed.ts';
import { ianaZone } from './iana.ts';
import { type VTimezone, zoneOf } from './vtimezone.ts';
import { ianaOfWindows } from './windows.ts';
import type { Zone } from './zone.ts';

export { UTC } from './fixed.ts';

/** Zones of VTIMEZONEs that were made before, for as long as somebody holds the VTIMEZONE: their changes are dear to compute. */
const made = new WeakMap<VTimezone, Zone>();

function embedded(vtimezone: VTimezone): Zone {
  const known = made.get(vtimezone);
  if (known !== undefined) return known;
  const zone = zoneOf(vtimezone);
  made.set(vtimezone, zone);
  return zone;
}

/** The IANA zone at the end of a global name such as `/mozilla.org/20050126_1/Europe/Berlin` (RFC 5545 s.3.2.19). */
function suffixZone(name: string): Zone | undefined {
  const parts = name.split('/').filter((part) => part !== '');
  const least = name.startsWith('/') ? 1 : 2;
  for (const count of [3, 2, 1]) {
    if (count < least || count >= parts.length + (name.startsWith('/') ? 1 : 0)) continue;
    const zone = ianaZone(parts.slice(-count).join('/'));
    if (zone !== undefined) return zone;
  }
  return undefined;
}

function named(tzid: string, zone: Zone): Zone {
  return zone.id === tzid ? zone : { ...zone, id: tzid };
}

/**
 * The zone that a TZID means; undefined where nobody knows it. `vtimezones` are those of the same iCalendar object, by TZID.
 *
 * A name of a place counts before the VTIMEZONE that comes with it: the VTIMEZONE is a copy of the rules as somebody knew them
 * when it was written, mostly without the past, and governments change rules. `disagreement` tells where the two differ.
 * A bare abbreviation (`EST`, `CET`) is no name of a place: there the VTIMEZONE counts.
 */
export function findZone(tzid: string, vtimezones: ReadonlyMap<string, VTimezone>): Zone | undefined {
  const given = vtimezones.get(tzid);
  const name = tzid
    .slice(0, 300)
    .trim()
    .replace(/^(["'])(.*)\1$/, '$2')
    .trim();
  const offset = offsetZone(name);
  if (offset !== undefined) return named(tzid, offset);
  if (given !== undefined && given.observances.length > 0 && /^[a-z]{1,5}(?:\d[a-z]{0,4})?$/i.test(name))
    return embedded(given);
  const place = ianaZone(name) ?? suffixZone(name) ?? windowsZone(name);
  if (place !== undefined) return named(tzid, place);
  if (given !== undefined && given.observances.length > 0) return embedded(given);
  // Old libical wrote `US-Eastern` for a name that has a slash.
  const shown = ianaOfDisplayName(name) ?? name.replace(/^([A-Za-z]+)-/, '$1/');
  const zone = ianaZone(shown);
  return zone === undefined ? undefined : named(tzid, zone);
}

function windowsZone(name: string): Zone | undefined {
  const iana = ianaOfWindows(name);
  return iana === undefined ? undefined : ianaZone(iana);
}
