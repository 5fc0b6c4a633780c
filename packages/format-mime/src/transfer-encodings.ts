/** Decodes a stream of bytes piece by piece; what it yields may share no memory with what it was given. */
export type Decoder = (chunks: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>;

const PLAIN_BASE64 = /^[A-Za-z0-9+/]*$/;
const PAD = 64;
const SKIP = 65;
const BASE64 = new Uint8Array(256).fill(SKIP);
for (const [at, char] of [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].entries())
  BASE64[char.charCodeAt(0)] = at;
BASE64['='.charCodeAt(0)] = PAD;

/** The decoder of a Content-Transfer-Encoding; undefined for those that leave the bytes as they are (RFC 2045 s.6). */
export function decoderFor(encoding: string): Decoder | undefined {
  if (encoding === 'base64') return decodeBase64;
  if (encoding === 'quoted-printable') return decodeQuotedPrintable;
  return ['x-uuencode', 'uuencode', 'x-uue'].includes(encoding) ? decodeUuencode : undefined;
}

/** RFC 2045 s.6.8: characters outside of the alphabet are left out; padding inside ends one run and starts another. */
async function* decodeBase64(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const decoder = new Base64Decoder();
  for await (const chunk of chunks) {
    const bytes = decoder.push(chunk);
    if (bytes.byteLength > 0) yield bytes;
  }
  const last = decoder.end();
  if (last.byteLength > 0) yield last;
}

class Base64Decoder {
  #bits = 0;
  #count = 0;

  push(chunk: Uint8Array): Uint8Array {
    // Ordinary lines at a boundary of four characters go to the platform's decoder, which is faster by far.
    if (this.#count === 0) {
      const text = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
        .toString('latin1')
        .replace(/[\r\n]+/g, '');
      const whole = text.length - (text.length % 4);
      if (PLAIN_BASE64.test(text)) {
        const bytes = Buffer.from(whole === text.length ? text : text.slice(0, whole), 'base64');
        for (let at = whole; at < text.length; at++) this.#add(BASE64[text.charCodeAt(at)] as number);
        return bytes;
      }
    }
    return this.#pushBytewise(chunk);
  }

  end(): Uint8Array {
    const out = new Uint8Array(2);
    return out.subarray(0, flushBase64(out, 0, this.#bits, this.#count));
  }

  #add(value: number): void {
    this.#bits = (this.#bits << 6) | value;
    this.#count++;
  }

  #pushBytewise(chunk: Uint8Array): Uint8Array {
    const out = new Uint8Array(Math.ceil((chunk.byteLength * 3) / 4) + 3);
    let length = 0;
    for (const byte of chunk) {
      const value = BASE64[byte] as number;
      if (value < PAD) {
        this.#add(value);
        if (this.#count < 4) continue;
        out[length++] = this.#bits >> 16;
        out[length++] = this.#bits >> 8;
        out[length++] = this.#bits;
      } else if (value === PAD) length = flushBase64(out, length, this.#bits, this.#count);
      else continue;
      this.#bits = 0;
      this.#count = 0;
    }
    return out.subarray(0, length);
  }
}

function flushBase64(out: Uint8Array, length: number, bits: number, count: number): number {
  if (count === 3) {
    out[length] = bits >> 10;
    out[length + 1] = bits >> 2;
    return length + 2;
  }
  if (count !== 2) return length;
  out[length] = bits >> 4;
  return length + 1;
}

const LF = 0x0a;
const CR = 0x0d;
const EQUALS = 0x3d;
/** White space before a line break is dropped (RFC 2045 s.6.7 rule 3); a longer run than this is taken as content. */
const MAX_HELD = 65_536;

/** RFC 2045 s.6.7; an `=` that starts neither a byte nor a soft line break stays as it is. */
async function* decodeQuotedPrintable(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let held: Uint8Array = new Uint8Array();
  for await (const chunk of chunks) {
    const bytes = held.byteLength === 0 ? chunk : Buffer.concat([held, chunk]);
    const whole = wholeUpTo(bytes);
    const out = unquote(bytes.subarray(0, whole));
    held = new Uint8Array(bytes.subarray(whole));
    if (out.byteLength > 0) yield out;
  }
  const out = unquote(held);
  if (out.byteLength > 0) yield out;
}

/** Up to where bytes can be decoded before more are known: not inside an `=` sequence or trailing white space. */
function wholeUpTo(bytes: Uint8Array): number {
  let end = bytes.byteLength;
  const floor = Math.max(0, end - MAX_HELD);
  while (end > floor && (isBlank(bytes[end - 1]) || bytes[end - 1] === CR)) end--;
  if (end <= floor) return bytes.byteLength;
  for (let back = 1; back <= 2 && end - back >= 0; back++) if (bytes[end - back] === EQUALS) return end - back;
  return end;
}

function unquote(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes.byteLength);
  let length = 0;
  let blanks = 0;
  for (let at = 0; at < bytes.byteLength; at++) {
    const byte = bytes[at] as number;
    if (byte === EQUALS) {
      const high = hex(bytes[at + 1]);
      const low = hex(bytes[at + 2]);
      if (high >= 0 && low >= 0) {
        out[length++] = (high << 4) | low;
        blanks = 0;
        at += 2;
        continue;
      }
      const past = pastBreak(bytes, at + 1);
      if (past > 0) {
        at = past - 1;
        blanks = 0;
        continue;
      }
    } else if (byte === LF || byte === CR) length -= blanks;
    // Blanks written as they are; a decoded one (`=20`) was put by intent and stays.
    blanks = isBlank(byte) ? blanks + 1 : 0;
    out[length++] = byte;
  }
  return out.subarray(0, length);
}

function pastBreak(bytes: Uint8Array, from: number): number {
  let at = from;
  while (isBlank(bytes[at])) at++;
  if (bytes[at] === CR) return bytes[at + 1] === LF ? at + 2 : at + 1;
  if (bytes[at] === LF) return at + 1;
  return at >= bytes.byteLength ? at : 0;
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09;
}

function hex(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const upper = byte & 0xdf;
  return upper >= 0x41 && upper <= 0x46 ? upper - 0x37 : -1;
}

/** Lines between `begin` and `end`, each a count and groups of four characters from 0x20 on (POSIX uuencode). */
async function* decodeUuencode(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let rest = '';
  let started = false;
  for await (const chunk of chunks) {
    const lines = (rest + Buffer.from(chunk).toString('latin1')).split('\n');
    rest = (lines.pop() ?? '').slice(0, 1000);
    const out: Uint8Array[] = [];
    for (const line of lines) {
      if (!started) started = /^begin \d/.test(line);
      else if (/^end\s*$/.test(line)) return yield Buffer.concat(out);
      else out.push(uuLine(line));
    }
    if (out.length > 0) yield Buffer.concat(out);
  }
  if (started && rest !== '' && !rest.startsWith('end')) yield uuLine(rest);
}

function uuLine(line: string): Uint8Array {
  const size = (line.charCodeAt(0) - 32) & 63;
  const out = new Uint8Array(size);
  for (let at = 0; at < size; at++) {
    const from = 1 + Math.floor(at / 3) * 4 + (at % 3);
    const left = uuValue(line, from);
    const right = uuValue(line, from + 1);
    out[at] =
      at % 3 === 0 ? (left << 2) | (right >> 4) : at % 3 === 1 ? (left << 4) | (right >> 2) : (left << 6) | right;
  }
  return out;
}

function uuValue(line: string, at: number): number {
  const code = line.charCodeAt(at);
  return Number.isNaN(code) ? 0 : (code - 32) & 63;
}
