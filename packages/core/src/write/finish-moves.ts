import type { Result } from '../contract/backend.ts';
import { normaliseFlags } from '../contract/flags.ts';
import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import { Tree } from '../hierarchy/tree.ts';
import { splitWords } from '../read/words.ts';
import type { ContentsRow, IntentRow } from '../state/rows.ts';
import type { StateTx } from '../state/store.ts';
import { orphan, type Written } from './batch.ts';
import { commitMoved } from './commit.ts';
import { deleteRows, type FlagsChanged } from './delete-rows.ts';
import { carryFlags } from './late-flags.ts';
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
  const rows = await sources(engine, moves);
  const ready = await Promise.all(moves.map((move) => makeReady(target, move, rows, signal)));
  const deleted = await deleteSources(engine, ready, rows, signal, async (row, held) => {
    const index = moves.findIndex(({ intent }) => intent.sourceMid === row.mid);
    const flags = normaliseFlags([...held, ...splitWords(row.coreFlags)]).join(' ');
    const move = ready[index] as Result<Written>;
    if (move.ok) ready[index] = { ok: true, value: await carryFlags(target, move.value, { ...row, flags }, signal) };
    await engine.state.write((tx) => tx.contents.updateItem(row.itemId, { flags }));
  });
  const results: Result<number>[] = [];
  for (const [index, move] of moves.entries()) {
    const outcome = deleted[index] as Result<ContentsRow>;
    results.push(
      outcome.ok
        ? { ok: true, value: outcome.value.itemId }
        : await abandon(engine, target, move, outcome.error, signal),
    );
  }
  const done = ready.flatMap((result, index) =>
    result.ok && results[index]?.ok ? [{ index, move: result.value }] : [],
  );
  for (const index of await commitAll(engine, target, done))
    results[index] = await abandon(engine, target, moves[index] as Written, goneError(target), signal);
  return results;
}

/** Makes sure that the source still is what was copied, and gives the copy the flags it has now. */
async function makeReady(
  target: Target,
  move: Written,
  rows: ReadonlyMap<number, ContentsRow>,
  signal: AbortSignal,
): Promise<Result<Written>> {
  const from = rows.get(move.intent.sourceMid as number);
  if (from === undefined) return fail(goneError(target));
  const { sourceRevision } = JSON.parse(move.intent.payload) as Payload;
  if (sourceRevision !== undefined && sourceRevision !== from.contentRevision) return fail(changedError());
  try {
    return { ok: true, value: await carryFlags(target, move, from, signal) };
  } catch (error) {
    signal.throwIfAborted();
    return fail(MapistoreError.from(error, `Cannot set the flags of an item in ${target.path}`));
  }
}

/** Commits moves; gives the indexes of those whose source another program moved or deleted at the same time. */
async function commitAll(
  engine: Engine,
  target: Target,
  moves: readonly { readonly index: number; readonly move: Written }[],
): Promise<readonly number[]> {
  if (moves.length === 0) return [];
  return engine.state.write(async (tx) => {
    const mids = moves.map(({ move }) => move.intent.sourceMid as number);
    const current = new Map((await tx.contents.byMids(mids)).map((row) => [row.mid, row]));
    const open = new Set((await tx.intents.ofMount(target.mount.mountId)).map(({ intentId }) => intentId));
    const late: number[] = [];
    for (const { index, move } of moves) {
      // Ended by another program: a recovery that took this one for dead.
      if (!open.has(move.intent.intentId)) continue;
      const from = current.get(move.intent.sourceMid as number);
      const write = { ...move, backend: target.backend, epoch: target.mount.epoch };
      if (from === undefined) late.push(index);
      else await commitMoved(tx, write, from, engine.clock().getTime());
    }
    return late;
  });
}

function changedError(): MapistoreError {
  return new MapistoreError('CONFLICT', 'The item changed while it was being moved; it was left as it is. Repeat.');
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

/** Deletes the sources of those that are ready. */
async function deleteSources(
  engine: Engine,
  ready: readonly Result<Written>[],
  rows: ReadonlyMap<number, ContentsRow>,
  signal: AbortSignal,
  flagsChanged: FlagsChanged,
): Promise<readonly Result<ContentsRow>[]> {
  const results = ready.map(
    (result): Result<ContentsRow> =>
      result.ok ? { ok: true, value: rows.get(result.value.intent.sourceMid as number) as ContentsRow } : result,
  );
  const backed = results.flatMap((result, index) =>
    result.ok && result.value.backendKey !== null ? [{ index, row: result.value }] : [],
  );
  const tree = await Tree.read(engine.state);
  for (const [folderId, group] of Map.groupBy(backed, ({ row }) => row.folderId)) {
    const folder = tree.get(folderId);
    const sources = group.map(({ row }) => row);
    const outcomes =
      folder === undefined
        ? sources.map(() => fail(new MapistoreError('NOT_FOUND', 'The folder of the items being moved is gone.')))
        : await deleteRows(engine, tree.mountOf(folder), folder.backendKey as string, sources, signal, flagsChanged);
    group.forEach(({ index }, position) => {
      const outcome = outcomes[position] as Result<void>;
      if (!outcome.ok) results[index] = outcome;
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
  // Another program may have ended this very move: then its copy is the item.
  const open = await engine.state.read((tx) => tx.intents.ofMount(intent.mountId));
  if (!open.some(({ intentId }) => intentId === intent.intentId)) return endedElsewhere(engine, move, error);
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

/** What another program made of a move that it took for one whose program had died. */
async function endedElsewhere(
  engine: Engine,
  { intent, place }: Written,
  error: MapistoreError,
): Promise<Result<number>> {
  const keys = place.backendKey === null ? [] : [place.backendKey];
  const [row] = await engine.state.read((tx) => tx.contents.byKeys(intent.folderId, keys));
  return row === undefined ? fail(error) : { ok: true, value: row.itemId };
}

async function closeIntent(tx: StateTx, intent: IntentRow, blob: string | null): Promise<void> {
  if (blob !== null) await tx.blobs.release(blob);
  await tx.intents.delete([intent.intentId]);
}
