import { type Element, PIECE_BYTES, SHARED_PLAIN_BYTES } from './elements.ts';
import { decodeQuoted } from './quoted-printable.ts';
import { nextRun, piecesOf } from './runs.ts';

const LF = 0x0a;
const CR = 0x0d;
const DASH = 0x2d;
/** A header block that is longer is no header block. */
const MAX_HEADER_BYTES = 262_144;
/** Multiparts within each other. What is deeper stays as it is: nothing is lost but some density. */
const MAX_DEPTH = 64;
/** RFC 2046 s.5.1.1 has 70. */
const MAX_BOUNDARY_BYTES = 256;
/** What of a window is left alone while more comes, so that a delimiter is never cut. */
const KEPT_BYTES = 4096;
const MAX_QUOTED_BYTES = 1_048_576;

/** How much of a large mail a scan wants to see at once. */
export const WINDOW_BYTES = 4_194_304;

/**
 * Takes a mail apart, so that encoded parts can be stored decoded. It knows just enough of MIME (RFC 2045, RFC 2046) to
 * tell where parts begin and end; a mistake costs density and never a byte, since each element says exactly what it stands
 * for. It sees a window of the mail at a time.
 */
export class MailScanner {
  readonly #boundaries: Buffer[] = [];
  #mode: 'header' | 'body' = 'body';
  #encoding = '';
  /** Whether the body so far was given out as shared pieces of text. */
  #pieces = false;

  /** Reads the header block of the message, which is kept apart and is no element. */
  begin(header: Buffer): void {
    this.#readHeader(header);
  }

  /**
   * The elements of a window.
   * @param last whether nothing comes behind it; else some of it may be left for the next window
   * @returns bytes that were used
   */
  *scan(window: Buffer, last: boolean): Generator<Element, number> {
    let at = 0;
    while (at < window.byteLength) {
      const before = at;
      if (this.#mode === 'header') {
        const end = headerEnd(window, at);
        if (end === undefined && !last && window.byteLength - at < MAX_HEADER_BYTES) return at;
        const header = window.subarray(at, Math.min(end ?? window.byteLength, at + MAX_HEADER_BYTES));
        this.#readHeader(header);
        yield plain(header);
        at += header.byteLength;
      } else {
        const delimiter = this.#delimiter(window, at);
        const end = delimiter?.start ?? window.byteLength;
        at += yield* this.#body(window, at, end, delimiter !== undefined || last);
        if (at < end) return at;
        if (delimiter !== undefined) {
          yield plain(window.subarray(delimiter.start, delimiter.end));
          at = delimiter.end;
          this.#mode = delimiter.closes ? 'body' : 'header';
          this.#encoding = '';
          this.#pieces = false;
        }
      }
      if (at === before) return at;
    }
    return at;
  }

