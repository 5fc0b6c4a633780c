/**
 * How a quoted-printable text is written. A simple rule says for each decoded byte whether it is written as `=XX`, and
 * where lines are broken softly; where the text differs from the rule, the offset is listed.
 */
export interface QuotedLayout {
  /** Characters of a full line with its soft break. */
  readonly width: number;
  /** Whether lines end with CRLF; else with LF. */
  readonly crlf: boolean;
  /** Printable ASCII characters that the rule escapes too. */
  readonly escaped: string;
  /** Bits: {@link LOWER}, {@link OPEN_BLANKS}, {@link LATE}. */
  readonly style: number;
  /** Offsets of decoded bytes that are escaped where the rule does not, or the other way round; each as the distance to the last. */
  readonly escapes: readonly number[];
  /** The same of soft breaks, which stand before the byte. */
  readonly breaks: readonly number[];
}

/** Digits are lower case. */
const LOWER = 1;
/** A blank before a line break is written as it is. */
const OPEN_BLANKS = 2;
/** A line is broken when it is full, whatever comes next; else before what does not fit. */
const LATE = 4;

const EQUALS = 0x3d;
const LF = 0x0a;
const CR = 0x0d;
const TAB = 0x09;
const BLANK = 0x20;
const HEX = '0123456789ABCDEF0123456789abcdef';
/** Decoded bytes for each exception that is worth it. */
const BYTES_PER_EXCEPTION = 24;
const BYTES_PER_RARE_EXCEPTION = 400;

const OPEN = 0;
const ESCAPED = 1;
const LINE_END = 2;

/** What a text says, byte by byte. */
interface Reading {
  readonly decoded: Buffer;
  /** {@link OPEN}, {@link ESCAPED} or {@link LINE_END}; a CRLF has the latter at its CR. */
  readonly forms: Uint8Array;
  /** 1 where a soft break stands before the byte. */
  readonly softs: Uint8Array;
  readonly lower: boolean;
  readonly longest: number;
  readonly commonest: number;
}

/** Takes a text apart; undefined where writing it again would not give the same bytes, or nothing would be gained. */
export function decodeQuoted(text: Buffer): { readonly decoded: Buffer; readonly layout: QuotedLayout } | undefined {
  if (!text.includes(EQUALS)) return undefined;
  const crlf = text.includes('\r\n');
  const reading = readQuoted(text, crlf);
  if (reading === undefined) return undefined;
  const { decoded, lower, longest, commonest } = reading;
  const base = { crlf, escaped: escapedIn(reading), escapes: [], breaks: [] };
  const style = (lower ? LOWER : 0) | (blanksAreOpen(reading, crlf) ? OPEN_BLANKS : 0);
  const width = clamp(longest || 76);
  const tries = [{ ...base, style, width }];
  if (commonest > 0 && commonest < longest) tries.push({ ...base, style: style | LATE, width: clamp(commonest) });
  if (width > 76) tries.push({ ...base, style, width: 76 });
  let best: QuotedLayout | undefined;
  for (const rule of tries) {
    const most = best === undefined ? decoded.byteLength / BYTES_PER_EXCEPTION + 2 : countOf(best) - 1;
    best = exceptionsOf(reading, rule, most) ?? best;
    // Another rule would hardly fit better.
    if (best !== undefined && countOf(best) * BYTES_PER_RARE_EXCEPTION <= decoded.byteLength) break;
  }
  if (best === undefined || !encodeQuoted(decoded, best).equals(text)) return undefined;
  return { decoded, layout: best };
}

function countOf({ escapes, breaks }: QuotedLayout): number {
  return escapes.length + breaks.length;
}

function clamp(width: number): number {
  return Math.min(998, Math.max(8, width));
}

