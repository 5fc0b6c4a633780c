import { type BodySource, cut, type OpenSource, sliceSource } from '@mapistore/core';
import { isIdentity, type Part } from './parts.ts';
import { decoderFor } from './transfer-encodings.ts';

/** Bytes of a part after its transfer encoding was undone, read from the message when opened, never held. */
export function partSource(message: BodySource, part: Part, mediaType: string = part.mediaType): BodySource {
  const raw = sliceSource(message, { start: part.bodyStart, end: part.bodyEnd }, mediaType);
  return isIdentity(part.encoding) ? raw : decodedSource(raw, part.encoding);
}

/**
 * The bytes of a text part, read now. Its lines end in CRLF (RFC 2045 s.2.8), whatever the file or a server made of
 * them; only base64, binary and UTF-16 say for themselves how they end.
 */
export function openText(message: BodySource, part: Part, signal: AbortSignal): AsyncIterable<Uint8Array> {
  const raw = sliceSource(message, { start: part.bodyStart, end: part.bodyEnd }, part.mediaType).open({ signal });
  const isLines =
    !/^(?:base64|binary|(?:x-)?uu.*)$/.test(part.encoding) &&
    !/^utf-?(?:16|32)/i.test(part.parameters?.['charset'] ?? '');
  const lines = isLines ? endWithCrlf(raw) : raw;
  return decoderFor(part.encoding)?.(lines) ?? lines;
}

async function* endWithCrlf(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let held = '';
  for await (const chunk of chunks) {
    const text = held + Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1');
    held = text.endsWith('\r') ? '\r' : '';
    yield Buffer.from(text.slice(0, text.length - held.length).replace(/\r\n?|\n/g, '\r\n'), 'latin1');
  }
  if (held !== '') yield Buffer.from('\r\n');
}

/** A source with its transfer encoding undone. Its size is known only once it was read; a range costs reading from the start. */
function decodedSource(raw: BodySource, encoding: string): BodySource {
  const decode = decoderFor(encoding);
  if (decode === undefined) return raw;
  return {
    mediaType: raw.mediaType,
    open: ({ signal, range }: OpenSource) => cut(decode(raw.open({ signal })), range),
  };
}

/** A source with bytes put before it, such as the fields of a MIME entity before its body. */
export function prefixedSource(prefix: Uint8Array, source: BodySource): BodySource {
  return {
    mediaType: source.mediaType,
    ...(source.size !== undefined && { size: prefix.byteLength + source.size }),
    open: ({ signal, range }: OpenSource) => cut(joined(prefix, source, signal), range),
  };
}

async function* joined(prefix: Uint8Array, source: BodySource, signal: AbortSignal): AsyncIterable<Uint8Array> {
  yield prefix;
  yield* source.open({ signal });
}

/**
 * A source whose start is in memory, so that the texts of an ordinary message cost no second read of it. Ranges beyond
 * go to the source itself.
 */
export function bufferedSource(source: BodySource, start: Uint8Array): BodySource {
  return {
    mediaType: source.mediaType,
    ...(source.size !== undefined && { size: source.size }),
    open({ signal, range }: OpenSource): AsyncIterable<Uint8Array> {
      const end = range?.end;
      return end !== undefined && end <= start.byteLength
        ? once(start.subarray(range?.start ?? 0, end))
        : source.open({ signal, ...(range && { range }) });
    },
  };
}

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  if (bytes.byteLength > 0) yield bytes;
}
