import type { ChangedContentsTable, ContentsRow } from '@mapistore/core';
import type { Db } from '../schema/database.ts';
import { pieces } from './pieces.ts';

/** What a contents synchronisation asks, by the indexes on change numbers. */
export function changedContents(db: Db): ChangedContentsTable {
  const rows = (folderId: number) =>
    db
      .selectFrom('memberships')
      .innerJoin('items', 'items.itemId', 'memberships.itemId')
      .selectAll('items')
      .selectAll('memberships')
      .where('memberships.folderId', '=', folderId);
  return {
    byChange: ({ folderId, aboveCn, upToCn, limit }) =>
      rows(folderId)
        .where('memberships.cn', '>', aboveCn)
        .where('memberships.cn', '<=', upToCn)
        .orderBy('memberships.cn')
        .limit(limit)
        .execute() as Promise<ContentsRow[]>,
    byDelivery({ folderId, aboveCn, upToCn, limit, after }) {
      let query = rows(folderId).where('memberships.cn', '>', aboveCn).where('memberships.cn', '<=', upToCn);
      if (after !== undefined)
        query = query.where((eb) =>
          eb.or([
            eb('memberships.received', '<', after.received),
            eb.and([eb('memberships.received', '=', after.received), eb('memberships.mid', '<', after.mid)]),
          ]),
        );
      return query
        .orderBy('memberships.received', 'desc')
        .orderBy('memberships.mid', 'desc')
        .limit(limit)
        .execute() as Promise<ContentsRow[]>;
    },
    byReadState: ({ folderId, aboveCn, upToCn, limit }) =>
      rows(folderId)
        .where('memberships.readCn', '>', aboveCn)
        .where('memberships.readCn', '<=', upToCn)
        .orderBy('memberships.readCn')
        .limit(limit)
        .execute() as Promise<ContentsRow[]>,
    mids: (folderId, aboveCn, limit) =>
      db
        .selectFrom('memberships')
        .select(['mid', 'cn'])
        .where('folderId', '=', folderId)
        .where('cn', '>', aboveCn)
        .orderBy('cn')
        .limit(limit)
        .execute(),
    async times(cns) {
      const times = new Map<number, number>();
      for (const piece of pieces(cns, 1)) {
        const found = await db.selectFrom('journal').select(['cn', 'at']).where('cn', 'in', piece).execute();
        for (const { cn, at } of found) times.set(cn, at);
      }
      return times;
    },
  };
}
