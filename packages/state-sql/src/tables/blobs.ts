import type { BlobsTable } from '@mapistore/core';
import type { Db } from '../schema/database.ts';
import { pieces } from './pieces.ts';

export function blobs(db: Db): BlobsTable {
  const addReference = async (sha256: string, count = 1): Promise<void> => {
    await db
      .updateTable('blobs')
      .set((eb) => ({ refs: eb('refs', '+', count) }))
      .where('sha256', '=', sha256)
      .execute();
  };
  return {
    addReference: (sha256) => addReference(sha256),
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
    async put(blobs) {
      const counts = Map.groupBy(blobs, ({ sha256 }) => sha256);
      const known = new Set<string>();
      for (const piece of pieces([...counts.keys()], 1)) {
        const rows = await db.selectFrom('blobs').select('sha256').where('sha256', 'in', piece).execute();
        for (const { sha256 } of rows) known.add(sha256);
      }
      for (const sha256 of known) await addReference(sha256, counts.get(sha256)?.length);
      const fresh = [...counts].flatMap(([sha256, [first, ...more]]) =>
        first === undefined || known.has(sha256) ? [] : [{ sha256, data: first.data, refs: 1 + more.length }],
      );
      for (const piece of pieces(fresh, 3)) {
        await db
          .insertInto('blobs')
          .values(piece.map(({ sha256, data, refs }) => ({ sha256, size: data.byteLength, refs })))
          .execute();
        const filled = piece.filter(({ data }) => data.byteLength > 0);
        if (filled.length === 0) continue;
        await db
          .insertInto('blobPieces')
          .values(filled.map(({ sha256, data }) => ({ owner: sha256, sequence: 0, data })))
          .execute();
      }
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
