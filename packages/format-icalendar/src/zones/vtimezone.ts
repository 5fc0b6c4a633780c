import type { LocalTime, Zone } from './zone.ts';

/** A STANDARD or DAYLIGHT part of a VTIMEZONE (RFC 5545 s.3.6.5). Offsets are milliseconds to add to UTC. */
export interface Observance {
  readonly kind: 'standard' | 'daylight';
  /** DTSTART, a local time by `offsetFrom`. */
  readonly start: LocalTime;
  readonly offsetFrom: number;
  readonly offsetTo: number;
  /** Values of RRULE. */
  readonly rules: readonly string[];
  /** RDATE, local times by `offsetFrom`; those of a period count with their begin. */
  readonly dates: readonly LocalTime[];
  /** TZNAME. */
  readonly name?: string;
}

/** A VTIMEZONE as it was read. */
export interface VTimezone {
  readonly tzid: string;
  readonly observances: readonly Observance[];
}

/** The zone that a VTIMEZONE describes. */
export function zoneOf(vtimezone: VTimezone): Zone {
  throw new Error(`not yet: ${vtimezone.tzid}`);
}

/** The years that a VTIMEZONE has to describe, as instants. */
export interface ZoneSpan {
  readonly from: number;
  /** Undefined: for ever, as far as the rules of the zone are known. */
  readonly to?: number;
}

/** Content lines of a VTIMEZONE, unfolded, without line ends. */
export function vtimezoneText(zone: Zone, span: ZoneSpan): string[] {
  throw new Error(`not yet: ${zone.id} ${span.from}`);
}
