import { putBlob } from '../blobs/blob-area.ts';
import type { Result } from '../contract/backend.ts';
import type { BodySource } from '../contract/body.ts';
import type { Flags } from '../contract/entries.ts';
import { normaliseFlags } from '../contract/flags.ts';
import { type Engine, wholeSeconds } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import { refusedByQuota } from '../quotas/admit.ts';
import type { SnapshotProperty } from '../snapshot/snapshots.ts';
import { type Job, type StoredBatch, storeBatch, verifyBatch, type Written, withBatch } from '../write/batch.ts';
import { commitCreated } from '../write/commit.ts';
import { misfit } from '../write/misfit.ts';
import type { ImportedIdentity, Payload, Target } from '../write/place.ts';
import { type Prepared, prepare } from '../write/prepare.ts';
import { inBatches } from './batches.ts';
import { findTwin, isKeepable, keep } from './refused.ts';
import type { ItemResult } from './results.ts';

/** Something to import. */
export interface ImportSource {
  /** What the user calls it, such as a file name; handed back with the result. */
  readonly label: string;
  /** Undefined where it could not even be opened; `error` then says why. */
  readonly body?: BodySource;
  readonly error?: MapistoreError;
  /** What is wrong with it, for the result: it is stored as it is all the same. */
  readonly problem?: string;
  readonly received?: Date;
  readonly flags?: Flags;
  /** Properties that lie beside its bytes, as a snapshot lists them. */
  readonly overlay?: readonly SnapshotProperty[];
  /** What those refer to. */
  readonly blobs?: readonly BodySource[];
  /** What a client that made it says it is; then it is stored, also where an equal one is there. */
  readonly identity?: ImportedIdentity;
}

/** The result for one source. */
export interface ImportResult extends ItemResult {
  readonly label: string;
  readonly problem?: string;
}

/** How an import differs from the usual one. */
interface ImportOptions {
  /** What the intents of its items remember beside the usual. */
  readonly extra?: Partial<Payload>;
  /** Also what was imported before: the caller knows by itself what is a repeat. */
  readonly always?: boolean;
}

interface Ready {
  readonly source: ImportSource;
  readonly prepared?: Prepared;
  readonly error?: MapistoreError;
}

/**
 * Stores sources in a folder, a result each, in batches and in bounded memory. May be repeated: the n-th source with
 * some bytes is skipped where the folder had n such items of an import before this run, so that nothing is doubled and
 * a user's own duplicates stay.
 */
export async function* importItems(
  engine: Engine,
  target: Target,
  sources: AsyncIterable<ImportSource> | Iterable<ImportSource>,
  signal: AbortSignal,
  { extra = {}, always = false }: ImportOptions = {},
): AsyncIterable<ImportResult> {
  const startCn = await engine.state.read((tx) => tx.journal.last());
  const skips = new Skips();
  const pipeline = new Pipeline(engine, target, extra, signal);
  const maxItems = target.backend.description.traits.maxBatchItems;
  for await (const batch of inBatches(read(engine, sources, signal), (ready) => ready.prepared?.size ?? 0, maxItems)) {
    const present = await engine.state.read((tx) =>
      tx.contents.countBySha256(
        target.folder.folderId,
        batch.flatMap(({ prepared }) => prepared?.sha256 ?? []),
        startCn,
      ),
    );
    const fresh: Ready[] = [];
    for (const ready of batch) {
      const { source, prepared } = ready;
      if (prepared === undefined)
        yield { label: source.label, itemId: undefined, outcome: 'failed', ...(ready.error && { error: ready.error }) };
      else if (
        !always &&
        source.identity === undefined &&
        skips.next(prepared.sha256, present.get(prepared.sha256) ?? 0)
      )
        yield { ...labelled(source), itemId: undefined, outcome: 'present' };
      else fresh.push(ready);
    }
    if (fresh.length > 0) yield* pipeline.push(fresh as readonly Required<Ready>[]);
  }
  yield* pipeline.end();
}

