import type { IntentsTable } from '@mapistore/core';
import type { Db } from '../schema/database.ts';
import { pieces } from './pieces.ts';

export function intents(db: Db): IntentsTable {
  return {
    async insert(rows) {
      for (const piece of pieces(rows, 18)) await db.insertInto('intents').values(piece).execute();
    },
    all: () => db.selectFrom('intents').selectAll().orderBy('intentId').execute(),
    ofMount: (mountId) =>
      db.selectFrom('intents').selectAll().where('mountId', '=', mountId).orderBy('intentId').execute(),
    async update(intentId, patch) {
      await db.updateTable('intents').set(patch).where('intentId', '=', intentId).execute();
    },
    async delete(intentIds) {
      for (const piece of pieces(intentIds, 1)) await db.deleteFrom('intents').where('intentId', 'in', piece).execute();
    },
  };
}
