import type { Engine } from '../engine/engine.ts';
import { Tree } from '../hierarchy/tree.ts';
import type { StorePath } from '../mounts/paths.ts';
import { purgeDeleted, sweepDeleted } from '../recoverable/sweep.ts';
import { type ItemId, itemId, parseItemId } from './ids.ts';
import { type ItemInfo, itemInfo } from './item-info.ts';

const PAGE = 200;

/** An item that can be restored. */
export interface DeletedInfo extends ItemInfo {
  /** When it was deleted (PidTagDeletedOn). */
  readonly deleted: Date;
}

/** What was soft deleted and can be restored, until it has been there for as long as the store keeps it. */
export interface Recoverable {
  /** Items deleted from a folder, or from all; `path` of each is the folder it was in, empty where that is gone. @throws NOT_FOUND */
  list(path?: StorePath): AsyncIterable<DeletedInfo>;
  /** Deletes for good what was soft deleted; gives the ids of those that were there. @throws INVALID_ARGUMENT */
  purge(ids: readonly ItemId[]): Promise<readonly ItemId[]>;
  /**
   * Deletes for good what was soft deleted before a time; default: as long ago as the store keeps it. Gives how many. A
   * synchronisation does it as well.
   */
  sweep(request?: { readonly before?: Date; readonly signal?: AbortSignal }): Promise<number>;
}

/** What can be restored of a store. */
export function recoverableOf(engine: Engine): Recoverable {
  return {
    list: (path) => list(engine, path),
    purge: async (ids) => (await purgeDeleted(engine, ids.map(parseItemId))).map(itemId),
    sweep: ({ before, signal } = {}) =>
      sweepDeleted(
        engine,
        before?.getTime() ?? engine.clock().getTime() - engine.keepDeletedMs,
        signal ?? new AbortController().signal,
      ),
  };
}

async function* list(engine: Engine, path: StorePath | undefined): AsyncIterable<DeletedInfo> {
  const tree = await Tree.read(engine.state);
  const folderId = path === undefined ? undefined : tree.need(path).folderId;
  for (let afterItem = 0; ; ) {
    const rows = await engine.state.read((tx) =>
      tx.recoverable.page({ afterItem, limit: PAGE, ...(folderId !== undefined && { folderId }) }),
    );
    for (const row of rows) {
      const folder = tree.get(row.folderId);
      yield { ...itemInfo(row, folder === undefined ? '' : tree.path(folder)), deleted: new Date(row.deletedAt) };
    }
    const last = rows.at(-1);
    if (rows.length < PAGE || last === undefined) return;
    afterItem = last.itemId;
  }
}
