import { createHash, randomUUID } from 'node:crypto';
import { inPieces } from '../bytes/pieces.ts';
import { bodyFrom, cut } from '../bytes/sources.ts';
import type { Body, BodySource, ByteRange } from '../contract/body.ts';
import type { StateStore, StateTx } from '../state/store.ts';

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

/** A blob that waits for the transaction it belongs to: until then nothing refers to it. */
export interface StagedBlob {
  readonly sha256: string;
  readonly size: number;
  /** Gives it its reference. */
  commit(tx: StateTx): Promise<void>;
}

/** Brings a source into the blob area but for its reference, so that it comes to be together with what names it. */
export async function stageBlob(state: StateStore, source: BodySource, signal: AbortSignal): Promise<StagedBlob> {
  const hash = createHash('sha256');
  if (fitsOnePiece(source)) {
    const data = source.bytes;
    const sha256 = hash.update(data).digest('hex');
    return { sha256, size: data.byteLength, commit: (tx) => tx.blobs.put([{ sha256, data }]) };
  }
  const uploadId = randomUUID();
  let sequence = 0;
  let size = 0;
  for await (const piece of inPieces(source.open({ signal }), PIECE_BYTES)) {
    hash.update(piece);
    size += piece.byteLength;
    const number = sequence++;
    await state.write((tx) => tx.blobs.append(uploadId, number, piece));
  }
  const sha256 = hash.digest('hex');
  return { sha256, size, commit: (tx) => tx.blobs.finish(uploadId, sha256, size) };
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
