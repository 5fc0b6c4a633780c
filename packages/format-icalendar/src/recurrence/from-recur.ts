import type { Zone } from '../zones/zone.ts';
import type { AppointmentRecur } from './appointment-recur.ts';
import type { Series } from './series.ts';
import type { Inexpressible, SeriesException } from './to-recur.ts';

/** What an AppointmentRecurrencePattern says, as iCalendar says it. */
export interface RecurSeries {
  readonly series: Series;
  readonly exceptions: readonly SeriesException[];
}

/** In which form the series begins: `date` for whole days, `floating` or a zone (`zoned`, `utc`). */
export interface RecurStart {
  readonly form: 'date' | 'floating' | 'utc' | 'zoned';
  readonly zone?: Zone;
}

/** The series of an AppointmentRecurrencePattern; `exceptionDates` are the deleted instances, not the modified ones. */
export function seriesOf(recur: AppointmentRecur, start: RecurStart): RecurSeries | Inexpressible {
  throw new Error(`not yet: ${recur.startTimeOffset} ${start.form}`);
}
