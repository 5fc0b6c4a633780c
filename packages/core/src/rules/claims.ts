import type { Engine } from '../engine/engine.ts';
import { aliveSessions } from '../engine/session.ts';
import { MapistoreError } from '../errors/error.ts';
import type { DeliveryRow } from '../state/rule-rows.ts';
import type { StateStore, StateTx } from '../state/store.ts';

/** Deliveries that tasks of this program have in hand. */
const active = new WeakMap<StateStore, Set<number>>();

function activeIn({ state }: Engine): Set<number> {
  const set = active.get(state) ?? new Set<number>();
  active.set(state, set);
  return set;
}

/** Begins a delivery, or takes over one that nobody is at work on. @throws BUSY */
export async function claim(
  engine: Engine,
  folderId: number,
  mark: string,
): Promise<{ row: DeliveryRow; isNew: boolean }> {
  return engine.state.write(async (tx) => {
    const known = await tx.deliveries.byMark(folderId, mark);
    if (known !== undefined) {
      if (known.phase !== 'done' && !(await isFree(engine, tx, known)))
        throw new MapistoreError('BUSY', 'Another program is delivering that very message; try again when it is done.');
      if (known.phase !== 'done') await tx.deliveries.update(known.deliveryId, { sessionId: engine.session.id });
      return { row: known, isNew: false };
    }
    const deliveryId = await tx.take('id', 1);
    const at = engine.clock().getTime();
    const begun = { phase: 'storing', itemId: null, plan: '', sessionId: engine.session.id } as const;
    const row = { deliveryId, folderId, mark, ...begun, at };
    await tx.deliveries.insert(row);
    return { row, isNew: true };
  });
}

/** Whether nobody is at work on a delivery: its program died, or left it. */
export async function isFree(engine: Engine, tx: StateTx, { sessionId, deliveryId }: DeliveryRow): Promise<boolean> {
  if (sessionId === engine.session.id) return !activeIn(engine).has(deliveryId);
  return !(await aliveSessions(tx, engine.clock)).has(sessionId);
}

/** Works on a delivery; meanwhile no other task of this program takes it. */
export async function inHand<T>(engine: Engine, deliveryId: number, work: () => Promise<T>): Promise<T> {
  activeIn(engine).add(deliveryId);
  try {
    return await work();
  } finally {
    activeIn(engine).delete(deliveryId);
  }
}
