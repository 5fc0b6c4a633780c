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

/** Takes bytes as text. Of bytes that are `isCut` the last line is left out, since it may go on behind the cut. */
export function readText(bytes: Uint8Array, isCut = false): CalendarText {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const all = buffer.toString('latin1');
  const lineFeed = all.includes('\n') ? '\n' : '\r';
  const raw = isCut ? all.slice(0, lastLineStart(all, lineFeed)) : all;
  return { raw, utf8: isText(isCut ? buffer.subarray(0, raw.length) : buffer, raw), lineFeed };
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

function isText(buffer: Buffer, raw: string): boolean {
  return isUtf8(buffer) || isUtf8(Buffer.from(unfold(raw, '\n'), 'latin1'));
}

/** Where the last line begins that is not empty, its folds with it. */
function lastLineStart(raw: string, lineFeed: string): number {
  let feed = raw.lastIndexOf(lineFeed, raw.length - 2);
  while (feed >= 0 && /[ \t]/.test(raw[feed + 1] ?? '')) feed = raw.lastIndexOf(lineFeed, feed - 1);
  return feed + 1;
}
