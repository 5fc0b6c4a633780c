import { type Registry, registryRule, type SystemTime, wallIn } from './registry.ts';
import { type Observance, zoneOf } from './vtimezone.ts';
import { localOf } from './wall.ts';
import type { Zone } from './zone.ts';

/** The rules of a zone from a year on, until those of a later year count. */
export interface YearRules {
  readonly year: number;
  readonly rules: Registry;
}

/** Before this year rules count that begin with it. */
const FIRST_YEAR = 1601;

/** Offsets of standard and daylight saving time, in milliseconds. */
function offsetsOf(rules: Registry): { standard: number; daylight: number } {
  return {
    standard: (0 - rules.bias - rules.standardBias) * 60_000,
    daylight: (0 - rules.bias - rules.daylightBias) * 60_000,
  };
}

function changes(rules: Registry): boolean {
  return rules.standardDate.month > 0 && rules.daylightDate.month > 0;
}

/** The offset at the begin of a year: south of the equator it is summer. */
function offsetAtStart(rules: Registry, year: number): number {
  const { standard, daylight } = offsetsOf(rules);
  if (!changes(rules)) return standard;
  const toStandard = wallIn(rules.standardDate, year);
  const toDaylight = wallIn(rules.daylightDate, year);
  if (toStandard === undefined || toDaylight === undefined) return standard;
  // A change at the very turn of the year has already been.
  const newYear = Date.UTC(year, 0, 1);
  return toStandard < toDaylight === Math.min(toStandard, toDaylight) > newYear ? daylight : standard;
}

interface Part {
  readonly kind: 'standard' | 'daylight';
  readonly date: SystemTime;
  readonly from: number;
  readonly to: number;
}

function observance({ kind, date, from, to }: Part, years: { first: number; last: number | undefined }): Observance[] {
  const year = date.year === 0 ? years.first : date.year;
  const wall = wallIn(date, year);
  if (wall === undefined || year < years.first || (years.last !== undefined && year > years.last)) return [];
  const rule = registryRule(date);
  const end = years.last === undefined ? '' : `;UNTIL=${String(years.last).padStart(4, '0')}1231T235959`;
  const rules = rule === undefined ? [] : [`${rule}${end}`];
  return [{ kind, start: localOf(wall), offsetFrom: from, offsetTo: to, rules, dates: [] }];
}

/** The zone of rules that follow each other by their years; `list` is not empty. */
export function registryZone(id: string, list: readonly YearRules[]): Zone {
  const sorted = [...list].sort((a, b) => a.year - b.year);
  const observances: Observance[] = [];
  let before: number | undefined;
  for (const [index, { rules, year }] of sorted.entries()) {
    const next = sorted[index + 1]?.year;
    if (next === year) continue;
    const first = index === 0 ? FIRST_YEAR : Math.max(year, FIRST_YEAR);
    const last = next === undefined ? undefined : next - 1;
    const { standard, daylight } = offsetsOf(rules);
    const start = offsetAtStart(rules, first);
    const begin = { year: first, month: 1, day: 1, hour: 0, minute: 0, second: 0 };
    if (before !== start)
      observances.push({
        kind: 'standard',
        start: begin,
        offsetFrom: before ?? start,
        offsetTo: start,
        rules: [],
        dates: [],
      });
    if (changes(rules)) {
      const years = { first, last };
      observances.push(
        ...observance({ kind: 'standard', date: rules.standardDate, from: daylight, to: standard }, years),
        ...observance({ kind: 'daylight', date: rules.daylightDate, from: standard, to: daylight }, years),
      );
    }
    before = last === undefined ? start : offsetAtStart(rules, last);
  }
  return zoneOf({ tzid: id, observances });
}
