import { DAY } from './wall.ts';
import type { Zone } from './zone.ts';

/** A change of the offset of a zone: from `at` on `to` holds. Offsets in milliseconds. */
export interface ZoneChange {
  readonly at: number;
  readonly before: number;
  readonly after: number;
}

/** Two changes closer than this to each other may be missed. */
const STEP = 7 * DAY;

/** The changes of a zone between two instants, found by asking for offsets, so that it works for every zone. */
export function changesOf(zone: Zone, from: number, to: number): ZoneChange[] {
  const changes: ZoneChange[] = [];
  let low = from;
  while (low < to) {
    const high = Math.min(low + STEP, to);
    const before = zone.offsetAt(low);
    const after = zone.offsetAt(high);
    if (before !== after) {
      const at = firstOf(zone, low, high);
      changes.push({ at, before, after: zone.offsetAt(at) });
    }
    low = high;
  }
  return changes;
}

/** The first instant after `low` with another offset, to the second. */
function firstOf(zone: Zone, low: number, high: number): number {
  const before = zone.offsetAt(low);
  let left = low;
  let right = high;
  while (right - left > 1) {
    const middle = Math.floor((left + right) / 2);
    if (zone.offsetAt(middle) === before) left = middle;
    else right = middle;
  }
  return right;
}
