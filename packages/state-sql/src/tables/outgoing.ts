import type { OutgoingTable } from '@mapistore/core';
import type { Db } from '../schema/database.ts';

export function outgoing(db: Db): OutgoingTable {
  return {
    async insert(row) {
      await db.insertInto('outgoing').values(row).execute();
    },
    all: () => db.selectFrom('outgoing').selectAll().orderBy('outgoingId').execute(),
    async update(outgoingId, patch) {
      await db.updateTable('outgoing').set(patch).where('outgoingId', '=', outgoingId).execute();
    },
    async delete(outgoingId) {
      await db.deleteFrom('outgoing').where('outgoingId', '=', outgoingId).execute();
    },
  };
}
