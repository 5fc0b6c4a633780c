import { randomUUID } from 'node:crypto';
import type { SessionRow } from '../state/rows.ts';
import type { StateStore, StateTx } from '../state/store.ts';
import { timeOf } from '../state/time.ts';
import { MACHINE } from './machine.ts';

const BEAT_MS = 10_000;
const EXPIRES_MS = 60_000;

/**
 * This program's presence in the state. Intents and leases name it, so that others can tell a write under way from one
 * whose writer died.
 */
export class Session implements AsyncDisposable {
  readonly id: string = randomUUID();
  readonly #state: StateStore;
  readonly #clock: () => Date;
  #timer: NodeJS.Timeout | undefined;

  constructor(state: StateStore, clock: () => Date) {
    this.#state = state;
    this.#clock = clock;
  }

  async begin(): Promise<void> {
    await this.#beat();
    // A beat that fails is made up by the next one; expiry is several beats away.
    this.#timer = setInterval(() => void this.#beat().catch(() => undefined), BEAT_MS);
    this.#timer.unref();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    await this.#state.write((tx) => tx.leases.end(this.id));
  }

  async #beat(): Promise<void> {
    await this.#state.write(async (tx) => {
      const row: SessionRow = {
        sessionId: this.id,
        host: MACHINE,
        pid: process.pid,
        expiresAt: (await timeOf(tx, this.#clock)) + EXPIRES_MS,
      };
      await tx.leases.beat(row);
    });
  }
}

/**
 * Ids of the sessions that are alive: not expired, and on this machine also still running. Whoever judges rows by them
 * reads those in the same transaction: a session that begins in between would be missing here.
 */
export async function aliveSessions(tx: StateTx, clock: () => Date): Promise<ReadonlySet<string>> {
  const now = await timeOf(tx, clock);
  const rows = await tx.leases.sessions();
  return new Set(
    rows.filter((row) => row.expiresAt > now && (row.host !== MACHINE || running(row.pid))).map((row) => row.sessionId),
  );
}

function running(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs under another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
