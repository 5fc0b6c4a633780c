import type { ItemWritten, NewItem, Result } from '../contract/backend.ts';
import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import type { ContentsRow, IntentRow } from '../state/rows.ts';
import { adapted } from './adapt.ts';
import { claim, findWritten } from './find.ts';
import { nameHint, type Payload, type Place, type Target } from './place.ts';
import type { Prepared } from './prepare.ts';
import { verify } from './verify.ts';

/** One item to be written; `from` is where a move takes it from. */
export interface Job {
  readonly prepared: Prepared;
  readonly payload: Payload;
  readonly from?: ContentsRow;
}

/** An item that lies where it should, verified; its intent is still open. */
export interface Written {
  readonly intent: IntentRow;
  readonly place: Place;
}

/** A batch that the backend has stored and nobody has looked at yet. */
export interface StoredBatch {
  readonly jobs: readonly Job[];
  readonly intents: readonly IntentRow[];
  readonly outcomes: readonly Result<ItemWritten>[];
}

/**
 * First half of writing a batch: intents, then the backend. Batches into one folder follow one another here, so that
 * items keep their order and the search for a lost one meets no other batch half done.
 */
export async function storeBatch(
  engine: Engine,
  target: Target,
  jobs: readonly Job[],
  signal: AbortSignal,
): Promise<StoredBatch> {
  if (jobs.length === 0) return { jobs, intents: [], outcomes: [] };
  const intents = await openIntents(engine, target, jobs, signal);
  try {
    const stored = await store(engine, target, jobs, intents, signal);
    const outcomes = await storeAdapted(engine, target, { jobs, intents, outcomes: stored }, signal);
    claimKeys(engine, target, outcomes);
    return { jobs, intents, outcomes };
  } catch (error) {
    await orphan(engine, intents);
    throw error;
  }
}

/**
 * Second half: what was stored is read back and compared. What comes back `ok` still has to be committed; what failed
 * is not there, or its intent stays open where that could not be found out.
 */
export async function verifyBatch(
  engine: Engine,
  target: Target,
  { jobs, intents, outcomes }: StoredBatch,
  signal: AbortSignal,
): Promise<readonly Result<Written>[]> {
  const claims = outcomes.flatMap((outcome, index) =>
    outcome.ok ? [{ prepared: (jobs[index] as Job).prepared, written: outcome.value }] : [],
  );
  const verified = await verify(engine, target, claims, signal);
  let next = 0;
  const results = outcomes.map((outcome, index): Result<Written> => {
    if (!outcome.ok) return outcome;
    const place = verified[next++] as Result<Place>;
    return place.ok ? { ok: true, value: { intent: intents[index] as IntentRow, place: place.value } } : place;
  });
  await closeFailed(engine, intents, results);
  return results;
}

function claimKeys(engine: Engine, target: Target, outcomes: readonly Result<ItemWritten>[]): void {
  for (const outcome of outcomes) if (outcome.ok) engine.claims.add(claim(target.folder.folderId, outcome.value.key));
}

/**
 * Runs the rest of a batch: whatever happens its keys are not claimed afterwards, and if it is broken off its intents
 * are left to the next recovery.
 */
export async function withBatch<T>(
  engine: Engine,
  target: Target,
  { intents, outcomes }: StoredBatch,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await orphan(engine, intents);
    throw error;
  } finally {
    for (const outcome of outcomes) {
      if (outcome.ok) engine.claims.delete(claim(target.folder.folderId, outcome.value.key));
    }
  }
}

async function openIntents(
  engine: Engine,
  target: Target,
  jobs: readonly Job[],
  signal: AbortSignal,
): Promise<IntentRow[]> {
  const folder = target.folder.backendKey as string;
  const checkpoint = (await target.backend.checkpoint?.({ signal, folder })) ?? null;
  return engine.state.write(async (tx) => {
    const firstId = await tx.take('id', jobs.length);
    const rows = jobs.map(
      (job, index): IntentRow => ({
        intentId: firstId + index,
        sessionId: engine.session.id,
        kind: job.from === undefined ? 'create' : 'move',
        mountId: target.mount.mountId,
        folderId: target.folder.folderId,
        checkpoint,
        fingerprint: job.prepared.head.fingerprint,
        sha256: job.prepared.sha256,
        size: job.prepared.size,
        lineEnds: job.prepared.lineEnds ?? new Uint8Array(0),
        phase: 'writing',
        backendKey: null,
        sourceMid: job.from?.mid ?? null,
        sourceFolderId: job.from?.folderId ?? null,
        sourceKey: job.from?.backendKey ?? null,
        payload: JSON.stringify(job.payload),
        at: engine.clock().getTime(),
      }),
    );
    await tx.intents.insert(rows);
    return rows;
  });
}

async function store(
  engine: Engine,
  target: Target,
  jobs: readonly Job[],
  intents: readonly IntentRow[],
  signal: AbortSignal,
): Promise<readonly Result<ItemWritten>[]> {
  const folder = target.folder.backendKey as string;
  const { backend } = target;
  const items = jobs.map(newItem);
  if (backend.createItems !== undefined && items.length > 1) {
    try {
      return await settleLost(
        engine,
        target,
        jobs,
        intents,
        await backend.createItems({ signal, folder, items }),
        signal,
      );
    } catch (error) {
      const lost = jobs.map((): Result<ItemWritten> => ({ ok: false, error: asError(error, target, signal) }));
      return settleLost(engine, target, jobs, intents, lost, signal);
    }
  }
  const results: Result<ItemWritten>[] = [];
  for (const item of items) results.push(await createOne(target, item, signal));
  return settleLost(engine, target, jobs, intents, results, signal);
}