  #readHeader(header: Buffer): void {
    const text = header.toString('latin1', 0, Math.min(header.byteLength, MAX_HEADER_BYTES));
    const [, type = '', parameters = ''] = /^content-type:[ \t]*([^\s;]*)((?:[^\n]|\n[ \t])*)/im.exec(text) ?? [];
    const [, quoted, token] = /boundary[ \t]*=[ \t]*(?:"([^"\n]*)"|([^\s;]+))/i.exec(parameters) ?? [];
    this.#encoding = /^content-transfer-encoding:[ \t]*([^\s;]+)/im.exec(text)?.[1]?.toLowerCase() ?? '';
    this.#pieces = false;
    const name = quoted ?? token ?? '';
    if (name !== '' && name.length <= MAX_BOUNDARY_BYTES && this.#boundaries.length < MAX_DEPTH)
      this.#boundaries.push(Buffer.from(`--${name}`, 'latin1'));
    // A message in a message begins with a header of its own.
    this.#mode = /^message\/rfc822$/i.test(type) && /^(7bit|8bit|binary)?$/.test(this.#encoding) ? 'header' : 'body';
  }

  /** The next line that begins with one of the boundaries; it ends the parts inside of that one. */
  #delimiter(window: Buffer, from: number) {
    if (this.#boundaries.length === 0) return undefined;
    for (let at = from; ; ) {
      const start =
        isDelimiter(window, at) && (at === 0 || at === from) ? at : window.indexOf('\n--', at, 'latin1') + 1;
      if (start === 0) return undefined;
      for (let depth = this.#boundaries.length - 1; depth >= 0; depth--) {
        const boundary = this.#boundaries[depth] as Buffer;
        const after = start + boundary.byteLength;
        if (after > window.byteLength || window.compare(boundary, 0, boundary.byteLength, start, after) !== 0) continue;
        const closes = isDelimiter(window, after);
        const lf = window.indexOf(LF, after);
        this.#boundaries.length = closes ? depth : depth + 1;
        return { start, end: lf < 0 ? window.byteLength : lf + 1, closes };
      }
      at = start + 2;
    }
  }

  /** The body of a part, from one place to another. @returns bytes that were used: fewer only while more comes */
  *#body(window: Buffer, from: number, to: number, complete: boolean): Generator<Element, number> {
    if (this.#encoding === 'quoted-printable') {
      if (complete && to - from <= MAX_QUOTED_BYTES) {
        const text = window.subarray(from, to);
        const quoted = decodeQuoted(text);
        if (quoted === undefined) yield plain(text);
        else {
          const encoding = { kind: 'quoted', encoded: text.byteLength, ...quoted.layout } as const;
          yield { bytes: quoted.decoded, shared: false, encoding };
        }
        return to - from;
      }
      if (!complete && window.byteLength - from < MAX_QUOTED_BYTES) return 0;
    }
    const end = complete ? to : lastLineBefore(window, from, to - KEPT_BYTES);
    let at = from;
    while (at < end) {
      const found = nextRun(window, at, end);
      const start = found?.start ?? end;
      const used = yield* this.#text(window.subarray(at, start), complete || found !== undefined);
      at += used;
      if (found === undefined || at < start) return at - from;
      const reachesEnd = start + found.covers >= end;
      const covered = yield* piecesOf(found, complete || !reachesEnd);
      at = start + covered;
      if (covered < found.covers) return at - from;
    }
    return at - from;
  }

  /** Text as it stands there, a long one in pieces that others may have too. */
  *#text(text: Buffer, complete: boolean): Generator<Element, number> {
    if (!this.#pieces && (complete ? text.byteLength < SHARED_PLAIN_BYTES : text.byteLength < PIECE_BYTES)) {
      if (!complete && text.byteLength > 0) return 0;
      yield plain(text);
      return text.byteLength;
    }
    let at = 0;
    for (; at < text.byteLength; at += PIECE_BYTES) {
      const bytes = text.subarray(at, at + PIECE_BYTES);
      if (!complete && bytes.byteLength < PIECE_BYTES) break;
      yield { bytes, shared: bytes.byteLength >= SHARED_PLAIN_BYTES };
      this.#pieces = true;
    }
    return Math.min(at, text.byteLength);
  }
}

function plain(bytes: Buffer): Element {
  return { bytes, shared: false };
}

function isDelimiter(window: Buffer, at: number): boolean {
  return window[at] === DASH && window[at + 1] === DASH;
}

/** Where the first line begins that starts behind a place, searched backwards; the place itself where there is none. */
function lastLineBefore(window: Buffer, from: number, place: number): number {
  if (place <= from) return from;
  const lf = window.lastIndexOf(LF, place);
  return lf < from ? place : lf + 1;
}

function headerEnd(bytes: Buffer, from: number): number | undefined {
  for (let at = from; ; ) {
    const lf = bytes.indexOf(LF, at);
    if (lf < 0) return undefined;
    if (lf === at || (lf === at + 1 && bytes[at] === CR)) return lf + 1;
    at = lf + 1;
  }
}
