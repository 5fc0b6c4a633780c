import type { ContentsRow, RecoverableRow, RecoverableTable } from '@mapistore/core';
import type { Db } from '../schema/database.ts';
import type { Flavour } from '../schema/flavour.ts';
import { releaseOwned } from './item-blobs.ts';
import { pieces } from './pieces.ts';
import { forgetWords } from './words.ts';

const COLUMNS = ['blob', 'received', 'storedSize', 'deletedAt', 'cn', 'mid', 'folderId', 'mountId'] as const;

export function recoverable(db: Db, flavour: Flavour): RecoverableTable {
  return {
    async put(rows) {
      for (const piece of pieces(rows, 9))
        await flavour.orReplace(db.insertInto('recoverable').values(piece), ['itemId'], COLUMNS).execute();
    },
    async ofItems(itemIds) {
      const found: RecoverableRow[] = [];
      for (const piece of pieces(itemIds, 1))
        found.push(...(await db.selectFrom('recoverable').selectAll().where('itemId', 'in', piece).execute()));
      return found;
    },
    async page({ folderId, afterItem, limit }) {
      let query = db
        .selectFrom('recoverable')
        .innerJoin('items', 'items.itemId', 'recoverable.itemId')
        .leftJoin('memberships', 'memberships.itemId', 'recoverable.itemId')
        .selectAll('items')
        .select(COLUMNS.map((column) => `recoverable.${column}` as const))
        .where('memberships.mid', 'is', null)
        .where('recoverable.itemId', '>', afterItem);
      if (folderId !== undefined) query = query.where('recoverable.folderId', '=', folderId);
      const rows = await query.orderBy('recoverable.itemId').limit(limit).execute();
      return rows.map(
        (row): ContentsRow & { deletedAt: number } =>
          ({
            ...row,
            epoch: 0,
            backendKey: null,
            contentRevision: row.blob,
            flagsRevision: null,
            stableId: null,
            createdCn: row.cn,
          }) as ContentsRow & { deletedAt: number },
      );
    },
    before: (at, limit) =>
      db.selectFrom('recoverable').selectAll().where('deletedAt', '<', at).orderBy('itemId').limit(limit).execute(),
    async count(folderId) {
      const row = await db
        .selectFrom('recoverable')
        .leftJoin('memberships', 'memberships.itemId', 'recoverable.itemId')
        .where('recoverable.folderId', '=', folderId)
        .where('memberships.mid', 'is', null)
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return row.count;
    },
    async delete(itemIds) {
      for (const piece of pieces(itemIds, 1)) await db.deleteFrom('recoverable').where('itemId', 'in', piece).execute();
    },
    forget: (itemIds) => forgetItems(db, flavour, itemIds),
  };
}

/** Takes items out of the state that lie nowhere, cannot be recovered and have no tombstone they may come back from. */
export async function forgetItems(db: Db, flavour: Flavour, itemIds: readonly number[]): Promise<void> {
  for (const piece of pieces(itemIds, 1)) {
    const kept = new Set<number>();
    for (const table of ['memberships', 'tombstones', 'recoverable'] as const) {
      const rows = await db.selectFrom(table).select('itemId').where('itemId', 'in', piece).execute();
      for (const { itemId } of rows) kept.add(itemId);
    }
    const gone = piece.filter((itemId) => !kept.has(itemId));
    if (gone.length === 0) continue;
    await releaseOwned(db, flavour, gone);
    await forgetWords(db, gone);
    await db.deleteFrom('overlay').where('itemId', 'in', gone).execute();
    await db.deleteFrom('lineage').where('objectId', 'in', gone).execute();
    await db.deleteFrom('items').where('itemId', 'in', gone).execute();
  }
}
