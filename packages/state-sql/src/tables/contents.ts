import type { ContentsRow, ContentsTable } from '@mapistore/core';
import { sql } from 'kysely';
import type { Db } from '../schema/database.ts';
import type { Flavour } from '../schema/flavour.ts';
import { releaseOwned } from './item-blobs.ts';
import { type Joined, joined } from './joined.ts';
import { dropListing, forgetListing, insertListing, itemPatched, membershipPatched } from './listing-rows.ts';
import { pieces } from './pieces.ts';
import { counted, countIn } from './usage.ts';
import { forgetWords } from './words.ts';

/** Columns that say something else when the content does. */
const CONTENT = ['fingerprint', 'subject', 'sha256'] as const;

const MEMBERSHIP_SORTS: ReadonlySet<string> = new Set(['received', 'storedSize', 'mid']);

export function contents(db: Db, flavour: Flavour): ContentsTable {
  const rows = (): Joined => joined(db);

  const staged = (mountId: number): Joined =>
    rows().where('memberships.mid', 'in', (eb) =>
      eb.selectFrom('missing').select('missing.mid').where('missing.mountId', '=', mountId),
    );

  const byMids = async (mids: readonly number[]): Promise<readonly ContentsRow[]> => {
    const found: ContentsRow[] = [];
    for (const piece of pieces(mids, 1)) found.push(...(await rows().where('memberships.mid', 'in', piece).execute()));
    return found;
  };

  return {
    async insert(pairs) {
      for (const piece of pieces(pairs, 33)) {
        await db
          .insertInto('items')
          .values(piece.map(({ item }) => item))
          .execute();
        await db
          .insertInto('memberships')
          .values(piece.map(({ membership }) => membership))
          .execute();
        await insertListing(
          db,
          flavour,
          piece.map(({ item, membership }) => ({ ...item, ...membership })),
        );
      }
      await countIn(
        db,
        pairs.map(({ item, membership: { folderId, storedSize } }) => ({
          folderId,
          bytes: item.size ?? storedSize ?? 0,
        })),
      );
    },
    insertMembership: (row) =>
      counted(db, { mids: [row.mid] }, async () => {
        await db.insertInto('memberships').values(row).execute();
        await membershipPatched(db, flavour, row.mid);
      }),
    async page({ folderId, found, sort, descending, limit, after }) {
      const column = sql.ref(MEMBERSHIP_SORTS.has(sort) ? `memberships.${sort}` : `items.${sort}`);
      const direction = descending ? 'desc' : 'asc';
      let query =
        found === true
          ? rows().where('memberships.mid', 'in', (eb) =>
              eb.selectFrom('searchHits').select('searchHits.mid').where('searchHits.folderId', '=', folderId),
            )
          : rows().where('memberships.folderId', '=', folderId);
      if (after !== undefined) query = query.where(behind(column, after, descending));
      return query.orderBy(column, direction).orderBy('memberships.mid', direction).limit(limit).execute();
    },
    async within({ folderId, from, to, afterMid, limit }) {
      return rows()
        .where('memberships.folderId', '=', folderId)
        .where('memberships.mid', '>', afterMid)
        .where((eb) => eb.or([eb('items.startsAt', 'is not', null), eb('items.endsAt', 'is not', null)]))
        .where((eb) => eb.or([eb('items.clipStart', 'is', null), eb('items.clipStart', '<=', to)]))
        .where((eb) => eb.or([eb('items.clipEnd', 'is', null), eb('items.clipEnd', '>=', from)]))
        .orderBy('memberships.mid')
        .limit(limit)
        .execute();
    },
    async byUids(folderId, uids) {
      const found: ContentsRow[] = [];
      for (const piece of pieces(uids, 1)) {
        found.push(
          ...(await rows().where('items.uid', 'in', piece).where('memberships.folderId', '=', folderId).execute()),
        );
      }
      return found;
    },
    async opaque({ mountId, mediaTypes, afterMid, limit }) {
      return rows()
        .where('memberships.mountId', '=', mountId)
        .where('memberships.mid', '>', afterMid)
        .where('items.messageClass', '=', 'IPM.Document')
        .where('items.mediaType', 'in', [...mediaTypes])
        .orderBy('memberships.mid')
        .limit(limit)
        .execute();
    },
    async byKeys(folderId, keys) {
      const found: ContentsRow[] = [];
      for (const piece of pieces(keys, 1)) {
        found.push(
          ...(await rows().where('memberships.folderId', '=', folderId).where('backendKey', 'in', piece).execute()),
        );
      }
      return found;
    },
    async byItems(itemIds) {
      const found: ContentsRow[] = [];
      for (const piece of pieces(itemIds, 1)) {
        found.push(...(await rows().where('memberships.itemId', 'in', piece).orderBy('memberships.mid').execute()));
      }
      return found;
    },
    byMids,
    async countBySha256(folderId, digests, upToCn) {
      const counts = new Map<string, number>();
      for (const piece of pieces(digests, 1)) {
        const found = await db
          .selectFrom('items')
          .innerJoin('memberships', 'memberships.itemId', 'items.itemId')
          .where('items.sha256', 'in', piece)
          .where('memberships.folderId', '=', folderId)
          .where('memberships.createdCn', '<=', upToCn)
          .groupBy('items.sha256')
          .select(['items.sha256', (eb) => eb.fn.countAll<number>().as('count')])
          .execute();
        for (const row of found) counts.set(row.sha256 as string, row.count);
      }
      return counts;
    },
    async count(folderId) {
      const row = await db
        .selectFrom('memberships')
        .innerJoin('items', 'items.itemId', 'memberships.itemId')
        .where('memberships.folderId', '=', folderId)
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
    async countKept(mountId) {
      const row = await db
        .selectFrom('memberships')
        .select((eb) => eb.fn.countAll<number>().as('kept'))
        .where('mountId', '=', mountId)
        .where('blob', 'is not', null)
        .executeTakeFirstOrThrow();
      return row.kept;
    },
    async forgetFolder(folderId) {
      // By lists of ids: MySQL would look at every row of a table to find those that a query names.
      const mine = await db
        .selectFrom('memberships')
        .select(['mid', 'itemId'])
        .where('folderId', '=', folderId)
        .execute();
      for (const piece of pieces(mine, 1)) {
        await db
          .deleteFrom('residues')
          .where(
            'mid',
            'in',
            piece.map(({ mid }) => mid),
          )
          .execute();
        const itemIds = piece.map(({ itemId }) => itemId);
        const kept = await elsewhere(db, folderId, itemIds);
        await forgetItems(
          db,
          flavour,
          itemIds.filter((itemId) => !kept.has(itemId)),
        );
      }
      await forgetListing(db, folderId);
      for (const table of ['memberships', 'folderUsage', 'tombstones'] as const)
        await db.deleteFrom(table).where('folderId', '=', folderId).execute();
    },
    async updateItem(itemId, patch) {
      const update = () => db.updateTable('items').set(patch).where('itemId', '=', itemId).execute();
      if (patch.size === undefined) await update();
      else await counted(db, { itemId }, update);
      await itemPatched(db, flavour, itemId, patch);
      if (CONTENT.some((column) => column in patch)) await forgetWords(db, [itemId]);
    },
    async updateMembership(mid, patch) {
      // Its place in the listing has the folder in its key.
      if (patch.folderId !== undefined) await dropListing(db, [mid]);
      const update = () => db.updateTable('memberships').set(patch).where('mid', '=', mid).execute();
      if (patch.storedSize === undefined && patch.folderId === undefined) await update();
      else await counted(db, { mids: [mid] }, update);
      await membershipPatched(db, flavour, mid, patch);
    },
    deleteMemberships: (mids) =>
      counted(db, { mids }, async () => {
        await dropListing(db, mids);
        for (const piece of pieces(mids, 1)) await db.deleteFrom('memberships').where('mid', 'in', piece).execute();
      }),
    async markSeen(folderId, keys, pass) {
      for (const piece of pieces(keys, 3)) {
        const rows = piece.map((backendKey) => ({ folderId, backendKey, pass }));
        await flavour.orKeep(db.insertInto('seen').values(rows), ['folderId', 'pass', 'backendKey']).execute();
      }
    },
    async seen(folderId, keys, pass) {
      const found: string[] = [];
      for (const piece of pieces(keys, 1)) {
        const known = await db
          .selectFrom('seen')
          .select('backendKey')
          .where('folderId', '=', folderId)
          .where('pass', '=', pass)
          .where('backendKey', 'in', piece)
          .execute();
        found.push(...known.map(({ backendKey }) => backendKey));
      }
      return found;
    },
    async stageUnseen({ mountId, folderId, pass, upToCn }) {
      const unseen = db
        .insertInto('missing')
        .columns(['mountId', 'mid', 'fingerprint', 'stableId'])
        .expression((eb) =>
          eb
            .selectFrom('memberships')
            .innerJoin('items', 'items.itemId', 'memberships.itemId')
            .select([
              sql<number>`${mountId}`.as('mountId'),
              'memberships.mid',
              'items.fingerprint',
              'memberships.stableId',
            ])
            .where('memberships.folderId', '=', folderId)
            .where('memberships.cn', '<=', upToCn)
            .where('memberships.backendKey', 'is not', null)
            .where(({ not, exists, selectFrom }) =>
              not(
                exists(
                  selectFrom('seen')
                    .select('seen.pass')
                    .whereRef('seen.folderId', '=', 'memberships.folderId')
                    .whereRef('seen.backendKey', '=', 'memberships.backendKey')
                    .where('seen.pass', '=', pass),
                ),
              ),
            ),
        );
      await flavour.orKeep(unseen, ['mountId', 'mid']).execute();
    },
    async stageMissing(mountId, folderId, keys) {
      for (const piece of pieces(keys, 1)) {
        const found = await db
          .selectFrom('memberships')
          .innerJoin('items', 'items.itemId', 'memberships.itemId')
          .select(['memberships.mid', 'items.fingerprint', 'memberships.stableId'])
          .where('folderId', '=', folderId)
          .where('backendKey', 'in', piece)
          .execute();
        if (found.length === 0) continue;
        const rows = found.map((row) => ({ mountId, ...row }));
        await flavour.orKeep(db.insertInto('missing').values(rows), ['mountId', 'mid']).execute();
      }
    },
    missing: (mountId, afterMid, limit) =>
      staged(mountId).where('memberships.mid', '>', afterMid).orderBy('memberships.mid').limit(limit).execute(),
    async missingLike(mountId, { fingerprints, stableIds }) {
      const mids = new Set<number>();
      for (const [column, values] of [
        ['fingerprint', fingerprints],
        ['stableId', stableIds],
      ] as const) {
        for (const piece of pieces(values, 1)) {
          const query = db
            .selectFrom('missing')
            .select('mid')
            .where(column, 'in', piece)
            .where('mountId', '=', mountId);
          for (const { mid } of await query.execute()) mids.add(mid);
        }
      }
      return [...(await byMids([...mids]))].sort((a, b) => a.mid - b.mid);
    },
    async unstageMissing(mountId, mids) {
      if (mids === undefined) await db.deleteFrom('missing').where('mountId', '=', mountId).execute();
      for (const piece of pieces(mids ?? [], 1)) {
        await db.deleteFrom('missing').where('mountId', '=', mountId).where('mid', 'in', piece).execute();
      }
    },
    async clearSeen(folderId, pass) {
      let query = db.deleteFrom('seen').where('folderId', '=', folderId);
      // Listings of a synchronisation have positive numbers, those of a check negative ones.
      query = pass === undefined ? query.where('pass', '>', 0) : query.where('pass', '=', pass);
      await query.execute();
    },
  };
}

/** The rows behind the last one of a page. Nulls come first, as in SQLite's and MySQL's ascending order. */
function behind(
  column: ReturnType<typeof sql.ref>,
  after: { value: string | number | null; mid: number },
  descending: boolean,
) {
  const { value, mid } = after;
  const place = sql.ref('memberships.mid');
  if (value === null) {
    return descending
      ? sql<boolean>`${column} is null and ${place} < ${mid}`
      : sql<boolean>`(${column} is not null or ${place} > ${mid})`;
  }
  return descending
    ? sql<boolean>`(${column} < ${value} or ${column} is null or (${column} = ${value} and ${place} < ${mid}))`
    : sql<boolean>`(${column} > ${value} or (${column} = ${value} and ${place} > ${mid}))`;
}

/** Those of some items that lie in another folder as well. */
async function elsewhere(db: Db, folderId: number, itemIds: readonly number[]): Promise<ReadonlySet<number>> {
  const rows = await db
    .selectFrom('memberships')
    .select('itemId')
    .where('itemId', 'in', itemIds)
    .where('folderId', '!=', folderId)
    .execute();
  return new Set(rows.map(({ itemId }) => itemId));
}

async function forgetItems(db: Db, flavour: Flavour, itemIds: readonly number[]): Promise<void> {
  if (itemIds.length === 0) return;
  await releaseOwned(db, flavour, itemIds);
  await forgetWords(db, itemIds);
  await db.deleteFrom('lineage').where('objectId', 'in', itemIds).execute();
  for (const table of ['overlay', 'items'] as const)
    await db.deleteFrom(table).where('itemId', 'in', itemIds).execute();
}
