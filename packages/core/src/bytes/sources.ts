import type { Body, BodySource, ByteRange, OpenSource } from '../contract/body.ts';
import { MapistoreError } from '../errors/error.ts';

/** A source over bytes that are in memory already; they must not be altered while it is in use. */
export function bytesSource(bytes: Uint8Array, mediaType: string): BodySource {
  return {
    mediaType,
    size: bytes.byteLength,
    bytes,
    async *open({ signal, range }: OpenSource): AsyncIterable<Uint8Array> {
      signal.throwIfAborted();
      yield range === undefined ? bytes : bytes.subarray(range.start, range.end);
    },
  };
}

/** A part of another source, such as an attachment inside a message. */
export function sliceSource(source: BodySource, range: Required<ByteRange>, mediaType: string): BodySource {
  return {
    mediaType,
    size: range.end - range.start,
    open({ signal, range: inner }: OpenSource): AsyncIterable<Uint8Array> {
      const start = range.start + (inner?.start ?? 0);
      const end = Math.min(range.end, range.start + (inner?.end ?? range.end - range.start));
      return source.open({ signal, range: { start, end: Math.max(start, end) } });
    },
  };
}

/** A body to hand out; `dispose` runs once, when it was read to its end, left early or disposed of. */
export function bodyFrom(
  chunks: AsyncIterable<Uint8Array>,
  about: { readonly mediaType: string; readonly size?: number; readonly dispose?: () => PromiseLike<void> },
): Body {
  let disposed = false;
  const dispose = async (): Promise<void> => {
    if (disposed) return;
    disposed = true;
    await about.dispose?.();
  };
  return {
    mediaType: about.mediaType,
    ...(about.size !== undefined && { size: about.size }),
    async *[Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
      try {
        yield* chunks;
      } finally {
        await dispose();
      }
    },
    [Symbol.asyncDispose]: dispose,
  };
}

/** Cuts a stream to a range, for backends that cannot seek. */
export async function* cut(chunks: AsyncIterable<Uint8Array>, range: ByteRange | undefined): AsyncIterable<Uint8Array> {
  if (range === undefined) return yield* chunks;
  const end = range.end ?? Number.POSITIVE_INFINITY;
  let at = 0;
  for await (const chunk of chunks) {
    const piece = chunk.subarray(Math.max(0, range.start - at), Math.max(0, end - at));
    if (piece.byteLength > 0) yield piece;
    at += chunk.byteLength;
    if (at >= end) return;
  }
}

/**
 * Reads a stream into memory.
 * @throws TOO_LARGE as soon as there is more than `maxBytes`
 */
export async function collect(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number = Number.POSITIVE_INFINITY,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.byteLength;
    if (size > maxBytes) {
      throw new MapistoreError('TOO_LARGE', `Cannot hold more than ${maxBytes} bytes of this body in memory.`, {
        context: { maxBytes },
      });
    }
    // A source may use its buffer again for the next chunk.
    parts.push(new Uint8Array(chunk));
  }
  if (parts.length === 1 && parts[0] !== undefined) return parts[0];
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}
