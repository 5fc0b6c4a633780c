import type { QuotasTable } from '@mapistore/core';
import { sql } from 'kysely';
import type { Db } from '../schema/database.ts';
import type { Flavour } from '../schema/flavour.ts';

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
      let held = db
        .selectFrom('memberships')
        .innerJoin('items', 'items.itemId', 'memberships.itemId')
        .select((eb) => [
          eb.fn.countAll<number>().as('items'),
          sql<number>`coalesce(sum(coalesce(${eb.ref('items.size')}, ${eb.ref('memberships.storedSize')}, 0)), 0)`.as(
            'bytes',
          ),
        ]);
      let begun = db
        .selectFrom('intents')
        .select((eb) => [
          eb.fn.countAll<number>().as('items'),
          sql<number>`coalesce(sum(${eb.ref('intents.size')}), 0)`.as('bytes'),
        ]);
      // A move within the store makes it no larger.
      if (folderId === undefined) begun = begun.where('kind', '=', 'create');
      else {
        held = held.where('memberships.folderId', '=', folderId);
        begun = begun.where('folderId', '=', folderId);
      }
      const [now, soon] = [await held.executeTakeFirstOrThrow(), await begun.executeTakeFirstOrThrow()];
      return { items: Number(now.items) + Number(soon.items), bytes: Number(now.bytes) + Number(soon.bytes) };
    },
  };
}
