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

/** A line unfolded, as characters. Of a line that it replaces it keeps the group and the parameters it does not name. */
export function lineText(line: NewLine, replaced?: ContentLine): string {
  const named = new Set(Object.keys(line.parameters ?? {}));
  const kept = (replaced?.rawParameters ?? []).filter((raw) => !named.has(parameterName(raw)));
  const added = Object.entries(line.parameters ?? {}).flatMap(([name, value]) =>
    value === undefined ? [] : [`;${name}=${parameterValue(value)}`],
  );
  const group = replaced === undefined || replaced.group === '' ? '' : `${replaced.group}.`;
  return `${group}${replaced === undefined ? line.name : nameAsWritten(replaced)}${added.join('')}${kept.join('')}:${line.value}`;
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