async function* read(
  engine: Engine,
  sources: AsyncIterable<ImportSource> | Iterable<ImportSource>,
  signal: AbortSignal,
): AsyncIterable<Ready> {
  for await (const source of sources) {
    if (source.body === undefined) {
      yield { source, ...(source.error && { error: source.error }) };
      continue;
    }
    try {
      yield { source, prepared: await prepare(engine, source.body, signal) };
    } catch (error) {
      signal.throwIfAborted();
      yield { source, error: MapistoreError.from(error, `Cannot read ${source.label}`) };
    }
  }
}

function labelled({ label, problem }: ImportSource): Pick<ImportResult, 'label' | 'problem'> {
  return { label, ...(problem !== undefined && { problem }) };
}

/** Counts, per digest, how many sources of this run were taken for items that were there before. */
class Skips {
  // 48 bits of a digest are plenty to count by, and keep the memory of 100,000 of them small.
  readonly #counts = new Map<number, number>();

  next(sha256: string, present: number): boolean {
    if (present === 0) return false;
    const key = Number.parseInt(sha256.slice(0, 12), 16);
    const skipped = this.#counts.get(key) ?? 0;
    if (skipped >= present) return false;
    this.#counts.set(key, skipped + 1);
    return true;
  }
}

function job(engine: Engine, { source, prepared }: Required<Ready>, extra: Partial<Payload>): Job {
  const received = source.received ?? (prepared.head.sent === null ? engine.clock() : new Date(prepared.head.sent));
  const { head, mediaType, sha256, size } = prepared;
  return {
    prepared,
    payload: {
      item: { ...head, mediaType, sha256, size },
      flags: normaliseFlags(source.flags ?? []),
      received: wholeSeconds(received),
      ...(source.overlay !== undefined && source.overlay.length > 0 && { overlay: source.overlay }),
      ...(source.identity && { identity: source.identity }),
      ...(engine.actor !== undefined && { creator: engine.actor }),
      ...extra,
    },
  };
}

/**
 * Lets the next batch be stored while the one before is read back and committed: the server works on one while this
 * program works on the other. Results come in the order of the batches.
 */
class Pipeline {
  readonly #engine: Engine;
  readonly #target: Target;
  readonly #extra: Partial<Payload>;
  readonly #signal: AbortSignal;
  readonly #running: Promise<readonly ImportResult[]>[] = [];
  #stored: Promise<unknown> = Promise.resolve();

  constructor(engine: Engine, target: Target, extra: Partial<Payload>, signal: AbortSignal) {
    this.#engine = engine;
    this.#target = target;
    this.#extra = extra;
    this.#signal = signal;
  }

