import { WEEKDAYS } from '../recurrence/rule.ts';
import { changesOf, type ZoneChange } from './changes.ts';
import { DAY, localOf } from './wall.ts';
import { yearlyDay } from './yearly-day.ts';
import type { Zone } from './zone.ts';

/**
 * SYSTEMTIME as a time zone uses it ([MS-OXOCAL] 2.2.1.39): `year` 0 is every year, and `day` then counts the day of the week in
 * the month, 5 being the last; else it is that one date. A `month` of 0: there is no change.
 */
export interface SystemTime {
  readonly year: number;
  readonly month: number;
  /** 0 is Sunday. */
  readonly dayOfWeek: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly milliseconds: number;
}

/** The rules of a zone in one year, as Windows has them. Biases are minutes to add to local time for UTC. */
export interface Registry {
  readonly bias: number;
  readonly standardBias: number;
  readonly daylightBias: number;
  /** When standard time begins, on the clock of daylight saving time. */
  readonly standardDate: SystemTime;
  readonly daylightDate: SystemTime;
}

/** The date of a zone that knows no change. */
export const NEVER: SystemTime = {
  year: 0,
  month: 0,
  dayOfWeek: 0,
  day: 0,
  hour: 0,
  minute: 0,
  second: 0,
  milliseconds: 0,
};

/** Years to both sides that tell whether a fourth Sunday is the last one by rule. */
const AROUND = 4;

function wallOf(change: ZoneChange): number {
  return change.at + change.before;
}

function changesIn(zone: Zone, year: number): ZoneChange[] {
  const from = Date.UTC(year, 0, 1) - DAY;
  const found = changesOf(zone, from, Date.UTC(year + 1, 0, 1) + DAY);
  return found.filter((change) => new Date(wallOf(change)).getUTCFullYear() === year);
}

/** The week of a change in its month, by which it comes in the years around it too. */
function nthOf(zone: Zone, change: ZoneChange): number {
  const wall = wallOf(change);
  const year = new Date(wall).getUTCFullYear();
  let walls = [wall];
  for (const direction of [-1, 1]) {
    for (let distance = 1; distance <= AROUND; distance += 1) {
      const same = changesIn(zone, year + direction * distance).find(
        ({ before, after }) => before === change.before && after === change.after,
      );
      if (same === undefined || yearlyDay([...walls, wallOf(same)])?.kind !== 'nth') break;
      walls = [...walls, wallOf(same)];
    }
  }
  const day = yearlyDay(walls);
  const nth = walls.length > 1 && day?.kind === 'nth' ? day.nth : Math.ceil(new Date(wall).getUTCDate() / 7);
  return nth === -1 ? 5 : nth;
}

function dateOf(zone: Zone, change: ZoneChange): SystemTime {
  const wall = wallOf(change);
  const { month, hour, minute, second } = localOf(wall);
  const dayOfWeek = new Date(wall).getUTCDay();
  return { year: 0, month, dayOfWeek, day: nthOf(zone, change), hour, minute, second, milliseconds: 0 };
}

function minutes(offset: number): number {
  return Math.round(offset / 60_000);
}

/** New Year's Day of a year, in the form of a rule. */
function newYear(year: number): SystemTime {
  return { ...NEVER, month: 1, dayOfWeek: new Date(Date.UTC(year, 0, 1)).getUTCDay(), day: 1 };
}

/**
 * The rules of a zone in one year. Windows knows at most two changes a year: of more the first forward and the last back
 * count. A single one is told as Windows does it, with its counterpart at the turn of the year.
 */
export function registryOf(zone: Zone, year: number): Registry {
  const changes = changesIn(zone, year);
  const up = changes.find(({ before, after }) => after > before);
  const down = changes.findLast(({ before, after }) => after < before);
  const last = changes.at(-1);
  if (last === undefined) {
    const bias = 0 - minutes(zone.offsetAt(Date.UTC(year, 6, 1)));
    return { bias, standardBias: 0, daylightBias: 0, standardDate: NEVER, daylightDate: NEVER };
  }
  const standard = down?.after ?? up?.before ?? last.after;
  const daylight = up?.after ?? down?.before ?? last.after;
  return {
    bias: 0 - minutes(standard),
    standardBias: 0,
    daylightBias: 0 - minutes(daylight - standard),
    standardDate: down === undefined ? newYear(year) : dateOf(zone, down),
    daylightDate: up === undefined ? newYear(year) : dateOf(zone, up),
  };
}

/** Whether two years have the same rules. */
export function sameRegistry(a: Registry, b: Registry): boolean {
  const dates = (one: Registry): string =>
    [one.standardDate, one.daylightDate].map((date) => Object.values(date).join(' ')).join('|');
  return (
    a.bias === b.bias && a.standardBias === b.standardBias && a.daylightBias === b.daylightBias && dates(a) === dates(b)
  );
}

/** The date of a change in a year as a wall-clock time; undefined where there is none, or not in that year. */
export function wallIn(date: SystemTime, year: number): number | undefined {
  if (date.month < 1 || date.month > 12 || date.dayOfWeek > 6 || (date.year !== 0 && date.year !== year))
    return undefined;
  const time = ((date.hour * 60 + date.minute) * 60 + date.second) * 1000;
  if (date.year !== 0) return Date.UTC(year, date.month - 1, date.day) + time;
  const first = new Date(Date.UTC(year, date.month - 1, 1)).getUTCDay();
  const day = 1 + ((date.dayOfWeek - first + 7) % 7) + 7 * (Math.min(Math.max(date.day, 1), 5) - 1);
  const days = new Date(Date.UTC(year, date.month, 0)).getUTCDate();
  return Date.UTC(year, date.month - 1, day > days ? day - 7 : day) + time;
}

/** The yearly rule of a date (RFC 5545 s.3.3.10); undefined where it is but one date or none. */
export function registryRule(date: SystemTime): string | undefined {
  const weekday = WEEKDAYS[date.dayOfWeek];
  if (date.year !== 0 || date.month < 1 || date.month > 12 || weekday === undefined) return undefined;
  return `FREQ=YEARLY;BYMONTH=${date.month};BYDAY=${date.day >= 5 ? -1 : Math.max(date.day, 1)}${weekday}`;
}
