import { Temporal } from 'temporal-polyfill';
import { IANA_ALIAS_MAP } from 'windows-iana';
import { zoneFrom } from './wall.ts';
import type { Zone } from './zone.ts';

/** A stretch of time with one offset; `to` is excluded. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly offset: number;
}

/** Beyond this nobody knows the rules, and the search for the next change would have no end. */
const FAR = Date.UTC(2500, 0, 1);
const MAX_STRETCHES = 2000;
/** The last instant that a Date can say, either way. */
const LAST = 8.64e15;

/** Names by their lower case: those of the running engine, and the older ones that lead to them. */
let names: Map<string, string> | undefined;

function knownNames(): Map<string, string> {
  if (names === undefined) {
    const all = [...IANA_ALIAS_MAP.flatMap((entry) => entry.alias), ...Intl.supportedValuesOf('timeZone')];
    names = new Map(all.map((name) => [name.toLowerCase(), name]));
  }
  return names;
}

/** The IANA names of the engine, each as it spells it. */
export function ianaNames(): readonly string[] {
  return Intl.supportedValuesOf('timeZone');
}

/** An IANA name with its right case; undefined where the engine knows no such zone. Offsets are none. */
export function ianaName(name: string): string | undefined {
  if (!/^[A-Za-z][\w+-]*(?:\/[\w+-]+){0,3}$/.test(name) || name.length > 64) return undefined;
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions();
    return knownNames().get(name.toLowerCase()) ?? (name.toLowerCase() === timeZone.toLowerCase() ? timeZone : name);
  } catch {
    return undefined;
  }
}

function stretchOf(timeZone: string, instant: number): Stretch {
  const known = Math.min(Math.max(Math.trunc(instant) || 0, -LAST), LAST);
  const time = Temporal.Instant.fromEpochMilliseconds(known).toZonedDateTimeISO(timeZone);
  const offset = time.offsetNanoseconds / 1e6;
  if (instant > FAR) return { from: instant, to: instant + 1, offset };
  const next = time.getTimeZoneTransition('next')?.epochMilliseconds ?? FAR;
  // `previous` leaves out a change at the very instant, which would begin this stretch.
  const previous = time.add({ nanoseconds: 1 }).getTimeZoneTransition('previous')?.epochMilliseconds ?? -Infinity;
  return { from: previous, to: next, offset };
}

function offsets(timeZone: string): (instant: number) => number {
  let stretches: Stretch[] = [];
  let last: Stretch = { from: 0, to: 0, offset: 0 };
  const find = (instant: number): Stretch => {
    let low = 0;
    let high = stretches.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((stretches[middle]?.to ?? 0) <= instant) low = middle + 1;
      else high = middle;
    }
    const near = stretches[low];
    if (near !== undefined && near.from <= instant) return near;
    const made = stretchOf(timeZone, instant);
    if (instant > FAR) return made;
    if (stretches.length >= MAX_STRETCHES) stretches = [];
    stretches.splice(Math.min(low, stretches.length), 0, made);
    return made;
  };
  return (instant) => {
    if (instant < last.from || instant >= last.to) last = find(instant);
    return last.offset;
  };
}

const zones = new Map<string, Zone>();

/** The zone of an IANA name, whatever its case; undefined where there is none. */
export function ianaZone(name: string): Zone | undefined {
  const iana = ianaName(name);
  if (iana === undefined) return undefined;
  const known = zones.get(iana);
  if (known !== undefined) return known;
  const zone = zoneFrom({ id: iana, iana, offsetAt: offsets(iana) });
  zones.set(iana, zone);
  return zone;
}
