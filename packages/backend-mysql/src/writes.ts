import {
  type CreateItem,
  type CreateItems,
  type Flags,
  type ItemWritten,
  MapistoreError,
  type NewItem,
  normaliseFlags,
  type Result,
  type UpdateItem,
} from '@mapistore/core';
import { MEDIA_TYPES } from './capabilities.ts';
import { sumOfColumns } from './columns/shape.ts';
import { failure } from './errors.ts';
import {
  dropPieces,
  factsOf,
  type Insert,
  insertItems,
  keepPieces,
  SET_COLUMNS,
  SET_FACTS,
  valuesOf,
} from './inserts.ts';
import { folderId, idOf, knownFolder, type Mount, missingItem } from './mount.ts';
import { type Tx, write } from './mysql/transactions.ts';
import { contentRevision, flagsRevision, flagsText, ITEM_COLUMNS, type ItemRow, isFlag } from './rows.ts';
import { upload } from './uploads.ts';

/** Items that are written together: their number, and their bytes. */
const BATCH_ITEMS = 256;
const BATCH_BYTES = 8_388_608;

/** Stores one item; see {@link Backend.createItem}. */
export async function createItem(mount: Mount, request: CreateItem): Promise<ItemWritten> {
  const [result] = await createItems(mount, { ...request, items: [request.item] });
  if (result?.ok === true) return result.value;
  throw result?.error ?? new TypeError('no result for one item');
}

/** Stores many items, as many at once as are held; see {@link Backend.createItems}. */
export async function createItems(mount: Mount, request: CreateItems): Promise<readonly Result<ItemWritten>[]> {
  const { signal, folder } = request;
  // A folder that is gone is said once, and before any source is read.
  await knownFolder(mount, folder, signal);
  const results: Result<ItemWritten>[] = [];
  let batch: { readonly index: number; readonly insert: Insert }[] = [];
  let bytes = 0;
  // The database works on one batch while the next is taken apart here.
  let storing: Promise<void> = Promise.resolve();
  const flush = async (): Promise<void> => {
    const items = batch;
    batch = [];
    bytes = 0;
    await storing;
    storing = (async () => {
      const inserts = items.map(({ insert }) => insert);
      const written = inserts.length === 0 ? [] : await store(mount, folder, inserts, signal);
      for (const [position, { index }] of items.entries()) results[index] = written[position] as Result<ItemWritten>;
    })();
    // Heard of when it is waited for.
    storing.catch(() => undefined);
  };
  for (const [index, item] of request.items.entries()) {
    try {
      const insert = await prepare(mount, item, signal);
      batch.push({ index, insert });
      bytes += insert.uploaded.first.byteLength;
    } catch (error) {
      signal.throwIfAborted();
      results[index] = { ok: false, error: MapistoreError.from(error, 'Cannot store an item', { backend: 'mysql' }) };
    }
    if (batch.length >= BATCH_ITEMS || bytes > BATCH_BYTES) await flush();
  }
  await flush();
  await storing;
  return results;
}

/** Together, or one by one where one of them is refused. */
async function store(
  mount: Mount,
  folder: string,
  inserts: readonly Insert[],
  signal: AbortSignal,
): Promise<readonly Result<ItemWritten>[]> {
  try {
    const { first, step } = await write(mount.writer, signal, async (tx) => ({
      first: await insertItems(mount, tx, await folderId(mount, tx, folder), inserts),
      step: tx.step,
    }));
    return inserts.map(({ uploaded, flags }, index) => ({
      ok: true,
      value: {
        key: String(first + index),
        contentRevision: contentRevision({ version: step, columnSum: sumOfColumns(uploaded.columns) }),
        flagsRevision: flagsRevision(flagsText(flags)),
        size: uploaded.size,
      },
    }));
  } catch (error) {
    signal.throwIfAborted();
    if (!MapistoreError.is(error) || error.code === 'NOT_FOUND') throw error;
    // Of what was lost nobody knows; of what was refused the others are not to blame.
    if (inserts.length === 1 || error.code === 'UNAVAILABLE' || error.code === 'BUSY')
      return inserts.map(() => ({ ok: false, error }));
    const results: Result<ItemWritten>[] = [];
    for (const insert of inserts) results.push(...(await store(mount, folder, [insert], signal)));
    return results;
  }
}

