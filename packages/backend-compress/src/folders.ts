import {
  type CreateFolder,
  type FolderEntry,
  type FolderPage,
  type FolderRequest,
  type FolderUpdated,
  MapistoreError,
  type PageRequest,
  ROOT_FOLDER,
  type UpdateFolder,
} from '@mapistore/core';
import type { ArchiveFolder } from './archive/index.ts';
import { describe, MAX_NAME_BYTES } from './capabilities.ts';
import { failure } from './errors.ts';
import { folderId, limitOf, type Mount, ROOT_ID } from './mount.ts';

/** All folders, parents before their children; see {@link Backend.listFolders}. */
export async function listFolders(mount: Mount, request: PageRequest): Promise<FolderPage> {
  await mount.archive.refresh();
  const ordered = inOrder(mount.archive.folders(-1, Number.MAX_SAFE_INTEGER));
  const from = request.cursor === undefined ? 0 : ordered.findIndex(({ id }) => id === Number(request.cursor)) + 1;
  const limit = limitOf(request);
  const page = ordered.slice(from, from + limit);
  const more = ordered.length > from + limit;
  return {
    folders: page.map((folder) => entryOf(mount, folder)),
    ...(more ? { next: String(page.at(-1)?.id) } : { listing: 'complete' }),
  };
}

/** The root, then each folder behind its parent. A folder whose parent is lost stands in the root. */
function inOrder(folders: readonly ArchiveFolder[]): readonly ArchiveFolder[] {
  const known = new Set(folders.map(({ id }) => id));
  const children = Map.groupBy(
    folders.filter(({ id }) => id !== ROOT_ID),
    ({ parent }) => (known.has(parent) ? parent : ROOT_ID),
  );
  const ordered = folders.filter(({ id }) => id === ROOT_ID);
  for (let at = 0; at < ordered.length; at++) ordered.push(...(children.get((ordered[at] as ArchiveFolder).id) ?? []));
  return ordered;
}

/** Makes a folder; see {@link Backend.createFolder}. Each holds every kind. */
export async function createFolder(mount: Mount, request: CreateFolder): Promise<FolderEntry> {
  const { name, signal } = request;
  checkName(name);
  const id = await mount.archive.write(signal, async (transaction) => {
    const parent = folderId(mount, request.parent);
    refuseTaken(mount, parent, name);
    const folder = transaction.takeId();
    transaction.putFolder({ folder, parent, name });
    return folder;
  });
  return entryOf(mount, found(mount, id));
}

/** Renames or moves a folder. Keys are numbers and stay; see {@link Backend.updateFolder}. */
export async function updateFolder(mount: Mount, request: UpdateFolder): Promise<FolderUpdated> {
  if (request.folder === ROOT_FOLDER) throw failure('INVALID_ARGUMENT', 'Cannot rename or move the root of a mount.');
  if (request.name !== undefined) checkName(request.name);
  const id = await mount.archive.write(request.signal, async (transaction) => {
    const before = found(mount, folderId(mount, request.folder));
    const parent = request.parent === undefined ? before.parent : folderId(mount, request.parent);
    const name = request.name ?? before.name;
    if (isWithin(mount, parent, before.id))
      throw failure('INVALID_ARGUMENT', `Cannot move folder "${before.name}" into itself.`);
    refuseTaken(mount, parent, name, before.id);
    if (parent !== before.parent || name !== before.name) transaction.putFolder({ folder: before.id, parent, name });
    return before.id;
  });
  return { folder: entryOf(mount, found(mount, id)), rekeyed: [] };
}

/** Removes an empty folder; see {@link Backend.deleteFolder}. */
export async function deleteFolder(mount: Mount, request: FolderRequest): Promise<void> {
  if (request.folder === ROOT_FOLDER) throw failure('INVALID_ARGUMENT', 'Cannot delete the root of a mount.');
  await mount.archive.write(request.signal, async (transaction) => {
    let id: number;
    try {
      id = folderId(mount, request.folder);
    } catch (error) {
      if (MapistoreError.is(error, 'NOT_FOUND')) return;
      throw error;
    }
    if (mount.archive.items(id, 0, 1).length > 0 || mount.archive.childFolders(id).length > 0)
      throw failure('NOT_EMPTY', 'Cannot delete a folder that still holds items or folders.');
    transaction.removeFolder(id);
  });
}

function found({ archive }: Mount, id: number): ArchiveFolder {
  const folder = archive.folder(id);
  if (folder === undefined) throw failure('NOT_FOUND', `Folder ${id} is not there (any more); list the folders again.`);
  return folder;
}

function refuseTaken({ archive }: Mount, parent: number, name: string, self?: number): void {
  const there = archive.folderNamed(parent, name);
  if (there !== undefined && there.id !== self)
    throw failure('ALREADY_EXISTS', `There is a folder of the name "${name}" already.`);
}

/** Whether a folder is another one or lies in it. */
function isWithin({ archive }: Mount, folder: number, outer: number): boolean {
  const seen = new Set<number>();
  for (let id = folder; id !== ROOT_ID && !seen.has(id); id = archive.folder(id)?.parent ?? ROOT_ID) {
    if (id === outer) return true;
    seen.add(id);
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

function entryOf({ archive, options }: Mount, { id, parent, name, changed }: ArchiveFolder): FolderEntry {
  const above = archive.folder(parent) === undefined ? ROOT_ID : parent;
  return {
    key: id === ROOT_ID ? ROOT_FOLDER : String(id),
    ...(id !== ROOT_ID && { parent: above === ROOT_ID ? ROOT_FOLDER : String(above) }),
    name,
    holdsItems: true,
    holdsFolders: true,
    kinds: describe(options).kinds,
    revision: `${archive.id.slice(0, 8)}.${changed}`,
  };
}
