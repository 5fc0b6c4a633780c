import { decodeCharset } from './charsets.ts';
import { decodeHeader } from './encoded-words.ts';

/** A field such as Content-Type: its value in lower case and its parameters, decoded, by lower-case name. */
export interface Parameterised {
  readonly value: string;
  readonly parameters: Readonly<Record<string, string>>;
}

const MAX_LENGTH = 65_536;

interface RawParameter {
  readonly name: string;
  readonly raw: string;
}

/**
 * Reads `value; name=value` (RFC 2045 s.5.1) with continuations and charsets (RFC 2231 s.3 and s.4), encoded words where
 * they must not be (RFC 2047 s.5 forbids them, mail has them), values that lack their quotes, and missing semicolons.
 */
export function readParameterised(field: string | undefined): Parameterised {
  if (field === undefined) return { value: '', parameters: {} };
  const raw = field.slice(0, MAX_LENGTH);
  const end = raw.indexOf(';');
  const value = (end < 0 ? raw : raw.slice(0, end))
    .replace(/\([^()]*\)/g, '')
    .trim()
    .toLowerCase();
  const [main = '', ...rest] = value.split(/\s+/);
  const parameters =
    end < 0 && rest.length === 0 ? [] : rawParameters(`${rest.join(' ')};${end < 0 ? '' : raw.slice(end + 1)}`);
  return { value: main.replace(/^["']|["']$/g, ''), parameters: decodeParameters(parameters) };
}

function rawParameters(text: string): RawParameter[] {
  const found: RawParameter[] = [];
  let at = 0;
  while (at < text.length && found.length < 1000) {
    while (at < text.length && /[\s;,]/.test(text[at] as string)) at++;
    const equals = text.indexOf('=', at);
    if (equals < 0) break;
    const stop = text.indexOf(';', at);
    if (stop >= 0 && stop < equals) {
      at = stop + 1;
      continue;
    }
    const name = text.slice(at, equals).trim().toLowerCase();
    at = equals + 1;
    while (text[at] === ' ' || text[at] === '\t') at++;
    const read = text[at] === '"' ? quoted(text, at) : unquoted(text, at);
    at = read.end;
    if (name !== '' && name.length < 100) found.push({ name, raw: read.value });
  }
  return found;
}

/** A quoted string; a backslash counts only before `"` and `\`, since file names hold Windows paths. */
function quoted(text: string, start: number): { value: string; end: number } {
  let value = '';
  for (let at = start + 1; at < text.length; at++) {
    const char = text[at] as string;
    if (char === '"') return { value, end: at + 1 };
    if (char === '\\' && (text[at + 1] === '"' || text[at + 1] === '\\')) value += text[++at];
    else value += char;
  }
  const stop = text.indexOf(';', start);
  const end = stop < 0 ? text.length : stop;
  return { value: text.slice(start + 1, end).trim(), end };
}

function unquoted(text: string, start: number): { value: string; end: number } {
  const stop = text.indexOf(';', start);
  const end = stop < 0 ? text.length : stop;
  const value = text.slice(start, end);
  // `name=a.txt size=5`: a missing semicolon. A file name may hold spaces, an attribute name before `=` does not.
  const next = /\s[a-z][a-z0-9*-]{1,20} ?="?/i.exec(value);
  const cut = next === null || value.startsWith('=?') ? value.length : next.index;
  const plain = value.slice(0, cut).trim();
  const comment = plain.endsWith(')') ? plain.lastIndexOf('(') : -1;
  return {
    value: comment > 0 && / $/.test(plain.slice(0, comment)) ? plain.slice(0, comment).trim() : plain,
    end: start + cut,
  };
}

function decodeParameters(raw: readonly RawParameter[]): Record<string, string> {
  const plain: Record<string, string> = Object.create(null);
  const extended = new Map<string, { index: number; encoded: boolean; raw: string }[]>();
  for (const parameter of raw) {
    const star = /^([^*]+)\*(?:(\d{1,4})(\*)?)?$/.exec(parameter.name);
    if (star === null) plain[parameter.name] ??= decodeHeader(parameter.raw);
    else {
      const name = star[1] as string;
      const pieces = extended.get(name) ?? [];
      pieces.push({
        index: Number(star[2] ?? 0),
        encoded: star[2] === undefined || star[3] === '*',
        raw: parameter.raw,
      });
      extended.set(name, pieces);
    }
  }
  for (const [name, pieces] of extended) plain[name] = joinPieces(pieces);
  return plain;
}

function joinPieces(pieces: { index: number; encoded: boolean; raw: string }[]): string {
  pieces.sort((a, b) => a.index - b.index);
  let charset: string | undefined;
  const bytes = pieces.map((piece, at) => {
    if (!piece.encoded) return Buffer.from(piece.raw, 'latin1');
    const marked = at === 0 ? /^([^']*)'[^']*'([\s\S]*)$/.exec(piece.raw) : null;
    if (marked !== null) charset = marked[1];
    return percentBytes(marked?.[2] ?? piece.raw);
  });
  const text =
    charset === undefined
      ? decodeHeader(Buffer.concat(bytes).toString('latin1'))
      : decodeCharset(Buffer.concat(bytes), charset).text;
  return text.replaceAll('\0', '');
}

function percentBytes(raw: string): Buffer {
  return Buffer.from(
    raw.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
}
