import type { Engine } from '../engine/engine.ts';
import type { AssociatedRow } from '../state/object-rows.ts';
import type { StateTx } from '../state/store.ts';
import type { ItemResult } from '../transfer/results.ts';

/** Deletes FAI messages: softly they wait for the sweep, else they are gone with all they hold. */
export async function* removeAssociated(
  engine: Engine,
  rows: readonly AssociatedRow[],
  soft: boolean,
): AsyncIterable<ItemResult> {
  for (const { mid } of rows) {
    await engine.state.write(async (tx) => {
      const now = await tx.associated.get(mid);
      if (now === undefined) return;
      if (!soft) return forgetAssociated(tx, now);
      const cn = await tx.take('cn', 1);
      await tx.associated.update(mid, { deletedAt: engine.clock().getTime(), cn });
    });
    yield { itemId: mid, outcome: 'removed' };
  }
}

/** Takes an FAI message out of the state. */
export async function forgetAssociated(tx: StateTx, { mid, blob }: AssociatedRow): Promise<void> {
  await tx.blobs.release(blob);
  await tx.itemBlobs.replace(mid, []);
  await tx.associated.delete([mid]);
}
