import { zoneFrom } from './wall.ts';
import type { Zone } from './zone.ts';

/** Coordinated Universal Time. */
export const UTC: Zone = zoneFrom({ id: 'UTC', iana: 'UTC', offsetAt: () => 0 });

const HOUR = 3_600_000;

/** A zone that never changes; `offset` in milliseconds. Whole hours have an IANA name (`Etc/GMT-1` is one hour east). */
export function fixedZone(id: string, offset: number): Zone {
  const hours = offset / HOUR;
  const named = Number.isInteger(hours) && hours >= -12 && hours <= 14;
  const iana = hours === 0 ? 'UTC' : `Etc/GMT${hours > 0 ? '-' : '+'}${Math.abs(hours)}`;
  return zoneFrom({ id, ...(named ? { iana } : {}), offsetAt: () => offset });
}

const OFFSET = /^(?:utc|gmt|z)?\s*([+-])(\d{1,2}):?(\d{2})?(?::?(\d{2}))?$/i;
const NAMES: ReadonlySet<string> = new Set([
  'utc',
  'gmt',
  'z',
  'zulu',
  'ut',
  'uct',
  'coordinated universal time',
  'tzone://microsoft/utc',
]);

/** The zone of a name that is UTC or an offset from it (`Z`, `UTC+1`, `GMT-05:30`, `+0100`). */
export function offsetZone(name: string): Zone | undefined {
  if (NAMES.has(name.toLowerCase())) return { ...UTC, id: name };
  const [, sign, hours = '', minutes = '0', seconds = '0'] = OFFSET.exec(name) ?? [];
  if (sign === undefined) return undefined;
  const size = Number(hours) * HOUR + Number(minutes) * 60_000 + Number(seconds) * 1000;
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined;
  return fixedZone(name, sign === '-' ? 0 - size : size);
}
