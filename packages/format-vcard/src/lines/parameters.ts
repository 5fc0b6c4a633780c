/** A parameter as it is written; `name` is upper case, empty for a bare word of vCard 2.1. */
export interface Parameter {
  readonly name: string;
  /** Bytes as Latin-1 characters, with quotation marks and circumflex codes. */
  readonly raw: string;
}

const ENCODINGS = new Set(['QUOTED-PRINTABLE', 'BASE64', '8BIT', '7BIT', 'QP']);
const VALUES = new Set(['INLINE', 'URL', 'URI', 'CONTENT-ID', 'CID']);

/** Takes `GROUP.NAME;A=1;B` apart at semicolons that are not quoted. */
export function splitHead(head: string): readonly [name: string, ...parameters: string[]] {
  const [name = '', ...rest] = splitOutsideQuotes(head, ';');
  return [name, ...rest];
}

/** A parameter by its text; a bare word is one of TYPE, unless it names an encoding or a kind of value (vCard 2.1). */
export function readParameter(text: string): Parameter {
  const equals = text.indexOf('=');
  if (equals > 0 && !text.slice(0, equals).includes('"'))
    return { name: text.slice(0, equals).trim().toUpperCase(), raw: text.slice(equals + 1) };
  const word = text.trim().toUpperCase();
  const name = ENCODINGS.has(word) ? 'ENCODING' : VALUES.has(word) ? 'VALUE' : 'TYPE';
  return { name, raw: text };
}

/** The values of a parameter: parted at commas, in quotation marks or not. */
export function valuesOf(raw: string): string[] {
  return splitOutsideQuotes(raw, ',').map((value) => unquote(value.trim()));
}

/** The value of a parameter as one text, with the codes of RFC 6868 and `\n` (RFC 6350 s.6.3.1) undone. */
export function parameterText(raw: string): string {
  const trimmed = raw.trim();
  const inner = trimmed.startsWith('"') ? unquote(trimmed) : trimmed;
  return inner.replace(/\^([n'^])|\\([nN])/g, (_, code: string | undefined, line: string | undefined) =>
    line !== undefined || code === 'n' ? '\n' : code === "'" ? '"' : '^',
  );
}

/** A text as the value of a parameter (RFC 6868). */
export function writeParameterText(text: string): string {
  const coded = text.replace(/\^/g, '^^').replace(/\r?\n/g, '^n').replace(/"/g, "^'");
  return /[,;:\s]/.test(coded) ? `"${coded}"` : coded;
}

function unquote(value: string): string {
  return value.startsWith('"') ? value.slice(1, value.endsWith('"') && value.length > 1 ? -1 : undefined) : value;
}

function splitOutsideQuotes(text: string, separator: string): string[] {
  const parts: string[] = [];
  let start = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '"') quoted = !quoted;
    else if (char === separator && !quoted) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}
