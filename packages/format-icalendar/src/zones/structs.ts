import { fixedZone } from './fixed.ts';
import { ianaZone } from './iana.ts';
import { NEVER, type Registry, registryOf, type SystemTime, sameRegistry } from './registry.ts';
import { registryZone, type YearRules } from './registry-zone.ts';
import { ianaOfWindows, windowsName } from './windows.ts';
import type { Zone } from './zone.ts';

const STRUCT_BYTES = 48;
const RULE_BYTES = 66;
/** The rules of a definition that a zone gets; Windows' own zones have some dozens at most. */
const MAX_RULES = 40;
/** Until when a definition looks for other rules, at least. */
const LOOK_UNTIL = 2037;
const LOOK_YEARS = 10;
/** TZRULE_FLAG_RECUR_CURRENT_TZREG and TZRULE_FLAG_EFFECTIVE_TZREG. */
const RECUR_FLAG = 1;
const EFFECTIVE_FLAG = 2;

function writeTime(view: DataView, at: number, time: SystemTime): void {
  const fields = [
    time.year,
    time.month,
    time.dayOfWeek,
    time.day,
    time.hour,
    time.minute,
    time.second,
    time.milliseconds,
  ];
  for (const [index, field] of fields.entries()) view.setUint16(at + 2 * index, field, true);
}

function readTime(view: DataView, at: number): SystemTime {
  const field = (index: number): number => view.getUint16(at + 2 * index, true);
  return {
    year: field(0),
    month: field(1),
    dayOfWeek: field(2),
    day: field(3),
    hour: field(4),
    minute: field(5),
    second: field(6),
    milliseconds: field(7),
  };
}

function isTime(time: SystemTime): boolean {
  return (
    time.month === 0 ||
    (time.month <= 12 &&
      time.dayOfWeek <= 6 &&
      time.day <= 31 &&
      time.hour <= 24 &&
      time.minute <= 59 &&
      time.second <= 59)
  );
}

/** Whether rules can be meant: no zone lies more than a day from UTC. */
function isRegistry(rules: Registry): boolean {
  const near = (minutes: number): boolean => Math.abs(minutes) <= 24 * 60;
  return (
    [rules.bias + rules.standardBias, rules.bias + rules.daylightBias].every(near) &&
    isTime(rules.standardDate) &&
    isTime(rules.daylightDate)
  );
}

function yearOf(zone: Zone, instant: number): number {
  return Math.min(Math.max(zone.localOf(instant).year, 1601), 9999);
}

/** PidLidTimeZoneStruct ([MS-OXOCAL] 2.2.1.39): the rules of a zone in the year of an instant. */
export function encodeTimeZoneStruct(zone: Zone, around: number): Uint8Array {
  const rules = registryOf(zone, yearOf(zone, around));
  const view = new DataView(new ArrayBuffer(STRUCT_BYTES));
  view.setInt32(0, rules.bias, true);
  view.setInt32(4, rules.standardBias, true);
  view.setInt32(8, rules.daylightBias, true);
  writeTime(view, 14, rules.standardDate);
  writeTime(view, 32, rules.daylightDate);
  return new Uint8Array(view.buffer);
}

