import type { DeliveriesTable } from '@mapistore/core';
import type { Db } from '../schema/database.ts';

export function deliveries(db: Db): DeliveriesTable {
  const rows = () => db.selectFrom('deliveries').selectAll();
  return {
    async insert(row) {
      await db.insertInto('deliveries').values(row).execute();
    },
    get: (deliveryId) => rows().where('deliveryId', '=', deliveryId).executeTakeFirst(),
    byMark: (folderId, mark) => rows().where('folderId', '=', folderId).where('mark', '=', mark).executeTakeFirst(),
    open: () => rows().where('phase', 'in', ['storing', 'stored', 'acting']).orderBy('deliveryId').execute(),
    async update(deliveryId, patch) {
      await db.updateTable('deliveries').set(patch).where('deliveryId', '=', deliveryId).execute();
    },
    async delete(deliveryId) {
      await db.deleteFrom('deliveries').where('deliveryId', '=', deliveryId).execute();
    },
    async purge(before) {
      await db.deleteFrom('deliveries').where('phase', '=', 'done').where('at', '<', before).execute();
    },
  };
}
