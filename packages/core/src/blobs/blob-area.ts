import { createHash, randomUUID } from 'node:crypto';
import { inPieces } from '../bytes/pieces.ts';
import { bodyFrom, cut } from '../bytes/sources.ts';
import type { Body, BodySource, ByteRange } from '../contract/body.ts';
import type { StateStore } from '../state/store.ts';

const PIECE_BYTES = 262_144;

/** A source that the blob area holds in one piece. */
export function fitsOnePiece(source: BodySource): source is BodySource & Required<Pick<BodySource, 'bytes'>> {
  return source.bytes !== undefined && source.bytes.byteLength <= PIECE_BYTES;
}

/** Stores a source in the blob area with one reference and gives its digest. Holds one piece in memory. */
export async function putBlob(state: StateStore, source: BodySource, signal: AbortSignal): Promise<string> {
  if (fitsOnePiece(source)) return (await putPieces(state, [source.bytes]))[0] as string;
  const uploadId = randomUUID();
  const hash = createHash('sha256');
  let sequence = 0;
  let size = 0;
  for await (const piece of inPieces(source.open({ signal }), PIECE_BYTES)) {
    hash.update(piece);
    size += piece.byteLength;
    const number = sequence++;
    await state.write((tx) => tx.blobs.append(uploadId, number, piece));
  }
  const sha256 = hash.digest('hex');
  await state.write((tx) => tx.blobs.finish(uploadId, sha256, size));
  return sha256;
}

/**
 * The same for several that fit a piece each, in one transaction: of a server that changes every item, core keeps each
 * original.
 */
export async function putPieces(state: StateStore, pieces: readonly Uint8Array[]): Promise<readonly string[]> {
  if (pieces.length === 0) return [];
  const blobs = pieces.map((data) => ({ data, sha256: createHash('sha256').update(data).digest('hex') }));
  await state.write((tx) => tx.blobs.put(blobs));
  return blobs.map(({ sha256 }) => sha256);
}

/** Reads a blob. */
export function openBlob(state: StateStore, sha256: string, mediaType: string, range?: ByteRange): Body {
  async function* pieces(): AsyncIterable<Uint8Array> {
    for (let sequence = 0; ; sequence++) {
      const piece = await state.read((tx) => tx.blobs.piece(sha256, sequence));
      if (piece === undefined) return;
      yield piece;
    }
  }
  return bodyFrom(cut(pieces(), range), { mediaType });
}
