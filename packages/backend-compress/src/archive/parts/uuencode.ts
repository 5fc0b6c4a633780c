/** How full lines of uuencode (POSIX.1-2017, uuencode) are written. */
export interface UuLayout {
  readonly crlf: boolean;
  /** Whether zero is written as a grave accent; else as a blank. */
  readonly accent: boolean;
}

/** A run of full lines that is written again exactly. */
export interface UuRun {
  readonly decoded: Buffer;
  readonly layout: UuLayout;
  /** Bytes of the text that the run covers. */
  readonly covers: number;
}

/** Bytes of a full line, and its characters: a length, which is `M`, and 60. */
export const UU_LINE_BYTES = 45;
const LINE_CHARACTERS = 61;
const FULL = 0x4d;
const LF = 0x0a;
const CR = 0x0d;
const BLANK = 0x20;
const ACCENT = 0x60;

/** Whether a full line begins there. */
export function isUuLine(bytes: Buffer, at: number): boolean {
  return bytes[at] === FULL && lineEndAt(bytes, at + LINE_CHARACTERS) > 0;
}

/** The full lines at the start of the bytes; undefined where there are none that encoding gives back exactly. */
export function uuRun(bytes: Buffer): UuRun | undefined {
  const eol = lineEndAt(bytes, LINE_CHARACTERS);
  const step = LINE_CHARACTERS + eol;
  let lines = 0;
  while (eol > 0 && bytes[lines * step] === FULL && lineEndAt(bytes, lines * step + LINE_CHARACTERS) === eol) lines++;
  const layout = { crlf: eol === 2, accent: bytes.subarray(0, lines * step).includes(ACCENT) };
  const decoded = Buffer.alloc(lines * UU_LINE_BYTES);
  for (let line = 0; line < lines; line++) {
    if (!decodeLine(bytes, line * step + 1, decoded, line * UU_LINE_BYTES, layout.accent ? ACCENT : BLANK))
      lines = line;
  }
  if (lines === 0) return undefined;
  return { decoded: decoded.subarray(0, lines * UU_LINE_BYTES), layout, covers: lines * step };
}

/** Writes bytes, which are full lines, with a line end behind each. */
export function encodeUu(decoded: Buffer, { crlf, accent }: UuLayout): Buffer {
  const out = Buffer.allocUnsafe(encodedUuLength(decoded.byteLength, { crlf, accent }));
  const zero = accent ? ACCENT : BLANK;
  let to = 0;
  for (let at = 0; at < decoded.byteLength; at += 3) {
    if (at % UU_LINE_BYTES === 0) out[to++] = FULL;
    const [a, b, c] = [decoded[at] as number, decoded[at + 1] as number, decoded[at + 2] as number];
    for (const six of [a >> 2, ((a & 3) << 4) | (b >> 4), ((b & 15) << 2) | (c >> 6), c & 63])
      out[to++] = six === 0 ? zero : six + BLANK;
    if ((at + 3) % UU_LINE_BYTES !== 0) continue;
    if (crlf) out[to++] = CR;
    out[to++] = LF;
  }
  return out;
}

/** How many bytes {@link encodeUu} gives for that many. */
export function encodedUuLength(decodedLength: number, { crlf }: UuLayout): number {
  return (decodedLength / UU_LINE_BYTES) * (LINE_CHARACTERS + (crlf ? 2 : 1));
}

function decodeLine(bytes: Buffer, from: number, decoded: Buffer, to: number, zero: number): boolean {
  for (let group = 0; group < UU_LINE_BYTES / 3; group++) {
    let value = 0;
    for (let at = from + group * 4; at < from + group * 4 + 4; at++) {
      const byte = bytes[at] as number;
      if (byte < BLANK || byte > ACCENT || (byte !== zero && (byte === BLANK || byte === ACCENT))) return false;
      value = (value << 6) | ((byte - BLANK) & 63);
    }
    decoded.writeUIntBE(value, to + group * 3, 3);
  }
  return true;
}

function lineEndAt(bytes: Buffer, at: number): number {
  if (bytes[at] === LF) return 1;
  return bytes[at] === CR && bytes[at + 1] === LF ? 2 : 0;
}
