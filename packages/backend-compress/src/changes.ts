import type { ChangePage, ItemEntry, ListChanges } from '@mapistore/core';
import { entryOf } from './items.ts';
import { knownFolder, limitOf, type Mount } from './mount.ts';
import { formatToken, readToken } from './tokens.ts';

/** What changed since a token; see {@link Backend.changes}. */
export async function changes(mount: Mount, request: ListChanges): Promise<ChangePage> {
  const folder = await knownFolder(mount, request.folder);
  const since = readToken(mount, folder, request.token);
  const { until, after, afterId } = readCursor(request.cursor) ?? {
    until: mount.archive.position.commit,
    after: since,
    afterId: Number.MAX_SAFE_INTEGER,
  };
  const limit = limitOf(request);
  const rows = mount.archive.changes(folder, { after, afterId, until, limit: limit + 1 });
  const page = rows.slice(0, limit);
  const changed = new Map<number, ItemEntry>();
  const removed = new Set<string>();
  for (const { id } of page) {
    const item = mount.archive.item(folder, id);
    // An item that cannot be described is told of when it is listed.
    const entry = item === undefined ? undefined : entryOf(mount, item);
    if (entry !== undefined) changed.set(id, entry);
    else if (item === undefined) removed.add(String(id));
  }
  const last = page.at(-1);
  return {
    changed: [...changed.values()],
    removed: [...removed],
    ...(rows.length > limit && last !== undefined
      ? { next: `${until}.${last.commit}.${last.id}` }
      : { token: formatToken(mount, folder, until) }),
  };
}

function readCursor(cursor: string | undefined) {
  if (cursor === undefined) return undefined;
  const [until = 0, after = 0, afterId = 0] = cursor.split('.').map(Number);
  return { until, after, afterId };
}
