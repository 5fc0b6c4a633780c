import type { OverlayRow, OverlayTable } from '@mapistore/core';
import type { Db } from '../schema/database.ts';
import type { Flavour } from '../schema/flavour.ts';
import { pieces } from './pieces.ts';
import { forgetWords } from './words.ts';

export function overlay(db: Db, flavour: Flavour): OverlayTable {
  return {
    ofItem: (itemId) => db.selectFrom('overlay').selectAll().where('itemId', '=', itemId).orderBy('property').execute(),
    async ofItems(itemIds) {
      const rows: OverlayRow[] = [];
      for (const piece of pieces(itemIds, 1))
        rows.push(
          ...(await db
            .selectFrom('overlay')
            .selectAll()
            .where('itemId', 'in', piece)
            .orderBy('itemId')
            .orderBy('property')
            .execute()),
        );
      return rows;
    },
    async put(rows) {
      await forgetWords(db, [...new Set(rows.map(({ itemId }) => itemId))]);
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
      if (properties.length > 0) await forgetWords(db, [itemId]);
      for (const piece of pieces(properties, 1)) {
        await db.deleteFrom('overlay').where('itemId', '=', itemId).where('property', 'in', piece).execute();
      }
    },
  };
}
