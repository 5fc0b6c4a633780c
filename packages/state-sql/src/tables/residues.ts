import type { ResidueRow, ResiduesTable } from '@mapistore/core';
import type { Db } from '../schema/database.ts';
import type { Flavour } from '../schema/flavour.ts';
import { pieces } from './pieces.ts';

const COLUMNS = ['contentRevision', 'storedSha256', 'originalSha256', 'originalSize', 'mode', 'data'];

export function residues(db: Db, flavour: Flavour): ResiduesTable {
  return {
    async put(rows) {
      for (const piece of pieces(rows, 7)) {
        await flavour.orReplace(db.insertInto('residues').values(piece), ['mid'], COLUMNS).execute();
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
