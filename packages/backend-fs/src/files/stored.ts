import { type BigIntStats, constants } from 'node:fs';
import { type FileHandle, lstat, open } from 'node:fs/promises';
import { headerBlockEnd, headOf, type ItemEntry, MAX_HEAD_BYTES } from '@mapistore/core';
import { errnoOf, failure } from '../errors.ts';
import { mediaTypeOf } from './media-types.ts';
import { type DiskName, keyOfName } from './names.ts';
import { type Place, safeName } from './place.ts';

/** A file that is an item. */
export interface Stored {
  readonly name: DiskName;
  readonly mediaType: string;
  readonly stat: BigIntStats;
}

/** Header blocks beyond this are cut, so that one absurd mail does not fill the memory of a listing. */
const MAX_HEADER_BYTES = 1024 * 1024;
const FIRST_READ = 8192;

/** Whoever writes a file in any way changes one of these. Two equal revisions mean equal bytes. */
export function revisionOf(stat: BigIntStats): string {
  return [stat.dev, stat.ino, stat.size, stat.mtimeNs, stat.ctimeNs].map((part) => part.toString(36)).join('-');
}

/** The file that a key stands for; undefined where there is no such item. @throws OUTSIDE_MOUNT for a link */
export async function findStored(folder: Place, key: string, operation: string): Promise<Stored | undefined> {
  const name = safeName(key, operation);
  const mediaType = name === undefined ? undefined : mediaTypeOf(name);
  if (name === undefined || mediaType === undefined) return undefined;
  try {
    const stat = await lstat(folder.path(name), { bigint: true });
    if (stat.isSymbolicLink()) throw linkRefused(key, operation);
    return stat.isFile() ? { name, mediaType, stat } : undefined;
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === 'ENOENT' || errno === 'ENAMETOOLONG') return undefined;
    throw error;
  }
}

/** As {@link findStored}. @throws NOT_FOUND */
export async function needStored(folder: Place, key: string, operation: string): Promise<Stored> {
  const stored = await findStored(folder, key, operation);
  if (stored === undefined) {
    throw failure(
      operation,
      'NOT_FOUND',
      `Cannot find item "${key}": it does not exist (any more); list the folder again.`,
    );
  }
  return stored;
}

/** Opens the file of an item and says what is really open, whatever happened to the name since. */
export async function openStored(
  folder: Place,
  key: string,
  operation: string,
): Promise<{ readonly handle: FileHandle; readonly stored: Stored }> {
  const { name, mediaType } = await needStored(folder, key, operation);
  // Without O_NONBLOCK a pipe that takes the place of the file would block this for ever.
  const handle = await open(folder.path(name), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  const stat = await handle.stat({ bigint: true });
  if (stat.isFile()) return { handle, stored: { name, mediaType, stat } };
  await handle.close();
  throw failure(operation, 'NOT_FOUND', `Cannot read item "${key}": it is not a file (any more).`);
}

/** An item as it is listed. */
export async function entryOf(
  folder: Place,
  key: string,
  detail: 'revision' | 'head',
  operation: string,
): Promise<ItemEntry> {
  if (detail === 'revision') return describeStored(await needStored(folder, key, operation));
  const { handle, stored } = await openStored(folder, key, operation);
  try {
    return { ...describeStored(stored), head: await readHead(handle, stored.mediaType) };
  } finally {
    await handle.close();
  }
}

/** The second that a file says it came. */
export function receivedOf(stat: BigIntStats): Date {
  return new Date(Number(stat.mtimeNs / 1_000_000_000n) * 1000);
}

function describeStored({ name, mediaType, stat }: Stored): ItemEntry {
  return {
    key: keyOfName(name),
    contentRevision: revisionOf(stat),
    mediaType,
    size: Number(stat.size),
    received: receivedOf(stat),
  };
}

/** Reads only as much of a file as its head needs. */
async function readHead(handle: FileHandle, mediaType: string): Promise<Uint8Array> {
  const mail = mediaType === 'message/rfc822';
  const most = mail ? MAX_HEADER_BYTES : MAX_HEAD_BYTES;
  let bytes: Uint8Array = new Uint8Array(mail ? FIRST_READ : MAX_HEAD_BYTES);
  let filled = 0;
  for (;;) {
    const { bytesRead } = await handle.read(bytes, filled, bytes.byteLength - filled, filled);
    filled += bytesRead;
    const start = bytes.subarray(0, filled);
    const enough = bytesRead === 0 || filled >= most || (mail && headerBlockEnd(start) !== undefined);
    // A copy of its own size: a view would keep the whole buffer in memory as long as the entry lives.
    if (enough) return headOf(start, mediaType).slice();
    if (filled === bytes.byteLength) {
      const larger = new Uint8Array(Math.min(most, bytes.byteLength * 4));
      larger.set(start);
      bytes = larger;
    }
  }
}

function linkRefused(key: string, operation: string): Error {
  return failure(operation, 'OUTSIDE_MOUNT', `Cannot use item "${key}": it is a link, and links are not followed.`);
}
