import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import { Tree } from '../hierarchy/tree.ts';
import type { StorePath } from '../mounts/paths.ts';
import { storeOne } from '../objects/save-new.ts';
import { originalSource } from '../read/original.ts';
import { splitWords } from '../read/words.ts';
import type { ContentsRow } from '../state/rows.ts';
import { openTarget } from '../store/transfers.ts';
import type { ItemResult } from '../transfer/results.ts';
import { prepare } from '../write/prepare.ts';

/** Items to bring back. */
export interface Restore {
  /** Numbers of items. */
  readonly ids: readonly number[];
  /** Another folder than the one they were deleted from. */
  readonly to: StorePath | undefined;
  readonly signal: AbortSignal;
}

/**
 * Brings soft-deleted items back, a result each: the same item, with a new MID and change number, its properties and flags as
 * they were. It leaves what can be recovered in the very transaction in which it lies in its folder.
 */
export async function* restoreItems(engine: Engine, { ids, to, signal }: Restore): AsyncIterable<ItemResult> {
  for (const itemId of ids) {
    try {
      await restoreOne(engine, itemId, to, signal);
      yield { itemId, outcome: 'restored' };
    } catch (error) {
      signal.throwIfAborted();
      yield { itemId, outcome: 'failed', error: MapistoreError.from(error, 'Cannot restore the item') };
    }
  }
}

async function restoreOne(
  engine: Engine,
  itemId: number,
  to: StorePath | undefined,
  signal: AbortSignal,
): Promise<void> {
  const hidden = await engine.state.read((tx) => tx.associated.get(itemId));
  if (hidden !== undefined && hidden.deletedAt !== null) {
    await engine.state.write(async (tx) => {
      const cn = await tx.take('cn', 1);
      const folderId = to === undefined ? hidden.folderId : (await Tree.read(tx)).need(to).folderId;
      await tx.associated.update(itemId, { deletedAt: null, cn, folderId });
    });
    return;
  }
  const row = await deletedRow(engine, itemId);
  if (row === undefined)
    throw new MapistoreError('NOT_FOUND', `Nothing can be restored as m${itemId}; "ls --deleted" shows what can.`, {
      context: { id: `m${itemId}` },
    });
  const target = await openTarget(engine, to ?? (await folderOf(engine, row)), signal);
  const prepared = await prepare(engine, originalSource(engine, row), signal);
  const { head, mediaType, sha256, size } = prepared;
  const payload = {
    item: { ...head, mediaType, sha256, size },
    flags: splitWords(row.flags),
    received: row.received,
    restoreOf: itemId,
  };
  await storeOne(engine, target, { prepared, payload }, signal);
}

async function folderOf(engine: Engine, { folderId }: ContentsRow): Promise<StorePath> {
  const tree = await Tree.read(engine.state);
  const folder = tree.get(folderId);
  if (folder !== undefined) return tree.path(folder);
  throw new MapistoreError(
    'NOT_FOUND',
    'The folder that it was deleted from is gone; name another one to restore it to.',
  );
}

/** A soft-deleted item as a row of a contents table; undefined where there is none. */
async function deletedRow(
  engine: Engine,
  itemId: number,
): Promise<(ContentsRow & { readonly deletedAt: number }) | undefined> {
  const [row] = await engine.state.read((tx) => tx.recoverable.page({ afterItem: itemId - 1, limit: 1 }));
  return row?.itemId === itemId ? row : undefined;
}
