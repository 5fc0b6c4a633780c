import { encodeBase64, encodedBase64Length } from './base64.ts';
import type { Encoding } from './elements.ts';
import { encodeQuoted } from './quoted-printable.ts';
import { encodedUuLength, encodeUu } from './uuencode.ts';

/** Decoded bytes as they stand in the item. */
export function encode(decoded: Buffer, encoding: Encoding): Buffer {
  switch (encoding.kind) {
    case 'base64':
      return encodeBase64(decoded, encoding);
    case 'uu':
      return encodeUu(decoded, encoding);
    case 'quoted':
      return encodeQuoted(decoded, encoding);
  }
}

/** How many bytes {@link encode} gives for that many. */
export function encodedLength(decodedLength: number, encoding: Encoding): number {
  switch (encoding.kind) {
    case 'base64':
      return encodedBase64Length(decodedLength, encoding);
    case 'uu':
      return encodedUuLength(decodedLength, encoding);
    case 'quoted':
      return encoding.encoded;
  }
}
