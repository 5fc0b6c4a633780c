import { constants } from 'node:fs';
import { type FileHandle, lstat, open } from 'node:fs/promises';
import { ROOT_FOLDER } from '@mapistore/core';
import { errnoOf, failure } from '../errors.ts';
import type { Mount } from '../mount.ts';
import { type DiskName, keyOfName, nameOfKey } from './names.ts';

const FOLDER_FLAGS = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;

/**
 * An open folder. On Linux `path` goes through the open descriptor (`/proc/self/fd/7/name`), so that nobody can put a
 * link in the place of a folder between a check and the step that follows it, and paths have no length limit.
 */
export interface Place {
  readonly handle: FileHandle;
  readonly device: bigint;
  path(name: DiskName): Buffer;
  /** The folder itself, as a path. */
  readonly self: Buffer;
}

/** Works in a folder and closes it. @throws NOT_FOUND, OUTSIDE_MOUNT, UNAVAILABLE */
export async function inFolder<T>(
  mount: Mount,
  key: string,
  operation: string,
  work: (folder: Place, root: Place) => Promise<T>,
): Promise<T> {
  const names = folderNames(key, operation);
  return inRoot(mount, operation, async (root) => {
    const descend = async (place: Place, at: number): Promise<T> => {
      const name = names[at];
      if (name === undefined) return work(place, root);
      return inChild(place, name, (child) => descend(child, at + 1));
    };
    return descend(root, 0);
  });
}

/**
 * Works in the root, after looking whether it is still the root of this mount: where a disk was unmounted there is
 * usually an empty folder in its place.
 * @throws UNAVAILABLE
 */
export async function inRoot<T>(mount: Mount, operation: string, work: (root: Place) => Promise<T>): Promise<T> {
  let handle: FileHandle;
  try {
    handle = await open(mount.root, constants.O_RDONLY | constants.O_DIRECTORY);
  } catch (error) {
    const errno = errnoOf(error);
    if (errno !== 'ENOENT' && errno !== 'ENOTDIR') throw error;
    throw failure(operation, 'UNAVAILABLE', `Cannot reach ${mount.root}: it is not there; is the disk mounted?`, {
      cause: error,
    });
  }
  return using(handle, Buffer.from(mount.root), async (root, identity) => {
    await mount.checkRoot(root, identity, operation);
    return work(root);
  });
}

/** Works in a folder of a folder. A link is refused, wherever it leads. */
export async function inChild<T>(parent: Place, name: DiskName, work: (child: Place) => Promise<T>): Promise<T> {
  const path = parent.path(name);
  let handle: FileHandle;
  try {
    handle = await open(path, FOLDER_FLAGS);
  } catch (error) {
    // With O_DIRECTORY a link is "not a directory"; only a second look tells it from a file.
    if (errnoOf(error) === 'ENOTDIR' && (await lstat(path)).isSymbolicLink())
      throw Object.assign(new Error('a link'), { code: 'ELOOP' });
    throw error;
  }
  return using(handle, path, (child) => work(child));
}

/** The disk names that a folder's key stands for. @throws NOT_FOUND, OUTSIDE_MOUNT */
export function folderNames(key: string, operation: string): readonly DiskName[] {
  if (key === ROOT_FOLDER) return [];
  return key.split('/').map((part) => {
    const name = safeName(part, operation);
    if (name !== undefined) return name;
    throw failure(operation, 'NOT_FOUND', `Cannot find folder "${key}": it does not exist; list the folders again.`);
  });
}

/** The disk name of a key; undefined where it can name nothing of ours. @throws OUTSIDE_MOUNT */
export function safeName(key: string, operation: string): DiskName | undefined {
  const name = nameOfKey(key);
  if (name === '..' || name === '.' || name?.includes('/') === true) {
    throw failure(operation, 'OUTSIDE_MOUNT', `Cannot follow "${key}": it leads out of its folder.`);
  }
  // Hidden entries, our own `.mapistore` among them, are nobody's folders and items.
  return name === undefined || name === '' || name.startsWith('.') || name.includes('\0') ? undefined : name;
}

/** The key of a folder in a folder. */
export function childKey(parent: string, name: DiskName): string {
  return parent === ROOT_FOLDER ? keyOfName(name) : `${parent}/${keyOfName(name)}`;
}

async function using<T>(
  handle: FileHandle,
  path: Buffer,
  work: (place: Place, identity: { readonly dev: bigint; readonly ino: bigint }) => Promise<T>,
): Promise<T> {
  try {
    const identity = await handle.stat({ bigint: true });
    const self = process.platform === 'linux' ? Buffer.from(`/proc/self/fd/${handle.fd}`) : path;
    const slash = Buffer.concat([self, Buffer.from('/')]);
    const place: Place = {
      handle,
      device: identity.dev,
      self,
      path: (name) => Buffer.concat([slash, Buffer.from(name, 'latin1')]),
    };
    return await work(place, identity);
  } finally {
    await handle.close();
  }
}
