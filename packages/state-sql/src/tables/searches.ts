import type { SearchesTable } from '@mapistore/core';
import { sql } from 'kysely';
import type { Db } from '../schema/database.ts';
import type { Flavour } from '../schema/flavour.ts';
import { pieces } from './pieces.ts';

export function searches(db: Db, flavour: Flavour): SearchesTable {
  return {
    all: () => db.selectFrom('searches').selectAll().orderBy('folderId').execute(),
    get: (folderId) => db.selectFrom('searches').selectAll().where('folderId', '=', folderId).executeTakeFirst(),
    async insert(row) {
      await db.insertInto('searches').values(row).execute();
    },
    async update(folderId, patch) {
      await db.updateTable('searches').set(patch).where('folderId', '=', folderId).execute();
    },
    async delete(folderId) {
      await db.deleteFrom('searchHits').where('folderId', '=', folderId).execute();
      await db.deleteFrom('searches').where('folderId', '=', folderId).execute();
    },
    async addHits(folderId, mids) {
      for (const piece of pieces(mids, 2)) {
        const rows = db.insertInto('searchHits').values(piece.map((mid) => ({ folderId, mid })));
        await flavour.orKeep(rows, ['folderId', 'mid']).execute();
      }
    },
    async removeHits(folderId, mids) {
      for (const piece of pieces(mids, 1))
        await db.deleteFrom('searchHits').where('folderId', '=', folderId).where('mid', 'in', piece).execute();
    },
    async removeHitsOutside(folderId, folders) {
      const all = db.deleteFrom('searchHits').where('folderId', '=', folderId);
      if (folders.length === 0) await all.execute();
      else
        await all
          .where('mid', 'not in', (eb) =>
            eb
              .selectFrom('memberships')
              .select('memberships.mid')
              .where('memberships.folderId', 'in', [...folders]),
          )
          .execute();
    },
    async count(folderId) {
      const row = await db
        .selectFrom('searchHits')
        .innerJoin('memberships', 'memberships.mid', 'searchHits.mid')
        .innerJoin('items', 'items.itemId', 'memberships.itemId')
        .where('searchHits.folderId', '=', folderId)
        .select((eb) => [
          eb.fn.countAll<number>().as('items'),
          sql<number>`coalesce(sum(case when instr(concat(' ', ${eb.ref('items.flags')}, ' '), ' $seen ') > 0 then 0 else 1 end), 0)`.as(
            'unseen',
          ),
          sql<number>`coalesce(sum(coalesce(${eb.ref('items.size')}, ${eb.ref('memberships.storedSize')})), 0)`.as(
            'bytes',
          ),
        ])
        .executeTakeFirstOrThrow();
      return row;
    },
  };
}
