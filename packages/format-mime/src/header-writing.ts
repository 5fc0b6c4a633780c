import type { Mailbox } from './addresses.ts';
import { encodeWords } from './encoded-words.ts';

const WIDTH = 76;
// biome-ignore lint/suspicious/noControlCharactersInRegex: no control character may get into a field
const UNSAFE = /[\x00-\x1f\x7f]+/g;

/** A field of free text (RFC 5322 s.2.2.1): as it is where it can be, else as encoded words. */
export function textField(name: string, value: string): string {
  return fold(`${name}: ${isPlain(value) ? value : encodeWords(value)}`);
}

/** A field whose value has a syntax of its own; it is folded at its spaces and otherwise kept. */
export function rawField(name: string, value: string): string {
  return fold(`${name}: ${value.replace(UNSAFE, ' ').trim()}`);
}

/** A field that lists mailboxes (RFC 5322 s.3.4). */
export function addressField(name: string, mailboxes: readonly Mailbox[]): string {
  return fold(`${name}: ${mailboxes.map(writeMailbox).join(', ')}`);
}

/** A field with parameters (RFC 2045 s.5.1), values beyond ASCII after RFC 2231. */
export function parameterField(
  name: string,
  value: string,
  parameters: Readonly<Record<string, string | undefined>>,
): string {
  const written = Object.entries(parameters).flatMap(([key, one]) =>
    one === undefined ? [] : writeParameter(key, one),
  );
  return `${[`${name}: ${value.replace(UNSAFE, '')}`, ...written].join(';\r\n ')}\r\n`;
}

function writeParameter(name: string, raw: string): string[] {
  const value = raw.toWellFormed().replace(UNSAFE, ' ');
  if (/^[A-Za-z0-9!#$&+.^_`{}~-]{1,60}$/.test(value)) return [`${name}=${value}`];
  if (/^[ -~]{0,60}$/.test(value) && !value.includes('=?')) return [`${name}="${value.replace(/["\\]/g, '\\$&')}"`];
  const pieces: string[] = [];
  let piece = `utf-8''`;
  for (const byte of Buffer.from(value)) {
    const char = String.fromCharCode(byte);
    piece += /[A-Za-z0-9._-]/.test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    if (piece.length > 55) {
      pieces.push(piece);
      piece = '';
    }
  }
  if (piece !== '') pieces.push(piece);
  return pieces.length === 1 ? [`${name}*=${pieces[0]}`] : pieces.map((one, at) => `${name}*${at}*=${one}`);
}

function writeMailbox({ name, address }: Mailbox): string {
  const target = address.replace(UNSAFE, '').replace(/[<>]/g, '');
  if (name === '' || name === address)
    return /^[^\s@,;:"()[\]\\]+@[^\s@,;:"()\\]+$/.test(target) ? target : `<${target}>`;
  return `${writePhrase(name)} <${target}>`;
}

function writePhrase(name: string): string {
  if (!isPlain(name)) return encodeWords(name);
  return /^[A-Za-z0-9!#$%&*+/=?^_`{|}~' -]+$/.test(name) ? name : `"${name.replace(/["\\]/g, '\\$&')}"`;
}

/** Whether a value comes back as it is from a field that holds it as it is. */
function isPlain(value: string): boolean {
  return (
    /^[ -~]*$/.test(value) &&
    !value.includes('=?') &&
    value.trim() === value &&
    !/\S{900}|^'.*'$/.test(value) &&
    !/ {2}/.test(value)
  );
}

/** Breaks a line before spaces, so that what unfolding gives is what went in (RFC 5322 s.2.2.3). */
function fold(line: string): string {
  if (line.length <= WIDTH) return `${line}\r\n`;
  const words = line.split(' ');
  let out = '';
  let width = 0;
  for (const [at, word] of words.entries()) {
    // Never a line of white space only, nor a break right behind the name of the field.
    const breaks = at > 1 && word !== '' && width + word.length + 1 > WIDTH;
    out += at === 0 ? word : breaks ? `\r\n ${word}` : ` ${word}`;
    width = breaks ? word.length + 1 : width + word.length + 1;
  }
  return `${out}\r\n`;
}
