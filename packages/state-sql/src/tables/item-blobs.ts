import type { ItemBlobsTable } from '@mapistore/core';
import type { Db } from '../schema/database.ts';
import type { Flavour } from '../schema/flavour.ts';
import { blobs } from './blobs.ts';
import { pieces } from './pieces.ts';

export function itemBlobs(db: Db, flavour: Flavour): ItemBlobsTable {
  const of = async (ownerId: number): Promise<readonly string[]> => {
    const rows = await db.selectFrom('itemBlobs').select('sha256').where('ownerId', '=', ownerId).execute();
    return rows.map(({ sha256 }) => sha256);
  };
  return {
    of,
    async replace(ownerId, now) {
      const before = await of(ownerId);
      const kept = new Set(now);
      for (const sha256 of before.filter((one) => !kept.has(one))) {
        await db.deleteFrom('itemBlobs').where('ownerId', '=', ownerId).where('sha256', '=', sha256).execute();
        await blobs(db).release(sha256);
      }
      for (const piece of pieces([...kept], 2))
        await flavour
          .orKeep(db.insertInto('itemBlobs').values(piece.map((sha256) => ({ ownerId, sha256 }))), [
            'ownerId',
            'sha256',
          ])
          .execute();
    },
  };
}

/** Releases what owners that are gone referred to. */
export async function releaseOwned(db: Db, flavour: Flavour, ownerIds: readonly number[]): Promise<void> {
  for (const piece of pieces(ownerIds, 1)) {
    const rows = await db.selectFrom('itemBlobs').select('ownerId').where('ownerId', 'in', piece).distinct().execute();
    for (const { ownerId } of rows) await itemBlobs(db, flavour).replace(ownerId, []);
  }
}
