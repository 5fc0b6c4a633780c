import { createHash } from 'node:crypto';
import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import { Tree } from '../hierarchy/tree.ts';
import type { StorePath } from '../mounts/paths.ts';
import type { DeliveryRow } from '../state/rule-rows.ts';
import { type ItemId, itemId } from '../store/ids.ts';
import { openTarget } from '../store/transfers.ts';
import { type ImportSource, importItems } from '../transfer/import.ts';
import { type Prepared, prepare } from '../write/prepare.ts';
import { act, isOf } from './act.ts';
import { claim, inHand, isFree } from './claims.ts';

/** A message to be delivered. */
export interface DeliverSource extends ImportSource {
  /**
   * What the delivery is known by when it is repeated, such as the id of a mail server's queue. Without one it is the bytes:
   * the n-th equal message of a call is the n-th that was delivered.
   */
  readonly id?: string;
}

/** What became of a message. */
export interface Delivered {
  /** As the source named it. */
  readonly label: string;
  readonly id?: ItemId;
  /** Where the rules put it; absent where they deleted it. */
  readonly path?: StorePath;
  /** `present`: it was delivered before. `kept`: the backend refused it, so the state keeps it (`error` says why). */
  readonly outcome: 'delivered' | 'present' | 'kept' | 'failed';
  readonly error?: MapistoreError;
  readonly problem?: string;
  /** The message lies safe, and something its rules want waits for a backend out of reach. */
  readonly waiting?: boolean;
}

/** How long a delivery is known again. */
const REMEMBERED_MS = 30 * 24 * 3_600_000;

/**
 * Stores new mail in a folder and does what the rules there ask. Every message arrives, whatever becomes of the rules; each
 * thing that they ask for is done once, whoever dies in between.
 */
export async function* deliver(
  engine: Engine,
  path: StorePath,
  sources: AsyncIterable<DeliverSource> | Iterable<DeliverSource>,
  signal: AbortSignal,
): AsyncIterable<Delivered> {
  (await Tree.read(engine.state)).need(path);
  await finishDeliveries(engine, signal, 'dead');
  await forgetOld(engine);
  const counts = new Map<string, number>();
  for await (const source of sources) {
    signal.throwIfAborted();
    try {
      yield await deliverOne(engine, path, source, counts, signal);
    } catch (error) {
      signal.throwIfAborted();
      yield { label: source.label, outcome: 'failed', error: MapistoreError.from(error, 'It cannot be delivered') };
    }
  }
}

async function deliverOne(
  engine: Engine,
  path: StorePath,
  source: DeliverSource,
  counts: Map<string, number>,
  signal: AbortSignal,
): Promise<Delivered> {
  const { label, problem } = source;
  if (source.body === undefined)
    throw source.error ?? new MapistoreError('INVALID_ARGUMENT', 'There is nothing in it.');
  const prepared = await prepare(engine, source.body, signal);
  const mark = markOf(source, prepared, counts);
  const { folderId } = (await Tree.read(engine.state)).need(path);
  const { row, isNew } = await claim(engine, folderId, mark);
  const about = { label, ...(problem !== undefined && { problem }) };
  if (row.phase === 'done')
    return { ...about, outcome: 'present', ...(row.itemId !== null && { id: itemId(row.itemId) }) };
  return inHand(engine, row.deliveryId, async () => {
    const kept = await store(engine, path, row, { source: { ...source, body: prepared.source }, isNew }, signal);
    const { itemId: number, waiting } = await finish(engine, row.deliveryId, signal);
    return {
      ...about,
      outcome: kept === undefined ? 'delivered' : 'kept',
      ...(kept !== undefined && { error: kept }),
      ...(number !== null && { id: itemId(number), ...(await placeOf(engine, number)) }),
      ...(waiting && { waiting }),
    };
  });
}

function markOf({ id }: DeliverSource, { sha256 }: Prepared, counts: Map<string, number>): string {
  if (id !== undefined) return `id ${createHash('sha256').update(id).digest('hex')}`;
  const number = (counts.get(sha256) ?? 0) + 1;
  counts.set(sha256, number);
  return `${sha256} ${number}`;
}

interface Storing {
  readonly source: ImportSource;
  readonly isNew: boolean;
}

