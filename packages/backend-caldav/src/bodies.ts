import { type Body, bodyFrom, type ItemsRequest, type KeyedBody, MapistoreError, type OpenBody } from '@mapistore/core';
import type { Mount } from './mount.ts';
import { type Got, multiget } from './multiget.ts';
import { batchesOf } from './pool.ts';
import { readObject } from './stored.ts';

/** What of a body is handed over at once. */
const CHUNK_BYTES = 64 * 1024;

/**
 * One body; see {@link Backend.openBody}. It is read whole before the first byte is given: what was added against
 * scheduling must be taken off, and a body must not be a mixture of two versions.
 */
export async function openBody(mount: Mount, request: OpenBody): Promise<Body> {
  const { bytes } = await readObject(mount, request.folder, request.key, request.signal);
  const { start = 0, end } = request.range ?? {};
  return bodyOf(mount, bytes.subarray(start, end), request.signal);
}

/** Batches on their way at a time: servers wait for a while in the middle of an answer (Cyrus 40 ms). */
const AHEAD = 3;

/** Many bodies; see {@link Backend.openBodies}. The next batches come while the caller reads this one. */
export async function* openBodies(mount: Mount, request: ItemsRequest): AsyncIterable<KeyedBody> {
  const { folder, signal } = request;
  const batches = batchesOf([...new Set(request.keys)], mount.options.batchItems);
  const fetch = (keys: readonly string[]) => multiget(mount, { folder, keys, data: true, signal });
  const ahead: Promise<Map<string, Got>>[] = [];
  for (let index = 0; index < batches.length; index++) {
    for (let next = index + ahead.length; ahead.length < AHEAD && next < batches.length; next++) {
      const coming = fetch(batches[next] as string[]);
      // Who breaks off before it is read hears nothing of it.
      coming.catch(() => undefined);
      ahead.push(coming);
    }
    const got = await (ahead.shift() as Promise<Map<string, Got>>);
    for (const [key, found] of got) {
      if (MapistoreError.is(found, 'NOT_FOUND')) continue;
      if (MapistoreError.is(found)) throw found;
      got.delete(key);
      yield { key, body: bodyOf(mount, found.bytes ?? new Uint8Array(0), signal) };
    }
  }
}

function bodyOf(mount: Mount, bytes: Uint8Array, signal: AbortSignal): Body {
  return bodyFrom(chunks(bytes, signal), { mediaType: mount.mediaType, size: bytes.byteLength });
}

async function* chunks(bytes: Uint8Array, signal: AbortSignal): AsyncIterable<Uint8Array> {
  signal.throwIfAborted();
  for (let at = 0; at < bytes.byteLength; at += CHUNK_BYTES) {
    yield bytes.subarray(at, at + CHUNK_BYTES);
    signal.throwIfAborted();
  }
}
