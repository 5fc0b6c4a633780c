import { setTimeout as sleep } from 'node:timers/promises';
import type { FolderHint, WatchFolders } from '@mapistore/core';
import { readFolders } from './folders.ts';
import type { Mount } from './mount.ts';

/** Tells that folders may have changed, by asking for their revisions now and then; see {@link Backend.watch}. */
export async function* watch(mount: Mount, request: WatchFolders): AsyncIterable<FolderHint> {
  const signal = AbortSignal.any([request.signal, mount.closing]);
  let before: ReadonlyMap<string, string> | undefined;
  while (!signal.aborted) {
    const now = await look(mount, signal);
    if (now !== undefined && before !== undefined) yield* differences(before, now);
    before = now ?? before;
    await sleep(mount.options.pollMs, undefined, { signal }).catch(() => undefined);
  }
}

/** Undefined where it cannot be seen: it will be asked again, and what cannot be reached has not changed. */
async function look(mount: Mount, signal: AbortSignal): Promise<ReadonlyMap<string, string> | undefined> {
  try {
    const { folders } = await readFolders(mount, signal);
    return new Map(folders.map(({ key, name, revision = '' }) => [key, `${revision} ${name}`]));
  } catch (error) {
    if (!signal.aborted)
      mount.env.log.debug('Cannot look for changes', {
        reason: error instanceof Error ? error.message : String(error),
      });
    return undefined;
  }
}

function* differences(before: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>): Generator<FolderHint> {
  for (const [folder, state] of now) if (before.has(folder) && before.get(folder) !== state) yield { folder };
  if (before.size !== now.size || [...now.keys()].some((folder) => !before.has(folder))) yield {};
}
