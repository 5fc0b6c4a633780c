import { fitsOnePiece, putBlob, putPieces } from '../blobs/blob-area.ts';
import type { ItemWritten, Result } from '../contract/backend.ts';
import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import { type Compared, type Comparison, compare } from './compare.ts';
import type { Place, Target } from './place.ts';
import type { Prepared } from './prepare.ts';

/** An item that a backend says it stored. */
export interface Claim {
  /** Without its source where the program that had it died. */
  readonly prepared: Omit<Prepared, 'source'> & Partial<Pick<Prepared, 'source'>>;
  readonly written: ItemWritten;
}

/**
 * Reads back what was stored and compares it with the original. Where a normalising backend changed it, finds what
 * core must keep to give the original back. An exact backend that changed it did not store it: the copy is removed.
 */
export async function verify(
  engine: Engine,
  target: Target,
  claims: readonly Claim[],
  signal: AbortSignal,
): Promise<readonly Result<Place>[]> {
  const many = await compareMany(target, claims, signal);
  const results: Result<Place>[] = [];
  const pieces: Uint8Array[] = [];
  for (const claim of claims) {
    try {
      const compared = many.get(claim.written.key) ?? (await compare(comparison(target, claim, signal)));
      if (compared.original === 'lost' && target.backend.description.traits.bytes === 'exact')
        await refuseChanged(target, claim, compared, signal);
      results.push({
        ok: true,
        value: { ...place(claim, compared), ...(await kept(engine, claim, compared, pieces, signal)) },
      });
    } catch (error) {
      signal.throwIfAborted();
      results.push({
        ok: false,
        error: MapistoreError.from(error, `Cannot read back an item written to ${target.path}`),
      });
    }
  }
  await putPieces(engine.state, pieces);
  return results;
}

// The size is the one that was read back: servers are known to tell the one that was sent.
function place({ written }: Claim, stored: Compared): Omit<Place, 'residue'> {
  return {
    backendKey: written.key,
    blob: null,
    contentRevision: written.contentRevision,
    flagsRevision: written.flagsRevision ?? null,
    stableId: written.stableId ?? null,
    storedSize: stored.size,
    refused: written.refused ?? [],
  };
}

function comparison({ backend, folder }: Target, { prepared, written }: Claim, signal: AbortSignal): Comparison {
  return { backend, folder: folder.backendKey as string, prepared, written, signal };
}

/** Those that a backend has not read back itself, all at once where it can. */
async function compareMany(
  target: Target,
  claims: readonly Claim[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Compared>> {
  const compared = new Map<string, Compared>();
  const { backend, folder } = target;
  const unread = new Map(claims.flatMap((claim) => (claim.written.stored ? [] : [[claim.written.key, claim]])));
  if (backend.openBodies === undefined || unread.size < 2) return compared;
  const keys = [...unread.keys()];
  try {
    for await (const { key, body } of backend.openBodies({ signal, folder: folder.backendKey as string, keys })) {
      const claim = unread.get(key);
      if (claim !== undefined) compared.set(key, await compare(comparison(target, claim, signal), body));
    }
  } catch {
    // Whatever is missing is asked for one by one, where a failure belongs to one item.
    signal.throwIfAborted();
  }
  return compared;
}

async function refuseChanged(
  { backend, folder, path }: Target,
  { prepared, written: { key } }: Claim,
  { sha256 }: Compared,
  signal: AbortSignal,
): Promise<never> {
  await backend.deleteItem?.({ signal, folder: folder.backendKey as string, key });
  throw new MapistoreError(
    'INVALID_CONTENT',
    `${path} gave back other bytes than it was given (${prepared.sha256} became ${sha256}); the copy was removed.`,
  );
}

/** What core keeps to give the original back; what is small is left in `pieces`, to be put away together. */
async function kept(
  engine: Engine,
  { prepared: { source } }: Claim,
  { sha256: storedSha256, original }: Compared,
  pieces: Uint8Array[],
  signal: AbortSignal,
): Promise<Pick<Place, 'residue' | 'asStored'>> {
  if (original === 'stored') return { residue: null };
  if (original === 'but for line ends') return { residue: { mode: 'lines', storedSha256 } };
  if (source === undefined) return { residue: null, asStored: true };
  if (fitsOnePiece(source)) pieces.push(source.bytes);
  else await putBlob(engine.state, source, signal);
  return { residue: { mode: 'blob', storedSha256 } };
}
