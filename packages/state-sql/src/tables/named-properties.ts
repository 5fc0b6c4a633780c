import type { NamedPropertiesTable, NamedPropertyRow } from '@mapistore/core';
import type { Db } from '../schema/database.ts';
import { pieces } from './pieces.ts';

export function namedProperties(db: Db): NamedPropertiesTable {
  return {
    async byKeys(keys) {
      const found: NamedPropertyRow[] = [];
      for (const [set, group] of Map.groupBy(keys, (one) => one.set)) {
        for (const piece of pieces(
          group.map(({ key }) => key),
          1,
        ))
          found.push(
            ...(await db
              .selectFrom('namedProperties')
              .selectAll()
              .where('set', '=', set)
              .where('key', 'in', piece)
              .execute()),
          );
      }
      return found;
    },
    async byIds(ids) {
      const found: NamedPropertyRow[] = [];
      for (const piece of pieces(ids, 1))
        found.push(...(await db.selectFrom('namedProperties').selectAll().where('propertyId', 'in', piece).execute()));
      return found;
    },
    all: () => db.selectFrom('namedProperties').selectAll().orderBy('propertyId').execute(),
    async last() {
      const row = await db
        .selectFrom('namedProperties')
        .select('propertyId')
        .orderBy('propertyId', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row?.propertyId;
    },
    async insert(rows) {
      for (const piece of pieces(rows, 3)) await db.insertInto('namedProperties').values(piece).execute();
    },
  };
}
