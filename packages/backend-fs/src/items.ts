import { statfs } from 'node:fs/promises';
import {
  type FolderRequest,
  type ItemEntry,
  type ItemPage,
  type ItemRequest,
  type ItemsRequest,
  type ListItems,
  MapistoreError,
  type Quota,
  type Request,
  type Result,
} from '@mapistore/core';
import { errnoOf, guarded, translate } from './errors.ts';
import { itemNames, nextNames } from './files/listing.ts';
import { type DiskName, keyOfName } from './files/names.ts';
import { eachInParallel } from './files/parallel.ts';
import { inFolder, inRoot } from './files/place.ts';
import { entryOf } from './files/stored.ts';
import type { Mount } from './mount.ts';

/** Where a listing of items stands: behind this name. */
interface Cursor {
  readonly after: DiskName;
}

/** The items of one folder in byte order of their names. */
export async function listItems(mount: Mount, request: ListItems): Promise<ItemPage> {
  const { folder: key, signal } = request;
  return guarded({ operation: 'listItems', what: `list folder "${key}"`, signal }, () =>
    inFolder(mount, key, 'listItems', async (folder) => {
      const cursor: Cursor = request.cursor === undefined ? { after: '' } : (JSON.parse(request.cursor) as Cursor);
      const { names, more } = await nextNames(
        mount,
        folder,
        { key, after: cursor.after, limit: request.limit },
        signal,
      );
      const unreadable: string[] = [];
      const entries = await eachInParallel(names, async (name) => {
        signal.throwIfAborted();
        try {
          return await entryOf(folder, keyOfName(name), request.detail, 'listItems');
        } catch (error) {
          if (isGone(error)) return undefined;
          unreadable.push(keyOfName(name));
          mount.log.warn('An item cannot be read and is left out.', {
            folder: key,
            key: keyOfName(name),
            errno: errnoOf(error) ?? '',
          });
          return undefined;
        }
      });
      signal.throwIfAborted();
      const items = entries.filter((entry) => entry !== undefined);
      const after = names.at(-1);
      const page = { items, ...(unreadable.length > 0 && { unreadable }) };
      if (more && after !== undefined) return { ...page, next: JSON.stringify({ after } satisfies Cursor) };
      return { ...page, listing: 'complete' };
    }),
  );
}

/** One item with its head. */
export async function readItem(mount: Mount, request: ItemRequest): Promise<ItemEntry> {
  return guarded({ operation: 'readItem', what: `read item "${request.key}"`, signal: request.signal }, () =>
    inFolder(mount, request.folder, 'readItem', (folder) => entryOf(folder, request.key, 'head', 'readItem')),
  );
}

/** Many items with their heads. */
export async function getItems(mount: Mount, request: ItemsRequest): Promise<readonly Result<ItemEntry>[]> {
  const { signal } = request;
  return guarded({ operation: 'getItems', what: `read items of "${request.folder}"`, signal }, () =>
    inFolder(mount, request.folder, 'getItems', (folder) =>
      eachInParallel(request.keys, async (key): Promise<Result<ItemEntry>> => {
        signal.throwIfAborted();
        try {
          return { ok: true, value: await entryOf(folder, key, 'head', 'getItems') };
        } catch (error) {
          return { ok: false, error: translate(error, 'getItems', `read item "${key}"`) };
        }
      }),
    ),
  );
}

/** How many items a folder has; what is read of them is core's to know. */
export async function count(mount: Mount, request: FolderRequest): Promise<{ readonly items: number }> {
  return guarded({ operation: 'count', what: `count the items of "${request.folder}"`, signal: request.signal }, () =>
    inFolder(mount, request.folder, 'count', async (folder) => {
      let items = 0;
      for await (const _ of itemNames(folder, request.signal)) items++;
      return { items };
    }),
  );
}

/** The disk's room, not only what this mount takes of it: that is what writes run into. */
export async function quota(mount: Mount, request: Request): Promise<Quota> {
  return guarded({ operation: 'quota', what: `ask for the room on ${mount.root}`, signal: request.signal }, () =>
    inRoot(mount, 'quota', async (root) => {
      const disk = await statfs(root.self);
      const usedBytes = (disk.blocks - disk.bfree) * disk.bsize;
      return { usedBytes, limitBytes: usedBytes + disk.bavail * disk.bsize };
    }),
  );
}

function isGone(error: unknown): boolean {
  const errno = errnoOf(error);
  // A name that a link or a folder took meanwhile is no item any more.
  return (
    errno === 'ENOENT' ||
    errno === 'ELOOP' ||
    MapistoreError.is(error, 'NOT_FOUND') ||
    MapistoreError.is(error, 'OUTSIDE_MOUNT')
  );
}
