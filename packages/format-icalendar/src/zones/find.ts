import type { VTimezone } from './vtimezone.ts';
import type { Zone } from './zone.ts';

/** Coordinated Universal Time. */
export const UTC: Zone = {
  id: 'UTC',
  iana: 'UTC',
  offsetAt: () => 0,
  instantOf: (local) => Date.UTC(local.year, local.month - 1, local.day, local.hour, local.minute, local.second),
  localOf: (instant) => {
    const date = new Date(instant);
    return {
      year: date.getUTCFullYear(),
      month: date.getUTCMonth() + 1,
      day: date.getUTCDate(),
      hour: date.getUTCHours(),
      minute: date.getUTCMinutes(),
      second: date.getUTCSeconds(),
    };
  },
};

/** The zone that a TZID means; undefined where nobody knows it. `vtimezones` are those of the same iCalendar object, by TZID. */
export function findZone(tzid: string, vtimezones: ReadonlyMap<string, VTimezone>): Zone | undefined {
  throw new Error(`not yet: ${tzid} ${vtimezones.size}`);
}
