/** How a run of base64 is written: what has to be known to write it again from the decoded bytes. */
export interface Base64Layout {
  /** Characters of a full line, a multiple of 4; 0 where there are no line breaks at all. */
  readonly width: number;
  /** Whether lines end with CRLF; else with LF. */
  readonly crlf: boolean;
  /** Whether the last line has a line end too. */
  readonly ended: boolean;
}

/** A run of base64 that is written again exactly. */
export interface Base64Run {
  readonly decoded: Buffer;
  readonly layout: Base64Layout;
  /** Bytes of the text that the run covers, from its start. */
  readonly covers: number;
}

const LF = 0x0a;
const CR = 0x0d;
/** RFC 2045 s.6.8 has 76; some write longer lines. */
const MAX_WIDTH = 1024;
/** Lines that are tried first: text that only looks like base64 costs no more than these. */
const TRIED_LINES = 16;

const ALPHABET = new Uint8Array(256);
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/')
  ALPHABET[character.charCodeAt(0)] = 1;

/** The longest run at the start of the bytes that encoding gives back exactly; undefined where there is none. */
export function base64Run(bytes: Buffer): Base64Run | undefined {
  const lf = bytes.indexOf(LF);
  const crlf = lf > 0 && bytes[lf - 1] === CR;
  const first = lf < 0 ? bytes.byteLength : lf - (crlf ? 1 : 0);
  if (first > MAX_WIDTH || lf < 0) return runOf(bytes.subarray(0, first), bytes, { width: 0, crlf, ended: false });
  if (first === 0 || first % 4 !== 0) return undefined;
  const layout = { width: first, crlf, ended: false };
  const step = first + (crlf ? 2 : 1);
  let end = 0;
  while (isLineEnd(bytes, end + first, crlf)) end += step;
  const tried = TRIED_LINES * step;
  const run = end > tried ? runOf(bytes.subarray(0, tried), bytes, layout) : undefined;
  if (run !== undefined && run.covers < tried) return run;
  return runOf(bytes.subarray(0, end + lastLine(bytes, end, first)), bytes, layout);
}

/** @param text what may be the run @param bytes the same with what comes behind it */
function runOf(text: Buffer, bytes: Buffer, layout: Base64Layout): Base64Run | undefined {
  const { width, crlf } = layout;
  const decoded = Buffer.from(text.toString('latin1', 0, text.byteLength), 'base64');
  const again = encodeBase64(decoded, layout);
  const same = commonLength(again, text);
  if (same === again.byteLength) {
    const ended = width > 0 && isLineEnd(bytes, same, crlf);
    const covers = same + (ended ? (crlf ? 2 : 1) : 0);
    return covers === 0 ? undefined : { decoded, covers, layout: { ...layout, ended } };
  }
  // Something irregular comes behind: the full lines before it.
  const step = width + (crlf ? 2 : 1);
  const lines = width === 0 ? 0 : Math.floor(same / step);
  if (lines === 0) return undefined;
  return {
    decoded: decoded.subarray(0, (lines * width * 3) / 4),
    covers: lines * step,
    layout: { ...layout, ended: true },
  };
}

/** Writes bytes as base64 (RFC 4648 s.4) in lines. */
export function encodeBase64(decoded: Buffer, { width, crlf, ended }: Base64Layout): Buffer {
  const text = decoded.toString('base64');
  const eol = crlf ? 2 : 1;
  const out = Buffer.allocUnsafe(encodedBase64Length(decoded.byteLength, { width, crlf, ended }));
  let to = 0;
  const step = width === 0 ? Math.max(1, text.length) : width;
  for (let at = 0; at < text.length; at += step) {
    if (at > 0) to = endLine(out, to, crlf);
    to += out.write(text.slice(at, at + step), to, 'latin1');
  }
  if (ended) to = endLine(out, to, crlf);
  if (to !== out.byteLength)
    throw new TypeError(`base64 of ${decoded.byteLength} bytes, eol ${eol}, is not as long as said`);
  return out;
}

/** How many bytes {@link encodeBase64} gives for that many. */
export function encodedBase64Length(decodedLength: number, { width, crlf, ended }: Base64Layout): number {
  const text = Math.ceil(decodedLength / 3) * 4;
  const eol = crlf ? 2 : 1;
  const breaks = width === 0 || text === 0 ? 0 : Math.ceil(text / width) - 1;
  return text + breaks * eol + (ended ? eol : 0);
}

/** A line that begins there and is base64 from end to end; undefined for any other. */
export function base64LineAt(
  bytes: Buffer,
  start: number,
): { readonly width: number; readonly next: number } | undefined {
  let at = start;
  while (ALPHABET[bytes[at] as number] === 1 && at - start <= MAX_WIDTH) at++;
  if (bytes[at] === LF) return { width: at - start, next: at + 1 };
  return bytes[at] === CR && bytes[at + 1] === LF ? { width: at - start, next: at + 2 } : undefined;
}

/** How long the shorter last line of a run is. */
function lastLine(bytes: Buffer, start: number, width: number): number {
  let at = start;
  while (ALPHABET[bytes[at] as number] === 1 && at - start < width) at++;
  while (bytes[at] === 0x3d && at - start < width) at++;
  return at - start;
}

function endLine(out: Buffer, at: number, crlf: boolean): number {
  let to = at;
  if (crlf) out[to++] = CR;
  out[to++] = LF;
  return to;
}

function isLineEnd(bytes: Buffer, at: number, crlf: boolean): boolean {
  return crlf ? bytes[at] === CR && bytes[at + 1] === LF : bytes[at] === LF;
}

/** How many bytes two have in common from their start. */
function commonLength(a: Buffer, b: Buffer): number {
  const most = Math.min(a.byteLength, b.byteLength);
  let from = 0;
  for (const step of [most, 65_536, 1024, 32, 1]) {
    while (step > 0 && from + step <= most && a.compare(b, from, from + step, from, from + step) === 0) from += step;
  }
  return from;
}
