import { randomBytes, randomUUID } from 'node:crypto';
import type { Logger } from '../contract/definition.ts';
import type { StateStore, StateTx } from '../state/store.ts';
import { Replicas } from './replicas.ts';

/**
 * Numbers that each life has to itself. What was used after a backup and lost with it is well below the next multiple, and
 * six bytes are enough for 65,535 lives.
 */
const SPAN = 2 ** 32;

/**
 * The lives of a state that was just opened. A state that lies in another place than it was in last is a copy, or a backup
 * that was put back: a new life begins.
 */
export async function openReplicas(state: StateStore, clock: () => Date, log: Logger): Promise<Replicas> {
  const home = await state.home?.();
  return state.write(async (tx) => {
    if ((await tx.meta.get('tokenKey')) === undefined) await tx.meta.set('tokenKey', randomBytes(32).toString('hex'));
    const now = clock().getTime();
    if ((await tx.replicas.all()).length === 0) {
      const guid = ((await tx.meta.get('replica')) as string).toLowerCase();
      const first = { firstId: 1, firstCn: 1, lastId: null, lastCn: null };
      await tx.replicas.insert({ replicaId: 1, guid, ...first, startedAt: now });
    }
    const known = await tx.meta.get('home');
    if (home !== undefined && home !== known) {
      if (known !== undefined) {
        await startIncarnation(tx, now);
        log.warn('the state lies in another place than before, or a backup was put back: a new incarnation begins', {});
      }
      await tx.meta.set('home', home);
    }
    return new Replicas([]).refresh(tx);
  });
}

/**
 * Begins a new life: a new replica GUID for the ids and change numbers from here on, which are above all that a lost future
 * of this state can have used. What was given out before stays what it is.
 */
export async function startIncarnation(tx: StateTx, now: number): Promise<void> {
  const { replicaId } = (await new Replicas([]).refresh(tx)).current;
  const firstId = await skip(tx, 'id');
  const firstCn = await skip(tx, 'cn');
  await tx.replicas.update(replicaId, { lastId: firstId.before, lastCn: firstCn.before });
  const guid = randomUUID();
  const open = { lastId: null, lastCn: null };
  await tx.replicas.insert({
    replicaId: replicaId + 1,
    guid,
    firstId: firstId.next,
    firstCn: firstCn.next,
    ...open,
    startedAt: now,
  });
  await tx.meta.set('replica', guid);
}

/** Takes a counter up to the next multiple, which nothing gets: so the last number given out is of the new life already. */
async function skip(tx: StateTx, counter: 'id' | 'cn'): Promise<{ readonly before: number; readonly next: number }> {
  const taken = await tx.take(counter, 1);
  const next = (Math.floor(taken / SPAN) + 1) * SPAN;
  await tx.take(counter, next - taken);
  return { before: taken - 1, next };
}
