import { encodeText } from './charsets.ts';
import type { Version } from './escapes.ts';
import type { VcardLine } from './line.ts';
import { readParameter, splitHead } from './parameters.ts';
import { readLines } from './reader.ts';
import { toQuotedPrintable } from './transfer-encodings.ts';

/** What a line is to say, and how. */
export interface LineDraft {
  /** Group, name and parameters as Latin-1 characters; those of encoding and charset are kept as long as they fit. */
  readonly head: string;
  /** The value with its backslashes. */
  readonly text: string;
  readonly version: Version;
  readonly lineEnd: string;
  /** Charset of what names none. */
  readonly charset: string;
}

const FOLD = 75;
/** Controls that no line can hold; line breaks are told apart before. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what it looks for
const CONTROLS = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/;
const ASCII = /^[\x20-\x7e\r\n\t]*$/;

/**
 * Writes a line: folded at 75 bytes between characters (RFC 6350 s.3.2), or in vCard 2.1 as quoted-printable where the
 * text is more than one line of ASCII. Undefined for what cannot be written.
 */
export function writeLine({ head: given, text, version, lineEnd, charset }: LineDraft): VcardLine | undefined {
  if (CONTROLS.test(text)) return undefined;
  const parameters = splitHead(given).slice(1).map(readParameter);
  const encoding = parameters.find(({ name }) => name === 'ENCODING')?.raw.trim() ?? '';
  const named = parameters.find(({ name }) => name === 'CHARSET')?.raw;
  const isPlain = ASCII.test(text) && !/[\r\n]/.test(text) && text.trim() === text;
  const isQuoted = /^"?(?:QUOTED-PRINTABLE|QP)"?$/i.test(encoding);
  const quoted = isQuoted || (version === '2.1' && !isPlain);
  if (!quoted && /[\r\n]/.test(text)) return undefined;
  const own = encodeText(text, named ?? (version === '2.1' ? 'utf-8' : charset));
  const bytes = own ?? encodeText(text, 'utf-8');
  if (bytes === undefined) return undefined;
  let head = /^"?(?:BASE64|B)"?$/i.test(encoding) ? editHead(given, { drop: ['ENCODING'] }) : given;
  if (own === undefined && named !== undefined) head = editHead(head, { drop: ['CHARSET'], add: ['CHARSET=UTF-8'] });
  else if (version === '2.1' && named === undefined && !ASCII.test(text)) head += ';CHARSET=UTF-8';
  if (!quoted) {
    const whole = `${head}:${bytes.toString('latin1')}`;
    return lineOf(`${version === '2.1' ? whole : fold(whole, lineEnd)}${lineEnd}`, version);
  }
  if (!isQuoted) head += ';ENCODING=QUOTED-PRINTABLE';
  return lineOf(`${head}:${toQuotedPrintable(bytes, head.length + 1, lineEnd)}${lineEnd}`, version);
}

/** Takes parameters out of a head by their upper-case names, and puts others at its end. */
export function editHead(head: string, { drop = [], add = [] }: HeadEdit): string {
  const [name, ...parameters] = splitHead(head);
  return [name, ...parameters.filter((text) => !drop.includes(readParameter(text).name)), ...add].join(';');
}

/** Parameters to take out and to put in. */
export interface HeadEdit {
  readonly drop?: readonly string[];
  readonly add?: readonly string[];
}

/** Bytes to be written into a line. */
export interface BytesDraft {
  readonly head: string;
  readonly bytes: Uint8Array;
  readonly version: Version;
  readonly lineEnd: string;
  /** Media type of a `data:` URI (RFC 2397); without it the head names the encoding. */
  readonly dataType?: string;
}

/** A line of base64, with the empty line behind it that vCard 2.1 wants. */
export function writeBase64({ head, bytes, version, lineEnd, dataType }: BytesDraft): VcardLine | undefined {
  const scheme = dataType === undefined ? '' : `data:${dataType};base64,`;
  const text = `${head}:${scheme}${Buffer.from(bytes).toString('base64')}`;
  return lineOf(`${fold(text, lineEnd)}${lineEnd}${version === '2.1' ? lineEnd : ''}`, version);
}

/** A line by its exact bytes; undefined where they are more than one line. */
export function lineOf(raw: string, version: Version): VcardLine | undefined {
  const lines = readLines(version === '2.1' ? `VERSION:2.1${raw.endsWith('\r') ? '\r' : '\n'}${raw}` : raw);
  if (version === '2.1') lines.shift();
  return lines.length === 1 ? lines[0] : undefined;
}

/** Folds bytes (as Latin-1 characters) so that no line is longer than 75, and none ends inside a character of UTF-8. */
function fold(text: string, lineEnd: string): string {
  if (text.length <= FOLD) return text;
  const parts: string[] = [];
  for (let at = 0; at < text.length; ) {
    let end = Math.min(text.length, at + (at === 0 ? FOLD : FOLD - 1));
    while (end < text.length && (text.charCodeAt(end) & 0xc0) === 0x80 && end > at + FOLD - 5) end--;
    parts.push(text.slice(at, end));
    at = end;
  }
  return parts.join(`${lineEnd} `);
}
