import type { BackendDescription, Flags, PageRequest } from '@mapistore/core';
import { normaliseFlags, ROOT_FOLDER, SYSTEM_FLAGS } from '@mapistore/core';
import type { MemoryData, MemoryFolder, MemoryItem } from './data.ts';
import { failure } from './errors.ts';
import type { MemoryBackendOptions } from './options.ts';

/** What every operation works on: the contents, and what was asked of this backend when it was made. */
export interface Mount {
  readonly data: MemoryData;
  readonly options: MemoryBackendOptions;
  readonly description: BackendDescription;
}

/** The key of a folder: its number, or its path where the options say so. */
export function keyOf(mount: Mount, folder: MemoryFolder): string {
  if (folder.parent === undefined) return ROOT_FOLDER;
  if (mount.options.folderKeys !== 'path') return `folder-${folder.id}`;
  const above = keyOf(mount, folder.parent);
  const own = encodeURIComponent(folder.name);
  return above === ROOT_FOLDER ? own : `${above}/${own}`;
}

/** @throws NOT_FOUND */
export function folderOf(mount: Mount, key: string, operation: string): MemoryFolder {
  if (key === ROOT_FOLDER) return mount.data.root;
  if (mount.options.folderKeys === 'path') {
    for (const { folder } of mount.data.walk()) if (keyOf(mount, folder) === key) return folder;
  } else {
    const folder = mount.data.folders.get(Number(key.slice('folder-'.length)));
    if (folder !== undefined && keyOf(mount, folder) === key) return folder;
  }
  throw failure(operation, 'NOT_FOUND', `Cannot find folder "${key}": it does not exist; list the folders again.`);
}

/** Whether items can be in it: in all but a root that was told to hold folders only. */
export function holdsItems(mount: Mount, folder: MemoryFolder): boolean {
  return folder.parent !== undefined || mount.options.rootHoldsItems !== false;
}

/** A folder that items can be put into. @throws NOT_FOUND, UNSUPPORTED */
export function targetOf(mount: Mount, key: string, operation: string): MemoryFolder {
  const folder = folderOf(mount, key, operation);
  if (holdsItems(mount, folder)) return folder;
  throw failure(operation, 'UNSUPPORTED', 'Cannot store an item in the root of this mount: it holds folders only.');
}

/** @throws NOT_FOUND */
export function itemOf(folder: MemoryFolder, key: string, operation: string): MemoryItem {
  const item = folder.items.get(key);
  if (item === undefined) {
    throw failure(
      operation,
      'NOT_FOUND',
      `Cannot find item "${key}" in "${folder.name}": it does not exist (any more).`,
    );
  }
  return item;
}

/** How many entries a page may have. */
export function pageLimit(mount: Mount, request: PageRequest): number {
  return Math.max(1, Math.min(request.limit, mount.options.pageSize ?? request.limit));
}

/** Parts flags into those that can be stored here and those that cannot. */
export function storable(mount: Mount, flags: Flags): { readonly kept: Flags; readonly refused: Flags } {
  const { keywords } = mount.description.traits;
  const all = normaliseFlags(flags);
  const fits = (flag: string): boolean =>
    keywords === 'any' || SYSTEM_FLAGS.includes(flag) || (keywords === 'some' && flag.startsWith('$'));
  return { kept: all.filter(fits), refused: all.filter((flag) => !fits(flag)) };
}

/** A token says: everything that happened in this folder up to that step is known. */
export function makeToken(folder: MemoryFolder, step: number): string {
  return `${folder.life}.${step}`;
}
