import type { AppointmentRecur, RecurException } from './appointment-recur.ts';
import type { Series } from './series.ts';

/** A modified instance of a series. Times are instants; of floating times and whole days the local time taken as UTC. */
export interface SeriesException {
  /** When it would begin by the rule alone; see `Instance.original`. */
  readonly original: number;
  readonly start: number;
  readonly end: number;
  /** What else differs from the series. */
  readonly changes: Omit<RecurException, 'start' | 'end' | 'originalStart'>;
}

/** Why MAPI cannot say a series, in one sentence. */
export interface Inexpressible {
  readonly inexpressible: string;
}

/** The AppointmentRecurrencePattern of a series; its EXDATEs become DeletedInstanceDates. */
export function recurOf(series: Series, exceptions: readonly SeriesException[]): AppointmentRecur | Inexpressible {
  throw new Error(`not yet: ${series.rules.length} ${exceptions.length}`);
}
