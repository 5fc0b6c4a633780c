import { createHash } from 'node:crypto';
import { type BackendEnv, type MapistoreError, type PageRequest, ROOT_FOLDER } from '@mapistore/core';
import type { Archive, ArchiveItem } from './archive/index.ts';
import { failure } from './errors.ts';
import type { ArchiveMountOptions } from './options.ts';

/** An open mount, as every operation gets it. */
export interface Mount {
  readonly archive: Archive;
  readonly options: ArchiveMountOptions;
  readonly env: BackendEnv;
}

/** The number of the root among folders. */
export const ROOT_ID = 0;

/** The number behind a key; undefined for a key that none can have. */
export function idOf(key: string): number | undefined {
  return /^[1-9]\d{0,14}$/.test(key) ? Number(key) : undefined;
}

/** The number of a folder that is there. @throws NOT_FOUND */
export function folderId({ archive }: Mount, key: string): number {
  const id = key === ROOT_FOLDER ? ROOT_ID : idOf(key);
  if (id !== undefined && archive.folder(id) !== undefined) return id;
  throw failure('NOT_FOUND', `Folder "${printable(key)}" is not there (any more); list the folders again.`);
}

/** The same after a look at what other processes did. @throws NOT_FOUND */
export async function knownFolder(mount: Mount, key: string): Promise<number> {
  await mount.archive.refresh();
  return folderId(mount, key);
}

/** @throws NOT_FOUND */
export function itemOf({ archive }: Mount, folder: number, key: string): ArchiveItem {
  const id = idOf(key);
  const item = id === undefined ? undefined : archive.item(folder, id);
  if (item === undefined) throw missingItem(key);
  return item;
}

export function missingItem(key: string): MapistoreError {
  return failure('NOT_FOUND', `Item "${printable(key)}" is not there (any more).`, {
    context: { key: printable(key) },
  });
}

/** A key in a message: what somebody else made up stays one short line. */
function printable(key: string): string {
  return key.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 100);
}

/** How many entries a page may have. */
export function limitOf({ limit }: Pick<PageRequest, 'limit'>): number {
  return Math.max(1, Math.min(limit, 1000));
}

/** Contents never change, so that their numbers are revisions. */
export function contentRevision({ content }: Pick<ArchiveItem, 'content'>): string {
  return `c${content}`;
}

export function flagsRevision({ flags }: Pick<ArchiveItem, 'flags'>): string {
  return `f${createHash('sha256').update(flags.join('\n')).digest('base64url').slice(0, 12)}`;
}
