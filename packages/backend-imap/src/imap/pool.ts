import { MapistoreError } from '@mapistore/core';
import type { Connection } from './connection.ts';

/** What a pool needs to know. */
export interface PoolOptions {
  readonly size: number;
  connect(signal: AbortSignal): Promise<Connection>;
}

/** An idle connection older than this is asked whether it still lives before a command depends on it. */
const PROBE_AFTER_MS = 5_000;

/** How long a server that refused one more connection is not asked for another. */
const LIMITED_MS = 30_000;

interface Waiter {
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
  /** Fewer than asked for, for a while, where the server takes no more. */
  #limit: number;
  #limitedUntil = 0;

  constructor(options: PoolOptions, first?: Connection) {
    this.#options = options;
    this.#limit = options.size;
    if (first !== undefined) this.#idle.push(first);
  }

  /**
   * Runs `use` with a connection of its own: one with the mailbox `path` selected if there is one, and without a path
   * one that has no mailbox selected.
   */
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

  /** Ends what has a mailbox selected that is no more, or has another name now. */
  dropSelections(isGone: (path: string) => boolean): void {
    for (const connection of this.#idle) {
      if (connection.selectedPath !== undefined && isGone(connection.selectedPath)) connection.close();
    }
    for (const connection of this.#busy) connection.forget();
  }

  async #take(signal: AbortSignal, path: string | undefined): Promise<Connection> {
    for (;;) {
      signal.throwIfAborted();
      if (this.#closed)
        throw new MapistoreError('UNAVAILABLE', 'This IMAP mount is closed.', { backend: 'imap', retry: 'never' });
      const idle = this.#takeIdle(path);
      if (idle !== undefined) {
        if (await this.#isReady(idle, path, signal)) return idle;
        continue;
      }
      if (this.#live < this.#size) {
        const opened = await this.#open(signal);
        if (opened !== undefined) return opened;
        if (this.#idle.length > 0) continue;
      }
      await this.#wait(signal);
    }
  }

  get #live(): number {
    return this.#idle.length + this.#busy.size + this.#opening;
  }

  get #size(): number {
    return Date.now() < this.#limitedUntil ? Math.min(this.#limit, this.#options.size) : this.#options.size;
  }

  #takeIdle(path: string | undefined): Connection | undefined {
    for (let at = this.#idle.length - 1; at >= 0; at--)
      if ((this.#idle[at] as Connection).dead) this.#idle.splice(at, 1);
    const found = this.#idle.findLastIndex((connection) => connection.selectedPath === path);
    // One more is opened rather than one taken away from its mailbox, as long as the pool may grow.
    const neutral = this.#idle.findLastIndex((connection) => connection.selectedPath === undefined);
    const full = this.#live >= this.#size;
    const at = found >= 0 ? found : neutral >= 0 ? neutral : full ? 0 : -1;
    const [taken] = at < 0 ? [] : this.#idle.splice(at, 1);
    if (taken !== undefined) this.#busy.add(taken);
    return taken;
  }

  /** A server or a router may have dropped an idle connection without a word; a write must not find that out. */
  async #isReady(connection: Connection, path: string | undefined, signal: AbortSignal): Promise<boolean> {
    try {
      if (path === undefined && connection.selectedPath !== undefined) await connection.unselect(signal);
      else if (Date.now() - connection.usedAt >= PROBE_AFTER_MS) await connection.run('NOOP', '', { signal });
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
      const others = this.#busy.size + this.#idle.length;
      if (others === 0 || !MapistoreError.is(error, 'UNAVAILABLE')) throw error;
      this.#limit = others;
      this.#limitedUntil = Date.now() + LIMITED_MS;
      return undefined;
    } finally {
      this.#opening--;
    }
  }

  #wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
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
