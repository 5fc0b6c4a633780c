import type { QuotasTable } from '@mapistore/core';
import { sql } from 'kysely';
import type { Db } from '../schema/database.ts';
import type { Flavour } from '../schema/flavour.ts';
import { miscounted, recount, usageOf } from './usage.ts';

export function quotas(db: Db, flavour: Flavour): QuotasTable {
  return {
    all: () => db.selectFrom('quotas').selectAll().orderBy('folderId').execute(),
    async put(row) {
      await flavour
        .orReplace(db.insertInto('quotas').values(row), ['folderId'], ['warnBytes', 'maxBytes', 'maxItems'])
        .execute();
    },
    async delete(folderId) {
      await db.deleteFrom('quotas').where('folderId', '=', folderId).execute();
    },
    async usage(folderId) {
      let query = db
        .selectFrom('intents')
        .select((eb) => [
          eb.fn.countAll<number>().as('items'),
          sql<number>`coalesce(sum(${eb.ref('intents.size')}), 0)`.as('bytes'),
        ]);
      // A move within the store makes it no larger.
      query = folderId === undefined ? query.where('kind', '=', 'create') : query.where('folderId', '=', folderId);
      const [held, begun] = [await usageOf(db, folderId), await query.executeTakeFirstOrThrow()];
      return { items: held.items + Number(begun.items), bytes: held.bytes + Number(begun.bytes) };
    },
    miscounted: () => miscounted(db),
    recount: (folderIds) => recount(db, folderIds),
  };
}
