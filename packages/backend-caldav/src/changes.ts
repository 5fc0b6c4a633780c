import { type ChangePage, type ItemEntry, type ListChanges, ROOT_FOLDER } from '@mapistore/core';
import { byKey, cursorOf, formatToken, readCursor, readToken, sliceAfter } from './cursors.ts';
import { textOf } from './dav/multistatus.ts';
import { bareEntry } from './items.ts';
import { expired, readChanges } from './members.ts';
import { type Mount, missingFolder, namesOfItems, propfindOne } from './mount.ts';

interface Change {
  readonly key: string;
  /** Undefined where the item is gone. */
  readonly entry: ItemEntry | undefined;
}

interface Delta {
  readonly changes: readonly Change[];
  readonly token: string;
}

/** What changed in a folder since a token; see {@link Backend.changes}. */
export async function changes(mount: Mount, request: ListChanges): Promise<ChangePage> {
  const { folder, signal, limit } = request;
  const since = readToken(request.token);
  if (since === undefined) throw expired('it is none of this backend');
  if (mount.isHome && folder === ROOT_FOLDER) return { changed: [], removed: [], token: request.token };
  if (!('sync' in since)) return await sinceRevision(mount, request, since.revision);
  const position = request.cursor === undefined ? undefined : readCursor(request.cursor);
  const nameOf = (token: string): string => `changes ${folder} ${since.sync} ${token}`;
  const now = mount.env.clock().getTime();
  const held = position && mount.snapshots.get<Delta>(nameOf(position.token), now);
  const delta = held ?? (await readDelta(mount, folder, since.sync, signal));
  // What comes after the first page is told since its token, also where all had to be asked for once more.
  const token = position?.token ?? delta.token;
  const { page, more } = sliceAfter(delta.changes, position?.after, limit);
  if (more) mount.snapshots.put(nameOf(token), delta, now);
  else mount.snapshots.delete(nameOf(token));
  const last = page.at(-1);
  return {
    changed: page.flatMap(({ entry }) => entry ?? []),
    removed: page.flatMap(({ key, entry }) => (entry === undefined ? [key] : [])),
    ...(more && last !== undefined ? { next: cursorOf({ after: last.key, token }) } : { token }),
  };
}

async function readDelta(mount: Mount, folder: string, since: string, signal: AbortSignal): Promise<Delta> {
  const synced = await readChanges(mount, folder, since, signal);
  const all = [...synced.changed].map(
    ([key, member]): Change => ({
      key,
      // Without an ETag it is there and cannot be described: a revision that none has makes core ask for it.
      entry: member && bareEntry(mount, key, member.etag ?? `? ${synced.token}`),
    }),
  );
  return { changes: all.sort(byKey), token: formatToken({ sync: synced.token }) };
}

/** A collection that tells no changes says at least whether there were any. */
async function sinceRevision(mount: Mount, request: ListChanges, revision: string): Promise<ChangePage> {
  const { folder, signal } = request;
  const response = await propfindOne(mount, namesOfItems(mount, folder), ['cs:getctag'], signal);
  if (response === undefined) throw missingFolder(mount, folder);
  const now = textOf(response, 'cs:getctag');
  if (now === undefined || now !== revision) throw expired('something changed, and the server does not tell what');
  return { changed: [], removed: [], token: request.token };
}
