import { setTimeout as sleep } from 'node:timers/promises';
import { MapistoreError } from '@mapistore/core';
import { type Kysely, sql } from 'kysely';
import type { Connected, MysqlDatabase } from './database.ts';
import { MysqlFailure, stateError } from './errors.ts';
import { checkVersion, lockState, WriterMark } from './lock.ts';

type Connection = Kysely<MysqlDatabase>;
type Work<T> = (db: Connection) => Promise<T>;

/** Between one attempt and the next: a server that starts anew is back within that, mostly. */
const PAUSES_MS = [50, 200, 500, 1_000, 2_000, 4_000];

/** How long it is tried to find out what became of a commit: the lock of a dead connection goes after a minute. */
const FIND_OUT_MS = 90_000;

/** A transaction that was taken back, or never began. */
class Repeatable extends Error {
  readonly failure: MysqlFailure;

  constructor(failure: MysqlFailure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** What a transaction gave whose commit got no answer, and the mark to look for. */
class Unanswered<T> {
  readonly result: T;
  readonly sequence: number;
  readonly failure: MysqlFailure;

  constructor(result: T, sequence: number, failure: MysqlFailure) {
    this.result = result;
    this.sequence = sequence;
    this.failure = failure;
  }
}

/** Runs transactions again where the server took them back or the connection was lost, and never twice. */
export class Transactions {
  readonly #connected: Connected;
  readonly #where: string;
  readonly #mark = new WriterMark();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(connected: Connected, where: string) {
    this.#connected = connected;
    this.#where = where;
  }

  /** Writers of this program follow one another here, those of all programs at the lock. */
  write<T>(work: Work<T>): Promise<T> {
    const mine = this.#turn.then(() => this.#repeated(() => this.#writeOnce(work)));
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  /** One moment; what others commit meanwhile is not seen. */
  read<T>(work: Work<T>): Promise<T> {
    return this.#repeated(() =>
      this.#within(this.#connected.readers, 'start transaction with consistent snapshot, read only', async (db) => {
        const result = await work(db);
        await sql.raw('commit').execute(db);
        return result;
      }),
    );
  }

  /** Forgets marks of programs that are long gone. */
  purge(): Promise<void> {
    return this.write((db) => this.#mark.purge(db));
  }

  async dispose(): Promise<void> {
    await this.#turn;
    // Left behind it does no harm: it is forgotten after a day.
    await this.#mark.remove(this.#connected.writers).catch(() => undefined);
    await Promise.all([this.#connected.writers.destroy(), this.#connected.readers.destroy()]);
  }

  async #writeOnce<T>(work: Work<T>): Promise<T> {
    const outcome = await this.#within(this.#connected.writers, 'start transaction', async (db) => {
      checkVersion(await lockState(db, this.#where), this.#where);
      const sequence = await this.#mark.set(db);
      const result = await work(db);
      try {
        await sql.raw('commit').execute(db);
        return result;
      } catch (error) {
        // A cluster finds conflicts at the commit only; then nothing was committed.
        if (!(error instanceof MysqlFailure) || error.isConflict) throw error;
        if (!error.isLost) await rollback(db);
        return new Unanswered(result, sequence, error);
      }
    });
    if (!(outcome instanceof Unanswered)) return outcome;
    if (await this.#wasCommitted(outcome)) return outcome.result;
    throw new Repeatable(outcome.failure);
  }

  /** Asks the server itself: with the lock in hand, what was on its way is either done or undone. */
  async #wasCommitted({ sequence, failure }: Unanswered<unknown>): Promise<boolean> {
    const until = performance.now() + FIND_OUT_MS;
    for (let pause = 100; ; pause = Math.min(2 * pause, 3_000)) {
      try {
        return await this.#within(this.#connected.writers, 'start transaction', async (db) => {
          await lockState(db, this.#where);
          const committed = await this.#mark.isSet(db, sequence);
          await sql.raw('rollback').execute(db);
          return committed;
        });
      } catch (error) {
        const again = error instanceof Repeatable || MapistoreError.is(error, 'BUSY');
        if (!again || performance.now() > until) {
          throw new MapistoreError(
            'AMBIGUOUS',
            `The answer of the state in ${this.#where} to a write was lost, and the server cannot be asked; look what is there before it is repeated.`,
            { cause: failure, context: { state: this.#where } },
          );
        }
      }
      await sleep(pause);
    }
  }

  /** Runs one transaction. Only what the database itself throws is about the state: other failures stay what they are. */
  async #within<T>(pool: Connection, begin: string, work: Work<T>): Promise<T> {
    try {
      return await pool.connection().execute(async (db) => {
        try {
          await sql.raw(begin).execute(db);
          return await work(db);
        } catch (error) {
          const isLost = error instanceof MysqlFailure && error.isLost;
          if (!isLost) await rollback(db);
          throw error;
        }
      });
    } catch (error) {
      if (error instanceof MysqlFailure && (error.isLost || error.isConflict)) throw new Repeatable(error);
      throw stateError(error, this.#where);
    }
  }

  async #repeated<T>(once: () => Promise<T>): Promise<T> {
    for (const pause of PAUSES_MS) {
      try {
        return await once();
      } catch (error) {
        if (!(error instanceof Repeatable)) throw error;
      }
      // Two that met once do not meet again at the same moment.
      await sleep(pause * (0.5 + Math.random()));
    }
    try {
      return await once();
    } catch (error) {
      throw error instanceof Repeatable ? stateError(error.failure, this.#where) : error;
    }
  }
}

/** A connection that cannot even do that is closed, and the server does it by itself. */
async function rollback(db: Connection): Promise<void> {
  await sql
    .raw('rollback')
    .execute(db)
    .catch(() => undefined);
}
