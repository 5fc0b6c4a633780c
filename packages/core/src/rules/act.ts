import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import { Tree } from '../hierarchy/tree.ts';
import { PropertyBag } from '../properties/bag.ts';
import { propertyByName } from '../properties/lookup.ts';
import type { ContentsRow, IntentRow } from '../state/rows.ts';
import type { DeliveryRow } from '../state/rule-rows.ts';
import type { StateTx } from '../state/store.ts';
import { openTarget } from '../store/transfers.ts';
import { removeItems } from '../transfer/remove.ts';
import type { ItemResult } from '../transfer/results.ts';
import { transfer } from '../transfer/transfer.ts';
import { setFlags } from '../write/flags.ts';
import type { Payload } from '../write/place.ts';
import { setProperties } from '../write/properties.ts';
import { leaveAction } from './deferred.ts';
import { failStep, noteFailures } from './failures.ts';
import { readMessage } from './message.ts';
import { readOwner } from './owner.ts';
import { decodePlan, encodePlan, type Plan, type Step } from './plan.ts';
import { Planner } from './planner.ts';
import { makeOutgoing } from './send.ts';

/**
 * Does what rules ask for a message that is stored: finds out what that is, once, and then does it step by step. Whoever dies
 * in between, the next one goes on with the first step that is not done. `waiting` where something is out of reach: the
 * message lies safe, and the rest is done later.
 * @throws UNAVAILABLE and the like where the message cannot even be read now
 */
export async function act(engine: Engine, deliveryId: number, signal: AbortSignal): Promise<'done' | 'waiting'> {
  for (;;) {
    signal.throwIfAborted();
    const row = await engine.state.read((tx) => tx.deliveries.get(deliveryId));
    if (row === undefined || row.phase === 'done') return 'done';
    if (row.phase !== 'acting') {
      await makePlan(engine, row, signal);
      continue;
    }
    const plan = decodePlan(row.plan);
    const number = plan.steps.findIndex(({ done, failed }) => done !== true && failed !== true);
    if (number < 0) {
      await engine.state.write((tx) => tx.deliveries.update(deliveryId, { phase: 'done', plan: '' }));
      return 'done';
    }
    try {
      if (!(await perform({ engine, deliveryId, plan, number, signal }))) return 'waiting';
    } catch (error) {
      signal.throwIfAborted();
      const known = MapistoreError.from(error, 'A rule could not be carried out');
      if (known.retry !== 'never') return 'waiting';
      // Somebody deleted the message meanwhile: that is no fault of the rule.
      if (known.code === 'NOT_FOUND' && (await isGone(engine, plan, number))) continue;
      engine.log.warn('a rule could not be carried out', { rule: plan.steps[number]?.ruleId ?? 0, code: known.code });
      await failStep(engine, deliveryId, number, known);
    }
  }
}

/** Whether the message of a step is not there any more; the step is then found to have nothing to do. */
async function isGone(engine: Engine, plan: Plan, number: number): Promise<boolean> {
  const itemId = plan.subjects[(plan.steps[number] as Step).subject];
  return itemId === undefined || (await engine.state.read((tx) => tx.contents.byItems([itemId]))).length === 0;
}

async function makePlan(engine: Engine, { deliveryId, itemId, folderId }: DeliveryRow, signal: AbortSignal) {
  const [row] = await engine.state.read((tx) => tx.contents.byItems([itemId as number]));
  // Somebody deleted it before its rules were looked at.
  if (row === undefined)
    return engine.state.write((tx) => tx.deliveries.update(deliveryId, { phase: 'done', plan: '' }));
  const message = await readMessage(engine, row, signal);
  await engine.state.write(async (tx) => {
    if ((await tx.deliveries.get(deliveryId))?.phase !== 'stored') return;
    const planner = new Planner({ engine, tx, message, owner: await readOwner(tx) });
    const plan = await planner.plan(folderId);
    await noteFailures(engine, tx, row, planner.failures);
    await tx.deliveries.update(deliveryId, { phase: 'acting', plan: encodePlan(plan) });
  });
}

interface Work {
  readonly engine: Engine;
  readonly deliveryId: number;
  readonly plan: Plan;
  readonly number: number;
  readonly signal: AbortSignal;
}