  /** Starts a batch; gives the results of those that are done, and waits where two are under way. */
  async *push(batch: readonly Required<Ready>[]): AsyncIterable<ImportResult> {
    const before = this.#running.at(-1)?.catch(() => undefined);
    const stored = this.#stored.then(() => this.#store(batch, before));
    this.#stored = stored.catch(() => undefined);
    const results = stored.then((fitting) =>
      withBatch(this.#engine, this.#target, fitting.stored, () =>
        finish(this.#engine, this.#target, fitting, this.#signal),
      ),
    );
    // Awaited below or at the end; until then a failure is nobody's surprise.
    results.catch(() => undefined);
    this.#running.push(results);
    while (this.#running.length > 2) yield* (await this.#running.shift()) ?? [];
  }

  async *end(): AsyncIterable<ImportResult> {
    for (const results of this.#running) yield* await results;
  }

  async #store(batch: readonly Required<Ready>[], before: Promise<unknown> | undefined): Promise<Fitting> {
    const jobs = batch.map((ready) => job(this.#engine, ready, this.#extra));
    const sizes = jobs.map(({ prepared }) => prepared.size);
    const refused = await refusedByQuota(this.#engine, { target: this.#target, sizes });
    const misfits = jobs.map(
      ({ payload }, index) => refused[index] ?? misfit(this.#engine, this.#target, payload.item),
    );
    for (const [index, { source }] of batch.entries())
      if (source.blobs !== undefined)
        jobs[index] = await withBlobs(this.#engine, jobs[index] as Job, source.blobs, this.#signal);
    const fitting = jobs.filter((_, index) => misfits[index] === undefined);
    const stored = await storeBatch(this.#engine, this.#target, fitting, this.#signal);
    return { batch, jobs, misfits, stored, before };
  }
}

/** Brings in what an overlay refers to, with a reference for the item to come. */
async function withBlobs(engine: Engine, one: Job, sources: readonly BodySource[], signal: AbortSignal): Promise<Job> {
  const blobs: string[] = [];
  for (const source of sources) blobs.push(await putBlob(engine.state, source, signal));
  return { ...one, payload: { ...one.payload, blobs } };
}

/** An item that did not come to be has no use for them. */
async function releaseBlobs(engine: Engine, { payload }: Job): Promise<void> {
  const { blobs = [] } = payload;
  if (blobs.length > 0)
    await engine.state.write(async (tx) => {
      for (const blob of blobs) await tx.blobs.release(blob);
    });
}

interface Fitting {
  readonly batch: readonly Required<Ready>[];
  readonly jobs: readonly Job[];
  /** Why a job was not sent to the backend; undefined for those that were. */
  readonly misfits: readonly (MapistoreError | undefined)[];
  readonly stored: StoredBatch;
  /** The batch before, until it is committed. */
  readonly before: Promise<unknown> | undefined;
}

/** Commits what was stored first: what a server refuses as there already may be of this very batch. */
async function finish(engine: Engine, target: Target, fitting: Fitting, signal: AbortSignal) {
  const { batch, jobs, misfits, stored, before } = fitting;
  const outcomes = await verifyBatch(engine, target, stored, signal);
  const results = new Map<number, ImportResult>();
  const written: { index: number; written: Written }[] = [];
  const refused: { index: number; why: MapistoreError }[] = [];
  let next = 0;
  for (const index of batch.keys()) {
    const misfit = misfits[index];
    const outcome =
      misfit === undefined ? (outcomes[next++] as Result<Written>) : { ok: false as const, error: misfit };
    if (outcome.ok) written.push({ index, written: outcome.value });
    else refused.push({ index, why: outcome.error });
  }
  const commit = async (done: readonly { readonly index: number; readonly written: Written }[]) => {
    const writes = done.map((one) => ({ ...one.written, backend: target.backend, epoch: target.mount.epoch }));
    return engine.state.write((tx) => commitCreated(tx, writes, engine.clock().getTime()));
  };
  const say = (index: number, result: ItemResult): void => {
    results.set(index, { ...labelled((batch[index] as Ready).source), ...result });
  };
  for (const [position, itemId] of (await commit(written)).entries())
    say((written[position] as { index: number }).index, { itemId, outcome: 'imported' });
  const kept: { index: number; written: Written; why: MapistoreError }[] = [];
  // And so may it be of the batch before.
  if (refused.length > 0) await before;
  for (const { index, why } of refused) {
    const job = jobs[index] as Job;
    const there = why.code === 'ALREADY_EXISTS' ? await findTwin(engine, target, { job, why, signal }) : undefined;
    if (there !== undefined) say(index, there);
    else if (isKeepable(why)) kept.push({ index, why, written: await keep(engine, target, job, signal) });
    else say(index, { itemId: undefined, outcome: 'failed', error: why });
  }
  for (const [position, itemId] of (await commit(kept)).entries()) {
    const { index, why } = kept[position] as { index: number; why: MapistoreError };
    say(index, { itemId, outcome: 'kept', error: why });
  }
  for (const [index, { outcome }] of results)
    if (outcome !== 'imported' && outcome !== 'kept') await releaseBlobs(engine, jobs[index] as Job);
  return [...batch.keys()].map((index) => results.get(index) as ImportResult);
}
