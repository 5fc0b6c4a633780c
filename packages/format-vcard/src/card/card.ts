import { isUtf8 } from '../lines/charsets.ts';
import type { Version } from '../lines/escapes.ts';
import type { VcardLine } from '../lines/line.ts';
import { readLines } from '../lines/reader.ts';

/** The lines of a file with the card in them. Values of this type are never altered; a change makes another. */
export interface Card {
  readonly lines: readonly VcardLine[];
  /** The lines of the card itself, without BEGIN, END, empty ones and those of cards inside of it; in order. */
  readonly own: readonly VcardLine[];
  /** Where a new line goes: at END:VCARD, or behind the last line. */
  readonly end: number;
  readonly version: Version;
  /** As the line BEGIN:VCARD has it. */
  readonly lineEnd: string;
  /** Charset of text that names none: windows-1252 where some of it is no UTF-8. */
  readonly charset: 'utf-8' | 'windows-1252';
  /** One sentence each: what is broken about the card as a whole. */
  readonly problems: readonly string[];
}

/** A line end longer than that is not taken as a model for new lines. */
const MAX_LINE_END = 3;

/** Reads the first card of a text. What is not a card has no lines of its own, and a problem. */
export function readCard(text: string): Card {
  return cardOf(readLines(text));
}

/** The card that these lines make. */
export function cardOf(lines: readonly VcardLine[]): Card {
  const begin = lines.findIndex(isBegin);
  if (begin < 0)
    return {
      ...bare(lines),
      problems: ['There is no line BEGIN:VCARD; nothing of it was read as a contact.'],
    };
  const own: VcardLine[] = [];
  const problems: string[] = [];
  if (lines.slice(0, begin).some((line) => !line.blank)) problems.push('There are lines before BEGIN:VCARD.');
  let depth = 1;
  let at = begin + 1;
  for (; at < lines.length; at++) {
    const line = lines[at];
    if (line === undefined) break;
    if (isBegin(line)) {
      // Only AGENT of vCard 2.1 has a card inside; anywhere else the one before was not ended.
      if (depth === 1 && !isAgent(own.at(-1))) break;
      depth++;
    } else if (isEnd(line)) {
      depth--;
      if (depth === 0) break;
    } else if (depth === 1 && !line.blank) own.push(line);
  }
  const ended = depth === 0;
  if (!ended) problems.push('The card has no line END:VCARD.');
  problems.push(...behind(lines, ended ? at + 1 : at), ...broken(own));
  const version = versionOf(own);
  const known = own.filter(({ charset, encoding }) => charset === undefined && encoding !== 'base64');
  return {
    lines,
    own,
    end: at,
    version,
    lineEnd: lineEndOf(lines[begin]),
    charset: known.every(isText) ? 'utf-8' : 'windows-1252',
    problems,
  };
}

/** Whether a line is `BEGIN:VCARD`. */
export function isBegin(line: VcardLine): boolean {
  return line.name === 'BEGIN' && line.value.trim().toUpperCase() === 'VCARD';
}

function isEnd(line: VcardLine): boolean {
  return line.name === 'END' && line.value.trim().toUpperCase() === 'VCARD';
}

function isAgent(line: VcardLine | undefined): boolean {
  return line?.name === 'AGENT' && line.value.trim() === '';
}

function bare(lines: readonly VcardLine[]): Card {
  return { lines, own: [], end: lines.length, version: '3.0', lineEnd: '\r\n', charset: 'utf-8', problems: [] };
}

function behind(lines: readonly VcardLine[], from: number): string[] {
  const rest = lines.slice(from).filter((line) => !line.blank);
  if (rest.length === 0) return [];
  const cards = rest.filter(isBegin).length;
  return [cards > 0 ? 'The file holds more than one card; the first was read.' : 'There are lines behind END:VCARD.'];
}

function broken(own: readonly VcardLine[]): string[] {
  const count = own.filter((line) => line.name === '').length;
  if (count === 0) return [];
  return [
    `${count === 1 ? 'A line of the card is no property and was' : `${count} lines of the card are no properties and were`} passed over.`,
  ];
}

function versionOf(own: readonly VcardLine[]): Version {
  const said = own.find(({ name }) => name === 'VERSION')?.value.trim() ?? '';
  if (/^2\.1/.test(said)) return '2.1';
  if (/^4/.test(said)) return '4.0';
  if (/^3/.test(said)) return '3.0';
  return own.some(({ encoding }) => encoding === 'quoted-printable') ? '2.1' : '3.0';
}

function lineEndOf(line: VcardLine | undefined): string {
  let at = line?.raw.length ?? 0;
  while (at > 0 && (line?.raw[at - 1] === '\n' || line?.raw[at - 1] === '\r')) at--;
  const found = line?.raw.slice(at) ?? '';
  return found === '' || found.length > MAX_LINE_END ? '\r\n' : found;
}

/** Whether a line is ASCII or UTF-8, unfolded: a fold may part a character. */
function isText({ head, value }: VcardLine): boolean {
  return isUtf8(Buffer.from(`${head}:${value}`, 'latin1'));
}
