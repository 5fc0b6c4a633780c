import { createHash } from 'node:crypto';
import { MAX_HEAD_BYTES } from '../contract/entries.ts';

const LF = 0x0a;
const CR = 0x0d;

/**
 * Where the header block of a message ends: the offset behind its empty line, after LF or CRLF line ends or a mixture;
 * undefined where the bytes hold no empty line (the whole is then the header block, if nothing follows).
 */
export function headerBlockEnd(bytes: Uint8Array): number | undefined {
  let lineStart = 0;
  for (;;) {
    const lf = bytes.indexOf(LF, lineStart);
    if (lf < 0) return undefined;
    if (lf === lineStart || (lf === lineStart + 1 && bytes[lineStart] === CR)) return lf + 1;
    lineStart = lf + 1;
  }
}

/** The head of an item as `ItemEntry.head` wants it, from the start of its bytes (all of them, or at least 64 KiB). */
export function headOf(start: Uint8Array, mediaType: string): Uint8Array {
  if (mediaType !== 'message/rfc822') return start.subarray(0, MAX_HEAD_BYTES);
  return start.subarray(0, headerBlockEnd(start) ?? start.byteLength);
}

/** The same bytes with every CRLF made LF. Gives the input itself where there is none. */
export function foldLineEnds(bytes: Uint8Array): Uint8Array {
  if (!bytes.includes(CR)) return bytes;
  const out = new Uint8Array(bytes.byteLength);
  let length = 0;
  for (let at = 0; at < bytes.byteLength; at++) {
    const byte = bytes[at] as number;
    if (byte === CR && bytes[at + 1] === LF) continue;
    out[length++] = byte;
  }
  return out.subarray(0, length);
}

/**
 * The fingerprint of a head: SHA-256 (hex) with CRLF folded to LF and line ends at its end left out, so that
 * neither a server's line ends nor a missing last one change it.
 */
export function fingerprintOf(head: Uint8Array): string {
  const folded = foldLineEnds(head);
  let end = folded.byteLength;
  while (end > 0 && (folded[end - 1] === LF || folded[end - 1] === CR)) end--;
  return createHash('sha256').update(folded.subarray(0, end)).digest('hex');
}
