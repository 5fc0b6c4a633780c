import { type Line, lineOf, splitList } from './content-line.ts';

/** Properties that hold a list, which servers write as one line or as several (RFC 5545 s.3.8, RFC 6350 s.6). */
const LISTS = new Set(['CATEGORIES', 'RESOURCES', 'EXDATE', 'RDATE', 'FREEBUSY', 'NICKNAME']);
/** Properties whose value has parts, so that an escaped separator means something else than a bare one. */
const STRUCTURED = new Set(['N', 'ADR', 'ORG', 'GEO', 'REQUEST-STATUS', 'GENDER', 'CLIENTPIDMAP']);
const RULES = new Set(['RRULE', 'EXRULE']);
const DURATIONS = new Set(['DURATION', 'TRIGGER', 'REFRESH-INTERVAL']);

/** A component being read: its lines, and the components in it as text. */
interface Component {
  readonly name: string;
  readonly lines: string[];
}

/**
 * Whether two calendar objects or vCards say the same: for servers that parse what they store and write it anew. Made
 * for `same` of a harness.
 *
 * What may differ: line ends, folding and blank lines; the order of lines, components, parameters and parts of a rule;
 * the case of names; spaces at the ends of a value; a list on one line or on several; quotes that a parameter does not need; escapes that a text does
 * not need; how a duration is written (`PT90M`, `PT1H30M`). What may not: any property, parameter, value or component
 * more or less, `DTSTAMP`, `LAST-MODIFIED` and `PRODID` included.
 *
 *     conformance({ name: 'my calendars', open, same: sameObject });
 */
export function sameObject(given: Uint8Array, stored: Uint8Array): boolean {
  return meaningOf(given) === meaningOf(stored);
}

function meaningOf(bytes: Uint8Array): string {
  // As bytes, for a line may be folded in the middle of a character, and what is no UTF-8 must be the same, too.
  const text = Buffer.from(bytes)
    .toString('latin1')
    .replaceAll(/\r?\n[ \t]/g, '');
  const open: Component[] = [{ name: '', lines: [] }];
  for (const raw of text.split(/\r?\n/)) {
    if (raw.trim() === '') continue;
    const line = lineOf(raw.trimEnd());
    const top = open.at(-1) as Component;
    if (line.name === 'BEGIN') open.push({ name: line.value.trim().toUpperCase(), lines: [] });
    else if (line.name === 'END' && open.length > 1 && line.value.trim().toUpperCase() === top.name) {
      open.pop();
      open.at(-1)?.lines.push(textOf(top));
    } else top.lines.push(...meaningsOf(line));
  }
  // What does not end is not the same as what does.
  return open.map(textOf).join('\n?');
}

function textOf({ name, lines }: Component): string {
  return `{${name}\n${lines.sort().join('\n')}\n}`;
}

function meaningsOf({ name, parameters, value }: Line): readonly string[] {
  const bare = name.slice(name.lastIndexOf('.') + 1);
  const start = `${name}${parameters.map((parameter) => `;${parameter}`).join('')}:`;
  if (LISTS.has(bare)) return splitList(value).map((part) => start + plain(part));
  if (RULES.has(bare)) return [start + value.toUpperCase().split(';').sort().join(';')];
  if (DURATIONS.has(bare)) return [start + durationOf(value)];
  return [start + (STRUCTURED.has(bare) ? value.replaceAll('\\N', '\\n') : plain(value))];
}

/** A text without the escapes of commas and semicolons, which some leave out. */
function plain(value: string): string {
  return value.replaceAll(/\\([,;:N])/g, (_, escaped: string) => (escaped === 'N' ? '\\n' : escaped));
}

/** Seconds, where it is a duration (RFC 5545 s.3.3.6). */
function durationOf(value: string): string {
  const found = /^([+-]?)P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(
    value.trim().toUpperCase(),
  );
  if (found === null) return value;
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = found.slice(2).map((part) => Number(part ?? 0));
  const all = (((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds;
  return `${found[1] === '-' ? '-' : ''}${all} s`;
}
