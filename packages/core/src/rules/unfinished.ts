import type { Engine } from '../engine/engine.ts';
import { Tree } from '../hierarchy/tree.ts';
import type { StorePath } from '../mounts/paths.ts';

/** Folders with messages whose delivery is not ended, and how many. */
export async function unfinishedDeliveries(
  engine: Engine,
): Promise<readonly { readonly path: StorePath; readonly count: number }[]> {
  return engine.state.read(async (tx) => {
    const tree = await Tree.read(tx);
    return [...Map.groupBy(await tx.deliveries.open(), ({ folderId }) => folderId)].map(([folderId, rows]) => {
      const folder = tree.get(folderId);
      return { path: folder === undefined ? '/' : tree.path(folder), count: rows.length };
    });
  });
}
