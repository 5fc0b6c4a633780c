import {
  type Body,
  type BodySource,
  bodyFrom,
  type ItemsRequest,
  type KeyedBody,
  type OpenBody,
} from '@mapistore/core';
import { failure } from './errors.ts';
import { folderOf, itemOf, type Mount } from './mount.ts';

const CHUNK_BYTES = 65_536;

/** The bytes of an item. They are those of the moment of opening, whatever happens to the item meanwhile. */
export async function openBody(mount: Mount, request: OpenBody): Promise<Body> {
  request.signal.throwIfAborted();
  const item = itemOf(folderOf(mount, request.folder, 'openBody'), request.key, 'openBody');
  const bytes = item.bytes.subarray(request.range?.start ?? 0, request.range?.end);
  return bodyFrom(chunksOf(bytes, request.signal), { mediaType: item.mediaType, size: bytes.byteLength });
}

/** Many bodies, one after the other; what is missing is left out. */
export async function* openBodies(mount: Mount, request: ItemsRequest): AsyncIterable<KeyedBody> {
  request.signal.throwIfAborted();
  const folder = folderOf(mount, request.folder, 'openBodies');
  for (const key of request.keys) {
    if (folder.items.has(key)) yield { key, body: await openBody(mount, { ...request, key }) };
  }
}

/**
 * Reads a source into bytes as they will be stored.
 * @throws TOO_LARGE, INVALID_CONTENT
 */
export async function readSource(
  mount: Mount,
  source: BodySource,
  signal: AbortSignal,
  operation: string,
): Promise<Uint8Array> {
  const { accepts, traits } = mount.description;
  if (!accepts.includes(source.mediaType)) {
    throw failure(
      operation,
      'INVALID_CONTENT',
      `Cannot store ${source.mediaType}: this mount takes ${accepts.join(', ')}.`,
    );
  }
  const limit = traits.maxBodyBytes ?? Number.POSITIVE_INFINITY;
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source.open({ signal })) {
    signal.throwIfAborted();
    size += chunk.byteLength;
    if (size > limit)
      throw failure(operation, 'TOO_LARGE', `Cannot store an item of more than ${limit} bytes.`, {
        maxBodyBytes: limit,
      });
    // A copy, since a source may use its buffer again for the next chunk.
    parts.push(chunk.slice());
  }
  signal.throwIfAborted();
  if (source.size !== undefined && source.size !== size) {
    throw failure(
      operation,
      'INVALID_CONTENT',
      `Cannot store an item: its source said ${source.size} bytes and gave ${size}.`,
    );
  }
  const bytes = new Uint8Array(Buffer.concat(parts, size));
  return traits.bytes === 'normalising' ? withCrlf(bytes) : bytes;
}

async function* chunksOf(bytes: Uint8Array, signal: AbortSignal): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += CHUNK_BYTES) {
    signal.throwIfAborted();
    yield bytes.slice(at, at + CHUNK_BYTES);
  }
}

function withCrlf(bytes: Uint8Array): Uint8Array {
  const out: number[] = [];
  let before = 0;
  for (const byte of bytes) {
    if (byte === 0x0a && before !== 0x0d) out.push(0x0d);
    out.push(byte);
    before = byte;
  }
  return Uint8Array.from(out);
}
