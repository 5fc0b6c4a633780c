import { CONTROLS, type ContentLine } from './content-line.ts';
import { encodePiece } from './text.ts';

/** A line to be written. */
export interface NewLine {
  readonly name: string;
  /** As it stands behind the colon. */
  readonly value: string;
  /** A parameter that is undefined is taken away where a line is replaced that has it. */
  readonly parameters?: Readonly<Record<string, string | undefined>>;
}

/** Octets of a line, without its end (RFC 5545 s.3.1). */
const MAX_OCTETS = 75;

/** TEXT with its escapes (RFC 5545 s.3.3.11). Characters that are none in text are left out. */
export function escapeText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n/g, '\n')
    .replace(CONTROLS, '')
    .replace(/[\\;,]/g, '\\$&')
    .replaceAll('\n', '\\n');
}

/** A value that is no TEXT, on one line. */
export function plainValue(value: string): string {
  return value.toWellFormed().replace(/\p{Cc}/gu, '');
}

/** A line unfolded, as characters. Of a line that it replaces it keeps the group, and the parameters in their order. */
export function lineText(line: NewLine, replaced?: ContentLine): string {
  const named = new Map(Object.entries(line.parameters ?? {}));
  const kept = (replaced?.rawParameters ?? []).map((raw) => {
    const name = parameterName(raw);
    if (!named.has(name)) return raw;
    const value = named.get(name);
    named.delete(name);
    // What says the same already stays as it is written.
    if (value !== undefined && replaced?.parameters.get(name)?.join(',') === value) return raw;
    return value === undefined ? '' : `${raw.slice(0, name.length + 1)}=${parameterValue(value)}`;
  });
  const added = [...named].flatMap(([name, value]) =>
    value === undefined ? [] : [`;${name}=${parameterValue(value)}`],
  );
  const group = replaced === undefined || replaced.group === '' ? '' : `${replaced.group}.`;
  const name = replaced === undefined ? line.name : nameAsWritten(replaced);
  return `${group}${name}${kept.join('')}${added.join('')}:${line.value}`;
}

/** A line as bytes, one character a byte, folded and with its line end. No character is folded apart. */
export function foldLine(text: string, lineEnd: string): string {
  const bytes = encodePiece(text);
  if (bytes.length <= MAX_OCTETS) return bytes + lineEnd;
  const pieces: string[] = [];
  let at = 0;
  while (at < bytes.length) {
    let stop = at + MAX_OCTETS - (at === 0 ? 0 : 1);
    if (stop < bytes.length) while ((bytes.charCodeAt(stop) & 0xc0) === 0x80) stop--;
    pieces.push(bytes.slice(at, stop));
    at = stop;
  }
  return pieces.join(`${lineEnd} `) + lineEnd;
}

function nameAsWritten(line: ContentLine): string {
  return line.whole.slice(line.group === '' ? 0 : line.group.length + 1).slice(0, line.name.length);
}

function parameterName(raw: string): string {
  return raw.slice(1, raw.indexOf('=')).toUpperCase();
}

/** Quoted where it must be, with the escapes of RFC 6868. */
function parameterValue(value: string): string {
  const escaped = value
    .toWellFormed()
    .replaceAll('^', '^^')
    .replace(/\r?\n/g, '^n')
    .replaceAll('"', "^'")
    .replace(/\p{Cc}/gu, '');
  return /[;:,]/.test(escaped) || escaped !== escaped.trim() ? `"${escaped}"` : escaped;
}