function readQuoted(text: Buffer, crlf: boolean): Reading | undefined {
  const decoded = Buffer.allocUnsafe(text.byteLength);
  const forms = new Uint8Array(text.byteLength);
  const softs = new Uint8Array(text.byteLength + 1);
  const lengths = new Map<number, number>();
  let to = 0;
  let lower = false;
  let lineStart = 0;
  for (let at = 0; at < text.byteLength; at++) {
    const byte = text[at] as number;
    if (byte !== EQUALS) {
      if (isLineEnd(text, at, crlf)) {
        forms[to] = LINE_END;
        lineStart = at + (crlf ? 2 : 1);
      } else if (byte < BLANK && byte !== TAB && !(byte === LF && text[at - 1] === CR)) return undefined;
      decoded[to++] = byte;
      continue;
    }
    if (isLineEnd(text, at + 1, crlf)) {
      // Two breaks on one spot, or one with nothing behind it: nobody's rule.
      if (softs[to] === 1) return undefined;
      softs[to] = 1;
      const length = at + 1 - lineStart;
      lengths.set(length, (lengths.get(length) ?? 0) + 1);
      at += crlf ? 2 : 1;
      lineStart = at + 1;
      continue;
    }
    const [high, low] = [digit(text[at + 1]), digit(text[at + 2])];
    if (high < 0 || low < 0) return undefined;
    if (high > 15 || low > 15) lower = true;
    forms[to] = ESCAPED;
    decoded[to++] = ((high & 15) << 4) | (low & 15);
    at += 2;
  }
  const [commonest = 0] = [...lengths].sort((a, b) => b[1] - a[1])[0] ?? [];
  const longest = Math.max(0, ...lengths.keys());
  return { decoded: decoded.subarray(0, to), forms, softs, lower, longest, commonest };
}

/** The value of a hexadecimal digit, 16 more for a small letter; -1 for any other. */
function digit(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  if (byte >= 0x41 && byte <= 0x46) return byte - 55;
  return byte >= 0x61 && byte <= 0x66 ? byte - 87 + 16 : -1;
}

/** Printable characters that are more often escaped than not. */
function escapedIn({ decoded, forms }: Reading): string {
  const balance = new Int32Array(256);
  for (let at = 0; at < decoded.byteLength; at++) {
    const byte = decoded[at] as number;
    balance[byte] = (balance[byte] as number) + (forms[at] === ESCAPED ? 1 : -1);
  }
  let found = '';
  for (let byte = 0x21; byte < 0x7f; byte++)
    if (byte !== EQUALS && (balance[byte] as number) > 0) found += String.fromCharCode(byte);
  return found;
}

function blanksAreOpen({ decoded, forms }: Reading, crlf: boolean): boolean {
  let balance = 0;
  for (let at = 0; at < decoded.byteLength; at++)
    if ((decoded[at] === BLANK || decoded[at] === TAB) && endsLine(decoded, at + 1, crlf))
      balance += forms[at] === OPEN ? 1 : -1;
  return balance > 0;
}

/** Where a text differs from a rule; undefined where it does so more often than is worth it. */
function exceptionsOf({ decoded, forms, softs }: Reading, rule: QuotedLayout, most: number): QuotedLayout | undefined {
  const escapes = new Distances();
  const breaks = new Distances();
  const walk = new Walk(decoded, rule);
  for (let at = 0; at <= decoded.byteLength; at++) {
    const form = walk.formAt(at);
    const actual = at === decoded.byteLength ? form : (forms[at] as number);
    // A line end that the rule sees is one byte longer than what stands there instead.
    if (form !== actual) escapes.add(at);
    const soft = softs[at] === 1;
    if (walk.breaksBefore(at, actual) !== soft) breaks.add(at);
    if (escapes.count + breaks.count > most) return undefined;
    walk.step(actual, soft);
    if (actual === LINE_END && rule.crlf) at++;
  }
  return { ...rule, escapes: escapes.list, breaks: breaks.list };
}

/** Offsets as distances. */
class Distances {
  readonly list: number[] = [];
  #last = 0;

  get count(): number {
    return this.list.length;
  }

