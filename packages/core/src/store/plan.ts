import type { Backend } from '../contract/backend.ts';
import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import { Tree } from '../hierarchy/tree.ts';
import { joinPath, type StorePath, splitPath } from '../mounts/paths.ts';
import type { ContentsRow, FolderRow } from '../state/rows.ts';
import type { ItemResult } from '../transfer/results.ts';
import type { TransferMode } from '../transfer/transfer.ts';
import { misfit } from '../write/misfit.ts';
import { needRow } from './items.ts';
import { checkNotInside, checkNotThere, eachPage, idsOf, pathsOf } from './transfers.ts';

/**
 * What a copy or move would do, and why it could not: nothing is written, and no body is read. Items that fit are `fits`.
 */
export async function* planAll(
  engine: Engine,
  sources: readonly string[],
  to: StorePath,
  mode: TransferMode,
  signal: AbortSignal,
): AsyncIterable<ItemResult> {
  const rows = await Promise.all(idsOf(sources).map((id) => needRow(engine, id)));
  const tree = await Tree.read(engine.state);
  const folders = pathsOf(sources).map((path) => tree.need(path));
  for (const folder of folders) {
    checkNotInside(tree, folder, to);
    checkNotThere(tree, folder, to);
  }
  const goal = tree.need(to);
  const backend = await engine.mounts.get(tree.mountOf(goal), signal);
  const plan = async function* (page: readonly ContentsRow[], target: FolderRow, path: StorePath) {
    for (const row of page) {
      const error =
        unplanned(row, target, path, backend) ??
        misfit(engine, { folder: target, backend, path }, row) ??
        (mode === 'move' ? await immovable(engine, tree, row, signal) : undefined);
      yield {
        itemId: row.itemId,
        ...(error === undefined ? { outcome: 'fits' as const } : { outcome: 'failed' as const, error }),
      };
    }
  };
  yield* plan(rows, goal, tree.path(goal));
  for (const folder of folders) {
    const base = splitPath(tree.path(folder)).length - 1;
    for (const row of tree.subtree(folder)) {
      const path = joinPath([...splitPath(to), ...splitPath(tree.path(row)).slice(base)]);
      // A folder that is not there yet will be made to fit: what the backend as a whole holds is what counts.
      const target = tree.find(path) ?? { ...goal, holdsItems: 1, kinds: backend.description.kinds.join(',') };
      if (row.holdsItems === 1) yield* eachPage(engine, row, (page) => plan(page, target, path));
    }
  }
}

function unplanned(row: ContentsRow, target: FolderRow, path: StorePath, backend: Backend): MapistoreError | undefined {
  if (target.holdsItems === 0)
    return new MapistoreError('UNSUPPORTED', `${path} holds folders only; choose a folder in it.`);
  if (backend.createItem === undefined)
    return new MapistoreError('UNSUPPORTED', `Nothing can be stored in ${path}: its backend is read-only.`);
  const { maxBodyBytes } = backend.description.traits;
  const size = row.size ?? row.storedSize;
  if (maxBodyBytes === undefined || size === null || size <= maxBodyBytes) return undefined;
  return new MapistoreError('TOO_LARGE', `${path} takes at most ${maxBodyBytes} bytes, and the item has ${size}.`);
}

async function immovable(
  engine: Engine,
  tree: Tree,
  row: ContentsRow,
  signal: AbortSignal,
): Promise<MapistoreError | undefined> {
  const folder = tree.get(row.folderId);
  if (folder === undefined || row.backendKey === null) return undefined;
  const { deleteItem } = await engine.mounts.get(tree.mountOf(folder), signal);
  if (deleteItem !== undefined) return undefined;
  return new MapistoreError(
    'UNSUPPORTED',
    `It can be copied but not moved: nothing can be deleted in ${tree.path(folder)}.`,
  );
}
