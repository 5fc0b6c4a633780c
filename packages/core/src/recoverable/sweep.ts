import type { Engine } from '../engine/engine.ts';
import { forgetAssociated } from './associated.ts';

const BATCH = 100;

/**
 * Takes what was soft deleted before a time out of the state, with its bytes; gives how many messages. What lies in a folder
 * again only loses its second copy.
 */
export async function sweepDeleted(engine: Engine, before: number, signal: AbortSignal): Promise<number> {
  const isDue = await engine.state.read(
    async (tx) =>
      (await tx.recoverable.before(before, 1)).length + (await tx.associated.deletedBefore(before, 1)).length > 0,
  );
  if (!isDue) return 0;
  let swept = 0;
  for (;;) {
    signal.throwIfAborted();
    const { count, more } = await engine.state.write(async (tx) => {
      const rows = await tx.recoverable.before(before, BATCH);
      const ids = rows.map(({ itemId }) => itemId);
      const lying = new Set((await tx.contents.byItems(ids)).map(({ itemId }) => itemId));
      for (const { blob } of rows) await tx.blobs.release(blob);
      await tx.recoverable.delete(ids);
      await tx.recoverable.forget(ids);
      const hidden = await tx.associated.deletedBefore(before, BATCH);
      for (const row of hidden) await forgetAssociated(tx, row);
      const done = ids.filter((id) => !lying.has(id)).length + hidden.length;
      return { count: done, more: rows.length === BATCH || hidden.length === BATCH };
    });
    swept += count;
    if (!more) return swept;
  }
}

/** Takes single items out at once, be they deleted long ago or not; gives those that were there. */
export async function purgeDeleted(engine: Engine, ids: readonly number[]): Promise<readonly number[]> {
  return engine.state.write(async (tx) => {
    const rows = await tx.recoverable.ofItems(ids);
    const lying = new Set((await tx.contents.byItems(ids)).map(({ itemId }) => itemId));
    const gone = rows.filter(({ itemId }) => !lying.has(itemId));
    for (const { blob } of gone) await tx.blobs.release(blob);
    const done = gone.map(({ itemId }) => itemId);
    await tx.recoverable.delete(done);
    await tx.recoverable.forget(done);
    for (const id of ids) {
      const hidden = await tx.associated.get(id);
      if (hidden === undefined || hidden.deletedAt === null) continue;
      await forgetAssociated(tx, hidden);
      done.push(id);
    }
    return done;
  });
}
