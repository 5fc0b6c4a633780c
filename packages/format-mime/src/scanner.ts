import { BoundaryStack } from './boundaries.ts';
import { Headers, readHeaderBlock } from './header-block.ts';
import { describePart, isIdentity, type OpenPart, type Part } from './parts.ts';

/** What a scan may cost; see `ParseLimits`. */
export interface ScanLimits {
  readonly maxDepth: number;
  readonly maxParts: number;
  /** Header bytes kept, of all parts together. */
  readonly maxHeaderBytes: number;
}

const LF = 0x0a;
const CR = 0x0d;
const DASH = 0x2d;
/** A boundary has 70 characters (RFC 2046 s.5.1.1); a line longer than this is none. */
const MAX_DELIMITER = 2048;
const MAX_HEADER_LINE = 262_144;
const EMPTY = Buffer.alloc(0);

/**
 * Finds the parts of a message in a stream of its bytes (RFC 2046), in one pass and linear time. It keeps header
 * blocks, offsets and one unfinished line, never bodies; so memory grows with the number of parts, not with their size.
 */
export class Scanner {
  readonly problems: Set<string> = new Set<string>();
  readonly #limits: ScanLimits;
  readonly #boundaries = new BoundaryStack();
  readonly #path: OpenPart[] = [];
  #rest: Buffer = EMPTY;
  /** Offset of the first byte of `#rest` in the message. */
  #offset = 0;
  #lineEnd = 0;
  #inHeader = false;
  #header: Buffer[] = [];
  #headerBudget: number;
  #lineStart = true;
  /** Length of the line break that was read last in a header. */
  #lastBreak = 0;
  #parts = 0;

  constructor(limits: ScanLimits) {
    this.#limits = limits;
    this.#headerBudget = limits.maxHeaderBytes;
    this.#open(0, 'text/plain', undefined);
  }

