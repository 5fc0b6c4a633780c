import { MapistoreError } from '@mapistore/core';
import type { Connection } from './connection.ts';

/** What a pool needs to know. */
export interface PoolOptions {
  readonly size: number;
  connect(signal: AbortSignal): Promise<Connection>;
}

/** An idle connection older than this is asked whether it still lives before a command depends on it. */
const PROBE_AFTER_MS = 5_000;

interface Waiter {
  readonly path: string | undefined;
  readonly wake: () => void;
}

/**
 * A few connections, each lent to one operation at a time. A connection is lent for the shortest while: never over
 * a `yield` to the caller, so that a slow reader or a copy within the mount cannot use up the pool and wait for itself.
 */
export class Pool {
  readonly #options: PoolOptions;
  readonly #idle: Connection[] = [];
  readonly #busy = new Set<Connection>();
  readonly #waiters: Waiter[] = [];
  #opening = 0;
  #closed = false;

  constructor(options: PoolOptions, first?: Connection) {
    this.#options = options;
    if (first !== undefined) this.#idle.push(first);
  }

  /** Runs `use` with a connection of its own, if there is one with the mailbox `path` selected. */
  async lend<T>(
    signal: AbortSignal,
    path: string | undefined,
    use: (connection: Connection) => Promise<T>,
  ): Promise<T> {
    const connection = await this.#take(signal, path);
    try {
      return await use(connection);
    } finally {
      this.#busy.delete(connection);
      if (!connection.dead) {
        if (this.#closed) void connection.logout();
        else this.#idle.push(connection);
      }
      this.#waiters.shift()?.wake();
    }
  }

  /** Selections are forgotten where names changed. */
  forgetSelections(): void {
    for (const connection of [...this.#idle, ...this.#busy]) connection.forget();
  }

  async #take(signal: AbortSignal, path: string | undefined): Promise<Connection> {
    for (;;) {
      signal.throwIfAborted();
      if (this.#closed)
        throw new MapistoreError('UNAVAILABLE', 'This IMAP mount is closed.', { backend: 'imap', retry: 'never' });
      const idle = this.#takeIdle(path);
      if (idle !== undefined) {
        if (await this.#lives(idle, signal)) return idle;
        continue;
      }
      if (this.#busy.size + this.#opening < this.#options.size) {
        const opened = await this.#open(signal);
        if (opened !== undefined) return opened;
      }
      await this.#wait(signal, path);
    }
  }

  #takeIdle(path: string | undefined): Connection | undefined {
    for (let at = this.#idle.length - 1; at >= 0; at--)
      if ((this.#idle[at] as Connection).dead) this.#idle.splice(at, 1);
    const found = path === undefined ? -1 : this.#idle.findLastIndex((connection) => connection.selectedPath === path);
    // A further connection is opened rather than one taken away from its mailbox, as long as the pool may grow.
    const grow =
      path !== undefined && found < 0 && this.#idle.length + this.#busy.size + this.#opening < this.#options.size;
    const taken =
      found >= 0
        ? this.#idle.splice(found, 1)[0]
        : grow && this.#idle.every((connection) => connection.selectedPath !== undefined)
          ? undefined
          : this.#idle.shift();
    if (taken !== undefined) this.#busy.add(taken);
    return taken;
  }

  /** A server or a router may have dropped an idle connection without a word; a write must not find that out. */
  async #lives(connection: Connection, signal: AbortSignal): Promise<boolean> {
    if (Date.now() - connection.usedAt < PROBE_AFTER_MS) return true;
    try {
      await connection.run('NOOP', '', { signal });
      return true;
    } catch {
      this.#busy.delete(connection);
      connection.close();
      signal.throwIfAborted();
      return false;
    }
  }

  /** Opens one more; undefined where the server takes no more from us and another of ours will be free. */
  async #open(signal: AbortSignal): Promise<Connection | undefined> {
    this.#opening++;
    try {
      const connection = await this.#options.connect(signal);
      this.#busy.add(connection);
      return connection;
    } catch (error) {
      signal.throwIfAborted();
      if (this.#busy.size > 0 && MapistoreError.is(error, 'UNAVAILABLE')) return undefined;
      throw error;
    } finally {
      this.#opening--;
    }
  }

  #wait(signal: AbortSignal, path: string | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        path,
        wake: () => {
          signal.removeEventListener('abort', abort);
          resolve();
        },
      };
      const abort = (): void => {
        const at = this.#waiters.indexOf(waiter);
        if (at >= 0) this.#waiters.splice(at, 1);
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', abort, { once: true });
      this.#waiters.push(waiter);
    });
  }

  /** Logs out. What still runs is broken off. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const connection of this.#busy) connection.close();
    await Promise.all(this.#idle.splice(0).map((connection) => connection.logout()));
    for (const waiter of this.#waiters.splice(0)) waiter.wake();
  }
}
