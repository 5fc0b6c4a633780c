import type { ResidueRow, ResiduesTable } from '@mapistore/core';
import type { Db } from '../schema/database.ts';
import { pieces } from './pieces.ts';

export function residues(db: Db): ResiduesTable {
  return {
    async put(row) {
      const { mid, ...rest } = row;
      await db
        .insertInto('residues')
        .values(row)
        .onConflict((c) => c.column('mid').doUpdateSet(rest))
        .execute();
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
