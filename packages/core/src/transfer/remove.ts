import type { Result } from '../contract/backend.ts';
import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import { Tree } from '../hierarchy/tree.ts';
import type { ContentsRow } from '../state/rows.ts';
import { removeMembership } from '../write/commit.ts';
import { deleteRows } from '../write/delete-rows.ts';
import { inBatches } from './batches.ts';
import type { ItemResult } from './results.ts';

/**
 * Deletes items for good, in their backends and in the index, a result each. An item that changed since core last
 * looked is left alone.
 */
export async function* removeItems(
  engine: Engine,
  rows: readonly ContentsRow[],
  signal: AbortSignal,
): AsyncIterable<ItemResult> {
  for (const group of Map.groupBy(rows, (row) => row.folderId).values()) {
    for await (const batch of inBatches(group, () => 0)) {
      const outcomes = await deleteAll(engine, batch, signal);
      const moved = await engine.state.write(async (tx) => {
        const now = engine.clock().getTime();
        const current = new Map((await tx.contents.byMids(batch.map(({ mid }) => mid))).map((row) => [row.mid, row]));
        // What was not at its backend any more may have been moved: then it is somewhere else, and there it stays.
        const away = batch.filter(({ mid }) => !current.has(mid)).map(({ itemId }) => itemId);
        const elsewhere = new Set((await tx.contents.byItems(away)).map(({ itemId }) => itemId));
        for (const [index, { mid }] of batch.entries()) {
          const row = current.get(mid);
          if (row === undefined || !(outcomes[index] as Result<void>).ok) continue;
          const cn = await tx.take('cn', 1);
          await removeMembership(tx, row, cn, now, false);
          await tx.journal.append([
            { cn, folderId: row.folderId, itemId: row.itemId, mid, change: 'deleted', otherFolderId: null, at: now },
          ]);
        }
        return elsewhere;
      });
      for (const [index, row] of batch.entries()) {
        const outcome = moved.has(row.itemId) ? movedMeanwhile() : (outcomes[index] as Result<void>);
        yield outcome.ok
          ? { itemId: row.itemId, outcome: 'removed' }
          : { itemId: row.itemId, outcome: 'failed', error: outcome.error };
      }
    }
  }
}

function movedMeanwhile(): Result<never> {
  const why = 'Another program moved the item to another folder while it was being deleted, and it is there; repeat.';
  return { ok: false, error: new MapistoreError('CONFLICT', why) };
}

async function deleteAll(
  engine: Engine,
  rows: readonly ContentsRow[],
  signal: AbortSignal,
): Promise<readonly Result<void>[]> {
  const results: Result<void>[] = rows.map(() => ({ ok: true, value: undefined }));
  const backed = rows.flatMap((row, index) => (row.backendKey === null ? [] : [{ index, row }]));
  const tree = await Tree.read(engine.state);
  const folder = tree.get((rows[0] as ContentsRow).folderId);
  if (folder === undefined || backed.length === 0) return results;
  const outcomes = await deleteRows(
    engine,
    tree.mountOf(folder),
    folder.backendKey as string,
    backed.map(({ row }) => row),
    signal,
  );
  backed.forEach(({ index }, position) => {
    results[index] = outcomes[position] as Result<void>;
  });
  return results;
}
