import { type Body, bodyFrom, cut, type ItemsRequest, type KeyedBody, type OpenBody } from '@mapistore/core';
import { wholeRow, wholeRows } from './items.ts';
import { knownFolder, type Mount } from './mount.ts';
import { readPieces } from './pieces.ts';
import { bytesOf, type WholeRow } from './rows.ts';
import { PIECE_BYTES } from './schema/tables.ts';

/** One body, read piece by piece; see {@link Backend.openBody}. */
export async function openBody(mount: Mount, request: OpenBody): Promise<Body> {
  const { signal, range } = request;
  const row = await wholeRow(mount, request.folder, request.key, signal);
  const start = range?.start ?? 0;
  // Where the bytes are as they are stored, a range far behind needs no piece before it.
  const skipped = row.shape === null ? Math.floor((start - row.first.byteLength) / PIECE_BYTES) : 0;
  if (skipped > 0) {
    const before = row.first.byteLength + skipped * PIECE_BYTES;
    const end = range?.end === undefined ? {} : { end: Math.max(0, range.end - before) };
    const pieces = checked(readPieces(mount, row, signal, skipped), signal);
    return bodyFrom(cut(pieces, { start: start - before, ...end }), { mediaType: row.mediaType });
  }
  const bytes = checked(
    bytesOf(row, () => readPieces(mount, row, signal)),
    signal,
  );
  const whole = range === undefined && row.size !== null ? { size: row.size } : {};
  return bodyFrom(cut(bytes, range), { mediaType: row.mediaType, ...whole });
}

/** Many bodies; what lies in rows comes with one statement; see {@link Backend.openBodies}. */
export async function* openBodies(mount: Mount, request: ItemsRequest): AsyncIterable<KeyedBody> {
  const { signal } = request;
  const folder = await knownFolder(mount, request.folder, signal);
  const keys = [...new Set(request.keys)];
  for (let at = 0; at < keys.length; at += 64) {
    for (const row of await wholeRows(mount, folder, keys.slice(at, at + 64), signal))
      yield { key: String(row.id), body: bodyOf(mount, row, signal) };
  }
}

function bodyOf(mount: Mount, row: WholeRow, signal: AbortSignal): Body {
  const bytes = bytesOf(row, () => readPieces(mount, row, signal));
  return bodyFrom(checked(bytes, signal), {
    mediaType: row.mediaType,
    ...(row.size !== null && { size: row.size }),
  });
}

/** What of a body is handed over at once. */
const CHUNK_BYTES = 65_536;

async function* checked(chunks: AsyncIterable<Uint8Array>, signal: AbortSignal): AsyncIterable<Uint8Array> {
  signal.throwIfAborted();
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.byteLength; at += CHUNK_BYTES) {
      yield chunk.subarray(at, at + CHUNK_BYTES);
      signal.throwIfAborted();
    }
  }
}
