import { type Base64Run, base64LineAt, base64Run } from './base64.ts';
import { type Element, PIECE_BYTES, SHARED_BYTES } from './elements.ts';

const LF = 0x0a;
/** Where a line is looked at: a run that lies between two such places is too short to matter. */
const SAMPLE_BYTES = 1024;
/** Lines shorter than that are words. */
const MIN_WIDTH = 40;
const MIN_RUN_BYTES = 256;

/**
 * The next run of base64 lines between two places. It is found by its looks and not by what the header of its part says:
 * fragments of messages, forwards in old mailers and broken mail have base64 where no header tells of it.
 */
export function nextRun(
  bytes: Buffer,
  from: number,
  end: number,
): { readonly start: number; readonly run: Base64Run } | undefined {
  for (let probe = from; probe < end; ) {
    let next = probe + SAMPLE_BYTES;
    const start = startOfRun(bytes, from, probe, end);
    if (start !== undefined) {
      const run = base64Run(bytes.subarray(start, end));
      if (run !== undefined && run.covers >= MIN_RUN_BYTES) return { start, run };
      next = Math.max(next, start + (run?.covers ?? 0));
    }
    probe = next;
  }
  return undefined;
}

/** Where the equal lines begin that stand around a place; undefined where the line there is not of base64. */
function startOfRun(bytes: Buffer, from: number, probe: number, end: number): number | undefined {
  const lineStart = probe === from ? from : Math.max(from, bytes.lastIndexOf(LF, probe - 1) + 1);
  if (probe - lineStart > SAMPLE_BYTES) return oneLine(bytes, lineStart, end);
  const line = base64LineAt(bytes, lineStart);
  if (line === undefined) return oneLine(bytes, lineStart, end);
  if (line.width % 4 !== 0 || line.width < MIN_WIDTH || line.next > end) return undefined;
  const step = line.next - lineStart;
  let start = lineStart;
  while (start - step >= from && base64LineAt(bytes, start - step)?.next === start) {
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
export function* piecesOf({ decoded, layout, covers }: Base64Run, complete: boolean): Generator<Element, number> {
  const { width, crlf } = layout;
  const line = width === 0 ? 3 : (width * 3) / 4;
  const piece = Math.floor(PIECE_BYTES / line) * line;
  let covered = 0;
  for (let at = 0; at < decoded.byteLength; at += piece) {
    const last = at + piece >= decoded.byteLength;
    if (last && !complete && at + piece > decoded.byteLength) return covered;
    const bytes = decoded.subarray(at, at + piece);
    const ended = last ? layout.ended : width > 0;
    yield { kind: 'base64', bytes, shared: bytes.byteLength >= SHARED_BYTES, layout: { width, crlf, ended } };
    covered = last ? covers : covered + (piece / line) * (width === 0 ? 4 : width + (crlf ? 2 : 1));
  }
  return covered;
}
