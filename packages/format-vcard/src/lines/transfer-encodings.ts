const HEX = /^[0-9A-Fa-f]{2}$/;
/** Longest line of quoted-printable, without its line end (RFC 2045 s.6.7). */
const MAX_LINE = 75;

/** Bytes of quoted-printable text whose soft line breaks are gone already; what is no code stays as it is. */
export function fromQuotedPrintable(text: string): Uint8Array {
  const out = Buffer.alloc(text.length);
  let size = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text[at] === '=' ? text.slice(at + 1, at + 3) : '';
    const isCode = HEX.test(code);
    out[size++] = isCode ? Number.parseInt(code, 16) : text.charCodeAt(at);
    if (isCode) at += 2;
  }
  return out.subarray(0, size);
}

/** Bytes as quoted-printable in lines, behind a head of that length. */
export function toQuotedPrintable(bytes: Uint8Array, headLength: number, lineEnd: string): string {
  let out = '';
  let column = headLength;
  for (const [at, byte] of bytes.entries()) {
    const isLast = at === bytes.byteLength - 1;
    const plain = (byte > 0x20 && byte < 0x7f && byte !== 0x3d) || (byte === 0x20 && !isLast && column > headLength);
    const code = plain ? String.fromCharCode(byte) : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    if (column + code.length > MAX_LINE) {
      out += `=${lineEnd}`;
      column = 0;
    }
    out += code;
    column += code.length;
  }
  return out;
}

/** Bytes of base64, whatever white space is in it. */
export function fromBase64(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64'));
}
