import { constants } from 'node:fs';
import { copyFile, lstat, unlink } from 'node:fs/promises';
import path from 'node:path';
import type { CopyItems, ItemWritten, Result } from '@mapistore/core';
import { errnoOf, guarded, translate } from './errors.ts';
import { keyOfName } from './files/names.ts';
import { eachInParallel } from './files/parallel.ts';
import { inFolder, type Place } from './files/place.ts';
import { needStored, openStored, receivedOf, revisionOf, type Stored } from './files/stored.ts';
import { finish, inTemporaryArea, publish, type TemporaryArea, withTemporary } from './files/writing.ts';
import type { Mount } from './mount.ts';

/** Both folders of a copy or move. */
interface Both {
  readonly mount: Mount;
  readonly request: CopyItems;
  readonly from: Place;
  readonly to: Place;
  readonly area: TemporaryArea;
  readonly operation: 'copyItems' | 'moveItems';
}

/** Copies files; a file system that can share their blocks does. */
export async function copyItems(mount: Mount, request: CopyItems): Promise<readonly Result<ItemWritten>[]> {
  return withBoth(mount, request, 'copyItems', copy);
}

/** Gives files a name in the other folder and takes the old one away: the bytes are not touched. */
export async function moveItems(mount: Mount, request: CopyItems): Promise<readonly Result<ItemWritten>[]> {
  return withBoth(mount, request, 'moveItems', move);
}

async function withBoth(
  mount: Mount,
  request: CopyItems,
  operation: Both['operation'],
  work: (both: Both, key: string) => Promise<ItemWritten>,
): Promise<readonly Result<ItemWritten>[]> {
  const { signal } = request;
  const what = operation === 'copyItems' ? 'copy' : 'move';
  return guarded({ operation, what: `${what} items of "${request.folder}" to "${request.to}"`, signal }, () =>
    inFolder(mount, request.folder, operation, (from) =>
      inFolder(mount, request.to, operation, (to, root) =>
        inTemporaryArea(to, root, async (area) => {
          const both: Both = { mount, request, from, to, area, operation };
          const results = await eachInParallel(request.keys, async (key): Promise<Result<ItemWritten>> => {
            signal.throwIfAborted();
            try {
              return { ok: true, value: await work(both, key) };
            } catch (error) {
              signal.throwIfAborted();
              return { ok: false, error: translate(error, operation, `${what} item "${key}"`) };
            }
          });
          // The new names first: after a power cut an item may be in both folders, never in none.
          await to.handle.sync();
          if (operation === 'moveItems') await from.handle.sync();
          return results;
        }),
      ),
    ),
  );
}

async function copy(both: Both, key: string): Promise<ItemWritten> {
  const { mount, request, from, to, area, operation } = both;
  const { handle, stored } = await openStored(from, key, operation);
  try {
    return await withTemporary(area, async (file) => {
      // Through the descriptor, so that it is the file that was looked at, whatever its name stands for by now.
      const source = process.platform === 'linux' ? `/proc/self/fd/${handle.fd}` : from.path(stored.name);
      await copyFile(source, file.path, constants.COPYFILE_FICLONE);
      await finish(file, receivedOf(stored.stat));
      return writtenOf(to, await publish(mount, file, to, nameFor(request.to, stored)));
    });
  } finally {
    await handle.close();
  }
}

async function move(both: Both, key: string): Promise<ItemWritten> {
  const { mount, request, from, to, operation } = both;
  const stored = await needStored(from, key, operation);
  if (request.folder === request.to) return writtenOf(to, stored.name);
  try {
    const name = await publish(mount, { path: from.path(stored.name) }, to, nameFor(request.to, stored));
    mount.vacated.set(`${request.folder}/${stored.name}`, true);
    return await writtenOf(to, name);
  } catch (error) {
    if (errnoOf(error) !== 'EXDEV') throw error;
  }
  // The other folder is on another disk.
  const written = await copy(both, key);
  await to.handle.sync();
  await unlink(from.path(stored.name));
  mount.vacated.set(`${request.folder}/${stored.name}`, true);
  return written;
}

function nameFor(
  key: string,
  stored: Stored,
): { readonly key: string; readonly stem: string; readonly extension: string } {
  const name = Buffer.from(stored.name, 'latin1').toString('utf8');
  const extension = path.extname(name);
  return { key, stem: name.slice(0, -extension.length).replace(/ \(\d+\)$/, ''), extension };
}

async function writtenOf(folder: Place, name: string): Promise<ItemWritten> {
  const stat = await lstat(folder.path(name), { bigint: true });
  return { key: keyOfName(name), contentRevision: revisionOf(stat), size: Number(stat.size) };
}
