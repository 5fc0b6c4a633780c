import type { DeleteItem, DeleteItems, IfRevision, Result } from '@mapistore/core';
import { MapistoreError } from '@mapistore/core';
import { dropPieces } from './inserts.ts';
import { logGone } from './log.ts';
import { folderId, type Mount } from './mount.ts';
import { type Tx, write } from './mysql/transactions.ts';
import { changed, lockItem, refuseChanged } from './writes.ts';

/** Deletes one item; see {@link Backend.deleteItem}. */
export async function deleteItem(mount: Mount, request: DeleteItem): Promise<void> {
  await write(mount.writer, request.signal, async (tx) =>
    remove(mount, tx, await folderId(mount, tx, request.folder), request),
  );
}

/** Deletes many items in one transaction; see {@link Backend.deleteItems}. */
export async function deleteItems(mount: Mount, request: DeleteItems): Promise<readonly Result<void>[]> {
  return write(mount.writer, request.signal, async (tx) => {
    const folder = await folderId(mount, tx, request.folder);
    const results: Result<void>[] = [];
    for (const item of request.items) {
      try {
        await remove(mount, tx, folder, item);
        results.push({ ok: true, value: undefined });
      } catch (error) {
        if (!MapistoreError.is(error, 'PRECONDITION_FAILED')) throw error;
        results.push({ ok: false, error });
      }
    }
    return results;
  });
}

async function remove(
  mount: Mount,
  tx: Tx,
  folder: number,
  { key, ifRevision }: { readonly key: string; readonly ifRevision?: IfRevision },
): Promise<void> {
  const { tables, account } = mount;
  const row = await lockItem(mount, tx, folder, key);
  if (row === undefined) {
    if (ifRevision !== undefined) throw changed(key);
    return;
  }
  refuseChanged(row, ifRevision, key);
  await tx.change(`delete from ${tables.items} where account = ? and id = ?`, [account, row.id]);
  if (row.body !== null) await dropPieces(mount, tx, [row.body]);
  await logGone(mount, tx, folder, [row.id]);
}
