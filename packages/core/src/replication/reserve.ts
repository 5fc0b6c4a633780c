import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import type { Gid } from '../ics/gid.ts';

/** The folder under which reserved ids stand. */
const RESERVED = 0;
/** More than a client can want at once ([MS-OXCFXICS] 3.3.5.8.12 recommends ranges of moderate size). */
const MAX_IDS = 1_048_576;

/** Ids that a client gives to what it makes itself. */
export interface ReservedIds {
  readonly first: Gid;
  readonly last: Gid;
}

/**
 * Sets ids aside for a client; they are committed before they are told, and never given to anybody else.
 * @throws INVALID_ARGUMENT
 */
export async function reserveIds({ state, replicas }: Engine, count: number): Promise<ReservedIds> {
  if (!Number.isSafeInteger(count) || count < 1 || count > MAX_IDS)
    throw new MapistoreError('INVALID_ARGUMENT', `A client may reserve 1 to ${MAX_IDS} ids at once, not ${count}.`);
  return state.write(async (tx) => {
    await replicas.refresh(tx);
    const firstId = await tx.take('id', count);
    const lastId = firstId + count - 1;
    await tx.idRanges.put({ folderId: RESERVED, firstId, lastId });
    return { first: replicas.idToGid(firstId), last: replicas.idToGid(lastId) };
  });
}

/** @throws INVALID_ARGUMENT for an id that no client reserved: it is or will be that of something else */
export async function checkReserved({ state }: Engine, id: number): Promise<void> {
  if (await state.read((tx) => tx.idRanges.has(RESERVED, id))) return;
  throw new MapistoreError('INVALID_ARGUMENT', `The id ${id} was not reserved for a client.`);
}
