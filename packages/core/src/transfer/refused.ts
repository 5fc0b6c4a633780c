import { putBlob } from '../blobs/blob-area.ts';
import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import { sameItem } from '../item/same-item.ts';
import { originalSource } from '../read/original.ts';
import type { Job, Written } from '../write/batch.ts';
import type { Place, Target } from '../write/place.ts';
import type { ItemResult } from './results.ts';

/** An item that the backend says is there already. */
export interface Twin {
  readonly job: Job;
  /** The refusal; its context may name the key of the one that is there. */
  readonly why: MapistoreError;
  readonly signal: AbortSignal;
}

/**
 * Where a server holds one object of each UID (RFC 4791 s.4.1) and says that it is there already: the item, if it says the
 * same as the source. An earlier import, maybe of a program that died, brought it. Undefined where it says something else.
 */
export async function findTwin(
  engine: Engine,
  target: Target,
  { job: { prepared }, why, signal }: Twin,
): Promise<ItemResult | undefined> {
  const format = engine.formats.get(prepared.mediaType);
  if (format === undefined) return undefined;
  const { folderId } = target.folder;
  const { uid } = prepared.head;
  const key = why.details.context?.['key'];
  const rows = await engine.state.read(async (tx) => [
    ...(typeof key === 'string' ? await tx.contents.byKeys(folderId, [key]) : []),
    ...(uid === null ? [] : await tx.contents.byUids(folderId, [uid])),
  ]);
  if (!rows.some(({ backendKey }) => backendKey !== null)) {
    const unseen = `${target.path} holds that item, or another of its UID, and it is not in the index yet; synchronise and repeat.`;
    return { itemId: undefined, outcome: 'failed', error: new MapistoreError('ALREADY_EXISTS', unseen) };
  }
  const mine = await format.parse(prepared.source, { signal });
  for (const row of rows.filter(({ mediaType }) => mediaType === prepared.mediaType)) {
    const theirs = await format.parse(originalSource(engine, row), { signal });
    if (sameItem(mine, theirs)) return { itemId: row.itemId, outcome: 'present' };
  }
  return undefined;
}

/** ALREADY_EXISTS: another item of that UID, which says something else. */
const KEEPABLE: ReadonlySet<string> = new Set(['INVALID_CONTENT', 'TOO_LARGE', 'UNSUPPORTED', 'ALREADY_EXISTS']);

/** Whether core keeps an item that the backend cannot hold, rather than turning it away. */
export function isKeepable(error: MapistoreError): boolean {
  return KEEPABLE.has(error.code);
}

/** Puts the bytes of an item into the blob area, as an item without a backend key. */
export async function keep(
  engine: Engine,
  target: Target,
  { prepared, payload }: Job,
  signal: AbortSignal,
): Promise<Written> {
  const blob = await putBlob(engine.state, prepared.source, signal);
  const place: Place = {
    backendKey: null,
    blob,
    contentRevision: blob,
    flagsRevision: null,
    stableId: null,
    storedSize: prepared.size,
    refused: payload.flags,
    residue: null,
  };
  return {
    place,
    intent: {
      intentId: 0,
      sessionId: engine.session.id,
      kind: 'create',
      mountId: target.mount.mountId,
      folderId: target.folder.folderId,
      checkpoint: null,
      fingerprint: prepared.head.fingerprint,
      sha256: prepared.sha256,
      size: prepared.size,
      lineEnds: new Uint8Array(0),
      phase: 'written',
      backendKey: null,
      sourceMid: null,
      sourceFolderId: null,
      sourceKey: null,
      payload: JSON.stringify(payload),
      at: engine.clock().getTime(),
    },
  };
}
