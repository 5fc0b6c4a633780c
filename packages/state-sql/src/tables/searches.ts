import type { SearchesTable } from '@mapistore/core';
import { sql } from 'kysely';
import type { Db } from '../schema/database.ts';
import type { Flavour } from '../schema/flavour.ts';
import { joined } from './joined.ts';
import { forgetListing, insertListing } from './listing-rows.ts';
import { pieces } from './pieces.ts';

/** What search folders found are rows of the listing under the number of their folder: so they are listed as all others are. */
export function searches(db: Db, flavour: Flavour): SearchesTable {
  const drop = async (folderId: number, mids: readonly number[]): Promise<void> => {
    for (const piece of pieces(mids, 1))
      for (const table of ['listing', 'listingTexts'] as const)
        await db.deleteFrom(table).where('folderId', '=', folderId).where('mid', 'in', piece).execute();
  };
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
      await forgetListing(db, folderId);
      await db.deleteFrom('searches').where('folderId', '=', folderId).execute();
    },
    async addHits(folderId, mids) {
      for (const piece of pieces(mids, 1)) {
        const rows = await joined(db).where('memberships.mid', 'in', piece).execute();
        await insertListing(
          db,
          flavour,
          rows.map((row) => ({ ...row, folderId })),
        );
      }
    },
    removeHits: drop,
    async removeHitsOutside(folderId, folders) {
      if (folders.length === 0) return forgetListing(db, folderId);
      const rows = await db
        .selectFrom('listing')
        .leftJoin('memberships', 'memberships.mid', 'listing.mid')
        .where('listing.folderId', '=', folderId)
        .select(['listing.mid', 'memberships.folderId as at'])
        .execute();
      const kept = new Set(folders);
      await drop(
        folderId,
        rows.filter(({ at }) => at === null || !kept.has(at)).map(({ mid }) => mid),
      );
    },
    async count(folderId) {
      return db
        .selectFrom('listing')
        .where('folderId', '=', folderId)
        .select((eb) => [
          eb.fn.countAll<number>().as('items'),
          sql<number>`coalesce(sum(1 - ${eb.ref('seen')}), 0)`.as('unseen'),
          sql<number>`coalesce(sum(${eb.ref('size')}), 0)`.as('bytes'),
        ])
        .executeTakeFirstOrThrow();
    },
  };
}
