import { createHash } from 'node:crypto';
import type { Archive } from '@mapistore/backend-compress/archive';
import { MapistoreError } from '@mapistore/core';
import { foldersOf, listBackups } from './contents.ts';

/** An item of a backup whose bytes are not there or not what they were. */
export interface Damage {
  readonly backup: string;
  readonly id: string;
  readonly folder: string;
  readonly subject: string;
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
  const { signal, names = (await listBackups(archive)).map(({ name }) => name) } = request;
  const good = new Set<string>();
  let items = 0;
  for (const backup of names) {
    for await (const folder of foldersOf(archive, backup)) {
      for await (const { id, content, sha256, subject } of folder.items()) {
        signal.throwIfAborted();
        items++;
        const key = `${content} ${sha256}`;
        if (good.has(key)) continue;
        const error = await problemOf(archive, content, sha256);
        if (error === undefined) good.add(key);
        else yield { backup, id, folder: folder.path, subject, error };
        request.onProgress?.(items);
      }
    }
  }
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
