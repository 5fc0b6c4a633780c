import type { OverlayTable } from '@mapistore/core';
import type { Db } from '../schema/database.ts';
import type { Flavour } from '../schema/flavour.ts';
import { pieces } from './pieces.ts';

export function overlay(db: Db, flavour: Flavour): OverlayTable {
  return {
    ofItem: (itemId) => db.selectFrom('overlay').selectAll().where('itemId', '=', itemId).orderBy('property').execute(),
    async put(rows) {
      for (const piece of pieces(rows, 6)) {
        await flavour
          .orReplace(
            db.insertInto('overlay').values(piece),
            ['itemId', 'property'],
            ['op', 'value', 'type', 'overSha256'],
          )
          .execute();
      }
    },
    async delete(itemId, properties) {
      for (const piece of pieces(properties, 1)) {
        await db.deleteFrom('overlay').where('itemId', '=', itemId).where('property', 'in', piece).execute();
      }
    },
  };
}
