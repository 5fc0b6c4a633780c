import type { AssociatedTable } from '@mapistore/core';
import type { Db } from '../schema/database.ts';
import { pieces } from './pieces.ts';

export function associated(db: Db): AssociatedTable {
  return {
    async insert(row) {
      await db.insertInto('associated').values(row).execute();
    },
    async update(mid, patch) {
      await db.updateTable('associated').set(patch).where('mid', '=', mid).execute();
    },
    get: (mid) => db.selectFrom('associated').selectAll().where('mid', '=', mid).executeTakeFirst(),
    ofFolder: (folderId, deleted) =>
      db
        .selectFrom('associated')
        .selectAll()
        .where('folderId', '=', folderId)
        .where('deletedAt', deleted ? 'is not' : 'is', null)
        .orderBy('mid')
        .execute(),
    deletedBefore: (at, limit) =>
      db.selectFrom('associated').selectAll().where('deletedAt', '<', at).orderBy('mid').limit(limit).execute(),
    async delete(mids) {
      for (const piece of pieces(mids, 1)) await db.deleteFrom('associated').where('mid', 'in', piece).execute();
    },
  };
}
