const CR = 0x0d;
const LF = 0x0a;
const SPACE = 0x20;
const TAB = 0x09;

/**
 * The bytes of an object as this backend gives them: each line ends with CRLF (RFC 5545 s.3.1), the last one too, and
 * nothing stands before the first. XML cannot tell line ends apart (XML 1.0 s.2.11), so a REPORT and a GET of the same
 * item would differ otherwise, and with them heads, sizes and digests.
 */
export function canonical(bytes: Uint8Array): Uint8Array {
  let start = 0;
  while (start < bytes.byteLength && isBlank(bytes[start] as number)) start++;
  let added = 0;
  let ended = true;
  for (let at = start; at < bytes.byteLength; at++) {
    const byte = bytes[at];
    if (byte === CR) {
      if (bytes[at + 1] === LF) at++;
      else added++;
    } else if (byte === LF) added++;
    else {
      ended = false;
      continue;
    }
    ended = true;
  }
  if (!ended) added += 2;
  if (added === 0) return start === 0 ? bytes : bytes.subarray(start);
  const out = new Uint8Array(bytes.byteLength - start + added);
  let length = 0;
  for (let at = start; at < bytes.byteLength; at++) {
    const byte = bytes[at] as number;
    if (byte !== CR && byte !== LF) {
      out[length++] = byte;
      continue;
    }
    if (byte === CR && bytes[at + 1] === LF) at++;
    out[length++] = CR;
    out[length++] = LF;
  }
  if (!ended) {
    out[length++] = CR;
    out[length++] = LF;
  }
  return out;
}

function isBlank(byte: number): boolean {
  return byte === CR || byte === LF || byte === SPACE || byte === TAB;
}
