import { type FSWatcher, watch as watchPath } from 'node:fs';
import { type FolderHint, ROOT_FOLDER, type WatchFolders } from '@mapistore/core';
import { mediaTypeOf } from './files/media-types.ts';
import { inFolder } from './files/place.ts';
import type { Mount } from './mount.ts';

/** The system gives each user only so many watches; the folders behind these are looked at from time to time. */
const MOST_WATCHES = 256;
const DEFAULT_POLL_SECONDS = 30;

/**
 * Hints from the system's own watches, and from a look at the folder's date where there is none. There is no `changes`
 * here (see capabilities.ts): after a hint core lists the folder.
 */
export async function* watch(mount: Mount, request: WatchFolders): AsyncIterable<FolderHint> {
  const { signal } = request;
  if (signal.aborted) return;
  const hints = new Hints();
  const polled = new Map<string, bigint | undefined>();
  const watchers: FSWatcher[] = [];
  // The root is always watched: new folders below it are most often made there.
  const folders = new Set([ROOT_FOLDER, ...request.folders]);
  const wanted = new Set(request.folders);
  for (const key of folders) {
    const watcher = watchers.length < MOST_WATCHES ? await watcherFor(mount, key, hints, wanted.has(key)) : undefined;
    if (watcher === undefined) polled.set(key, await modified(mount, key));
    else watchers.push(watcher);
    watcher?.on('error', () => {
      // The folder is gone, or the system ran out of watches.
      watcher.close();
      polled.set(key, undefined);
      hints.add(undefined);
    });
  }
  const poll = setInterval(
    () => void pollAll(mount, polled, hints),
    (mount.options.pollSeconds ?? DEFAULT_POLL_SECONDS) * 1000,
  );
  const wake = (): void => hints.wake();
  signal.addEventListener('abort', wake);
  try {
    while (!signal.aborted) {
      for (const folder of hints.take()) yield folder === undefined ? {} : { folder };
      if (!signal.aborted) await hints.arrival();
    }
  } finally {
    signal.removeEventListener('abort', wake);
    clearInterval(poll);
    for (const watcher of watchers) watcher.close();
  }
}

/** Hints that wait to be taken: each folder once, however often it changed. */
class Hints {
  readonly #waiting = new Set<string | undefined>();
  #wake: () => void = () => {};

  add(folder: string | undefined): void {
    this.#waiting.add(folder);
    this.#wake();
  }

  wake(): void {
    this.#wake();
  }

  take(): readonly (string | undefined)[] {
    const all = [...this.#waiting];
    this.#waiting.clear();
    return all;
  }

  async arrival(): Promise<void> {
    if (this.#waiting.size > 0) return;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
  }
}

async function watcherFor(mount: Mount, key: string, hints: Hints, wanted: boolean): Promise<FSWatcher | undefined> {
  try {
    return await inFolder(mount, key, 'watch', async (folder) =>
      watchPath(folder.self, { encoding: 'latin1' as BufferEncoding, persistent: true }, (event, name) => {
        if (name?.startsWith('.') === true) return;
        const item = typeof name === 'string' && mediaTypeOf(name) !== undefined;
        if (wanted && (item || name === null)) hints.add(key);
        // A name came or went that is no item's: most likely a folder.
        if (!item && event === 'rename') hints.add(undefined);
      }),
    );
  } catch (error) {
    mount.log.debug('A folder cannot be watched and is looked at from time to time.', {
      folder: key,
      reason: String(error),
    });
    return undefined;
  }
}

async function pollAll(mount: Mount, polled: Map<string, bigint | undefined>, hints: Hints): Promise<void> {
  for (const [key, before] of polled) {
    const now = await modified(mount, key);
    if (now === before) continue;
    polled.set(key, now);
    hints.add(key);
    hints.add(undefined);
  }
}

async function modified(mount: Mount, key: string): Promise<bigint | undefined> {
  try {
    return await inFolder(mount, key, 'watch', async (folder) => (await folder.handle.stat({ bigint: true })).mtimeNs);
  } catch {
    return undefined;
  }
}
