/** A content line (RFC 5545 s.3.1, RFC 6350 s.3.2) with the lines that continue it. */
export interface ContentLine {
  /** Where it begins in the text, and where the next one does. */
  readonly start: number;
  readonly end: number;
  /** Upper case, without the group of a vCard. */
  readonly name: string;
  /** Unfolded, without its line end. */
  readonly text: string;
}

/**
 * The content lines of a text of one character per byte (latin1), so that places are those of the bytes. Linear in its
 * length; what is no content line comes with an empty name.
 */
export function* contentLines(text: string): Generator<ContentLine> {
  for (let start = 0; start < text.length; ) {
    const first = lineEnd(text, start);
    let end = first;
    while (isFold(text, end)) end = lineEnd(text, end);
    yield new Line(text, start, first, end);
    start = end;
  }
}

/** Cut out of its text when it is asked for: most lines are only passed by. */
class Line implements ContentLine {
  readonly start: number;
  readonly end: number;
  readonly name: string;
  readonly #source: string;
  readonly #first: number;

  constructor(source: string, start: number, first: number, end: number) {
    this.#source = source;
    this.start = start;
    this.#first = first;
    this.end = end;
    // A name may be folded, too.
    this.name =
      nameOf(source, start, first) ?? (first < end ? nameOf(this.text, 0, Number.POSITIVE_INFINITY) : '') ?? '';
  }

  get text(): string {
    const line = bare(this.#source, this.start, this.#first);
    if (this.#first === this.end) return line;
    const parts = [line];
    for (let from = this.#first; from < this.end; ) {
      const end = lineEnd(this.#source, from);
      parts.push(bare(this.#source, from + 1, end));
      from = end;
    }
    return parts.join('');
  }
}

/** Of names and groups: longer ones are no content lines. */
const MAX_NAME = 200;

/**
 * Letters, digits and hyphens up to a semicolon or colon, behind those of a group and its dot; undefined where there are only
 * such up to the end. By hand, for it runs for each line.
 */
function nameOf(text: string, start: number, end: number): string | undefined {
  const stop = Math.min(end, text.length);
  let from = start;
  for (let at = start; at < stop && at - from <= MAX_NAME; at++) {
    const code = text.charCodeAt(at);
    if (isNameCode(code)) continue;
    if (code === CR || code === LF) return undefined;
    if (at === from) return '';
    if (code === SEMICOLON || code === COLON) return text.slice(from, at).toUpperCase();
    if (code !== DOT || from > start) return '';
    from = at + 1;
  }
  return undefined;
}

const [LF, CR, DOT, COLON, SEMICOLON, HYPHEN, SPACE, TAB] = [0x0a, 0x0d, 0x2e, 0x3a, 0x3b, 0x2d, 0x20, 0x09];

function isNameCode(code: number): boolean {
  const letter = code | 0x20;
  return (letter >= 0x61 && letter <= 0x7a) || (code >= 0x30 && code <= 0x39) || code === HYPHEN;
}

function isFold(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === SPACE || code === TAB;
}

function lineEnd(text: string, from: number): number {
  const lf = text.indexOf('\n', from);
  return lf < 0 ? text.length : lf + 1;
}

function bare(text: string, start: number, end: number): string {
  let stop = end;
  if (stop > start && text[stop - 1] === '\n') stop--;
  if (stop > start && text[stop - 1] === '\r') stop--;
  return text.slice(start, stop);
}

/** One parameter of a line, as it stands there. */
export interface LineParameter {
  /** Upper case. */
  readonly name: string;
  /** Without quotation marks. */
  readonly value: string;
  /** From its semicolon up to its end, in the unfolded text. */
  readonly start: number;
  readonly end: number;
}

/** The parameters of an unfolded line and its value (RFC 5545 s.3.2). */
export function lineParts(text: string): { readonly parameters: readonly LineParameter[]; readonly value: string } {
  const parameters: LineParameter[] = [];
  let at = text.search(/[;:]/);
  if (at < 0) return { parameters, value: '' };
  while (text[at] === ';') {
    const start = at;
    let quoted = false;
    for (at++; at < text.length; at++) {
      const char = text[at];
      if (char === '"') quoted = !quoted;
      else if (!quoted && (char === ';' || char === ':')) break;
    }
    const [name = '', ...rest] = text.slice(start + 1, at).split('=');
    parameters.push({ name: name.toUpperCase(), value: rest.join('=').replaceAll('"', ''), start, end: at });
  }
  return { parameters, value: text.slice(at + 1) };
}

/** Folds an unfolded line at 75 bytes (RFC 5545 s.3.1), never within a character of UTF-8; ends it with CRLF. */
export function foldLine(text: string): string {
  const parts: string[] = [];
  for (let at = 0, room = 75; at < text.length; room = 74) {
    let end = Math.min(text.length, at + room);
    // A byte 10xxxxxx goes on with the character before it.
    while (end < text.length && end > at + 1 && (text.charCodeAt(end) & 0xc0) === 0x80) end--;
    parts.push(text.slice(at, end));
    at = end;
  }
  return `${parts.join('\r\n ')}\r\n`;
}
