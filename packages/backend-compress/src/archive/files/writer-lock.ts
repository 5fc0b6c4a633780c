import { statSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { MapistoreError } from '@mapistore/core';
import { failure, isLocked } from '../../errors.ts';

/** Who is at work or waits, in this process, by the path of the lock. */
const queues = new Map<string, Promise<void>>();

/**
 * Lets one writer at a time into an archive. Between processes it is a lock that SQLite takes on an empty file of its own:
 * the system takes it back from a process that dies, so that none is ever left behind.
 */
export class WriterLock {
  readonly #file: string;
  readonly #waitMs: number;
  #database: { readonly handle: DatabaseSync; readonly inode: number } | undefined;

  constructor(folder: string, waitMs: number) {
    this.#file = path.join(folder, 'lock');
    this.#waitMs = waitMs;
  }

  /** Runs work while nobody else writes. @throws BUSY where another process does not let go in time */
  async with<T>(signal: AbortSignal, work: () => Promise<T>, waitMs: number = this.#waitMs): Promise<T> {
    const before = queues.get(this.#file) ?? Promise.resolve();
    const turn = Promise.withResolvers<void>();
    const after = before.then(() => turn.promise);
    queues.set(this.#file, after);
    try {
      await before;
      signal.throwIfAborted();
      const database = await this.#acquire(signal, waitMs);
      try {
        return await work();
      } finally {
        database.exec('rollback');
      }
    } finally {
      turn.resolve();
      if (queues.get(this.#file) === after) queues.delete(this.#file);
    }
  }

  /** The same where nobody is at work. @returns false where somebody is, and nothing was done */
  async tryWith(work: () => Promise<void>): Promise<boolean> {
    if (queues.has(this.#file)) return false;
    const { signal } = new AbortController();
    let begun = false;
    try {
      await this.with(
        signal,
        () => {
          begun = true;
          return work();
        },
        0,
      );
      return true;
    } catch (error) {
      if (begun || !MapistoreError.is(error, 'BUSY')) throw error;
      return false;
    }
  }

  close(): void {
    this.#database?.handle.close();
    this.#database = undefined;
  }

  async #acquire(signal: AbortSignal, waitMs: number): Promise<DatabaseSync> {
    for (const end = Date.now() + waitMs; ; ) {
      const database = this.#open();
      try {
        database.exec('begin immediate');
        if (this.#isCurrent()) return database;
        // Somebody deleted the file: the lock on it keeps nobody out any more.
        database.exec('rollback');
        this.close();
      } catch (error) {
        if (!isLocked(error)) throw error;
      }
      if (Date.now() >= end)
        throw failure('BUSY', 'Cannot write to the archive: another process does; try again when it is done.');
      await sleep(5 + Math.random() * 20, undefined, { signal });
    }
  }

  #open(): DatabaseSync {
    if (this.#database === undefined) {
      const handle = new DatabaseSync(this.#file, { timeout: 0 });
      // No journal beside it: nothing is ever written.
      handle.exec('pragma journal_mode = memory');
      this.#database = { handle, inode: this.#inode() };
    }
    return this.#database.handle;
  }

  #isCurrent(): boolean {
    return this.#database?.inode === this.#inode();
  }

  #inode(): number {
    return statSync(this.#file, { throwIfNoEntry: false })?.ino ?? -1;
  }
}
