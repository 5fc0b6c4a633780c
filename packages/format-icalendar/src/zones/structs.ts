import type { Zone } from './zone.ts';

/** PidLidTimeZoneStruct ([MS-OXOCAL] 2.2.1.39): the rules of a zone in the year of an instant. */
export function encodeTimeZoneStruct(zone: Zone, around: number): Uint8Array {
  throw new Error(`not yet: ${zone.id} ${around}`);
}

/** The zone of a PidLidTimeZoneStruct; undefined where the bytes are none. */
export function decodeTimeZoneStruct(bytes: Uint8Array): Zone | undefined {
  throw new Error(`not yet: ${bytes.length}`);
}

/** PidLidAppointmentTimeZoneDefinitionStartDisplay, …EndDisplay, …Recur ([MS-OXOCAL] 2.2.1.41 to 2.2.1.43). */
export function encodeTimeZoneDefinition(zone: Zone, around: number): Uint8Array {
  throw new Error(`not yet: ${zone.id} ${around}`);
}

/** The zone of a PidLidAppointmentTimeZoneDefinition*; undefined where the bytes are none. */
export function decodeTimeZoneDefinition(bytes: Uint8Array): Zone | undefined {
  throw new Error(`not yet: ${bytes.length}`);
}
