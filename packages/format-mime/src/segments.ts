import { type BodySource, cut } from '@mapistore/core';

/** A piece of a message being written: bytes that are there, or bytes read when the message is. */
export type Segment = Uint8Array | StreamedSegment;

/** Content that is read from its source each time the message is opened. */
interface StreamedSegment {
  readonly source: BodySource;
  readonly encoding: 'base64' | 'none';
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: what 7bit may hold (RFC 2045 s.2.7)
const SEVEN_BIT = /^[\x01-\x7f]*$/;
const LINE_BYTES = 57;
const CRLF = '\r\n';

/** The message that the segments make: opened again, the same bytes come again. */
export function segmentsSource(segments: readonly Segment[], mediaType: string): BodySource {
  const sizes = segments.map(sizeOf);
  const size = sizes.some((one) => one === undefined)
    ? undefined
    : sizes.reduce<number>((sum, one) => sum + (one ?? 0), 0);
  return {
    mediaType,
    ...(size !== undefined && { size }),
    open: ({ signal, range }) => cut(write(segments, signal), range),
  };
}

async function* write(segments: readonly Segment[], signal: AbortSignal): AsyncIterable<Uint8Array> {
  for (const segment of segments) {
    signal.throwIfAborted();
    if (segment instanceof Uint8Array) yield segment;
    else if (segment.encoding === 'none') yield* segment.source.open({ signal });
    else yield* encodeBase64(segment.source.open({ signal }));
  }
}

/** Base64 in lines of 76 characters (RFC 2045 s.6.8). */
async function* encodeBase64(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let held: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = held.length === 0 ? Buffer.from(chunk) : Buffer.concat([held, chunk]);
    const whole = bytes.length - (bytes.length % LINE_BYTES);
    if (whole > 0) yield base64Lines(bytes.subarray(0, whole));
    held = Buffer.from(bytes.subarray(whole));
  }
  if (held.length > 0) yield base64Lines(held);
}

function base64Lines(bytes: Buffer): Uint8Array {
  return Buffer.from(bytes.toString('base64').replace(/.{1,76}/g, `$&${CRLF}`), 'latin1');
}

function sizeOf(segment: Segment): number | undefined {
  if (segment instanceof Uint8Array) return segment.byteLength;
  const { size } = segment.source;
  if (size === undefined || segment.encoding === 'none') return size;
  return Math.ceil(size / 3) * 4 + Math.ceil(size / LINE_BYTES) * CRLF.length;
}

/** A text as a part holds it: how it is encoded, and the encoded bytes. */
export interface EncodedText {
  readonly encoding: '7bit' | 'quoted-printable' | 'base64';
  readonly bytes: Uint8Array;
}

/** Encodes text so that it decodes to the same bytes: as it is where mail allows, else quoted-printable, else base64. */
export function encodeText(bytes: Uint8Array): EncodedText {
  const text = Buffer.from(bytes).toString('latin1');
  const plain = SEVEN_BIT.test(text) && !/\r(?!\n)|(?<!\r)\n|[^\r\n]{999}|^From /m.test(text);
  if (plain) return { encoding: '7bit', bytes };
  const high = text.match(/[\x80-\xff]/g)?.length ?? 0;
  if (high * 4 > text.length) return { encoding: 'base64', bytes: base64Lines(Buffer.from(bytes)) };
  return { encoding: 'quoted-printable', bytes: Buffer.from(quote(text), 'latin1') };
}

/** RFC 2045 s.6.7; a line end that is not CRLF is encoded and followed by a soft one, so that it stays what it was. */
function quote(text: string): string {
  const lines = text.split(CRLF).map((line) => {
    let out = '';
    let width = 0;
    for (let at = 0; at < line.length; at++) {
      const code = line.charCodeAt(at);
      const literal = (code > 32 && code < 127 && code !== 61) || ((code === 32 || code === 9) && at < line.length - 1);
      const fromLine = width === 0 && line.startsWith('From ', at);
      const piece =
        literal && !fromLine ? (line[at] as string) : `=${code.toString(16).toUpperCase().padStart(2, '0')}`;
      if (width + piece.length > 75) {
        out += `=${CRLF}`;
        width = 0;
      }
      out += piece;
      width += piece.length;
      if (code === 10 && at < line.length - 1) {
        out += `=${CRLF}`;
        width = 0;
      }
    }
    return out;
  });
  return lines.join(CRLF);
}
