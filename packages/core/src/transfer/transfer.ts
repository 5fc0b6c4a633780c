import { bytesSource, collect } from '../bytes/sources.ts';
import type { Result } from '../contract/backend.ts';
import type { BodySource } from '../contract/body.ts';
import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import { refusedByQuota } from '../quotas/admit.ts';
import { openOriginals, originalSource } from '../read/original.ts';
import { splitWords } from '../read/words.ts';
import type { ContentsRow } from '../state/rows.ts';
import { type Job, storeBatch, verifyBatch, type Written, withBatch } from '../write/batch.ts';
import { commitCreated } from '../write/commit.ts';
import { finishMoves } from '../write/finish-moves.ts';
import { misfit } from '../write/misfit.ts';
import type { Extra, Target } from '../write/place.ts';
import { prepare } from '../write/prepare.ts';
import { inBatches } from './batches.ts';
import { copier, onServer, transferOnServer } from './on-server.ts';
import type { ItemResult } from './results.ts';

/** Items up to this size are read in bulk and held while their batch is written. */
const HELD_BYTES = 1_048_576;

export type TransferMode = 'copy' | 'move';

/**
 * Copies or moves items into a folder of any backend: read, written, read back and compared, and for a move deleted at
 * the source only then. Yields a result per item; one that fails stays where it was. May be broken off and repeated.
 * `extra` is what intents remember beside the usual.
 */
export async function* transfer(
  engine: Engine,
  rows: readonly ContentsRow[],
  target: Target,
  mode: TransferMode,
  signal: AbortSignal,
  extra: Extra = () => ({}),
): AsyncIterable<ItemResult> {
  for (const group of Map.groupBy(rows, (row) => row.folderId).values()) {
    if (mode === 'move' && group[0]?.folderId === target.folder.folderId) {
      for (const row of group) yield { itemId: row.itemId, outcome: 'unchanged' };
      continue;
    }
    for await (const batch of inBatches(
      group,
      (row) => row.size ?? row.storedSize ?? 0,
      target.backend.description.traits.maxBatchItems,
    )) {
      signal.throwIfAborted();
      const fitting: ContentsRow[] = [];
      const sizes = batch.map((row) => row.size ?? row.storedSize ?? 0);
      const refused = await refusedByQuota(engine, { target, sizes, isNew: mode === 'copy' });
      for (const [index, row] of batch.entries()) {
        const error = misfit(engine, target, row) ?? refused[index];
        if (error === undefined) fitting.push(row);
        else yield { itemId: row.itemId, outcome: 'failed', error };
      }
      if (fitting.length === 0) continue;
      if (onServer(fitting, target, mode)) yield* transferOnServer(engine, fitting, target, mode, signal, extra);
      else yield* transferBatch(engine, fitting, target, mode, signal, extra);
    }
  }
}

async function* transferBatch(
  engine: Engine,
  rows: readonly ContentsRow[],
  target: Target,
  mode: TransferMode,
  signal: AbortSignal,
  extra: Extra,
): AsyncIterable<ItemResult> {
  const ready = await prepareAll(engine, rows, mode, signal, extra);
  const jobs = ready.flatMap((result) => (result.ok ? [result.value] : []));
  const stored = await storeBatch(
    engine,
    target,
    jobs.map(({ job }) => job),
    signal,
  );
  const outcomes = new Map<number, ItemResult>();
  await withBatch(engine, target, stored, async () => {
    const written = await verifyBatch(engine, target, stored, signal);
    const good = written.flatMap((result, index) =>
      result.ok ? [{ row: (jobs[index] as { row: ContentsRow }).row, written: result.value }] : [],
    );
    const ended = await end(engine, target, good, mode, signal);
    good.forEach(({ row }, index) => {
      outcomes.set(row.mid, ended[index] as ItemResult);
    });
    written.forEach((result, index) => {
      const row = (jobs[index] as { row: ContentsRow }).row;
      if (!result.ok) outcomes.set(row.mid, { itemId: row.itemId, outcome: 'failed', error: result.error });
    });
  });
  ready.forEach((result, index) => {
    const row = rows[index] as ContentsRow;
    if (!result.ok) outcomes.set(row.mid, { itemId: row.itemId, outcome: 'failed', error: result.error });
  });
  for (const row of rows) yield outcomes.get(row.mid) as ItemResult;
}

async function end(
  engine: Engine,
  target: Target,
  good: readonly { readonly row: ContentsRow; readonly written: Written }[],
  mode: TransferMode,
  signal: AbortSignal,
): Promise<readonly ItemResult[]> {
  if (good.length === 0) return [];
  if (mode === 'copy') {
    const writes = good.map(({ written }) => ({ ...written, backend: target.backend, epoch: target.mount.epoch }));
    const ids = await engine.state.write((tx) => commitCreated(tx, writes, engine.clock().getTime()));
    return good.map(({ row }, index) => ({ itemId: row.itemId, newItemId: ids[index] as number, outcome: 'copied' }));
  }
  const moved = await finishMoves(
    engine,
    target,
    good.map(({ written }) => written),
    signal,
  );
  return good.map(({ row }, index): ItemResult => {
    const result = moved[index] as Result<number>;
    return result.ok
      ? { itemId: row.itemId, outcome: 'moved' }
      : { itemId: row.itemId, outcome: 'failed', error: result.error };
  });
}

async function prepareAll(
  engine: Engine,
  rows: readonly ContentsRow[],
  mode: TransferMode,
  signal: AbortSignal,
  extra: Extra,
): Promise<readonly Result<{ readonly row: ContentsRow; readonly job: Job }>[]> {
  const held = await readSmall(engine, rows, signal);
  const results: Result<{ row: ContentsRow; job: Job }>[] = [];
  for (const row of rows) {
    try {
      const prepared = await prepare(engine, held.get(row.mid) ?? originalSource(engine, row), signal);
      const { head, mediaType, sha256, size } = prepared;
      const payload = {
        item: { ...head, hasAttachments: head.hasAttachments ?? row.hasAttachments, mediaType, sha256, size },
        flags: splitWords(row.flags),
        received: row.received,
        ...extra(row),
        ...(mode === 'move'
          ? { sourceRevision: row.contentRevision }
          : { copyOf: row.itemId, copyOfMid: row.mid, ...copier(engine) }),
      };
      results.push({ ok: true, value: { row, job: { prepared, payload, ...(mode === 'move' && { from: row }) } } });
    } catch (error) {
      signal.throwIfAborted();
      results.push({ ok: false, error: MapistoreError.from(error, `Cannot read item m${row.itemId}`) });
    }
  }
  return results;
}

async function readSmall(
  engine: Engine,
  rows: readonly ContentsRow[],
  signal: AbortSignal,
): Promise<ReadonlyMap<number, BodySource>> {
  const held = new Map<number, BodySource>();
  const small = rows.filter((row) => (row.storedSize ?? row.size ?? Number.POSITIVE_INFINITY) <= HELD_BYTES);
  try {
    for await (const { row, body } of openOriginals(engine, small, signal)) {
      held.set(row.mid, bytesSource(await collect(body), row.mediaType));
    }
  } catch {
    // Whatever could not be read together is read by itself, where a failure belongs to one item.
    signal.throwIfAborted();
  }
  return held;
}
