import type { FolderRow } from '../state/rows.ts';
import type { StateTx } from '../state/store.ts';
import { Tree } from './tree.ts';
import { VACANT } from './virtual.ts';

/**
 * Takes folders out of their mount. One with other folders below it, such as the root of another mount, stays to lead
 * there; one that led nowhere else goes as well.
 */
export async function vacate(tx: StateTx, rows: readonly FolderRow[]): Promise<void> {
  const tree = await Tree.read(tx);
  const gone = new Set<number>();
  const leadsOn = (row: FolderRow): boolean => tree.children(row.folderId).some((below) => !gone.has(below.folderId));
  const drop = async (row: FolderRow): Promise<void> => {
    await tx.folders.delete(row.folderId);
    gone.add(row.folderId);
    const parent = row.parentId === null ? undefined : tree.get(row.parentId);
    if (
      parent !== undefined &&
      parent.parentId !== null &&
      parent.mountId === null &&
      parent.role === null &&
      !leadsOn(parent)
    )
      await drop(parent);
  };
  const leaving = new Set(rows.map((row) => row.folderId));
  const childrenFirst = [...tree.subtree(tree.root)].reverse();
  for (const row of childrenFirst.filter(({ folderId }) => leaving.has(folderId))) {
    if (row.parentId === null || leadsOn(row)) await tx.folders.update(row.folderId, VACANT);
    else await drop(row);
  }
}
