import type { Zone } from './zone.ts';

/** The Windows name of a zone (`W. Europe Standard Time`), as in the key name of PidLidAppointmentTimeZoneDefinition*. */
export function windowsName(zone: Zone): string | undefined {
  throw new Error(`not yet: ${zone.id}`);
}
