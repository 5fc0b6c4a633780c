import type { TombstoneRow, TombstonesTable } from '@mapistore/core';
import type { Db } from '../schema/database.ts';
import type { Flavour } from '../schema/flavour.ts';
import { blobs } from './blobs.ts';
import { pieces } from './pieces.ts';
import { forgetItems } from './recoverable.ts';
import { residues } from './residues.ts';

const COLUMNS = [
  'mid',
  'itemId',
  'folderId',
  'mountId',
  'fingerprint',
  'stableId',
  'storedSize',
  'received',
  'deletedAt',
  'cn',
] as const;

export function tombstones(db: Db, flavour: Flavour): TombstonesTable {
  return {
    async insert(rows) {
      for (const piece of pieces(rows, 12)) {
        await db
          .insertInto('tombstones')
          .values(piece.map((row) => ({ ...row, taken: 0 })))
          .execute();
      }
    },
    async match(mountId, { fingerprints, stableIds }) {
      const found = new Map<number, TombstoneRow>();
      const collect = async (column: 'fingerprint' | 'stableId', values: readonly string[]): Promise<void> => {
        for (const piece of pieces(values, 1)) {
          const rows = await db
            .selectFrom('tombstones')
            .select(COLUMNS)
            .where(column, 'in', piece)
            .where('mountId', '=', mountId)
            .where('taken', '=', 0)
            .execute();
          for (const row of rows) found.set(row.mid, row);
        }
      };
      await collect('fingerprint', fingerprints);
      await collect('stableId', stableIds);
      return [...found.values()].sort((a, b) => a.mid - b.mid);
    },
    async ofMids(mids) {
      const found: TombstoneRow[] = [];
      for (const piece of pieces(mids, 1))
        found.push(...(await db.selectFrom('tombstones').select(COLUMNS).where('mid', 'in', piece).execute()));
      return found;
    },
    async take(mids) {
      for (const piece of pieces(mids, 1)) {
        await db.updateTable('tombstones').set({ taken: 1 }).where('mid', 'in', piece).execute();
      }
    },
    async purge(before) {
      const old = await db.selectFrom('tombstones').select(['mid', 'itemId']).where('deletedAt', '<', before).execute();
      for (const piece of pieces(old, 1)) {
        const mids = piece.map(({ mid }) => mid);
        const itemIds = piece.map(({ itemId }) => itemId);
        await db.deleteFrom('tombstones').where('mid', 'in', mids).execute();
        const originals = residues(db, flavour);
        for (const { mode, originalSha256 } of await originals.ofMids(mids))
          if (mode === 'blob') await blobs(db).release(originalSha256);
        await originals.delete(mids);
        await forgetItems(db, flavour, itemIds);
      }
      return old.length;
    },
  };
}
