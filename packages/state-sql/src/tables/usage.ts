import type { UsageRow } from '@mapistore/core';
import { sql } from 'kysely';
import type { Db } from '../schema/database.ts';
import { pieces } from './pieces.ts';

/** What folders hold, by folder. */
type Sums = ReadonlyMap<number, UsageRow>;

/** Which memberships something is done to. */
type Touched = { readonly mids: readonly number[] } | { readonly itemId: number };

/** Adds memberships that were just made to what their folders hold. */
export async function countIn(
  db: Db,
  rows: readonly { readonly folderId: number; readonly bytes: number }[],
): Promise<void> {
  const entering = new Map<number, UsageRow>();
  for (const { folderId, bytes } of rows) {
    const before = entering.get(folderId) ?? { items: 0, bytes: 0 };
    entering.set(folderId, { items: before.items + 1, bytes: before.bytes + bytes });
  }
  await add(db, entering, 1);
}

/** Does something to memberships, and keeps what their folders hold in step: in the transaction that it is done in. */
export async function counted(db: Db, touched: Touched, work: () => Promise<unknown>): Promise<void> {
  const before = await sumsOf(db, touched);
  await work();
  await add(db, before, -1);
  await add(db, await sumsOf(db, touched), 1);
}

/** What a folder holds, or all of them. */
export async function usageOf(db: Db, folderId: number | undefined): Promise<UsageRow> {
  let query = db
    .selectFrom('folderUsage')
    .select((eb) => [
      sql<number>`coalesce(sum(${eb.ref('items')}), 0)`.as('items'),
      sql<number>`coalesce(sum(${eb.ref('bytes')}), 0)`.as('bytes'),
    ]);
  if (folderId !== undefined) query = query.where('folderId', '=', folderId);
  const { items, bytes } = await query.executeTakeFirstOrThrow();
  return { items: Number(items), bytes: Number(bytes) };
}

/** Folders of which is kept something else than what they hold. */
export async function miscounted(db: Db): Promise<readonly number[]> {
  const right = sumsBy(await sums(db).execute());
  const kept = sumsBy(await db.selectFrom('folderUsage').selectAll().execute());
  return [...new Set([...right.keys(), ...kept.keys()])].filter((folderId) => {
    const [a, b] = [right.get(folderId) ?? NOTHING, kept.get(folderId) ?? NOTHING];
    return a.items !== b.items || a.bytes !== b.bytes;
  });
}

/** Counts folders anew. */
export async function recount(db: Db, folderIds: readonly number[]): Promise<void> {
  for (const folderId of folderIds) {
    await db.deleteFrom('folderUsage').where('folderId', '=', folderId).execute();
    await add(db, sumsBy(await sums(db).where('memberships.folderId', '=', folderId).execute()), 1);
  }
}

const NOTHING: UsageRow = { items: 0, bytes: 0 };

/** Of originals, as lists show them. */
const BYTES =
  sql<number>`coalesce(sum(coalesce(${sql.ref('items.size')}, ${sql.ref('memberships.storedSize')}, 0)), 0)`.as(
    'bytes',
  );

function sums(db: Db) {
  return db
    .selectFrom('memberships')
    .innerJoin('items', 'items.itemId', 'memberships.itemId')
    .groupBy('memberships.folderId')
    .select((eb) => ['memberships.folderId', eb.fn.countAll<number>().as('items'), BYTES]);
}

async function sumsOf(db: Db, touched: Touched): Promise<Sums> {
  if ('itemId' in touched) return sumsBy(await sums(db).where('memberships.itemId', '=', touched.itemId).execute());
  const all: { folderId: number; items: number; bytes: number }[] = [];
  for (const piece of pieces(touched.mids, 1))
    all.push(...(await sums(db).where('memberships.mid', 'in', piece).execute()));
  return sumsBy(all);
}

function sumsBy(rows: readonly { readonly folderId: number; readonly items: number; readonly bytes: number }[]): Sums {
  const byFolder = new Map<number, UsageRow>();
  for (const { folderId, items, bytes } of rows) {
    const before = byFolder.get(folderId) ?? NOTHING;
    byFolder.set(folderId, { items: before.items + Number(items), bytes: before.bytes + Number(bytes) });
  }
  return byFolder;
}

async function add(db: Db, changes: Sums, sign: 1 | -1): Promise<void> {
  for (const [folderId, { items, bytes }] of changes) {
    const { numUpdatedRows } = await db
      .updateTable('folderUsage')
      .set((eb) => ({ items: eb('items', '+', sign * items), bytes: eb('bytes', '+', sign * bytes) }))
      .where('folderId', '=', folderId)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows > 0n) continue;
    await db
      .insertInto('folderUsage')
      .values({ folderId, items: sign * items, bytes: sign * bytes })
      .execute();
  }
}
