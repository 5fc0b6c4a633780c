import { type BodySource, collect, headOf, MapistoreError } from '@mapistore/core';
import { MAIL, type Mount } from './mount.ts';

/** A message of up to this size is read into memory; a larger one streams to the server as it is read. */
const INLINE_BYTES = 1024 * 1024;

/** How much of a header block is looked at. */
export const HEAD_BYTES: number = 1024 * 1024;

/** A message ready to be sent: its exact size is known, which APPEND has to say first. */
export interface Message {
  readonly size: number;
  /** Present for small messages. */
  readonly inline?: Uint8Array;
  open(signal: AbortSignal): AsyncIterable<Uint8Array>;
  /** Its header block, or the first MiB of that; of a message that streams it is known when it was sent. */
  head(): Uint8Array | undefined;
}

/**
 * Makes a source ready.
 * @throws INVALID_CONTENT for what is no mail or holds NUL; TOO_LARGE where the server said its limit
 */
export async function prepare(mount: Mount, source: BodySource, signal: AbortSignal): Promise<Message> {
  if (source.mediaType !== MAIL) {
    throw new MapistoreError('INVALID_CONTENT', `An IMAP folder holds ${MAIL}, not ${source.mediaType}.`, {
      backend: 'imap',
    });
  }
  if (source.size !== undefined) refuseTooLarge(mount, source.size);
  if (source.size !== undefined && source.size > INLINE_BYTES) {
    return streamed(source, source.size);
  }
  const inMemory = source.bytes;
  if (inMemory !== undefined && inMemory.byteLength <= INLINE_BYTES) {
    refuseWrongSize(source, inMemory.byteLength);
    refuseTooLarge(mount, inMemory.byteLength);
    refuseNul(inMemory);
    return inline(inMemory);
  }
  let size = 0;
  let parts: Uint8Array[] | undefined = [];
  for await (const chunk of withoutNul(source.open({ signal }))) {
    size += chunk.byteLength;
    refuseTooLarge(mount, size);
    // A source may use its buffer again, hence the copy. Of a large source without a size only the bytes are counted; it is read again when it is sent.
    if (size > INLINE_BYTES) parts = undefined;
    else parts?.push(new Uint8Array(chunk));
  }
  refuseWrongSize(source, size);
  if (parts === undefined) return streamed(source, size);
  return inline(await collect(fromArray(parts)));
}

function inline(bytes: Uint8Array): Message {
  return { size: bytes.byteLength, inline: bytes, open: () => fromArray([bytes]), head: () => headOf(bytes, MAIL) };
}

function streamed(source: BodySource, size: number): Message {
  let head: Uint8Array | undefined;
  return {
    size,
    head: () => head,
    async *open(signal) {
      let start: Uint8Array | undefined = new Uint8Array(0);
      for await (const chunk of withoutNul(source.open({ signal }))) {
        if (start !== undefined) {
          start = Buffer.concat([start, chunk]);
          head = headOf(start, MAIL);
          if (head.byteLength < start.byteLength || start.byteLength >= HEAD_BYTES) start = undefined;
        }
        yield chunk;
      }
    },
  };
}

async function* fromArray(parts: readonly Uint8Array[]): AsyncIterable<Uint8Array> {
  yield* parts;
}

function refuseWrongSize(source: BodySource, size: number): void {
  if (source.size === undefined || source.size === size) return;
  throw new MapistoreError('INVALID_CONTENT', `The source of this item said ${source.size} bytes and gave ${size}.`, {
    backend: 'imap',
  });
}

function refuseTooLarge(mount: Mount, size: number): void {
  const limit = mount.features.appendLimit;
  if (limit === undefined || size <= limit) return;
  throw new MapistoreError('TOO_LARGE', `${mount.where} takes messages of up to ${limit} bytes.`, {
    backend: 'imap',
    context: { size, limit },
  });
}

/**
 * A literal cannot hold NUL (RFC 3501 s.9, CHAR8). Servers that take one all the same change it without a word
 * (Dovecot 2.3 stores 0x80, by literal8 of RFC 3516 too), so it is refused here.
 */
async function* withoutNul(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  for await (const chunk of chunks) {
    refuseNul(chunk);
    yield chunk;
  }
}

function refuseNul(bytes: Uint8Array): void {
  if (!bytes.includes(0)) return;
  throw new MapistoreError('INVALID_CONTENT', 'The message holds a NUL byte, which IMAP servers do not keep.', {
    backend: 'imap',
  });
}
