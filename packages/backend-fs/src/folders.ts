import { lstat, mkdir, rename, rmdir } from 'node:fs/promises';
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
import { errnoOf, failure, guarded } from './errors.ts';
import { anyNames, folderNamesIn } from './files/listing.ts';
import { type DiskName, diskToFolderName, folderNameToDisk, keyOfName } from './files/names.ts';
import { childKey, folderNames, inChild, inFolder, inRoot, type Place } from './files/place.ts';
import type { Mount } from './mount.ts';

/** Where a listing of folders stands: behind this folder, and whether one could not be read so far. */
interface Cursor {
  readonly after: readonly DiskName[];
  readonly partial: boolean;
}

/** All folders, each before those in it, in byte order: so a cursor is a path and nothing needs to be kept. */
export async function listFolders(mount: Mount, request: PageRequest): Promise<FolderPage> {
  return guarded({ operation: 'listFolders', what: `list the folders of ${mount.root}`, signal: request.signal }, () =>
    inRoot(mount, 'listFolders', async (root) => {
      const cursor = request.cursor === undefined ? undefined : (JSON.parse(request.cursor) as Cursor);
      const folders: FolderEntry[] = cursor === undefined ? [entryOf(mount, ROOT_FOLDER)] : [];
      let partial = cursor?.partial ?? false;
      let last = cursor?.after ?? [];
      const visitor: Visitor = {
        folder(names) {
          if (folders.length >= request.limit) return false;
          folders.push(entryOf(mount, keyOf(names)));
          last = names;
          return true;
        },
        unreadable(names, error) {
          partial = true;
          mount.log.warn('A folder cannot be read and is left out.', {
            folder: keyOf(names),
            errno: errnoOf(error) ?? '',
          });
        },
      };
      const done = await walk(root, [], last, visitor, request.signal);
      if (!done) return { folders, next: JSON.stringify({ after: last, partial } satisfies Cursor) };
      return { folders, listing: partial ? 'partial' : 'complete' };
    }),
  );
}

/** Makes an empty folder. */
export async function createFolder(mount: Mount, request: CreateFolder): Promise<FolderEntry> {
  const { signal, parent } = request;
  return guarded({ operation: 'createFolder', what: `make a folder in "${parent}"`, signal }, async () => {
    const name = folderNameToDisk(request.name, 'createFolder');
    return inFolder(mount, parent, 'createFolder', async (place) => {
      await mkdir(place.path(name), { mode: 0o700 });
      await place.handle.sync();
      return entryOf(mount, childKey(parent, name));
    });
  });
}

/** Renames or moves a folder. Its key is its path, so the keys of all below change with it. */
export async function updateFolder(mount: Mount, request: UpdateFolder): Promise<FolderUpdated> {
  const operation = 'updateFolder';
  return guarded({ operation, what: `rename or move folder "${request.folder}"`, signal: request.signal }, async () => {
    const names = folderNames(request.folder, operation);
    const own = names.at(-1);
    if (own === undefined) throw failure(operation, 'INVALID_ARGUMENT', 'Cannot rename or move the root of a mount.');
    const from = keyOf(names.slice(0, -1));
    const to = request.parent ?? from;
    if (`${to}/`.startsWith(`${request.folder}/`)) {
      throw failure(operation, 'INVALID_ARGUMENT', `Cannot move folder "${request.folder}" into itself.`);
    }
    const name = request.name === undefined ? own : folderNameToDisk(request.name, operation);
    const key = childKey(to, name);
    if (key === request.folder) return { folder: entryOf(mount, key), rekeyed: [] };
    await inFolder(mount, from, operation, (source) =>
      inFolder(mount, to, operation, async (target) => {
        await renameFolder(source.path(own), target.path(name));
        await target.handle.sync();
        await source.handle.sync();
      }),
    );
    return { folder: entryOf(mount, key), rekeyed: await rekeyed(mount, request.folder, key, request.signal) };
  });
}

