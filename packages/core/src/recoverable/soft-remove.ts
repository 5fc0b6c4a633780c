import { putBlob } from '../blobs/blob-area.ts';
import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import { originalSource } from '../read/original.ts';
import type { RecoverableRow } from '../state/object-rows.ts';
import type { ContentsRow } from '../state/rows.ts';
import { inBatches } from '../transfer/batches.ts';
import { removeItems } from '../transfer/remove.ts';
import type { ItemResult } from '../transfer/results.ts';

/**
 * Deletes items so that they can be restored: their bytes go into the blob area first, then they are taken from their
 * backends like any others. Whoever dies in between leaves an item where it was, or in what can be recovered. An item whose
 * bytes cannot be read is not deleted.
 */
export async function* softRemoveItems(
  engine: Engine,
  rows: readonly ContentsRow[],
  signal: AbortSignal,
): AsyncIterable<ItemResult> {
  for await (const batch of inBatches(rows, ({ size, storedSize }) => size ?? storedSize ?? 0)) {
    const kept: ContentsRow[] = [];
    for (const row of batch) {
      try {
        await keepBytes(engine, row, signal);
        kept.push(row);
      } catch (error) {
        signal.throwIfAborted();
        yield { itemId: row.itemId, outcome: 'failed', error: MapistoreError.from(error, 'Cannot keep the item') };
      }
    }
    for await (const result of removeItems(engine, kept, signal)) {
      if (result.outcome === 'failed') await forget(engine, result.itemId as number);
      yield result;
    }
  }
}

async function keepBytes(engine: Engine, row: ContentsRow, signal: AbortSignal): Promise<void> {
  const blob = row.blob ?? (await putBlob(engine.state, originalSource(engine, row), signal));
  const { itemId, mid, folderId, mountId, received, size, storedSize, cn } = row;
  const deletedAt = engine.clock().getTime();
  const kept: RecoverableRow = {
    itemId,
    mid,
    folderId,
    mountId,
    blob,
    received,
    storedSize: size ?? storedSize,
    deletedAt,
    cn,
  };
  await engine.state.write(async (tx) => {
    // What core holds anyway has the reference of its membership, which goes with that.
    if (row.blob !== null) await tx.blobs.addReference(blob);
    for (const before of await tx.recoverable.ofItems([itemId])) await tx.blobs.release(before.blob);
    await tx.recoverable.put([kept]);
  });
}

/** An item that stays where it was needs no second copy. */
async function forget(engine: Engine, itemId: number): Promise<void> {
  await engine.state.write(async (tx) => {
    if ((await tx.contents.byItems([itemId])).length === 0) return;
    for (const { blob } of await tx.recoverable.ofItems([itemId])) await tx.blobs.release(blob);
    await tx.recoverable.delete([itemId]);
  });
}
