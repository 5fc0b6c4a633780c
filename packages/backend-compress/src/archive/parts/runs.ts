import { base64LineAt, base64Run } from './base64.ts';
import { type Element, type Encoding, PIECE_BYTES, SHARED_BYTES } from './elements.ts';
import { isUuLine, UU_LINE_BYTES, uuRun } from './uuencode.ts';

const LF = 0x0a;
/** Where a line is looked at: a run that lies between two such places is too short to matter. */
const SAMPLE_BYTES = 1024;
/** Lines shorter than that are words. */
const MIN_WIDTH = 40;
const MIN_RUN_BYTES = 256;

/** A run of encoded lines. */
export interface Run {
  readonly start: number;
  readonly decoded: Buffer;
  readonly encoding: Exclude<Encoding, { kind: 'quoted' }>;
  /** Bytes of the text that it covers. */
  readonly covers: number;
}

/**
 * The next run of base64 or uuencode lines between two places. It is found by its looks and not by what the header of its
 * part says: fragments of messages, forwards in old mailers and broken mail have such lines where no header tells of them.
 */
export function nextRun(bytes: Buffer, from: number, end: number): Run | undefined {
  for (let probe = from; probe < end; ) {
    let next = probe + SAMPLE_BYTES;
    const start = startOfRun(bytes, from, probe, end);
    if (start !== undefined) {
      const run = runAt(bytes, start, end);
      if (run !== undefined && run.covers >= MIN_RUN_BYTES) return run;
      next = Math.max(next, start + (run?.covers ?? 0));
    }
    probe = next;
  }
  return undefined;
}

function runAt(bytes: Buffer, start: number, end: number): Run | undefined {
  const text = bytes.subarray(start, end);
  // A line of uuencode may look like base64, which 61 characters never are.
  const uu = isUuLine(bytes, start) ? uuRun(text) : undefined;
  if (uu !== undefined)
    return { start, decoded: uu.decoded, covers: uu.covers, encoding: { kind: 'uu', ...uu.layout } };
  const run = base64Run(text);
  if (run === undefined) return undefined;
  return { start, decoded: run.decoded, covers: run.covers, encoding: { kind: 'base64', ...run.layout } };
}

/** Where the equal lines begin that stand around a place; undefined where the line there is not encoded. */
function startOfRun(bytes: Buffer, from: number, probe: number, end: number): number | undefined {
  const lineStart = probe === from ? from : Math.max(from, bytes.lastIndexOf(LF, probe - 1) + 1);
  if (probe - lineStart > SAMPLE_BYTES) return oneLine(bytes, lineStart, end);
  if (isUuLine(bytes, lineStart)) return firstOf(bytes, from, lineStart, (at) => isUuLine(bytes, at));
  const line = base64LineAt(bytes, lineStart);
  if (line === undefined) return oneLine(bytes, lineStart, end);
  if (line.width % 4 !== 0 || line.width < MIN_WIDTH || line.next > end) return undefined;
  return firstOf(bytes, from, lineStart, (at) => base64LineAt(bytes, at)?.width === line.width);
}

/** The first of the equally long lines before a place, without one that is of another kind. */
function firstOf(bytes: Buffer, from: number, lineStart: number, isAlike: (at: number) => boolean): number {
  const step = bytes.indexOf(LF, lineStart) + 1 - lineStart;
  let start = lineStart;
  while (start - step >= from && bytes[start - 1] === LF && isAlike(start - step)) {
    if (start - step > from && bytes[start - step - 1] !== LF) break;
    start -= step;
  }
  return start;
}

/** Base64 without any line break: the whole of a part, most often of a program's own mail. */
function oneLine(bytes: Buffer, start: number, end: number): number | undefined {
  return end - start >= MIN_RUN_BYTES && /^[A-Za-z0-9+/]{256}/.test(bytes.toString('latin1', start, start + 256))
    ? start
    : undefined;
}

/**
 * A run in pieces. Where it may go on behind the bytes at hand, the last piece is left out unless it is a full one, and the
 * answer says how many bytes of the text are covered.
 */
export function* piecesOf(run: Run, complete: boolean): Generator<Element, number> {
  const { decoded, covers, encoding } = run;
  const line = lineBytes(encoding);
  const piece = Math.floor(PIECE_BYTES / line) * line;
  let covered = 0;
  for (let at = 0; at < decoded.byteLength; at += piece) {
    const last = at + piece >= decoded.byteLength;
    if (last && !complete && at + piece > decoded.byteLength) return covered;
    const bytes = decoded.subarray(at, at + piece);
    yield { bytes, shared: bytes.byteLength >= SHARED_BYTES, encoding: last ? encoding : inner(encoding) };
    covered = last ? covers : covered + (piece / line) * lineCharacters(encoding);
  }
  return covered;
}

/** Decoded bytes of a line; of text without lines the least that can be cut. */
function lineBytes(encoding: Run['encoding']): number {
  if (encoding.kind === 'uu') return UU_LINE_BYTES;
  return encoding.width === 0 ? 3 : (encoding.width * 3) / 4;
}

function lineCharacters(encoding: Run['encoding']): number {
  const eol = encoding.crlf ? 2 : 1;
  if (encoding.kind === 'uu') return (UU_LINE_BYTES / 3) * 4 + 1 + eol;
  return encoding.width === 0 ? 4 : encoding.width + eol;
}

/** Of a piece that another one follows. */
function inner(encoding: Run['encoding']): Run['encoding'] {
  return encoding.kind === 'uu' ? encoding : { ...encoding, ended: encoding.width > 0 };
}
