import { contentLines, lineParts } from '@mapistore/core';

/** What servers keep for themselves: when an item was made and changed, and by which program. */
const MAINTAINED = new Set(['PRODID', 'CALSCALE', 'DTSTAMP', 'CREATED', 'LAST-MODIFIED', 'SEQUENCE', 'REV']);
/** Rules of time zones, which servers may hold by themselves (RFC 7809). */
const LEFT_OUT = 'VTIMEZONE';
/** Properties that hold a list, which may be written as one line or as several. */
const LISTS = new Set(['CATEGORIES', 'RESOURCES', 'EXDATE', 'RDATE', 'FREEBUSY', 'NICKNAME']);
/** Properties whose value has parts; empty ones at the end say nothing. */
const STRUCTURED = new Set(['N', 'ADR', 'ORG', 'REQUEST-STATUS', 'GENDER', 'CLIENTPIDMAP']);
const EMPTY_END = /;+$/;
const RULES = new Set(['RRULE', 'EXRULE']);
const ENUMERATED = new Set(['STATUS', 'CLASS', 'TRANSP', 'ACTION', 'KIND', 'VERSION']);
const NUMBERS = new Set(['PRIORITY', 'PERCENT-COMPLETE', 'REPEAT']);
/** Parameters that say how a value is written and not what it is. */
const FORMS = new Set(['VALUE', 'ENCODING', 'CHARSET', 'X-VOBJ-ORIGINAL-TZID']);

/**
 * The names of the properties of an item that a server did not keep, each once: those that are gone or have another
 * value or fewer parameters. What it added, ordered, folded, escaped or wrote in another form of the same is no loss, and
 * neither are properties that say nothing, white space at the ends of a value, or another PRODID.
 */
export function lostProperties(given: Uint8Array, stored: Uint8Array): readonly string[] {
  const left = new Map<string, ReadonlySet<string>[]>();
  for (const { key, parameters } of entriesOf(stored)) {
    const found = left.get(key);
    if (found === undefined) left.set(key, [parameters]);
    else found.push(parameters);
  }
  const lost = new Set<string>();
  for (const { name, key, parameters } of entriesOf(given)) {
    const candidates = left.get(key) ?? [];
    const index = candidates.findIndex((candidate) => parameters.isSubsetOf(candidate));
    if (index < 0) lost.add(name);
    else candidates.splice(index, 1);
  }
  return [...lost];
}

interface Entry {
  readonly name: string;
  /** Where it stands, its name and its value. */
  readonly key: string;
  readonly parameters: ReadonlySet<string>;
}

function* entriesOf(bytes: Uint8Array): Generator<Entry> {
  const open: string[] = [];
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  for (const { name, text: line } of contentLines(text)) {
    const parts = lineParts(line);
    if (name === 'BEGIN') open.push(parts.value.trim().toUpperCase());
    else if (name === 'END') open.pop();
    if (name === '' || name === 'END' || MAINTAINED.has(name) || open.includes(LEFT_OUT)) continue;
    const parameters = new Set(
      parts.parameters.filter((each) => !FORMS.has(each.name)).flatMap((each) => parameterWords(each.name, each.value)),
    );
    for (const value of valuesOf(name, parts.value, line)) {
      yield { name, key: `${open.join('/')} ${name} ${value}`, parameters };
    }
  }
}

/** `TYPE=HOME,WORK`, `TYPE=HOME;TYPE=WORK` and the `HOME;WORK` of old say the same. */
function parameterWords(name: string, value: string): readonly string[] {
  if (value === '') return [`TYPE=${name.toLowerCase()}`];
  return value.split(',').map((word) => `${name}=${word.trim().toLowerCase()}`);
}

/** The values of a line in a form in which those that say the same are the same; none where it says nothing. */
function valuesOf(name: string, value: string, line: string): readonly string[] {
  if (name === 'BEGIN') return [value.trim().toUpperCase()];
  if (value.trim() === '') return [];
  if (LISTS.has(name)) return splitAt(value, ',').map(plain);
  if (RULES.has(name)) return [ruleOf(value)];
  if (STRUCTURED.has(name)) return [splitAt(value, ';').map(plain).map(numberOf).join(';').replace(EMPTY_END, '')];
  // Radicale escapes its semicolon.
  if (name === 'GEO') return [plain(value).split(';').map(numberOf).join(';')];
  if (ENUMERATED.has(name)) return [value.trim().toUpperCase()];
  if (NUMBERS.has(name)) return [numberOf(value.trim())];
  const duration = name === 'DURATION' || name === 'TRIGGER' ? secondsOf(value) : undefined;
  if (duration !== undefined) return [String(duration)];
  if (/;ENCODING=(B|BASE64)[;:]/i.test(line)) return [value.replaceAll(/\s/g, '')];
  return [plain(value)];
}

/** A rule without what is so anyway (RFC 5545 s.3.3.10), its parts and their lists in order. */
function ruleOf(value: string): string {
  const parts = value.trim().toUpperCase().split(';');
  const said = parts.filter((part) => part !== '' && part !== 'INTERVAL=1' && part !== 'WKST=MO');
  return said
    .map((part) => part.split(/[=,]/))
    .map(([name, ...list]) => `${name}=${list.sort().join(',')}`)
    .sort()
    .join(';');
}

function numberOf(text: string): string {
  return /^[+-]?\d+(\.\d+)?$/.test(text) ? String(Number(text)) : text;
}

/** A text without its escapes (RFC 5545 s.3.3.11), and without white space at its ends, which Cyrus takes off. */
function plain(text: string): string {
  return text.replaceAll(/\\(.)/g, (_, char: string) => (char === 'n' || char === 'N' ? '\n' : char)).trim();
}

function splitAt(text: string, separator: string): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === separator) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, text.slice(start)];
}

/** A duration in seconds (RFC 5545 s.3.3.6); undefined for what is none. */
function secondsOf(value: string): number | undefined {
  const match = /^([+-]?)P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/i.exec(value.trim());
  if (match === null) return undefined;
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(2).map((part) => Number(part ?? 0));
  const all = (((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds;
  return match[1] === '-' ? -all : all;
}
