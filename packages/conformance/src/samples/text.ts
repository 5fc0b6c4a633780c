/** Lines as bytes, each ended with CRLF and folded as RFC 5545 s.3.1 and RFC 6350 s.3.2 have it. */
export function folded(lines: readonly string[]): Uint8Array {
  return Buffer.from(lines.map((line) => `${fold(line)}\r\n`).join(''));
}

/** A content line in parts of at most 75 octets, never in the middle of a character. */
function fold(line: string): string {
  let out = '';
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > 75) {
      out += '\r\n ';
      octets = 1;
    }
    out += character;
    octets += size;
  }
  return out;
}

/** Words in several scripts and what lies beyond the first plane, with what has to be escaped in a text value. */
export const WORDS = 'Grüße\\, 日本語\\, שלום\\; 🗂️👩‍👩‍👧 \\\\ e\u0301';

/** An object with one more line at the end of its last component. Works on latin1 text, so that any bytes can stand in it. */
export function withLine(object: string, line: string): string {
  const end = object.lastIndexOf('END:V');
  const at = object.startsWith('VCALENDAR', end + 4) ? object.lastIndexOf('END:V', end - 1) : end;
  return `${object.slice(0, at)}${line}\r\n${object.slice(at)}`;
}
