import { isUtf8 } from 'node:buffer';

/**
 * The bytes of a calendar as a string of one character a byte, so that offsets in it are offsets in the bytes, and lines
 * that are folded inside of a character (RFC 5545 s.3.1) can be joined before they are decoded.
 */
export interface CalendarText {
  readonly raw: string;
  /** Whether the bytes, unfolded, are UTF-8; else they are read as windows-1252. */
  readonly utf8: boolean;
  /** What ends a line: LF (with or without CR), or CR where the bytes hold no LF. */
  readonly lineFeed: '\n' | '\r';
}

const windows1252 = new TextDecoder('windows-1252');

/** Takes bytes as text. Bytes that are `isCut` may end inside of a character. */
export function readText(bytes: Uint8Array, isCut = false): CalendarText {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const raw = buffer.toString('latin1');
  return { raw, utf8: isText(buffer, raw, isCut), lineFeed: raw.includes('\n') ? '\n' : '\r' };
}

/** The bytes of text made by {@link readText}. */
export function textBytes(raw: string): Uint8Array {
  return Buffer.from(raw, 'latin1');
}

/** Characters of a piece that is unfolded. */
export function decodePiece(piece: string, utf8: boolean): string {
  if (!/[\x80-\xff]/.test(piece)) return piece;
  const bytes = Buffer.from(piece, 'latin1');
  return utf8 ? bytes.toString('utf8') : windows1252.decode(bytes);
}

/** One character a byte, of text. */
export function encodePiece(text: string): string {
  return Buffer.from(text.toWellFormed(), 'utf8').toString('latin1');
}

/** Takes the folds out: each line end with the white space behind it. */
export function unfold(piece: string, lineFeed: string): string {
  const lines = piece.split(lineFeed);
  return lines
    .map((line, at) => {
      const start = at > 0 && /^[ \t]/.test(line) ? 1 : 0;
      let stop = line.length;
      if (at + 1 < lines.length && /^[ \t]/.test(lines[at + 1] ?? '')) while (line[stop - 1] === '\r') stop--;
      else if (at + 1 < lines.length) return line.slice(start) + lineFeed;
      return line.slice(start, stop);
    })
    .join('');
}

function isText(buffer: Buffer, raw: string, isCut: boolean): boolean {
  if (isUtf8(buffer)) return true;
  let unfolded = Buffer.from(unfold(raw, '\n'), 'latin1');
  // The last character of what was cut has one to three of its bytes.
  if (isCut)
    unfolded = unfolded.subarray(0, unfolded.length - (/[\xc0-\xff][\x80-\xbf]{0,2}$/.exec(raw)?.[0].length ?? 0));
  return isUtf8(unfolded);
}