async function prepare(mount: Mount, item: NewItem, signal: AbortSignal): Promise<Insert> {
  refuseType(item.body.mediaType);
  const flags = storableFlags(item.flags);
  const received = dateText(item.received ?? mount.env.clock());
  return { uploaded: await upload(mount, item.body, signal), flags, received };
}

/** Replaces the bytes of an item; see {@link Backend.updateItem}. */
export async function updateItem(mount: Mount, request: UpdateItem): Promise<ItemWritten> {
  const { signal, key, body, ifRevision } = request;
  const { tables, account } = mount;
  refuseType(body.mediaType);
  // Looked at before the source is read, and again where it counts.
  await knownFolder(mount, request.folder, signal);
  const uploaded = await upload(mount, body, signal);
  return write(mount.writer, signal, async (tx) => {
    const folder = await folderId(mount, tx, request.folder);
    const row = await lockItem(mount, tx, folder, key);
    if (row === undefined) throw missingItem(key);
    if (row.mediaType !== body.mediaType)
      throw failure('INVALID_CONTENT', `Item "${key}" is ${row.mediaType} and cannot become ${body.mediaType}.`);
    refuseChanged(row, ifRevision, key);
    await tx.change(
      `update ${tables.items} set kind = ?, ${SET_COLUMNS}, version = ?, step = ?, known = concat(?, ' ', flags), ${SET_FACTS} where account = ? and id = ?`,
      [
        uploaded.kind,
        ...valuesOf(uploaded),
        tx.step,
        tx.step,
        sumOfColumns(uploaded.columns),
        ...factsOf(uploaded),
        account,
        row.id,
      ],
    );
    if (row.body !== null) await dropPieces(mount, tx, [row.body]);
    await keepPieces(mount, tx, [uploaded]);
    return {
      key,
      contentRevision: contentRevision({ version: tx.step, columnSum: sumOfColumns(uploaded.columns) }),
      flagsRevision: flagsRevision(row.flags),
      size: uploaded.size,
    };
  });
}

/** A row that nobody else writes until the transaction ends; undefined where there is none. */
export async function lockItem(
  { tables, account }: Mount,
  tx: Tx,
  folder: number,
  key: string,
): Promise<(ItemRow & { readonly body: number | null }) | undefined> {
  const id = idOf(key);
  if (id === undefined) return undefined;
  // For update: a person who types SQL takes no lock on the account.
  const [row] = await tx.rows<ItemRow & { readonly body: number | null }>(
    `select ${ITEM_COLUMNS}, i.body from ${tables.items} i where i.account = ? and i.folder = ? and i.id = ? for update`,
    [account, folder, id],
  );
  return row;
}

/** @throws PRECONDITION_FAILED */
export function refuseChanged(row: ItemRow, expected: UpdateItem['ifRevision'], key: string): void {
  const { content, flags } = expected ?? {};
  if (content !== undefined && content !== contentRevision(row)) throw changed(key);
  if (flags !== undefined && flags !== flagsRevision(row.flags)) throw changed(key);
}

export function changed(key: string): MapistoreError {
  return failure('PRECONDITION_FAILED', `Item "${key}" changed since the revision that was named.`);
}

/** Flags as one text can hold them. @throws INVALID_ARGUMENT */
export function storableFlags(flags: Flags): Flags {
  const normal = normaliseFlags(flags);
  for (const flag of normal)
    if (!isFlag(flag)) throw failure('INVALID_ARGUMENT', 'A flag is empty, has a blank in it or is not valid Unicode.');
  return normal;
}

function refuseType(mediaType: string): void {
  if (!MEDIA_TYPES.includes(mediaType))
    throw failure('INVALID_CONTENT', `Cannot store ${mediaType}: this mount takes ${MEDIA_TYPES.join(', ')}.`);
}

function dateText(date: Date): string {
  // What MySQL has no date for, and what is none.
  if (!(date.getTime() >= Date.UTC(1000, 0, 1) && date.getTime() < Date.UTC(10_000, 0, 1)))
    throw failure('INVALID_ARGUMENT', 'The date of this item is none of the years 1000 to 9999.');
  return date.toISOString().slice(0, 19).replace('T', ' ');
}
