import type { ArrivalsTable } from '@mapistore/core';
import type { Db } from '../schema/database.ts';
import type { Flavour } from '../schema/flavour.ts';
import { pieces } from './pieces.ts';

export function arrivals(db: Db, flavour: Flavour): ArrivalsTable {
  return {
    async insert(rows) {
      for (const piece of pieces(rows, 12)) {
        await flavour.orKeep(db.insertInto('arrivals').values(piece), ['folderId', 'backendKey']).execute();
      }
    },
    page: (mountId, limit) =>
      db
        .selectFrom('arrivals')
        .selectAll()
        .where('mountId', '=', mountId)
        .orderBy('folderId')
        .orderBy('received')
        .limit(limit)
        .execute(),
    async delete(folderId, keys) {
      for (const piece of pieces(keys, 1)) {
        await db.deleteFrom('arrivals').where('folderId', '=', folderId).where('backendKey', 'in', piece).execute();
      }
    },
    async clear(mountId) {
      await db.deleteFrom('arrivals').where('mountId', '=', mountId).execute();
    },
  };
}
