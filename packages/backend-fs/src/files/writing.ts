import { constants } from 'node:fs';
import { type FileHandle, link, lstat, mkdir, open, rename, unlink } from 'node:fs/promises';
import type { BodySource } from '@mapistore/core';
import { errnoOf, failure, SourceFailure } from '../errors.ts';
import { HIDDEN, type Mount, TEMPORARY } from '../mount.ts';
import { extensionOf } from './media-types.ts';
import { type DiskName, fileName } from './names.ts';
import { inChild, type Place } from './place.ts';
import { temporaryName } from './temporary.ts';

/** A file that has its bytes and no name yet that anybody would see. */
export interface Temporary {
  readonly handle: FileHandle;
  readonly path: Buffer;
  /** Whether it got a name, and so is gone from the temporary ones. */
  named: boolean;
}

const TRIES_IN_ORDER = 8;
const TRIES = 64;

/** The extension for a media type. @throws INVALID_CONTENT */
export function needExtension(mediaType: string, operation: string): string {
  const extension = extensionOf(mediaType);
  if (extension !== undefined) return extension;
  throw failure(operation, 'INVALID_CONTENT', `Cannot keep ${mediaType} as a file; convert it first.`);
}

/** Where temporary files of one call are made. */
export interface TemporaryArea {
  readonly place: Place;
  readonly prefix: string;
}

/** Works with an area for temporary files on the disk of `folder`. */
export async function inTemporaryArea<T>(
  folder: Place,
  root: Place,
  work: (area: TemporaryArea) => Promise<T>,
): Promise<T> {
  // Another disk may be mounted somewhere below the root; files cannot get their name across disks.
  if (folder.device !== root.device) return work({ place: folder, prefix: `${HIDDEN}-` });
  return inChild(root, HIDDEN, async (hidden) => {
    let entered = false;
    const enter = (): Promise<T> =>
      inChild(hidden, TEMPORARY, (place) => {
        entered = true;
        return work({ place, prefix: '' });
      });
    return enter().catch(async (error: unknown) => {
      if (entered || errnoOf(error) !== 'ENOENT') throw error;
      await mkdir(hidden.path(TEMPORARY), { mode: 0o700 });
      return enter();
    });
  });
}

/** Makes a temporary file, and takes it away again unless `work` gave it a name. */
export async function withTemporary<T>(
  { place, prefix }: TemporaryArea,
  work: (file: Temporary) => Promise<T>,
): Promise<T> {
  const file = { path: place.path(prefix + temporaryName()), named: false };
  const flags = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
  const handle = await open(file.path, flags, 0o600);
  try {
    return await work(Object.assign(file, { handle }));
  } finally {
    await handle.close();
    if (!file.named) await unlink(file.path).catch(() => {});
  }
}

/** Writes a source into a file. @throws INVALID_CONTENT where the source is not as long as it says */
export async function writeSource(
  file: Temporary,
  source: BodySource,
  signal: AbortSignal,
  operation: string,
): Promise<void> {
  let size = 0;
  for await (const chunk of guardedSource(source, signal)) {
    signal.throwIfAborted();
    for (let at = 0; at < chunk.byteLength; ) {
      const { bytesWritten } = await file.handle.write(chunk, at, chunk.byteLength - at, size + at);
      at += bytesWritten;
    }
    size += chunk.byteLength;
  }
  signal.throwIfAborted();
  if (source.size !== undefined && source.size !== size) {
    throw failure(
      operation,
      'INVALID_CONTENT',
      `Cannot store an item: its source said ${source.size} bytes and gave ${size}.`,
    );
  }
}

/** Makes bytes and date durable; only then may the file get its name. */
export async function finish(file: Temporary, modified: Date): Promise<void> {
  await file.handle.utimes(modified, modified);
  await file.handle.sync();
}

/**
 * Gives a file its first free name. `link` fails where a name is taken, so nothing is ever replaced, whoever else
 * writes into the folder.
 */
export async function publish(
  mount: Mount,
  file: Temporary | { readonly path: Buffer },
  folder: Place,
  name: { readonly key: string; readonly stem: string; readonly extension: string },
): Promise<DiskName> {
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    // A folder with thousands of the same name must not be tried through from the start for each of them.
    const number =
      attempt <= TRIES_IN_ORDER ? attempt : 10 + Math.floor(Math.random() * 10 ** Math.min(9, attempt - 4));
    const candidate = fileName(name.stem, number, name.extension);
    if (mount.vacated.get(`${name.key}/${candidate}`)) continue;
    try {
      await renameNew(file.path, folder.path(candidate), 'handle' in file);
      if ('handle' in file) file.named = true;
      return candidate;
    } catch (error) {
      if (errnoOf(error) !== 'EEXIST') throw error;
    }
  }
  throw Object.assign(new Error('no free name'), { code: 'EEXIST' });
}

/** As `rename`, but never replaces anything. Of a file that is `ours` nobody else knows the old name. */
async function renameNew(from: Buffer, to: Buffer, ours: boolean): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (!NO_LINKS.has(errnoOf(error) ?? '')) throw error;
    // EPERM may also mean "may not"; then making the empty file fails as well, with the right error.
    return renameOverOwn(from, to);
  }
  try {
    // Another program may have put a new file under the old name; that one is not ours to take away.
    if (ours || (await lstat(from)).ino === (await lstat(to)).ino) await unlink(from);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return;
    await unlink(to);
    throw error;
  }
}

/** What a file system without hard links answers. */
const NO_LINKS: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

/** Takes the name with an empty file, which only one can make, and replaces that one. */
async function renameOverOwn(from: Buffer, to: Buffer): Promise<void> {
  await (await open(to, 'wx', 0o600)).close();
  try {
    await rename(from, to);
  } catch (error) {
    if ((await lstat(to)).size === 0) await unlink(to);
    throw error;
  }
}

async function* guardedSource(source: BodySource, signal: AbortSignal): AsyncIterable<Uint8Array> {
  // Only what the source throws is its failure; the disk's is thrown into the loop of the caller, not in here.
  const chunks = source.open({ signal })[Symbol.asyncIterator]();
  let ended = false;
  try {
    for (;;) {
      let step: IteratorResult<Uint8Array>;
      try {
        step = await chunks.next();
      } catch (error) {
        ended = true;
        throw new SourceFailure(error);
      }
      if (step.done === true) {
        ended = true;
        return;
      }
      yield step.value;
    }
  } finally {
    if (!ended) await chunks.return?.();
  }
}
