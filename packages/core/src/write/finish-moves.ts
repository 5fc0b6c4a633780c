import type { Result } from '../contract/backend.ts';
import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import { Tree } from '../hierarchy/tree.ts';
import type { ContentsRow, IntentRow } from '../state/rows.ts';
import type { StateTx } from '../state/store.ts';
import { orphan, type Written } from './batch.ts';
import { commitMoved } from './commit.ts';
import { deleteRows } from './delete-rows.ts';
import type { Payload, Target } from './place.ts';

/**
 * Ends moves whose items are written and verified: notes that, deletes the sources if they are still what was copied,
 * and commits. Every step may be repeated after a crash. A source that changed meanwhile is kept and the copy removed.
 */
export async function finishMoves(
  engine: Engine,
  target: Target,
  moves: readonly Written[],
  signal: AbortSignal,
): Promise<readonly Result<number>[]> {
  await noteWritten(engine, moves);
  const results: Result<number>[] = [];
  const rows = await sources(engine, moves);
  const deleted = await deleteSources(engine, moves, rows, signal);
  const epoch = target.mount.epoch;
  for (const [index, move] of moves.entries()) {
    const from = rows.get(move.intent.sourceMid as number);
    const outcome = deleted[index] as Result<void>;
    if (from === undefined) results.push(await abandon(engine, target, move, goneError(target), signal));
    else if (!outcome.ok) results.push(await abandon(engine, target, move, outcome.error, signal));
    else results.push({ ok: true, value: from.itemId });
  }
  await engine.state.write(async (tx) => {
    for (const [index, move] of moves.entries()) {
      const from = rows.get(move.intent.sourceMid as number);
      if (from === undefined || !(results[index] as Result<number>).ok) continue;
      await commitMoved(tx, { ...move, backend: target.backend, epoch }, from, engine.clock().getTime());
    }
  });
  return results;
}

function goneError(target: Target): MapistoreError {
  return new MapistoreError('NOT_FOUND', `The item was deleted while it was being moved to ${target.path}.`);
}

async function noteWritten(engine: Engine, moves: readonly Written[]): Promise<void> {
  await engine.state.write(async (tx) => {
    for (const { intent, place } of moves) {
      if (intent.phase === 'written') continue;
      const payload: Payload = { ...(JSON.parse(intent.payload) as Payload), place };
      await tx.intents.update(intent.intentId, {
        phase: 'written',
        backendKey: place.backendKey,
        payload: JSON.stringify(payload),
      });
    }
  });
}

async function sources(engine: Engine, moves: readonly Written[]): Promise<ReadonlyMap<number, ContentsRow>> {
  const mids = moves.map(({ intent }) => intent.sourceMid as number);
  const found = await engine.state.read((tx) => tx.contents.byMids(mids));
  return new Map(found.map((row) => [row.mid, row]));
}

async function deleteSources(
  engine: Engine,
  moves: readonly Written[],
  rows: ReadonlyMap<number, ContentsRow>,
  signal: AbortSignal,
): Promise<readonly Result<void>[]> {
  const results: Result<void>[] = moves.map(() => ({ ok: true, value: undefined }));
  const tree = await Tree.read(engine.state);
  const byFolder = Map.groupBy(moves.keys(), (index) => (moves[index] as Written).intent.sourceFolderId as number);
  for (const [folderId, indexes] of byFolder) {
    const backed = indexes.filter(
      (index) => rows.get((moves[index] as Written).intent.sourceMid as number)?.backendKey != null,
    );
    if (backed.length === 0) continue;
    const folder = tree.get(folderId);
    const outcomes =
      folder === undefined
        ? backed.map(() => fail(new MapistoreError('NOT_FOUND', 'The folder of the items being moved is gone.')))
        : await deleteRows(
            engine,
            tree.mountOf(folder),
            folder.backendKey as string,
            backed.map((index) => rows.get((moves[index] as Written).intent.sourceMid as number) as ContentsRow),
            signal,
          );
    backed.forEach((index, position) => {
      results[index] = outcomes[position] as Result<void>;
    });
  }
  return results;
}

function fail(error: MapistoreError): Result<never> {
  return { ok: false, error };
}

/** Gives a move up: the source stays, the copy goes. Where the source is out of reach the intent stays open. */
async function abandon(
  engine: Engine,
  target: Target,
  move: Written,
  error: MapistoreError,
  signal: AbortSignal,
): Promise<Result<number>> {
  const { intent, place } = move;
  if (error.retry !== 'never' || error.code === 'UNEXPECTED') {
    await orphan(engine, [intent]);
    return fail(error);
  }
  if (place.backendKey !== null) {
    await target.backend.deleteItem?.({ signal, folder: target.folder.backendKey as string, key: place.backendKey });
  }
  await engine.state.write((tx) => closeIntent(tx, intent, place.blob));
  return fail(error);
}

async function closeIntent(tx: StateTx, intent: IntentRow, blob: string | null): Promise<void> {
  if (blob !== null) await tx.blobs.release(blob);
  await tx.intents.delete([intent.intentId]);
}
