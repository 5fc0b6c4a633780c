import { putBlob } from '../blobs/blob-area.ts';
import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import { sameItem } from '../item/same-item.ts';
import { originalSource } from '../read/original.ts';
import type { Job, Written } from '../write/batch.ts';
import type { Place, Target } from '../write/place.ts';
import type { ItemResult } from './results.ts';

/**
 * Where a server holds one object of each UID (RFC 4791 s.4.1) and says that it is there already: the item, if it says the
 * same as the source. An earlier import, maybe of a program that died, brought it.
 */
export async function findByUid(
  engine: Engine,
  target: Target,
  { prepared }: Job,
  signal: AbortSignal,
): Promise<ItemResult | undefined> {
  const { uid } = prepared.head;
  const format = engine.formats.get(prepared.mediaType);
  if (uid === null || format === undefined) return undefined;
  const [row] = await engine.state.read((tx) => tx.contents.byUids(target.folder.folderId, [uid]));
  if (row === undefined || row.mediaType !== prepared.mediaType) {
    const unseen = `${target.path} holds an item of that UID that is not in the index yet; synchronise and repeat.`;
    return { itemId: undefined, outcome: 'failed', error: new MapistoreError('ALREADY_EXISTS', unseen) };
  }
  const [mine, theirs] = [
    await format.parse(prepared.source, { signal }),
    await format.parse(originalSource(engine, row), { signal }),
  ];
  return sameItem(mine, theirs) ? { itemId: row.itemId, outcome: 'present' } : undefined;
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
