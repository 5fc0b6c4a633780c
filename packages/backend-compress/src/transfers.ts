import type { CopyItems, ItemWritten, Result } from '@mapistore/core';
import type { ArchiveItem, Transaction } from './archive/index.ts';
import { folderId, idOf, type Mount, missingItem } from './mount.ts';
import { written } from './writes.ts';

/** Copies within the archive: a copy has the same content, and costs a line; see {@link Backend.copyItems}. */
export async function copyItems(mount: Mount, request: CopyItems): Promise<readonly Result<ItemWritten>[]> {
  return eachItem(mount, request, (transaction, item, _from, to) => {
    const id = transaction.takeId();
    const { content, flags, received } = item;
    transaction.putItem({ item: id, folder: to, content, flags, received });
    return { ...item, id };
  });
}

/** Moves within the archive; the key stays; see {@link Backend.moveItems}. */
export async function moveItems(mount: Mount, request: CopyItems): Promise<readonly Result<ItemWritten>[]> {
  return eachItem(mount, request, (transaction, item, from, to) => {
    if (from === to) return item;
    const { id, content, flags, received } = item;
    transaction.removeItem(from, id);
    transaction.putItem({ item: id, folder: to, content, flags, received });
    return item;
  });
}

async function eachItem(
  mount: Mount,
  request: CopyItems,
  work: (transaction: Transaction, item: ArchiveItem, from: number, to: number) => ArchiveItem,
): Promise<readonly Result<ItemWritten>[]> {
  const { archive } = mount;
  return archive.write(request.signal, async (transaction) => {
    const from = folderId(mount, request.folder);
    const to = folderId(mount, request.to);
    return request.keys.map((key): Result<ItemWritten> => {
      const id = idOf(key);
      const item = id === undefined ? undefined : archive.item(from, id);
      if (item === undefined) return { ok: false, error: missingItem(key) };
      const done = work(transaction, item, from, to);
      return { ok: true, value: written(done, archive.content(done.content)?.size) };
    });
  });
}
