import type {
  CreateFolder,
  FolderEntry,
  FolderPage,
  FolderRequest,
  FolderUpdated,
  PageRequest,
  UpdateFolder,
} from '@mapistore/core';
import type { MemoryFolder } from './data.ts';
import { failure } from './errors.ts';
import { kindsOf } from './kinds.ts';
import { folderOf, holdsItems, keyOf, type Mount, pageLimit } from './mount.ts';

/** All folders, parents first. The cursor is the place of the last one in the tree, so it needs nothing kept. */
export async function listFolders(mount: Mount, request: PageRequest): Promise<FolderPage> {
  request.signal.throwIfAborted();
  const after = request.cursor === undefined ? [] : (JSON.parse(request.cursor) as number[]);
  const limit = pageLimit(mount, request);
  const folders: FolderEntry[] = [];
  let last: readonly number[] = after;
  for (const { folder, path } of mount.data.walk()) {
    if (comparePaths(path, after) <= 0) continue;
    if (folders.length === limit) return { folders, next: JSON.stringify(last) };
    folders.push(entryOf(mount, folder));
    last = path;
  }
  return { folders, listing: 'complete' };
}

/** Makes an empty folder. */
export async function createFolder(mount: Mount, request: CreateFolder): Promise<FolderEntry> {
  request.signal.throwIfAborted();
  const parent = folderOf(mount, request.parent, 'createFolder');
  checkLevel(mount, parent, 'createFolder');
  checkName(mount, parent, request.name, undefined, 'createFolder');
  return entryOf(mount, mount.data.makeFolder(parent, request.name, request.kind && [request.kind]));
}

/** Renames or moves a folder; where keys are paths, the keys of all that is below change with it. */
export async function updateFolder(mount: Mount, request: UpdateFolder): Promise<FolderUpdated> {
  request.signal.throwIfAborted();
  const folder = folderOf(mount, request.folder, 'updateFolder');
  if (folder.parent === undefined)
    throw failure('updateFolder', 'INVALID_ARGUMENT', 'Cannot rename or move the root of a mount.');
  const parent = request.parent === undefined ? folder.parent : folderOf(mount, request.parent, 'updateFolder');
  const name = request.name ?? folder.name;
  const inside = [...mount.data.walk(folder)].map((each) => each.folder);
  if (inside.includes(parent)) {
    throw failure('updateFolder', 'INVALID_ARGUMENT', `Cannot move folder "${folder.name}" into itself.`);
  }
  checkLevel(mount, parent, 'updateFolder');
  checkName(mount, parent, name, folder, 'updateFolder');
  const before = inside.map((each) => keyOf(mount, each));
  folder.parent.children.delete(folder);
  parent.children.add(folder);
  folder.parent = parent;
  folder.name = name;
  mount.data.tell({});
  const rekeyed = inside.map((each, index) => ({ from: before[index] as string, to: keyOf(mount, each) }));
  return { folder: entryOf(mount, folder), rekeyed: rekeyed.filter(({ from, to }) => from !== to) };
}

/** Removes an empty folder. */
export async function deleteFolder(mount: Mount, request: FolderRequest): Promise<void> {
  request.signal.throwIfAborted();
  let folder: MemoryFolder;
  try {
    folder = folderOf(mount, request.folder, 'deleteFolder');
  } catch {
    return;
  }
  if (folder.parent === undefined)
    throw failure('deleteFolder', 'INVALID_ARGUMENT', 'Cannot delete the root of a mount.');
  if (folder.items.size > 0 || folder.children.size > 0) {
    throw failure(
      'deleteFolder',
      'NOT_EMPTY',
      `Cannot delete folder "${folder.name}": it still holds items or folders.`,
    );
  }
  folder.parent.children.delete(folder);
  folder.parent = undefined;
  mount.data.folders.delete(folder.id);
  mount.data.tell({});
}

function entryOf(mount: Mount, folder: MemoryFolder): FolderEntry {
  return {
    key: keyOf(mount, folder),
    ...(folder.parent !== undefined && { parent: keyOf(mount, folder.parent) }),
    name: folder.name,
    holdsItems: holdsItems(mount, folder),
    holdsFolders: holdsFolders(mount, folder),
    kinds: kindsOf(mount, folder),
    ...(folder.role !== undefined && { role: folder.role }),
    revision: `${folder.life}.${folder.changed}`,
  };
}

function holdsFolders(mount: Mount, folder: MemoryFolder): boolean {
  return folder.parent === undefined || mount.options.folders !== 'one-level';
}

function checkLevel(mount: Mount, parent: MemoryFolder, operation: string): void {
  if (holdsFolders(mount, parent)) return;
  throw failure(operation, 'UNSUPPORTED', `Cannot put a folder into "${parent.name}": folders have one level here.`);
}

function checkName(
  mount: Mount,
  parent: MemoryFolder,
  name: string,
  self: MemoryFolder | undefined,
  operation: string,
): void {
  const { maxNameBytes, caseSensitiveNames } = mount.description.traits;
  // A lone surrogate has no bytes: two names that differ only there would be one for any other storage.
  if (name === '' || name.includes('\0') || !name.isWellFormed()) {
    throw failure(
      operation,
      'INVALID_NAME',
      'Cannot use that folder name: it is empty, has a NUL or is not valid Unicode.',
    );
  }
  if (maxNameBytes !== undefined && Buffer.byteLength(name) > maxNameBytes) {
    throw failure(operation, 'INVALID_NAME', `Cannot use a folder name of more than ${maxNameBytes} bytes.`, {
      maxNameBytes,
    });
  }
  const same = (other: string): boolean =>
    caseSensitiveNames ? other === name : other.toLowerCase() === name.toLowerCase();
  for (const child of parent.children) {
    if (child !== self && same(child.name)) {
      throw failure(
        operation,
        'ALREADY_EXISTS',
        `Cannot use the folder name "${name}": "${parent.name}" has one already.`,
      );
    }
  }
}

function comparePaths(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    const difference = (a[at] as number) - (b[at] as number);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
