import { textBytes } from '../lines/text.ts';
import { EVENT_RECURRENCE, TASK_RECURRENCE } from '../mapping/recurrence.ts';
import type { Row } from '../mapping/row.ts';
import { isSeries } from '../mapping/series.ts';
import type { CalendarObject } from '../object.ts';
import { readObject } from '../object.ts';
import type { Edits } from './edits.ts';

/** Overrides go with the rule that they are exceptions of. */
export function keepSeries(edits: Edits, object: CalendarObject, touched: readonly Row[]): void {
  if (object.overrides.length === 0 || !(touched.includes(EVENT_RECURRENCE) || touched.includes(TASK_RECURRENCE)))
    return;
  const next = readObject(textBytes(edits.apply(object.text.raw)));
  if (next === undefined || isSeries(next.main)) return;
  for (const override of object.overrides) edits.remove(override);
}
