import type { SnapshotFolder, SnapshotItem } from '@mapistore/backend-compress/archive';
import type { StorePath } from '@mapistore/core';
import { archivedBlob, archivedItem, type Line, relativePath, type TopNote } from './lines.ts';
import type { Spool } from './spool.ts';

/** What a backup holds, counted. */
export type Counted = Pick<TopNote, 'items' | 'bytes' | 'missing' | 'missingCount'> & { readonly folders: number };

interface About {
  readonly path: StorePath;
  readonly cn: number;
  readonly counted: Counted;
}

/** The list of a backup as the archive keeps it: each folder with its items, parents first. */
export async function* archivedFolders(
  spool: Spool<Line>,
  about: About,
): AsyncIterable<{ readonly folder: SnapshotFolder; readonly items: AsyncIterable<SnapshotItem> }> {
  const lines = spool.read()[Symbol.asyncIterator]();
  let next = await lines.next();
  async function* items(): AsyncIterable<SnapshotItem> {
    for (; next.done !== true && next.value.type !== 'folder'; next = await lines.next())
      if (next.value.type === 'item' && next.value.stored !== undefined) {
        const { item, stored } = next.value;
        for (const blob of stored.blobs ?? []) yield archivedBlob(item, blob);
        yield archivedItem(item, stored);
      }
  }
  while (next.done !== true) {
    const line = next.value as Line;
    next = await lines.next();
    if (line.type === 'folder') yield { folder: archivedFolder(line.folder, about), items: items() };
  }
}

function archivedFolder(
  { path, kinds, role }: Extract<Line, { type: 'folder' }>['folder'],
  { path: top, cn, counted }: About,
): SnapshotFolder {
  const at = relativePath(path, top);
  const note = { path: at, ...(role !== undefined && { role }) };
  if (at === '/') {
    const { items, bytes, missing, missingCount } = counted;
    const topNote: TopNote = { ...note, of: top, cn, items, bytes, missing, missingCount };
    return { key: at, name: '/', kinds, note: { ...topNote } };
  }
  const cut = at.lastIndexOf('/');
  return { key: at, parent: at.slice(0, cut) || '/', name: at.slice(cut + 1), kinds, note };
}
