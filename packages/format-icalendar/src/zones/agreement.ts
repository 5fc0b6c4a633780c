import { DAY } from './wall.ts';
import type { Zone } from './zone.ts';

/** Instants that are compared at most. */
const MAX_SAMPLES = 3000;

/**
 * The first instant of a span at which two zones have different offsets, to the day; undefined where they agree. Tells whether the
 * VTIMEZONE of an object says the same as the zone of its name.
 */
export function disagreement(
  one: Zone,
  other: Zone,
  span: { readonly from: number; readonly to: number },
): number | undefined {
  const step = Math.max(DAY, Math.ceil((span.to - span.from) / MAX_SAMPLES));
  for (let at = span.from; at < span.to; at += step) {
    if (one.offsetAt(at) !== other.offsetAt(at)) return at;
  }
  return undefined;
}
