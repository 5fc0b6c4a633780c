import { randomUUID } from 'node:crypto';
import { lstat, mkdir, open, readdir, realpath, unlink } from 'node:fs/promises';
import path from 'node:path';
import { errnoOf, failure } from '../errors.ts';
import { HIDDEN, MARKER, readMarker, TEMPORARY } from '../mount.ts';
import { isAbandoned } from './temporary.ts';

/** What was found at the root of a mount. */
export interface Root {
  readonly root: string;
  readonly id: string;
  readonly caseSensitiveNames: boolean;
}

/**
 * Finds the root by its marker, or makes both where `create` says so. A folder that is full of files already becomes a
 * mount by its marker alone; nothing else in it is touched.
 * @throws UNAVAILABLE where root or marker is missing: a disk that is not mounted must never look empty
 */
export async function openRoot(wanted: string, create: boolean): Promise<Root> {
  if (create) await mkdir(wanted, { recursive: true, mode: 0o700 });
  const root = await realpath(wanted).catch((error: unknown) => {
    throw errnoOf(error) === 'ENOENT'
      ? failure('open', 'UNAVAILABLE', `Cannot open ${wanted}: it is not there; is the disk mounted?`, { cause: error })
      : error;
  });
  if (!(await lstat(root)).isDirectory()) {
    throw failure('open', 'CONFIG_INVALID', `Cannot open ${root}: it is not a folder.`);
  }
  const hidden = path.join(root, HIDDEN);
  const marker = Buffer.from(path.join(hidden, MARKER));
  let id = await readMarker(marker);
  if (id === undefined && create) {
    await makeMarker(root, hidden);
    id = await readMarker(marker);
  }
  if (id === undefined) {
    throw failure(
      'open',
      'UNAVAILABLE',
      `Cannot open ${root}: it has no ${HIDDEN}/${MARKER}; is the disk mounted? Add the mount again if it is new.`,
    );
  }
  await prepareTemporary(path.join(hidden, TEMPORARY));
  return { root, id, caseSensitiveNames: !(await exists(path.join(root, HIDDEN.toUpperCase()))) };
}

async function makeMarker(root: string, hidden: string): Promise<void> {
  await mkdir(hidden, { recursive: true, mode: 0o700 });
  // Exclusive: of two processes that add the same mount, one makes the marker and both read it.
  const file = await open(path.join(hidden, MARKER), 'wx', 0o600).catch((error: unknown) => {
    if (errnoOf(error) === 'EEXIST') return undefined;
    throw error;
  });
  if (file === undefined) return;
  try {
    await file.writeFile(`${JSON.stringify({ format: 1, id: randomUUID() })}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await syncFolder(hidden);
  await syncFolder(root);
}

/** Makes the folder for temporary files and clears away what writers that died left in it. */
async function prepareTemporary(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    const errno = errnoOf(error);
    // A read-only disk can still be read.
    if (errno === 'EROFS' || errno === 'EACCES') return;
    if (errno !== 'EEXIST') throw error;
  }
  if (!(await lstat(folder)).isDirectory()) {
    throw failure('open', 'OUTSIDE_MOUNT', `Cannot use ${folder}: it is not a folder of its own.`);
  }
  for (const name of await readdir(folder)) {
    const file = path.join(folder, name);
    if (await isAbandoned(file, name)) await unlink(file).catch(() => {});
  }
}

async function exists(file: string): Promise<boolean> {
  return lstat(file).then(
    () => true,
    () => false,
  );
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
