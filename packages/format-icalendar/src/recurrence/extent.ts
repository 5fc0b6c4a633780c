import type { Series } from './series.ts';

/** When the first instance of a series begins and the last one ends, as instants (PidLidClipStart, PidLidClipEnd). */
export interface Extent {
  /** Undefined where that is not known. */
  readonly first: number | undefined;
  /** Undefined where the series never ends, or that is not cheap to know. */
  readonly last: number | undefined;
}

/** Cheap bounds of a series. Overrides may lie outside of them. */
export function extentOf(series: Series): Extent {
  throw new Error(`not yet: ${series.rules.length}`);
}
