import { createHash } from 'node:crypto';
import type { Archive } from '@mapistore/backend-compress/archive';
import { MapistoreError } from '@mapistore/core';
import { type BackupItem, foldersOf, listBackups } from './contents.ts';

/** What of a backup is not there or not what it was: an item; without an id a list of items, or of all folders. */
export interface Damage {
  readonly backup: string;
  readonly folder?: string;
  readonly id?: string;
  readonly subject?: string;
  readonly error: MapistoreError;
}

/**
 * Reads the bytes of every item of some backups (default: of all) and compares their SHA-256 with the one that was noted
 * when they were stored; names what is hit. Bytes that several backups share are read once.
 * @throws NOT_FOUND for a backup that is not there
 */
export async function* verify(
  archive: Archive,
  request: {
    readonly names?: readonly string[];
    readonly signal: AbortSignal;
    readonly onProgress?: (items: number) => void;
  },
): AsyncIterable<Damage> {
  const { signal, names = (await listBackups(archive)).map(({ name }) => name), onProgress } = request;
  const good = new Set<string>();
  let items = 0;
  for (const backup of names) {
    for await (const part of partsOf(archive, backup)) {
      signal.throwIfAborted();
      if ('error' in part) {
        yield { backup, ...part };
        continue;
      }
      const { id, folder, subject } = part;
      onProgress?.(++items);
      for (const { content, sha256 } of [part, ...part.blobs]) {
        const key = `${content} ${sha256}`;
        if (good.has(key)) continue;
        const error = await problemOf(archive, content, sha256);
        if (error === undefined) good.add(key);
        else yield { backup, folder, id, subject, error };
      }
    }
  }
}

/** The items of a backup; of a list that cannot be read, the error, and on with the next. */
async function* partsOf(
  archive: Archive,
  backup: string,
): AsyncIterable<BackupItem | { readonly folder?: string; readonly error: MapistoreError }> {
  try {
    for await (const folder of foldersOf(archive, backup)) {
      try {
        yield* folder.items();
      } catch (error) {
        yield { folder: folder.path, error: damage(error) };
      }
    }
  } catch (error) {
    yield { error: damage(error) };
  }
}

/** What damage looks like; anything else ends the verification. */
function damage(error: unknown): MapistoreError {
  if (MapistoreError.is(error, 'INVALID_CONTENT')) return error;
  throw error;
}

async function problemOf(archive: Archive, content: number, sha256: string): Promise<MapistoreError | undefined> {
  const hash = createHash('sha256');
  try {
    for await (const piece of archive.readContent(await archive.openContent(content))) hash.update(piece);
  } catch (error) {
    return MapistoreError.from(error, 'Cannot read the item');
  }
  if (hash.digest('hex') === sha256) return undefined;
  return new MapistoreError('INVALID_CONTENT', 'The archive gives other bytes than those that were stored.');
}
