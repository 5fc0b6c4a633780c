import { type Flags, type ItemWritten, type MapistoreError, normaliseFlags, type UpdateItem } from '@mapistore/core';
import { MEDIA_TYPES } from './capabilities.ts';
import { failure } from './errors.ts';
import { dropPieces, factsOf, keepPieces, SET_COLUMNS, SET_FACTS, valuesOf } from './inserts.ts';
import { folderId, idOf, knownFolder, type Mount, missingItem } from './mount.ts';
import { type Tx, write } from './mysql/transactions.ts';
import { contentRevision, flagsRevision, ITEM_COLUMNS, type ItemRow, isFlag } from './rows.ts';
import { upload } from './uploads.ts';

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
        uploaded.columnSum,
        ...factsOf(uploaded),
        account,
        row.id,
      ],
    );
    if (row.body !== null) await dropPieces(mount, tx, [row.body]);
    await keepPieces(mount, tx, [uploaded]);
    return {
      key,
      contentRevision: contentRevision({ version: tx.step, columnSum: uploaded.columnSum }),
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

export function refuseType(mediaType: string): void {
  if (!MEDIA_TYPES.includes(mediaType))
    throw failure('INVALID_CONTENT', `Cannot store ${mediaType}: this mount takes ${MEDIA_TYPES.join(', ')}.`);
}
