import type { Engine } from '../engine/engine.ts';
import { type Version, versionsOf } from '../ics/version.ts';
import { gidOf, type Xid } from '../ics/xid.ts';
import type { AssociatedRow } from '../state/object-rows.ts';
import type { ContentsRow } from '../state/rows.ts';
import type { StateTx } from '../state/store.ts';
import { keptSourceKey } from './reference.ts';

/** What a source key of a client stands for in a folder. */
export type Located =
  | { readonly is: 'message'; readonly mid: number; readonly row: ContentsRow; readonly version: Version }
  | { readonly is: 'associated'; readonly mid: number; readonly row: AssociatedRow; readonly version: Version }
  /** It was there, or was given up: it does not come back. */
  | { readonly is: 'gone' }
  /** An id of this store that nobody has yet, or undefined for a key of others. */
  | { readonly is: 'unknown'; readonly id: number | undefined };

/** Finds what a source key stands for. */
export async function locate(engine: Engine, folderId: number, sourceKey: Xid): Promise<Located> {
  return engine.state.read(async (tx) => {
    await engine.replicas.refresh(tx);
    return locateIn(tx, engine, folderId, sourceKey);
  });
}

async function locateIn(tx: StateTx, engine: Engine, folderId: number, sourceKey: Xid): Promise<Located> {
  const { replicas } = engine;
  const gid = gidOf(sourceKey);
  const id = gid === undefined ? undefined : replicas.gidToId(gid);
  const row = id === undefined ? await byKeptKey(tx, sourceKey) : (await tx.contents.byMids([id]))[0];
  if (row?.folderId === folderId) {
    const { itemId: objectId, mid, cn } = row;
    return {
      is: 'message',
      mid,
      row,
      version: (await versionsOf(tx, replicas, [{ objectId, cn }])).get(objectId) as Version,
    };
  }
  const associated = id === undefined ? undefined : await tx.associated.get(id);
  if (associated !== undefined && associated.folderId === folderId && associated.deletedAt === null) {
    const { mid, cn, modifiedAt } = associated;
    const version = (await versionsOf(tx, replicas, [{ objectId: mid, cn }])).get(mid) as Version;
    // The journal does not tell of FAI messages; they say themselves when they were changed.
    return {
      is: 'associated',
      mid,
      row: associated,
      version: { ...version, modifiedAt: version.modifiedAt || modifiedAt },
    };
  }
  const wasThere =
    row !== undefined ||
    associated !== undefined ||
    (id !== undefined && ((await tx.tombstones.ofMids([id])).length > 0 || (await tx.idRanges.has(folderId, id))));
  return wasThere ? { is: 'gone' } : { is: 'unknown', id };
}

async function byKeptKey(tx: StateTx, sourceKey: Xid): Promise<ContentsRow | undefined> {
  const lineage = await tx.lineage.bySourceKey(keptSourceKey(sourceKey));
  return lineage === undefined ? undefined : (await tx.contents.byItems([lineage.objectId]))[0];
}
