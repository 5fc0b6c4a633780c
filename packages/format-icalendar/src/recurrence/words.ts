import type { Series } from './series.ts';

/** PidLidRecurrencePattern: what a series says, in plain English; an empty string where it does not recur. */
export function patternText(series: Series): string {
  throw new Error(`not yet: ${series.rules.length}`);
}
