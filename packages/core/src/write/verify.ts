import { putBlob } from '../blobs/blob-area.ts';
import { restoreLineEnds } from '../bytes/line-ends.ts';
import { digestOf, sha256Of } from '../bytes/scan.ts';
import type { ItemWritten, Result } from '../contract/backend.ts';
import type { Body } from '../contract/body.ts';
import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import type { Place, Target } from './place.ts';
import type { Prepared } from './prepare.ts';

type Stored = Awaited<ReturnType<typeof digestOf>>;

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
  const digests = await storedDigests(target, claims, signal);
  const results: Result<Place>[] = [];
  for (const claim of claims) {
    try {
      const stored = digests.get(claim.written.key) ?? (await digestOf(await open(target, claim.written.key, signal)));
      const residue = await residueOf(engine, target, claim, stored.sha256, signal);
      const about = residue === 'lost' ? { residue: null, asStored: true } : { residue };
      results.push({ ok: true, value: { ...place(claim, stored), ...about } });
    } catch (error) {
      signal.throwIfAborted();
      results.push({
        ok: false,
        error: MapistoreError.from(error, `Cannot read back an item written to ${target.path}`),
      });
    }
  }
  return results;
}

// The size is the one that was read back: servers are known to tell the one that was sent.
function place({ written }: Claim, stored: Stored): Omit<Place, 'residue'> {
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

async function storedDigests(
  target: Target,
  claims: readonly Claim[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Stored>> {
  const digests = new Map<string, Stored>();
  const { backend, folder } = target;
  if (backend.openBodies === undefined || claims.length < 2) return digests;
  const keys = claims.map(({ written }) => written.key);
  try {
    for await (const { key, body } of backend.openBodies({ signal, folder: folder.backendKey as string, keys })) {
      digests.set(key, await digestOf(body));
    }
  } catch {
    // Whatever is missing is asked for one by one, where a failure belongs to one item.
    signal.throwIfAborted();
  }
  return digests;
}

async function open(target: Target, key: string, signal: AbortSignal): Promise<Body> {
  return target.backend.openBody({ signal, folder: target.folder.backendKey as string, key });
}

async function residueOf(
  engine: Engine,
  target: Target,
  claim: Claim,
  digest: string,
  signal: AbortSignal,
): Promise<Place['residue'] | 'lost'> {
  const { prepared, written } = claim;
  if (digest === prepared.sha256) return null;
  const { backend, folder, path } = target;
  if (backend.description.traits.bytes === 'exact') {
    await backend.deleteItem?.({ signal, folder: folder.backendKey as string, key: written.key });
    throw new MapistoreError(
      'INVALID_CONTENT',
      `${path} gave back other bytes than it was given (${prepared.sha256} became ${digest}); the copy was removed.`,
    );
  }
  if (prepared.lineEnds !== undefined) {
    const restored = await sha256Of(restoreLineEnds(await open(target, written.key, signal), prepared.lineEnds));
    if (restored === prepared.sha256) return { mode: 'lines', storedSha256: digest };
  }
  if (prepared.source === undefined) return 'lost';
  await putBlob(engine.state, prepared.source, signal);
  return { mode: 'blob', storedSha256: digest };
}