  push(chunk: Uint8Array): void {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    if (this.#lineEnd === 0 && !this.#decideLineEnd(false)) return;
    this.#run(false);
  }

  /** The message, after its last byte. */
  end(): Part {
    if (this.#lineEnd === 0) this.#decideLineEnd(true);
    this.#run(true);
    if (this.#inHeader) this.#endHeader(this.#offset);
    if (this.#boundaries.size > 0) this.problems.add('A multipart has no closing boundary.');
    const root = this.#path[0] as OpenPart;
    this.#closeFrom(0, this.#offset);
    return root;
  }

  /** CR alone ends lines only where there is no LF. */
  #decideLineEnd(final: boolean): boolean {
    if (this.#rest.includes(LF)) this.#lineEnd = LF;
    else if (final || this.#rest.length > 65_536) this.#lineEnd = this.#rest.includes(CR) ? CR : LF;
    return this.#lineEnd !== 0;
  }

  #run(final: boolean): void {
    let at = 0;
    for (;;) {
      const next = this.#inHeader ? this.#readHeaderLine(at, final) : this.#readBody(at, final);
      if (next === undefined) break;
      at = next;
    }
    const keep = this.#keepFrom(at, final);
    this.#offset += keep;
    // A copy, so that a short rest does not hold on to a large chunk.
    this.#rest = keep === this.#rest.length ? EMPTY : Buffer.from(this.#rest.subarray(keep));
  }

  #keepFrom(at: number, final: boolean): number {
    if (final) return this.#rest.length;
    if (this.#inHeader || this.#lineStart) return at;
    if (this.#boundaries.size === 0) return this.#rest.length;
    const candidate = this.#rest.indexOf(this.#needle, at);
    if (candidate >= 0) return Math.max(at, candidate - 1);
    return Math.max(at, this.#rest.length - 4);
  }

  get #needle(): string {
    return this.#lineEnd === LF ? '\n--' : '\r--';
  }

  /** Takes one header line; undefined where more bytes are needed. */
  #readHeaderLine(at: number, final: boolean): number | undefined {
    const rest = this.#rest;
    if (at >= rest.length) return undefined;
    let end = rest.indexOf(this.#lineEnd, at);
    if (end < 0 && !final && rest.length - at < MAX_HEADER_LINE) return undefined;
    const wholeLine = end >= 0;
    end = wholeLine ? end + 1 : rest.length;
    if (wholeLine) this.#lastBreak = breakBefore(rest, end, this.#lineEnd);
    const atStart = this.#lineStart;
    this.#lineStart = wholeLine;
    if (atStart && isBlank(rest, at, end)) {
      this.#endHeader(this.#offset + end);
      return end;
    }
    if (atStart && rest[at] === DASH && rest[at + 1] === DASH && this.#boundaries.size > 0) {
      if (this.#boundaries.match(lineText(rest, at, end)) !== undefined) {
        this.#endHeader(this.#offset + at);
        this.#lineStart = true;
        return at;
      }
    }
    this.#keepHeader(rest.subarray(at, end));
    return end;
  }

  #keepHeader(line: Buffer): void {
    this.#headerBudget -= line.length;
    if (this.#headerBudget >= 0) this.#header.push(Buffer.from(line));
    else
      this.problems.add(
        `The header blocks are longer than ${this.#limits.maxHeaderBytes} bytes; the rest of them was not read.`,
      );
  }

  /** Looks for the next boundary line; undefined where more bytes are needed. */
  #readBody(at: number, final: boolean): number | undefined {
    if (this.#boundaries.size === 0) {
      this.#lineStart = false;
      return undefined;
    }
    const rest = this.#rest;
    let start = at;
    if (!this.#lineStart) {
      const found = rest.indexOf(this.#needle, at);
      if (found < 0) return undefined;
      start = found + 1;
    } else if (rest.length - at < 2 && !final) return undefined;
    if (rest[start] !== DASH || rest[start + 1] !== DASH) {
      this.#lineStart = false;
      return start < rest.length ? start : undefined;
    }
    const lineEnd = rest.indexOf(this.#lineEnd, start);
    if (lineEnd < 0 && !final && rest.length - start < MAX_DELIMITER) return undefined;
    this.#lineStart = false;
    const end = lineEnd < 0 ? rest.length : lineEnd + 1;
    const match = this.#boundaries.match(lineText(rest, start, end));
    // The line break is looked at again: it may be the one before a boundary.
    if (match === undefined) return lineEnd < 0 ? end : lineEnd - 1;
    // Behind a header the line break that ended it is the one before the boundary.
    const broken = start === at ? this.#lastBreak : breakBefore(rest, start, this.#lineEnd);
    const before = this.#offset + start - broken;
    this.#closeFrom(match.depth + 1, before);
    this.#boundaries.closeAbove(match.depth, match.closing);
    if (!match.closing && this.#startPart(match.depth, this.#offset + end)) return end;
    // No part starts here, so the next line may be a boundary at once.
    return lineEnd < 0 ? end : lineEnd - 1;
  }

  #startPart(depth: number, offset: number): boolean {
    const parent = this.#path[depth] as OpenPart;
    if (this.#parts >= this.#limits.maxParts) {
      this.problems.add(`The message has more than ${this.#limits.maxParts} parts; the rest of them was not read.`);
      return false;
    }
    this.#open(offset, parent.mediaType === 'multipart/digest' ? 'message/rfc822' : 'text/plain', parent);
    return true;
  }

  /** The fields of the part are not known yet: {@link #endHeader} fills them in. */
  #open(offset: number, fallback: string, parent: OpenPart | undefined): OpenPart {
    this.#parts++;
    const headers = new Headers({ fields: [], strayLines: 0 });
    const part: OpenPart = {
      ...describePart(headers, fallback),
      headerStart: offset,
      bodyStart: offset,
      bodyEnd: offset,
    };
    parent?.parts?.push(part);
    this.#path.push(part);
    this.#inHeader = true;
    this.#lineStart = true;
    this.#header = [];
    return part;
  }

  #endHeader(offset: number): void {
    const part = this.#path.at(-1) as OpenPart;
    const bytes = Buffer.concat(this.#header);
    this.#header = [];
    this.#inHeader = false;
    this.#lineStart = true;
    const block = readHeaderBlock(bytes);
    const isMessage = this.#path.length === 1 || this.#path.at(-2)?.message === part;
    const headless = isMessage && block.fields.length === 0 && bytes.length > 0;
    if (headless) this.problems.add('The message has no header fields; all of it was read as text.');
    else if (block.strayLines > 0) this.problems.add('A header block has lines that are no header fields.');
    const fallback = part.mediaType;
    Object.assign(part, describePart(new Headers(block), fallback), {
      bodyStart: headless ? part.headerStart : offset,
    });
    if (isMessage) part.headerBytes = headless ? new Uint8Array() : bytes;
    this.#openInside(part, offset);
  }

  #openInside(part: OpenPart, offset: number): void {
    const isMultipart = part.mediaType.startsWith('multipart/');
    const isMessage = part.mediaType === 'message/rfc822' || part.mediaType === 'message/global';
    // A multipart must not be encoded; those that say they are quoted-printable are not.
    const isPlain = isIdentity(part.encoding) || (isMultipart && part.encoding === 'quoted-printable');
    if ((!isMultipart && !isMessage) || !isPlain) return;
    if (this.#path.length > this.#limits.maxDepth) {
      this.problems.add(`Parts are nested deeper than ${this.#limits.maxDepth}; those below stay closed attachments.`);
    } else if (isMultipart) {
      const boundary = part.contentType.parameters['boundary']?.trimEnd();
      if (boundary === undefined || boundary === '')
        this.problems.add('A multipart names no boundary; its first boundary-like line was taken.');
      part.parts = [];
      this.#boundaries.open(boundary ?? '', this.#path.length - 1);
    } else if (this.#parts < this.#limits.maxParts) {
      part.message = this.#open(offset, 'text/plain', undefined);
    }
  }

  #closeFrom(depth: number, offset: number): void {
    for (const part of this.#path.splice(depth)) part.bodyEnd = Math.max(offset, part.bodyStart);
  }
}

function isBlank(bytes: Buffer, start: number, end: number): boolean {
  return end - start === 1
    ? bytes[start] === LF || bytes[start] === CR
    : end - start === 2 && bytes[start] === CR && bytes[start + 1] === LF;
}

/** A line that starts with `--`, without it. */
function lineText(bytes: Buffer, start: number, end: number): string {
  return bytes.toString('latin1', start + 2, Math.min(end, start + MAX_DELIMITER)).trimEnd();
}

function breakBefore(bytes: Buffer, lineStart: number, lineEnd: number): number {
  return lineEnd === LF && bytes[lineStart - 2] === CR ? 2 : 1;
}