function newItem({ prepared, payload }: Job): NewItem {
  return { body: prepared.source, flags: payload.flags, received: new Date(payload.received), ...nameHint(payload) };
}

async function createOne(target: Target, item: NewItem, signal: AbortSignal): Promise<Result<ItemWritten>> {
  const { backend } = target;
  if (backend.createItem === undefined) {
    return {
      ok: false,
      error: new MapistoreError('UNSUPPORTED', `Nothing can be stored in ${target.path}: its backend is read-only.`),
    };
  }
  try {
    return { ok: true, value: await backend.createItem({ signal, folder: target.folder.backendKey as string, item }) };
  } catch (error) {
    return { ok: false, error: asError(error, target, signal) };
  }
}

// An abort of the caller ends the batch; everything else is the outcome of an item.
function asError(error: unknown, target: Target, signal: AbortSignal): MapistoreError {
  signal.throwIfAborted();
  return MapistoreError.from(error, `Cannot store an item in ${target.path}`);
}

/** Whether a failure leaves open if the item was stored all the same. */
function answerLost(error: MapistoreError): boolean {
  return (
    error.code === 'UNAVAILABLE' ||
    error.code === 'TIMEOUT' ||
    error.code === 'AMBIGUOUS' ||
    error.code === 'UNEXPECTED'
  );
}

/** Where an answer was lost: looks whether the item is there, and writes it once more if it is not. */
async function settleLost(
  engine: Engine,
  target: Target,
  jobs: readonly Job[],
  intents: readonly IntentRow[],
  results: readonly Result<ItemWritten>[],
  signal: AbortSignal,
): Promise<readonly Result<ItemWritten>[]> {
  const lost = results.flatMap((result, index) => (!result.ok && answerLost(result.error) ? [index] : []));
  if (lost.length === 0) return results;
  // Equal items of the same batch that did arrive are not the lost ones.
  claimKeys(engine, target, results);
  const settled = [...results];
  const found = await findWritten(
    engine,
    target,
    lost.map((index) => intents[index] as IntentRow),
    signal,
  ).catch(() => {
    signal.throwIfAborted();
    return undefined;
  });
  // Still out of reach: the errors stand and the intents stay open; a later recovery looks again.
  if (found === undefined) return settled;
  for (const index of lost) {
    const match = found.get((intents[index] as IntentRow).intentId);
    if (match === 'ambiguous') {
      settled[index] = {
        ok: false,
        error: new MapistoreError(
          'AMBIGUOUS',
          `It cannot be told whether an item was stored in ${target.path}; look there before repeating.`,
        ),
      };
    } else {
      settled[index] =
        match === undefined ? await createOne(target, newItem(jobs[index] as Job), signal) : { ok: true, value: match };
    }
  }
  return settled;
}

/** Items that a server refused as they are, in another form of their format where that says the same. */
async function storeAdapted(
  engine: Engine,
  target: Target,
  { jobs, intents, outcomes }: StoredBatch & { readonly intents: IntentRow[] },
  signal: AbortSignal,
): Promise<readonly Result<ItemWritten>[]> {
  const settled = [...outcomes];
  for (const [index, outcome] of outcomes.entries()) {
    if (outcome.ok || outcome.error.code !== 'INVALID_CONTENT') continue;
    const job = jobs[index] as Job;
    const form = await adapted(engine, target, job.prepared.source, signal);
    if (form === undefined) continue;
    const intent = intents[index] as IntentRow;
    const { item } = job.payload;
    // By its UID the item is found again where the answer to this is lost, too.
    const payload = JSON.stringify({ ...job.payload, item: { ...item, uid: item.uid ?? form.uid } });
    await engine.state.write((tx) => tx.intents.update(intent.intentId, { payload }));
    intents[index] = { ...intent, payload };
    const written = await createOne(target, { ...newItem(job), body: form.source }, signal);
    const [last] = await settleLost(engine, target, [job], [intents[index]], [written], signal);
    if (last !== undefined && (last.ok || last.error.code !== 'INVALID_CONTENT')) settled[index] = last;
  }
  return settled;
}

/** Ends the intents of writes that certainly did not happen. */
async function closeFailed(
  engine: Engine,
  intents: readonly IntentRow[],
  results: readonly Result<Written>[],
): Promise<void> {
  const closed = intents.filter((_, index) => {
    const result = results[index] as Result<Written>;
    return !result.ok && !answerLost(result.error);
  });
  if (closed.length > 0) await engine.state.write((tx) => tx.intents.delete(closed.map((intent) => intent.intentId)));
  await orphan(
    engine,
    intents.filter((intent, index) => !closed.includes(intent) && !(results[index] as Result<Written>).ok),
  );
}

/** Leaves intents to whoever recovers next, this program included: nobody is at work on them any more. */
export async function orphan(engine: Engine, intents: readonly IntentRow[]): Promise<void> {
  if (intents.length === 0) return;
  for (const { intentId } of intents) engine.orphans.add(intentId);
  try {
    await engine.state.write(async (tx) => {
      for (const { intentId } of intents) await tx.intents.update(intentId, { sessionId: '' });
    });
  } catch {
    // The state is full or held by others. This program remembers, and others see when it has ended.
  }
}
