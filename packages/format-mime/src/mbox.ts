import { headerBlockEnd } from '@mapistore/core';
import { ByteReader } from './byte-reader.ts';

/** One message of an mbox file. */
export interface MboxMessage {
  /** From 0 in the order of the file. */
  readonly ordinal: number;
  /** The line that starts with `From `, without its line end; empty for bytes before the first one. */
  readonly envelope: string;
  /** The bytes of the message, once. What is not read of it is passed over when the next message is asked for. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

const LF = 0x0a;
const CR = 0x0d;
const FROM = 'From ';
const NEEDLE = '\nFrom ';
/** An envelope line is no longer than this. */
const MAX_LINE = 1024;
/** Two lines, to see what follows an envelope line. */
const LOOK_AHEAD = 2 * MAX_LINE;
const MAX_HEADER = 262_144;
/** An empty line and the end of the one before. */
const LOOK_BEHIND = 4;
const PIECE = 65_536;
/** A Content-Length is checked against what follows the body only up to here, since that much is held in memory. */
const MAX_LENGTH = 4_194_304;
/** `sender Thu Aug 22 12:36:23 2002`, and the variants with a comma, a zone, no weekday or no seconds. */
const DATED =
  /^From (?:.{0,500}\s)?(?:[A-Z][a-z]{2},?\s+)?(?:[A-Z][a-z]{2}\s+\d{1,2}|\d{1,2}[\s-][A-Z][a-z]{2}(?:[\s-]\d{2,4})?),?\s+(?:\d{4}\s+)?\d{1,2}:\d{2}(?::\d{2})?(?=\s|$)/;

/** A line without a date, as some writers leave it: a dash or a sender and nothing else. */
const BARE = /^From (?:-|\S*[@\d]\S*)$/;
const FIELD = /^[A-Za-z][A-Za-z0-9-]{0,75}[ \t]*:/;

/** Whether bytes are the start of an mbox file (RFC 4155): an envelope line, behind blank lines at most. */
export function isMbox(start: Uint8Array): boolean {
  const bytes = Buffer.from(start.buffer, start.byteOffset, Math.min(start.byteLength, 4 * LOOK_AHEAD));
  return isEnvelope(bytes, blankStart(bytes), true);
}

/**
 * Splits an mbox file into its messages, as a stream. Each message is given exactly as it lies in the file, without its
 * `From ` line and the one empty line before the next (or before the end): `>From ` stays quoted, since a file does not
 * tell mboxo from mboxrd. A `From ` line starts a message only behind an empty line and with a date, or without a date (or `From -` without the
 * empty line) if a header field follows; those that a Content-Length (mboxcl) covers do not, if a message or the end
 * follows the length it tells.
 */
export async function* splitMbox(source: AsyncIterable<Uint8Array>): AsyncIterable<MboxMessage> {
  const reader = new ByteReader(source);
  try {
    await skipBlankLines(reader);
    for (let ordinal = 0; ; ordinal++) {
      await reader.fill(LOOK_AHEAD);
      if (reader.held.length === 0) return;
      const envelope = takeEnvelope(reader);
      const bytes = messageBytes(reader);
      yield { ordinal, envelope, bytes };
      for await (const _ of bytes) {
        // What the caller did not read.
      }
    }
  } finally {
    await reader.close();
  }
}

async function skipBlankLines(reader: ByteReader): Promise<void> {
  await reader.fill(LOOK_AHEAD);
  const blank = blankStart(reader.held);
  if (isEnvelope(reader.held, blank, true)) reader.take(blank);
}

/** Length of a byte order mark and empty lines at the start. */
function blankStart(bytes: Buffer): number {
  let at = bytes.toString('latin1', 0, 3) === '\u00ef\u00bb\u00bf' ? 3 : 0;
  while (bytes[at] === LF || bytes[at] === CR) at++;
  return at;
}

function takeEnvelope(reader: ByteReader): string {
  if (!isEnvelope(reader.held, 0, true)) return '';
  const line = lineAt(reader.held, 0);
  const end = reader.held.indexOf(LF);
  reader.take(end < 0 ? reader.held.length : end + 1);
  return line;
}

async function* messageBytes(reader: ByteReader): AsyncGenerator<Uint8Array> {
  const covered = await coveredLength(reader);
  if (covered !== undefined) {
    if (covered > 0) yield reader.take(covered);
    reader.take(blankLine(reader.held, 0));
    return;
  }
  // An empty message: its envelope line is followed by the empty line alone.
  let at = 0;
  for (;;) {
    const found = reader.held.indexOf(NEEDLE, at);
    if (found >= 0 && found + LOOK_AHEAD > reader.held.length && !reader.ended) {
      await reader.fill(found + LOOK_AHEAD + 1);
      continue;
    }
    const separator = found < 0 ? 0 : blankLineBefore(reader.held, found + 1);
    if (found >= 0 && isEnvelope(reader.held, found + 1, separator > 0)) {
      const size = found + 1 - separator;
      if (size > 0) yield reader.take(size);
      reader.take(separator);
      return;
    }
    if (found >= 0) {
      at = found + 1;
      if (at > PIECE) {
        // What lies before can be no separator any more.
        yield reader.take(at - LOOK_BEHIND);
        at = LOOK_BEHIND;
      }
      continue;
    }
    if (reader.ended) return yield* lastBytes(reader);
    // What could be the start of a separator stays.
    const whole = reader.held.length - NEEDLE.length - 4;
    if (whole > 0) yield reader.take(whole);
    at = 0;
    await reader.fill(reader.held.length + 1);
  }
}

/** The rest of the file, without the empty line that writers put behind the last message too. */
function* lastBytes(reader: ByteReader): Iterable<Uint8Array> {
  const held = reader.held;
  const size = held.length - (held.at(-1) === LF ? blankLineBefore(held, held.length) : 0);
  if (size > 0) yield reader.take(size);
  reader.take(reader.held.length);
}

/** Bytes of the message by its Content-Length field, if a message or the end of the file follows there. */
async function coveredLength(reader: ByteReader): Promise<number | undefined> {
  await reader.fill(LOOK_AHEAD);
  let header = headerBlockEnd(reader.held);
  while (header === undefined && !reader.ended && reader.held.length < MAX_HEADER) {
    await reader.fill(reader.held.length * 2);
    header = headerBlockEnd(reader.held);
  }
  if (header === undefined) return undefined;
  const field = /^content-length:[ \t]*(\d{1,7})[ \t]*\r?$/im.exec(reader.held.toString('latin1', 0, header));
  const length = Number(field?.[1] ?? Number.NaN);
  if (!(length <= MAX_LENGTH)) return undefined;
  const end = header + length;
  await reader.fill(end + LOOK_AHEAD);
  if (reader.held.length < end) return undefined;
  const next = end + blankLine(reader.held, end);
  if (next >= reader.held.length) return reader.ended ? end : undefined;
  // The length may leave out the line break that ends the body.
  return isEnvelope(reader.held, next, true) ? end : undefined;
}

/** Length of the empty line at `at`: 0, 1 or 2. */
function blankLine(bytes: Buffer, at: number): number {
  if (bytes[at] === LF) return 1;
  return bytes[at] === CR && bytes[at + 1] === LF ? 2 : 0;
}

/** Length of the empty line that ends before `at`; 0 where the line before is not empty. */
function blankLineBefore(bytes: Buffer, at: number): number {
  const size = bytes[at - 2] === CR ? 2 : 1;
  return at === size || bytes[at - size - 1] === LF ? size : 0;
}

function lineAt(bytes: Buffer, at: number): string {
  const end = bytes.indexOf(LF, at);
  return bytes.toString('latin1', at, Math.min(end < 0 ? bytes.length : end, at + MAX_LINE)).trimEnd();
}

/** Whether a message starts with the line at `at`, behind an empty line or not. */
function isEnvelope(bytes: Buffer, at: number, behindBlank: boolean): boolean {
  const line = lineAt(bytes, at);
  if (!line.startsWith(FROM)) return false;
  if (behindBlank && DATED.test(line) && /\b(?:19|20)\d{2}\b/.test(line)) return true;
  const end = bytes.indexOf(LF, at);
  const nextIsField = end >= 0 && FIELD.test(lineAt(bytes, end + 1));
  return nextIsField && (behindBlank ? BARE.test(line) : /^From -(?: |$)/.test(line));
}
