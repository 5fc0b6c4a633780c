import type { Engine } from '../engine/engine.ts';
import { Tree } from '../hierarchy/tree.ts';
import type { StorePath } from '../mounts/paths.ts';

/** Folders whose kept counts are not what they hold. They are put right where that is asked for, while others work. */
export async function wrongCounts({ state }: Engine, repair: boolean): Promise<readonly StorePath[]> {
  const { tree, wrong } = await state.read(async (tx) => ({
    tree: await Tree.read(tx),
    wrong: await tx.quotas.miscounted(),
  }));
  if (repair && wrong.length > 0) await state.write((tx) => tx.quotas.recount(wrong));
  return wrong.map((folderId) => {
    const folder = tree.get(folderId);
    return folder === undefined ? '/' : tree.path(folder);
  });
}
