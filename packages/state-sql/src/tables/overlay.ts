import type { OverlayTable } from '@mapistore/core';
import type { Db } from '../schema/database.ts';
import { pieces } from './pieces.ts';

export function overlay(db: Db): OverlayTable {
  return {
    ofItem: (itemId) => db.selectFrom('overlay').selectAll().where('itemId', '=', itemId).orderBy('property').execute(),
    async put(rows) {
      for (const row of rows) {
        const { itemId: _item, property: _property, ...rest } = row;
        await db
          .insertInto('overlay')
          .values(row)
          .onConflict((c) => c.columns(['itemId', 'property']).doUpdateSet(rest))
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
