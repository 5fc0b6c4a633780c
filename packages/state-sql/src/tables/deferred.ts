import type { DeferredTable } from '@mapistore/core';
import type { Db } from '../schema/database.ts';
import { pieces } from './pieces.ts';

export function deferred(db: Db): DeferredTable {
  const rows = () => db.selectFrom('deferred').selectAll().orderBy('deferredId');
  return {
    async insert(row) {
      await db.insertInto('deferred').values(row).execute();
    },
    all: () => rows().execute(),
    ofItem: (itemId) => rows().where('itemId', '=', itemId).execute(),
    async update(deferredId, patch) {
      await db.updateTable('deferred').set(patch).where('deferredId', '=', deferredId).execute();
    },
    async delete(deferredIds) {
      for (const piece of pieces(deferredIds, 1))
        await db.deleteFrom('deferred').where('deferredId', 'in', piece).execute();
    },
  };
}
