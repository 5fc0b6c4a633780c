import type { BlobsTable } from '@mapistore/core';
import type { Db } from '../schema/database.ts';

export function blobs(db: Db): BlobsTable {
  const addReference = async (sha256: string): Promise<void> => {
    await db
      .updateTable('blobs')
      .set((eb) => ({ refs: eb('refs', '+', 1) }))
      .where('sha256', '=', sha256)
      .execute();
  };
  return {
    addReference,
    async append(uploadId, sequence, data) {
      await db.insertInto('blobPieces').values({ owner: uploadId, sequence, data }).execute();
    },
    async finish(uploadId, sha256, size) {
      const known = await db.selectFrom('blobs').select('refs').where('sha256', '=', sha256).executeTakeFirst();
      if (known !== undefined) {
        await db.deleteFrom('blobPieces').where('owner', '=', uploadId).execute();
        await addReference(sha256);
        return;
      }
      await db.updateTable('blobPieces').set({ owner: sha256 }).where('owner', '=', uploadId).execute();
      await db.insertInto('blobs').values({ sha256, size, refs: 1 }).execute();
    },
    async piece(sha256, sequence) {
      const row = await db
        .selectFrom('blobPieces')
        .select('data')
        .where('owner', '=', sha256)
        .where('sequence', '=', sequence)
        .executeTakeFirst();
      return row?.data;
    },
    async release(sha256) {
      await db
        .updateTable('blobs')
        .set((eb) => ({ refs: eb('refs', '-', 1) }))
        .where('sha256', '=', sha256)
        .execute();
      const left = await db.selectFrom('blobs').select('refs').where('sha256', '=', sha256).executeTakeFirst();
      if (left === undefined || left.refs > 0) return;
      await db.deleteFrom('blobs').where('sha256', '=', sha256).execute();
      await db.deleteFrom('blobPieces').where('owner', '=', sha256).execute();
    },
    async usedBytes() {
      const row = await db
        .selectFrom('blobs')
        .select((eb) => eb.fn.coalesce(eb.fn.sum<number>('size'), eb.lit(0)).as('bytes'))
        .executeTakeFirstOrThrow();
      return row.bytes;
    },
  };
}