  add(at: number): void {
    this.list.push(at - this.#last);
    this.#last = at;
  }
}

/** Writes bytes as quoted-printable (RFC 2045 s.6.7) by a rule and its exceptions. */
export function encodeQuoted(decoded: Buffer, layout: QuotedLayout): Buffer {
  const { crlf, style } = layout;
  const out = Buffer.allocUnsafe(decoded.byteLength * 6 + 8);
  const digits = style & LOWER ? 16 : 0;
  const walk = new Walk(decoded, layout);
  const escapes = new Offsets(layout.escapes);
  const breaks = new Offsets(layout.breaks);
  let to = 0;
  for (let at = 0; at <= decoded.byteLength; at++) {
    let form = walk.formAt(at);
    if (escapes.has(at)) form = form === OPEN || form === LINE_END ? ESCAPED : OPEN;
    const soft = walk.breaksBefore(at, form) !== breaks.has(at);
    walk.step(form, soft);
    if (soft) {
      out[to++] = EQUALS;
      to = lineEnd(out, to, crlf);
    }
    if (at === decoded.byteLength) break;
    const byte = decoded[at] as number;
    if (form === LINE_END) {
      to = lineEnd(out, to, crlf);
      if (crlf) at++;
    } else if (form === OPEN) out[to++] = byte;
    else {
      out[to++] = EQUALS;
      out[to++] = HEX.charCodeAt(digits + (byte >> 4));
      out[to++] = HEX.charCodeAt(digits + (byte & 15));
    }
  }
  return out.subarray(0, to);
}

/** Offsets out of distances, asked for in rising order. */
class Offsets {
  readonly #list: readonly number[];
  #next = 0;
  #at: number;

  constructor(list: readonly number[]) {
    this.#list = list;
    this.#at = list[0] ?? -1;
  }

  has(at: number): boolean {
    if (this.#at !== at) return false;
    this.#next++;
    const distance = this.#list[this.#next];
    this.#at = distance === undefined ? -1 : at + distance;
    return true;
  }
}

/** The rule, byte by byte. */
class Walk {
  readonly #decoded: Buffer;
  readonly #crlf: boolean;
  readonly #width: number;
  readonly #late: boolean;
  readonly #openBlanks: boolean;
  readonly #plain: Uint8Array;
  #column = 0;

  constructor(decoded: Buffer, { crlf, width, style, escaped }: QuotedLayout) {
    this.#decoded = decoded;
    this.#crlf = crlf;
    this.#width = width;
    this.#late = (style & LATE) !== 0;
    this.#openBlanks = (style & OPEN_BLANKS) !== 0;
    this.#plain = new Uint8Array(256).fill(1, 0x21, 0x7f);
    this.#plain[EQUALS] = 0;
    for (let at = 0; at < escaped.length; at++) this.#plain[escaped.charCodeAt(at) & 255] = 0;
  }

  /** How the rule writes a byte; what stands behind the last one ends a line. */
  formAt(at: number): number {
    if (endsLine(this.#decoded, at, this.#crlf)) return LINE_END;
    const byte = this.#decoded[at] as number;
    if (byte === BLANK || byte === TAB)
      return this.#openBlanks || !endsLine(this.#decoded, at + 1, this.#crlf) ? OPEN : ESCAPED;
    return this.#plain[byte] === 1 ? OPEN : ESCAPED;
  }

  breaksBefore(at: number, form: number): boolean {
    if (form === LINE_END) return false;
    if (this.#late) return this.#column >= this.#width - 1;
    const size = form === ESCAPED ? 3 : 1;
    // The last of a line may fill it; any other leaves room for the soft break.
    return this.#column + size > this.#width - (endsLine(this.#decoded, at + 1, this.#crlf) ? 0 : 1);
  }

  step(form: number, soft: boolean): void {
    if (soft) this.#column = 0;
    this.#column = form === LINE_END ? 0 : this.#column + (form === ESCAPED ? 3 : 1);
  }
}

function endsLine(decoded: Buffer, at: number, crlf: boolean): boolean {
  return at >= decoded.byteLength || isLineEnd(decoded, at, crlf);
}

function isLineEnd(bytes: Buffer, at: number, crlf: boolean): boolean {
  return crlf ? bytes[at] === CR && bytes[at + 1] === LF : bytes[at] === LF;
}

function lineEnd(out: Buffer, at: number, crlf: boolean): number {
  let to = at;
  if (crlf) out[to++] = CR;
  out[to++] = LF;
  return to;
}
