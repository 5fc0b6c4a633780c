import { type Body, type ByteRange, bodyFrom, type ItemsRequest, type KeyedBody, type OpenBody } from '@mapistore/core';
import { idOf, itemOf, knownFolder, type Mount } from './mount.ts';

/** What of a body is handed over at once. */
const CHUNK_BYTES = 262_144;

/** One body, block by block; a range far behind needs nothing before it; see {@link Backend.openBody}. */
export async function openBody(mount: Mount, request: OpenBody): Promise<Body> {
  const item = itemOf(mount, await knownFolder(mount, request.folder), request.key);
  return bodyOf(mount, item.content, request.signal, request.range);
}

/** Many bodies, one after the other; see {@link Backend.openBodies}. */
export async function* openBodies(mount: Mount, request: ItemsRequest): AsyncIterable<KeyedBody> {
  const folder = await knownFolder(mount, request.folder);
  for (const key of new Set(request.keys)) {
    request.signal.throwIfAborted();
    const id = idOf(key);
    const item = id === undefined ? undefined : mount.archive.item(folder, id);
    if (item !== undefined) yield { key, body: await bodyOf(mount, item.content, request.signal) };
  }
}

async function bodyOf({ archive }: Mount, content: number, signal: AbortSignal, range?: ByteRange): Promise<Body> {
  const opened = await archive.openContent(content);
  const { size, mediaType } = opened.content;
  const start = Math.min(range?.start ?? 0, size);
  const end = Math.max(start, Math.min(range?.end ?? size, size));
  async function* chunks(): AsyncIterable<Uint8Array> {
    signal.throwIfAborted();
    for await (const piece of archive.readContent(opened, { start, end })) {
      for (let at = 0; at < piece.byteLength; at += CHUNK_BYTES) {
        // A copy: blocks are kept for the next reader.
        yield new Uint8Array(piece.subarray(at, at + CHUNK_BYTES));
        signal.throwIfAborted();
      }
    }
  }
  return bodyFrom(chunks(), { mediaType, size: end - start });
}
