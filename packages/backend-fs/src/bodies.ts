import type { FileHandle } from 'node:fs/promises';
import { type Body, bodyFrom, type OpenBody } from '@mapistore/core';
import { failure, guarded, translate } from './errors.ts';
import { inFolder } from './files/place.ts';
import { openStored, type Stored } from './files/stored.ts';
import type { Mount } from './mount.ts';

const CHUNK_BYTES = 256 * 1024;

/** The bytes of an item, read as they are asked for. The file stays the one that was opened, also when it is replaced. */
export async function openBody(mount: Mount, request: OpenBody): Promise<Body> {
  const { key, signal } = request;
  return guarded({ operation: 'openBody', what: `open item "${key}"`, signal }, () =>
    inFolder(mount, request.folder, 'openBody', async (folder) => {
      const { handle, stored } = await openStored(folder, key, 'openBody');
      const total = Number(stored.stat.size);
      const start = Math.min(request.range?.start ?? 0, total);
      const end = Math.max(start, Math.min(request.range?.end ?? total, total));
      return bodyFrom(chunksOf(handle, { key, stored, start, end, signal }), {
        mediaType: stored.mediaType,
        size: end - start,
        dispose: () => handle.close(),
      });
    }),
  );
}

async function* chunksOf(
  handle: FileHandle,
  what: {
    readonly key: string;
    readonly stored: Stored;
    readonly start: number;
    readonly end: number;
    readonly signal: AbortSignal;
  },
): AsyncIterable<Uint8Array> {
  const { key, stored, end, signal } = what;
  try {
    for (let at = what.start; at < end; ) {
      signal.throwIfAborted();
      const chunk = new Uint8Array(Math.min(CHUNK_BYTES, end - at));
      const { bytesRead } = await handle.read(chunk, 0, chunk.byteLength, at);
      if (bytesRead === 0) break;
      at += bytesRead;
      yield chunk.subarray(0, bytesRead);
    }
    // Somebody wrote into the file while it was read: what was given out is neither the old nor the new item.
    const { size, mtimeNs } = await handle.stat({ bigint: true });
    if (size === stored.stat.size && mtimeNs === stored.stat.mtimeNs) return;
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw translate(error, 'openBody', `read item "${key}"`);
  }
  throw failure('openBody', 'UNAVAILABLE', `Cannot read item "${key}": it was changed meanwhile; read it again.`);
}
