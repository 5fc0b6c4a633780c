import { setTimeout as sleep } from 'node:timers/promises';
import { MapistoreError } from '../errors/error.ts';
import type { StateTx } from '../state/store.ts';
import { timeOf } from '../state/time.ts';
import type { Engine } from './engine.ts';
import { aliveSessions } from './session.ts';

const LEASE_MS = 60_000;
const POLL_MS = 100;

/** A lease that is held: `check` inside a transaction makes sure that nobody took it over meanwhile. */
export interface Lease {
  check(tx: StateTx): Promise<void>;
}

/**
 * Runs work while holding the lease of that name, renewed as long as the work runs. Another holder is waited for; one
 * that died is taken over from.
 * @throws BUSY after `waitMs`
 */
export async function withLease<T>(
  engine: Engine,
  name: string,
  { waitMs, signal }: { readonly waitMs: number; readonly signal: AbortSignal },
  work: (lease: Lease) => Promise<T>,
): Promise<T> {
  const until = performance.now() + waitMs;
  const done = await turn(engine.turns, name, until, signal);
  try {
    return await held(engine, name, await acquire(engine, name, until, signal), work);
  } finally {
    done();
  }
}

/** To the database this program is one holder, whatever it does at once: its own tasks follow one another here. */
async function turn(
  turns: Map<string, Promise<void>>,
  name: string,
  until: number,
  signal: AbortSignal,
): Promise<() => void> {
  for (let before = turns.get(name); before !== undefined; before = turns.get(name)) {
    if (performance.now() >= until) throw busy(name);
    await Promise.race([before, sleep(POLL_MS, undefined, { signal })]);
  }
  const { promise, resolve } = Promise.withResolvers<void>();
  turns.set(name, promise);
  return () => {
    turns.delete(name);
    resolve();
  };
}

async function held<T>(engine: Engine, name: string, token: number, work: (lease: Lease) => Promise<T>): Promise<T> {
  const renew = (): Promise<number | undefined> => tryAcquire(engine, name);
  const timer = setInterval(() => void renew().catch(() => undefined), LEASE_MS / 3);
  timer.unref();
  try {
    return await work({
      async check(tx) {
        if (await tx.leases.holds(name, token)) return;
        throw new MapistoreError(
          'BUSY',
          `Another program took over "${name}" meanwhile; nothing was changed, try again.`,
        );
      },
    });
  } finally {
    clearInterval(timer);
    await engine.state.write((tx) => tx.leases.release(name, token));
  }
}

function busy(name: string): MapistoreError {
  return new MapistoreError('BUSY', `Another program is at work on "${name}"; try again when it is done.`);
}

async function acquire(engine: Engine, name: string, until: number, signal: AbortSignal): Promise<number> {
  for (;;) {
    const token = await tryAcquire(engine, name);
    if (token !== undefined) return token;
    if (performance.now() >= until) throw busy(name);
    await sleep(POLL_MS, undefined, { signal });
  }
}

async function tryAcquire({ state, session, clock }: Engine, name: string): Promise<number | undefined> {
  return state.write(async (tx) => {
    const now = await timeOf(tx, clock);
    const token = await tx.leases.acquire(name, session.id, now + LEASE_MS, now);
    if (token !== undefined) return token;
    const alive = await aliveSessions(tx, clock);
    for (const { sessionId } of await tx.leases.sessions()) if (!alive.has(sessionId)) await tx.leases.end(sessionId);
    return tx.leases.acquire(name, session.id, now + LEASE_MS, now);
  });
}