function clock(minutes: number): string {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${String(Math.floor(size / 60)).padStart(2, '0')}:${String(size % 60).padStart(2, '0')}`;
}

/** A name for rules that bring none. */
function describe(rules: Registry): string {
  const standard = clock(0 - rules.bias - rules.standardBias);
  return rules.daylightDate.month === 0
    ? `UTC${standard}`
    : `UTC${standard}/${clock(0 - rules.bias - rules.daylightBias)}`;
}

/** The zone of a PidLidTimeZoneStruct, without an IANA name where it has daylight saving time; undefined where the bytes are none. */
export function decodeTimeZoneStruct(bytes: Uint8Array): Zone | undefined {
  if (bytes.length < STRUCT_BYTES) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const rules: Registry = {
    bias: view.getInt32(0, true),
    standardBias: view.getInt32(4, true),
    daylightBias: view.getInt32(8, true),
    standardDate: readTime(view, 14),
    daylightDate: readTime(view, 32),
  };
  if (!isRegistry(rules)) return undefined;
  if (rules.standardDate.month === 0 || rules.daylightDate.month === 0) {
    return fixedZone(describe({ ...rules, daylightDate: NEVER }), (0 - rules.bias - rules.standardBias) * 60_000);
  }
  return registryZone(describe(rules), [{ year: 0, rules }]);
}

/** The rules of a zone from the year of an instant on, each with the year from which it counts. */
function rulesFrom(zone: Zone, year: number): YearRules[] {
  // The first counts for all years before it too, as Windows writes it.
  const found: YearRules[] = [{ year: 1601, rules: registryOf(zone, year) }];
  for (let next = year + 1; next <= Math.max(year + LOOK_YEARS, LOOK_UNTIL) && found.length < MAX_RULES; next += 1) {
    const rules = registryOf(zone, next);
    const last = found.at(-1);
    if (last === undefined || !sameRegistry(last.rules, rules)) found.push({ year: next, rules });
  }
  return found;
}

/**
 * PidLidAppointmentTimeZoneDefinitionRecur, …StartDisplay and …EndDisplay ([MS-OXOCAL] 2.2.1.41 to 2.2.1.43). The rule of the
 * year of `around` is the effective one; other rules follow for later years that have them. Of …Recur (`recurring`) that rule is
 * marked as the one of PidLidTimeZoneStruct too, of the display properties it is not, as Outlook writes them.
 */
export function encodeTimeZoneDefinition(zone: Zone, around: number, recurring = false): Uint8Array {
  const name = windowsName(zone) ?? zone.id.slice(0, 260);
  const rules = rulesFrom(zone, yearOf(zone, around));
  const flags = recurring ? EFFECTIVE_FLAG | RECUR_FLAG : EFFECTIVE_FLAG;
  const header = 6 + 2 * name.length;
  const bytes = new Uint8Array(4 + header + RULE_BYTES * rules.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, 2);
  view.setUint8(1, 1);
  view.setUint16(2, header, true);
  view.setUint16(4, 2, true);
  view.setUint16(6, name.length, true);
  for (let index = 0; index < name.length; index += 1) view.setUint16(8 + 2 * index, name.charCodeAt(index), true);
  view.setUint16(8 + 2 * name.length, rules.length, true);
  for (const [index, { year, rules: one }] of rules.entries()) {
    const at = 4 + header + RULE_BYTES * index;
    view.setUint8(at, 2);
    view.setUint8(at + 1, 1);
    view.setUint16(at + 2, RULE_BYTES - 4, true);
    view.setUint16(at + 4, index === 0 ? flags : 0, true);
    view.setUint16(at + 6, year, true);
    view.setInt32(at + 22, one.bias, true);
    view.setInt32(at + 26, one.standardBias, true);
    view.setInt32(at + 30, one.daylightBias, true);
    writeTime(view, at + 34, one.standardDate);
    writeTime(view, at + 50, one.daylightDate);
  }
  return bytes;
}

interface Definition {
  readonly name: string;
  readonly rules: readonly (YearRules & { readonly flags: number })[];
}

function readDefinition(bytes: Uint8Array): Definition | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 10 || bytes[0] !== 2) return undefined;
  const length = view.getUint16(6, true);
  if (8 + 2 * length + 2 > bytes.length || length > 1000) return undefined;
  let name = '';
  for (let index = 0; index < length; index += 1) name += String.fromCharCode(view.getUint16(8 + 2 * index, true));
  const count = view.getUint16(8 + 2 * length, true);
  const rules: (YearRules & { flags: number })[] = [];
  // The header says where the rules begin: a later version of it may be longer.
  for (let at = 4 + view.getUint16(2, true); rules.length < Math.min(count, 1024); at += RULE_BYTES) {
    if (at + RULE_BYTES > bytes.length) break;
    const one: Registry = {
      bias: view.getInt32(at + 22, true),
      standardBias: view.getInt32(at + 26, true),
      daylightBias: view.getInt32(at + 30, true),
      standardDate: readTime(view, at + 34),
      daylightDate: readTime(view, at + 50),
    };
    if (!isRegistry(one)) return undefined;
    rules.push({ flags: view.getUint16(at + 4, true), year: view.getUint16(at + 6, true), rules: one });
  }
  return rules.length === 0 ? undefined : { name: name.replace(/\0+$/, ''), rules };
}

/** Whether two zones have the same offsets all through a year. */
function agreeIn(year: number, one: Zone, other: Zone): boolean {
  const days = Array.from({ length: 52 }, (_, week) => Date.UTC(year, 0, 1 + 7 * week, 12));
  return days.every((day) => one.offsetAt(day) === other.offsetAt(day));
}

/** Whether a zone had each of the rules in some year in which it counts; rules are often written for years gone by too. */
function hadRules(zone: Zone, byRules: Zone, rules: readonly YearRules[]): boolean {
  const years = rules.map(({ year }) => Math.min(Math.max(year, 1970), LOOK_UNTIL)).sort((a, b) => a - b);
  return years.every((first, index) => {
    for (let year = first; year <= Math.max(first, (years[index + 1] ?? LOOK_UNTIL + 1) - 1); year += 1) {
      if (agreeIn(year, zone, byRules)) return true;
    }
    return false;
  });
}

/**
 * The zone of a PidLidAppointmentTimeZoneDefinition*; undefined where the bytes are none. Where its key name is that of a
 * known zone which had the rules, each in some year, it is that zone with all its years; else the rules count.
 */
export function decodeTimeZoneDefinition(bytes: Uint8Array): Zone | undefined {
  const definition = readDefinition(bytes);
  if (definition === undefined) return undefined;
  const { name, rules } = definition;
  const effective = rules.find(({ flags }) => (flags & EFFECTIVE_FLAG) !== 0) ?? rules[0];
  const byRules = registryZone(name === '' && effective !== undefined ? describe(effective.rules) : name, rules);
  const iana = ianaOfWindows(name) ?? name;
  const known = ianaZone(iana);
  return known !== undefined && hadRules(known, byRules, rules) ? known : byRules;
}
