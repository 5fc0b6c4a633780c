import type { Engine } from '../engine/engine.ts';
import { joinPath, type StorePath, splitPath } from '../mounts/paths.ts';
import type { FolderRow } from '../state/rows.ts';
import { needRow } from '../store/items.ts';
import { idsOf, pathsOf } from '../store/transfers.ts';
import { type Access, forbidden } from './access.ts';
import { checkRemoval } from './member-folders.ts';

const PAGE = 500;

/** What is to be copied, moved or removed, and where to. */
export interface WantedTransfer {
  readonly sources: readonly string[];
  readonly to: StorePath;
  readonly mode: 'copy' | 'move';
}

/**
 * Whether somebody may copy or move: it takes reading at the source, making in the target, and for a move deleting at the
 * source. A folder goes as a whole or not at all.
 * @throws NOT_FOUND, FORBIDDEN
 */
export async function checkTransfer(
  engine: Engine,
  access: Access,
  { sources, to, mode }: WantedTransfer,
): Promise<void> {
  for (const id of idsOf(sources)) {
    const row = await needRow(engine, id);
    access.checkItem(row, 'read');
    if (mode === 'move') access.checkItem(row, 'delete');
  }
  if (idsOf(sources).length > 0) access.need(to, 'create');
  for (const path of pathsOf(sources)) {
    const folder = access.need(path, 'folderVisible');
    access.need(to, 'createSubFolder');
    if (mode === 'move') checkRemoval(access, folder);
    await checkFolder(engine, access, folder, to);
  }
}

/** Whether somebody may remove items and folders. @throws NOT_FOUND, FORBIDDEN */
export async function checkRemovals(engine: Engine, access: Access, sources: readonly string[]): Promise<void> {
  for (const id of idsOf(sources)) access.checkItem(await needRow(engine, id), 'delete');
  for (const path of pathsOf(sources)) checkRemoval(access, access.need(path, 'folderOwner'));
}

async function checkFolder(engine: Engine, access: Access, folder: FolderRow, to: StorePath): Promise<void> {
  const base = splitPath(access.tree.path(folder)).length - 1;
  for (const row of access.tree.subtree(folder)) {
    access.check(row, 'readAny');
    if (!access.seesPrivate(row) && (await holdsUnseen(engine, access, row)))
      throw forbidden(access.tree.path(row), 'readAny');
    const target = joinPath([...splitPath(to), ...splitPath(access.tree.path(row)).slice(base)]);
    // One of that name is filled up; one that is made now is theirs.
    const there = access.tree.find(target);
    if (there !== undefined) access.check(there, 'create');
  }
}

/** Whether a folder holds private items of others: they would go along unseen. */
async function holdsUnseen(engine: Engine, access: Access, { folderId }: FolderRow): Promise<boolean> {
  for (let mid = 0; ; ) {
    const after = { value: mid, mid };
    const rows = await engine.state.read((tx) =>
      tx.contents.page({ folderId, sort: 'mid', descending: false, limit: PAGE, after }),
    );
    if (rows.some((row) => !access.sees(row))) return true;
    if (rows.length < PAGE) return false;
    mid = rows.at(-1)?.mid as number;
  }
}
