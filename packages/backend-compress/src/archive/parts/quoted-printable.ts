/** How a quoted-printable text is written: what has to be known to write it again from the decoded bytes. */
export interface QuotedLayout {
  /** Characters of the longest line, its soft line break included. */
  readonly width: number;
  /** Whether soft and hard line breaks are CRLF; else LF. */
  readonly crlf: boolean;
  /** Printable ASCII characters that are written as `=XX` too, `=` left out. */
  readonly escaped: string;
  /** Bits: 1 = digits are lower case, 2 = a blank before a line break is written as it is, 4 = `=` breaks after the width. */
  readonly style: number;
}

const LOWER = 1;
const OPEN_BLANKS = 2;
const EQUALS = 0x3d;
const LF = 0x0a;
const CR = 0x0d;
const HEX = '0123456789ABCDEF0123456789abcdef';

/** Takes a text apart; undefined where writing it again would not give the same bytes, or nothing would be gained. */
export function decodeQuoted(text: Buffer): { readonly decoded: Buffer; readonly layout: QuotedLayout } | undefined {
  if (!text.includes(EQUALS)) return undefined;
  const crlf = text.includes('\r\n');
  const read = readQuoted(text, crlf);
  if (read === undefined) return undefined;
  for (const width of new Set([76, read.longest])) {
    if (width < 4 || width > 998) continue;
    for (const style of [read.lower ? LOWER : 0, (read.lower ? LOWER : 0) | OPEN_BLANKS]) {
      const layout: QuotedLayout = { width, crlf, escaped: read.escaped, style };
      if (encodeQuoted(read.decoded, layout).equals(text)) return { decoded: read.decoded, layout };
    }
  }
  return undefined;
}

function readQuoted(text: Buffer, crlf: boolean) {
  const decoded = Buffer.allocUnsafe(text.byteLength);
  const escaped = new Set<number>();
  let to = 0;
  let lower = false;
  let longest = 0;
  let lineStart = 0;
  for (let at = 0; at < text.byteLength; at++) {
    const byte = text[at] as number;
    if (byte === LF) lineStart = at + 1;
    if (byte !== EQUALS) {
      decoded[to++] = byte;
      continue;
    }
    if (crlf ? text[at + 1] === CR && text[at + 2] === LF : text[at + 1] === LF) {
      longest = Math.max(longest, at + 1 - lineStart);
      at += crlf ? 2 : 1;
      lineStart = at + 1;
      continue;
    }
    const digits = text.toString('latin1', at + 1, at + 3);
    if (!/^[0-9A-Fa-f]{2}$/.test(digits)) return undefined;
    if (/[a-f]/.test(digits)) lower = true;
    const value = Number.parseInt(digits, 16);
    decoded[to++] = value;
    if (value > 0x20 && value < 0x7f && value !== EQUALS) escaped.add(value);
    at += 2;
  }
  return {
    decoded: decoded.subarray(0, to),
    lower,
    longest,
    escaped: String.fromCharCode(...[...escaped].sort((a, b) => a - b)),
  };
}

/** Writes bytes as quoted-printable (RFC 2045 s.6.7), with a soft break as late as the width allows. */
export function encodeQuoted(decoded: Buffer, { width, crlf, escaped, style }: QuotedLayout): Buffer {
  const plain = plainBytes(escaped);
  const out = Buffer.allocUnsafe(decoded.byteLength * 3 + Math.ceil((decoded.byteLength * 3) / (width - 3)) * 3 + 8);
  const digits = style & LOWER ? 16 : 0;
  const openBlanks = (style & OPEN_BLANKS) !== 0;
  let to = 0;
  let column = 0;
  const eol = crlf ? 2 : 1;
  const length = decoded.byteLength;
  for (let at = 0; at < length; at++) {
    const byte = decoded[at] as number;
    if (isBreak(decoded, at, crlf)) {
      if (crlf) out[to++] = CR;
      out[to++] = LF;
      at += eol - 1;
      column = 0;
      continue;
    }
    const ends = at + 1 >= length || isBreak(decoded, at + 1, crlf);
    const blank = byte === 0x20 || byte === 0x09;
    const size = (blank ? openBlanks || !ends : plain[byte] === 1) ? 1 : 3;
    // The last of a line may fill it; any other leaves room for the soft break.
    if (column + size > (ends ? width : width - 1)) {
      out[to++] = EQUALS;
      if (crlf) out[to++] = CR;
      out[to++] = LF;
      column = 0;
    }
    if (size === 1) out[to++] = byte;
    else {
      out[to++] = EQUALS;
      out[to++] = HEX.charCodeAt(digits + (byte >> 4));
      out[to++] = HEX.charCodeAt(digits + (byte & 15));
    }
    column += size;
  }
  return out.subarray(0, to);
}

function isBreak(bytes: Buffer, at: number, crlf: boolean): boolean {
  return crlf ? bytes[at] === CR && bytes[at + 1] === LF : bytes[at] === LF;
}

/** 1 for each byte that stands for itself. */
function plainBytes(escaped: string): Uint8Array {
  const plain = new Uint8Array(256).fill(1, 0x21, 0x7f);
  plain[EQUALS] = 0;
  for (let at = 0; at < escaped.length; at++) plain[escaped.charCodeAt(at)] = 0;
  return plain;
}
