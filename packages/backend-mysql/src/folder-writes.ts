import {
  type CreateFolder,
  type FolderEntry,
  type FolderRequest,
  type FolderUpdated,
  MapistoreError,
  ROOT_FOLDER,
  type UpdateFolder,
} from '@mapistore/core';
import { MAX_NAME_BYTES } from './capabilities.ts';
import { failure } from './errors.ts';
import { type FolderRow, folderEntry, lastSteps } from './folders.ts';
import { folderId, type Mount, ROOT_ID } from './mount.ts';
import { type Tx, write } from './mysql/transactions.ts';

/** Makes a folder; see {@link Backend.createFolder}. Each holds every kind. */
export async function createFolder(mount: Mount, request: CreateFolder): Promise<FolderEntry> {
  checkName(request.name);
  const { tables, account, life } = mount;
  return write(mount.writer, request.signal, async (tx) => {
    const parent = await folderId(mount, tx, request.parent);
    await refuseTaken(mount, tx, parent, request.name);
    const id = tx.takeIds(1);
    await tx.change(`insert into ${tables.folders} (account, id, parent, name) values (?, ?, ?, ?)`, [
      account,
      id,
      parent,
      request.name,
    ]);
    return { ...folderEntry({ id, parent, name: request.name }), revision: `${life}.0` };
  });
}

/** Renames or moves a folder. Keys are numbers and stay; see {@link Backend.updateFolder}. */
export async function updateFolder(mount: Mount, request: UpdateFolder): Promise<FolderUpdated> {
  if (request.folder === ROOT_FOLDER) throw failure('INVALID_ARGUMENT', 'Cannot rename or move the root of a mount.');
  if (request.name !== undefined) checkName(request.name);
  const { tables, account, life } = mount;
  return write(mount.writer, request.signal, async (tx) => {
    const id = await folderId(mount, tx, request.folder);
    const [before] = await tx.rows<FolderRow>(
      `select id, parent, name from ${tables.folders} where account = ? and id = ?`,
      [account, id],
    );
    const parent =
      request.parent === undefined ? (before?.parent ?? ROOT_ID) : await folderId(mount, tx, request.parent);
    const name = request.name ?? before?.name ?? '';
    if (await isWithin(mount, tx, parent, id))
      throw failure('INVALID_ARGUMENT', `Cannot move folder "${before?.name}" into itself.`);
    await refuseTaken(mount, tx, parent, name, id);
    await tx.change(`update ${tables.folders} set parent = ?, name = ? where account = ? and id = ?`, [
      parent,
      name,
      account,
      id,
    ]);
    const step = (await lastSteps(mount, tx, id)).get(id);
    return {
      folder: { ...folderEntry({ id, parent, name }), revision: `${life}.${step ?? 0}` },
      rekeyed: [],
    };
  });
}

/** Removes an empty folder; see {@link Backend.deleteFolder}. */
export async function deleteFolder(mount: Mount, request: FolderRequest): Promise<void> {
  if (request.folder === ROOT_FOLDER) throw failure('INVALID_ARGUMENT', 'Cannot delete the root of a mount.');
  const { tables, account } = mount;
  await write(mount.writer, request.signal, async (tx) => {
    const id = await folderId(mount, tx, request.folder).catch((error: unknown) => {
      if (MapistoreError.is(error, 'NOT_FOUND')) return undefined;
      throw error;
    });
    if (id === undefined) return;
    const held = [
      ...(await tx.rows(`select id from ${tables.items} where account = ? and folder = ? limit 1`, [account, id])),
      ...(await tx.rows(`select id from ${tables.folders} where account = ? and parent = ? limit 1`, [account, id])),
    ];
    if (held.length > 0) throw failure('NOT_EMPTY', 'Cannot delete a folder that still holds items or folders.');
    await tx.change(`delete from ${tables.folders} where account = ? and id = ?`, [account, id]);
    for (const table of [tables.members, tables.gone])
      await tx.change(`delete from ${table} where account = ? and folder = ?`, [account, id]);
  });
}

async function refuseTaken(
  { tables, account }: Mount,
  tx: Tx,
  parent: number,
  name: string,
  self?: number,
): Promise<void> {
  const rows = await tx.rows<FolderRow>(
    `select id, parent, name from ${tables.folders} where account = ? and parent = ? and name = ?`,
    [account, parent, name],
  );
  if (rows.some(({ id }) => id !== self))
    throw failure(
      'ALREADY_EXISTS',
      `There is a folder of the name "${name}" already, or one that only ends in other blanks.`,
    );
}

/** Whether a folder is another one or lies in it. */
async function isWithin({ tables, account }: Mount, tx: Tx, folder: number, outer: number): Promise<boolean> {
  for (let id: number | null = folder; id !== null && id !== ROOT_ID; ) {
    if (id === outer) return true;
    const rows: FolderRow[] = await tx.rows<FolderRow>(
      `select id, parent, name from ${tables.folders} where account = ? and id = ?`,
      [account, id],
    );
    id = rows[0]?.parent ?? null;
  }
  return false;
}

function checkName(name: string): void {
  if (name === '' || name.includes('\0') || !name.isWellFormed())
    throw failure('INVALID_NAME', 'A folder name is empty, has a NUL or is not valid Unicode.');
  if (Buffer.byteLength(name) > MAX_NAME_BYTES)
    throw failure('INVALID_NAME', `A folder name has more than ${MAX_NAME_BYTES} bytes.`, {
      context: { maxNameBytes: MAX_NAME_BYTES },
    });
}
