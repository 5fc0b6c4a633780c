import type { ResidueRow, ResiduesTable } from '@mapistore/core';
import type { Db } from '../schema/database.ts';
import { pieces } from './pieces.ts';

export function residues(db: Db): ResiduesTable {
  return {
    async put(rows) {
      for (const piece of pieces(rows, 7)) {
        await db
          .insertInto('residues')
          .values(piece)
          .onConflict((c) =>
            c.column('mid').doUpdateSet((eb) => ({
              contentRevision: eb.ref('excluded.contentRevision'),
              storedSha256: eb.ref('excluded.storedSha256'),
              originalSha256: eb.ref('excluded.originalSha256'),
              originalSize: eb.ref('excluded.originalSize'),
              mode: eb.ref('excluded.mode'),
              data: eb.ref('excluded.data'),
            })),
          )
          .execute();
      }
    },
    async ofMids(mids) {
      const found: ResidueRow[] = [];
      for (const piece of pieces(mids, 1)) {
        found.push(...(await db.selectFrom('residues').selectAll().where('mid', 'in', piece).execute()));
      }
      return found;
    },
    async delete(mids) {
      for (const piece of pieces(mids, 1)) await db.deleteFrom('residues').where('mid', 'in', piece).execute();
    },
  };
}