/** Stores the message where that is not done; gives why the backend refused it where the state keeps it. */
async function store(
  engine: Engine,
  path: StorePath,
  { deliveryId, phase }: DeliveryRow,
  { source, isNew }: Storing,
  signal: AbortSignal,
): Promise<MapistoreError | undefined> {
  if (phase !== 'storing') return undefined;
  const target = await openTarget(engine, path, signal);
  // Opening ended what somebody had begun: it may be stored by now.
  if (!isNew && (await isSettled(engine, deliveryId))) return undefined;
  const extra = { delivery: { id: deliveryId, step: -1 } };
  for await (const { outcome, error, itemId: number } of importItems(engine, target, [source], signal, {
    extra,
    always: true,
  })) {
    if (outcome === 'kept') return error;
    if (outcome === 'imported') return undefined;
    // The server has that very object: it was not delivered now, and no rule is asked.
    if (outcome === 'present')
      await engine.state.write((tx) => tx.deliveries.update(deliveryId, { itemId: number ?? null, phase: 'done' }));
    else if (await forgetUnstored(engine, deliveryId)) throw error ?? new TypeError('It failed without a reason.');
    else throw unknown();
  }
  return undefined;
}

/** Whether it is stored. @throws PARTIAL where that cannot be told yet */
async function isSettled(engine: Engine, deliveryId: number): Promise<boolean> {
  const { row, isOpen } = await look(engine, deliveryId);
  if (row?.phase !== 'storing') return true;
  if (isOpen) throw unknown();
  return false;
}

function unknown(): MapistoreError {
  const sentence = 'It is not known yet whether the message was stored; deliver it again later.';
  return new MapistoreError('PARTIAL', sentence, { retry: 'later' });
}

/** A delivery, and whether a write of its message is begun and not ended. */
async function look(engine: Engine, deliveryId: number) {
  return engine.state.read(async (tx) => ({
    row: await tx.deliveries.get(deliveryId),
    isOpen: (await tx.intents.all()).some((intent) => isOf(intent, deliveryId, -1)),
  }));
}

/** Forgets a delivery whose message certainly was not stored: it may come again. */
async function forgetUnstored(engine: Engine, deliveryId: number): Promise<boolean> {
  return engine.state.write(async (tx) => {
    if ((await tx.intents.all()).some((intent) => isOf(intent, deliveryId, -1))) return false;
    if ((await tx.deliveries.get(deliveryId))?.phase === 'storing') await tx.deliveries.delete(deliveryId);
    return true;
  });
}

/** Does what rules ask. The message is stored: a failure from here on is no failure of the delivery. */
async function finish(engine: Engine, deliveryId: number, signal: AbortSignal) {
  let waiting = false;
  try {
    waiting = (await act(engine, deliveryId, signal)) === 'waiting';
  } catch (error) {
    signal.throwIfAborted();
    engine.log.warn('the rules for a message wait', { code: MapistoreError.from(error, '').code });
    waiting = true;
  }
  const row = await engine.state.read((tx) => tx.deliveries.get(deliveryId));
  return { itemId: row?.itemId ?? null, waiting };
}

async function placeOf(engine: Engine, number: number): Promise<{ readonly path?: StorePath }> {
  const [row] = await engine.state.read((tx) => tx.contents.byItems([number]));
  const tree = await Tree.read(engine.state);
  const folder = row === undefined ? undefined : tree.get(row.folderId);
  return folder === undefined ? {} : { path: tree.path(folder) };
}

/**
 * Ends deliveries that nobody is at work on: those of programs that died, and with `all` those that wait for something out of
 * reach, which may take its time. Never throws for one of them.
 */
export async function finishDeliveries(
  engine: Engine,
  signal: AbortSignal,
  which: 'dead' | 'all' = 'all',
): Promise<void> {
  for (const { deliveryId, folderId } of await engine.state.read((tx) => tx.deliveries.open())) {
    const mine = await engine.state.write(async (tx) => {
      const row = await tx.deliveries.get(deliveryId);
      if (row === undefined || row.phase === 'done' || !(await isFree(engine, tx, row))) return false;
      if (which === 'dead' && row.sessionId === engine.session.id) return false;
      await tx.deliveries.update(deliveryId, { sessionId: engine.session.id });
      return true;
    });
    if (!mine) continue;
    try {
      await inHand(engine, deliveryId, () => resume(engine, deliveryId, folderId, signal));
    } catch (error) {
      signal.throwIfAborted();
      engine.log.warn('a delivery waits', { code: MapistoreError.from(error, '').code });
    }
  }
}

async function resume(engine: Engine, deliveryId: number, folderId: number, signal: AbortSignal): Promise<void> {
  const { row } = await look(engine, deliveryId);
  if (row?.phase === 'storing') {
    const tree = await Tree.read(engine.state);
    const folder = tree.get(folderId);
    if (folder !== undefined) await openTarget(engine, tree.path(folder), signal);
    if (!(await isSettled(engine, deliveryId))) {
      await forgetUnstored(engine, deliveryId);
      return;
    }
  }
  await act(engine, deliveryId, signal);
}

async function forgetOld(engine: Engine): Promise<void> {
  const before = engine.clock().getTime() - REMEMBERED_MS;
  await engine.state.write(async (tx) => {
    await tx.deliveries.purge(before);
    await tx.rules.forget('sent:', before);
  });
}