/** Does one step; false where it has to wait. */
async function perform(work: Work): Promise<boolean> {
  const { engine, plan, number, signal } = work;
  const step = plan.steps[number] as Step;
  const itemId = plan.subjects[step.subject];
  const [row] = itemId === undefined ? [] : await engine.state.read((tx) => tx.contents.byItems([itemId]));
  // Deleted by somebody, or a copy that could not be made: there is nothing to do it to.
  if (row === undefined) return done(work, async () => undefined);
  switch (step.do) {
    case 'tag': {
      const property = propertyByName(step.property);
      const set = new PropertyBag();
      if (property !== undefined) set.set(property, step.value);
      await setProperties(engine, row, { set, remove: [] }, signal);
      return done(work);
    }
    case 'mark-read':
      await setFlags(engine, [row], { add: ['$seen'] }, signal);
      return done(work);
    case 'copy':
      return copy(work, step, row);
    case 'move':
      if (row.folderId !== step.folderId) {
        const target = await openTarget(engine, await pathOf(engine, step.folderId), signal);
        await succeed(transfer(engine, await current(engine, row), target, 'move', signal));
      }
      return done(work);
    case 'delete':
      // What could not be put where it belongs is not deleted where it is.
      if (!plan.steps.some(({ do: what, failed }) => failed === true && (what === 'copy' || what === 'move')))
        await succeed(removeItems(engine, [row], signal));
      return done(work);
    case 'send':
      return send(work, step, row);
    case 'defer':
      return done(work, (tx) => leaveAction(engine, tx, row, step));
  }
}

/** Notes that a step is done, in the transaction that does the rest of it. A step that another one did is left. */
async function done({ engine, deliveryId, number }: Work, also?: (tx: StateTx) => Promise<unknown>): Promise<boolean> {
  await engine.state.write(async (tx) => {
    const row = await tx.deliveries.get(deliveryId);
    const plan = row?.phase === 'acting' ? decodePlan(row.plan) : undefined;
    const step = plan?.steps[number];
    if (plan === undefined || step === undefined || step.done === true) return;
    await also?.(tx);
    step.done = true;
    await tx.deliveries.update(deliveryId, { plan: encodePlan(plan) });
  });
  return true;
}

/** The copy is noted by the transaction that makes its item. One begun by who died is ended first, or waited for. */
async function copy({ engine, deliveryId, number, signal }: Work, step: Step & { do: 'copy' }, row: ContentsRow) {
  const target = await openTarget(engine, await pathOf(engine, step.folderId), signal);
  const { intents, delivery } = await engine.state.read(async (tx) => ({
    intents: await tx.intents.ofMount(target.mount.mountId),
    delivery: await tx.deliveries.get(deliveryId),
  }));
  if (delivery === undefined || decodePlan(delivery.plan).steps[number]?.done === true) return true;
  if (intents.some((intent) => isOf(intent, deliveryId, number))) return false;
  const extra = { delivery: { id: deliveryId, step: number } };
  await succeed(transfer(engine, await current(engine, row), target, 'copy', signal, () => extra));
  return true;
}

/** Whether a begun write is that of a delivery and step. */
export function isOf({ payload }: IntentRow, id: number, step: number): boolean {
  const { delivery } = JSON.parse(payload) as Payload;
  return delivery?.id === id && delivery.step === step;
}

async function send(work: Work, { content, ruleId }: Step & { do: 'send' }, row: ContentsRow): Promise<boolean> {
  const { engine, deliveryId, number, signal } = work;
  const message = await readMessage(engine, row, signal);
  const messageId = `<${deliveryId}.${number}@${engine.replicas.store}>`;
  const ready = await makeOutgoing(engine, { message, content, messageId }, signal);
  return done(work, async (tx) => {
    await ready.blob.commit(tx);
    const outgoingId = await tx.take('id', 1);
    const at = engine.clock().getTime();
    await tx.outgoing.insert({ outgoingId, itemId: row.itemId, ruleId, ...ready.row, at });
  });
}

async function pathOf(engine: Engine, folderId: number): Promise<string> {
  const tree = await Tree.read(engine.state);
  const folder = tree.get(folderId);
  if (folder !== undefined) return tree.path(folder);
  throw new MapistoreError('NOT_FOUND', 'The folder that a rule puts messages into is gone.');
}

/** As it is now: opening the target may have ended a move of it. */
async function current(engine: Engine, { itemId }: ContentsRow): Promise<readonly ContentsRow[]> {
  return engine.state.read((tx) => tx.contents.byItems([itemId]));
}

async function succeed(results: AsyncIterable<ItemResult>): Promise<void> {
  for await (const { error } of results) if (error !== undefined) throw error;
}
