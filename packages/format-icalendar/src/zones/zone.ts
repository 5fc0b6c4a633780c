/** A time as a clock on the wall shows it, without a zone. Months from 1; seconds may be 60. */
export interface LocalTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** A time zone: instants (milliseconds since 1970, UTC) to wall-clock times and back. */
export interface Zone {
  /** The TZID it was found under; `UTC` for UTC. */
  readonly id: string;
  /** Its IANA name, where it is one or stands for one; undefined for a zone that only its VTIMEZONE describes. */
  readonly iana?: string;
  /** Milliseconds to add to UTC. */
  offsetAt(instant: number): number;
  /**
   * The instant of a wall-clock time (RFC 5545 s.3.3.5): in a gap the offset before it counts, of a time that is there twice
   * the first is meant.
   */
  instantOf(local: LocalTime): number;
  localOf(instant: number): LocalTime;
}