/** Removes an empty folder. Files that are no items count: they are somebody's. */
export async function deleteFolder(mount: Mount, request: FolderRequest): Promise<void> {
  const operation = 'deleteFolder';
  return guarded({ operation, what: `delete folder "${request.folder}"`, signal: request.signal }, async () => {
    const names = folderNames(request.folder, operation);
    const own = names.at(-1);
    if (own === undefined) throw failure(operation, 'INVALID_ARGUMENT', 'Cannot delete the root of a mount.');
    try {
      await inFolder(mount, keyOf(names.slice(0, -1)), operation, async (parent) => {
        const left = await inChild(parent, own, (folder) => anyNames(folder, 5));
        if (left.length > 0) throw notEmpty(request.folder, left);
        await rmdir(parent.path(own));
        await parent.handle.sync();
      });
    } catch (error) {
      const errno = errnoOf(error);
      if (errno === 'ENOTEMPTY') throw notEmpty(request.folder, []);
      if (errno !== 'ENOENT' && errno !== 'ENOTDIR' && !MapistoreError.is(error, 'NOT_FOUND')) throw error;
    }
  });
}

/** What a walk tells. */
interface Visitor {
  /** Says whether to go on. */
  folder(names: readonly DiskName[]): boolean;
  unreadable(names: readonly DiskName[], error: unknown): void;
}

/** Visits the folders below one, those behind `after` only; says whether it came to the end. */
async function walk(
  folder: Place,
  above: readonly DiskName[],
  after: readonly DiskName[],
  visitor: Visitor,
  signal: AbortSignal,
): Promise<boolean> {
  const [first, ...rest] = after;
  for (const name of await folderNamesIn(folder, signal)) {
    if (first !== undefined && name < first) continue;
    const names = [...above, name];
    try {
      const more = await inChild(folder, name, async (child) => {
        if (name === first) return walk(child, names, rest, visitor, signal);
        return visitor.folder(names) && walk(child, names, [], visitor, signal);
      });
      if (!more) return false;
    } catch (error) {
      signal.throwIfAborted();
      const errno = errnoOf(error);
      if (errno === undefined) throw error;
      // Gone, or a link by now: then it is no folder of ours any more. Anything else must not look like "gone".
      if (errno !== 'ENOENT' && errno !== 'ELOOP' && errno !== 'ENOTDIR') visitor.unreadable(names, error);
    }
  }
  return true;
}

/**
 * `rename` would replace an empty folder without a word. So the new name is taken first, by making a folder, which
 * only one can do; the rename then replaces that one, and fails if anybody has put something into it.
 */
async function renameFolder(from: Buffer, to: Buffer): Promise<void> {
  const before = await lstat(from);
  if (!before.isDirectory())
    throw Object.assign(new Error('not a folder'), { code: before.isSymbolicLink() ? 'ELOOP' : 'ENOTDIR' });
  try {
    await mkdir(to, { mode: 0o700 });
  } catch (error) {
    // Only the case of the name changes, on a file system that does not tell cases apart.
    const same = errnoOf(error) === 'EEXIST' && (await lstat(to)).ino === before.ino;
    if (!same) throw error;
    await rename(from, to);
    return;
  }
  try {
    await rename(from, to);
  } catch (error) {
    await rmdir(to).catch(() => {});
    throw errnoOf(error) === 'ENOTEMPTY' ? Object.assign(new Error('taken'), { code: 'EEXIST' }) : error;
  }
}

async function rekeyed(mount: Mount, from: string, to: string, signal: AbortSignal): Promise<FolderUpdated['rekeyed']> {
  const names = folderNames(to, 'updateFolder');
  const keys = [to];
  // What cannot be read was not listed either, so nobody knows its key.
  const visitor: Visitor = { folder: (below) => keys.push(keyOf(below)) > 0, unreadable: () => {} };
  await inFolder(mount, to, 'updateFolder', (folder) => walk(folder, names, [], visitor, signal));
  return keys.map((key) => ({ from: from + key.slice(to.length), to: key }));
}

function notEmpty(key: string, names: readonly DiskName[]): MapistoreError {
  const holds = names.length === 0 ? '' : `: ${names.map((name) => `"${keyOfName(name)}"`).join(', ')}`;
  return failure(
    'deleteFolder',
    'NOT_EMPTY',
    `Cannot delete folder "${key}": it still holds something${holds}; files that are no items stay untouched.`,
  );
}

function entryOf(mount: Mount, key: string): FolderEntry {
  const names = folderNames(key, 'listFolders');
  return {
    key,
    ...(key !== ROOT_FOLDER && { parent: keyOf(names.slice(0, -1)) }),
    name: diskToFolderName(names.at(-1) ?? ''),
    holdsItems: true,
    holdsFolders: true,
    kinds: mount.description.kinds,
  };
}

function keyOf(names: readonly DiskName[]): string {
  return names.map(keyOfName).join('/');
}
