import { setTimeout as sleep } from 'node:timers/promises';
import { failure, isLost, isLostRace, mysqlError } from '../errors.ts';
import type { Tables } from '../schema/tables.ts';
import { refuseNewer, SCHEMA_VERSION } from '../schema/versions.ts';
import type { Client, Held, Runner } from './client.ts';

/** How often a transaction is repeated that lost to another, or its connection. */
const ATTEMPTS = 6;

/** Who writes, in this account and with this open mount. */
export interface Writer {
  readonly client: Client;
  readonly tables: Tables;
  readonly account: number;
  /** 32 hexadecimal digits, of this open mount alone. */
  readonly id: string;
  /** Transactions this mount has begun to commit. */
  seq: number;
}

/** A transaction that writes. All of an account follow one another, so that change numbers are committed in their order. */
export interface Tx extends Runner {
  /** The number of this transaction's changes. */
  readonly step: number;
  /** Ids in a row; the first of them. */
  takeIds(count: number): number;
}

/**
 * Runs work in a transaction; more than once where it was taken back, so it must not change anything else. An answer to the
 * commit that is lost is looked for: nothing is written twice.
 * @throws BUSY after many lost races; UNAVAILABLE, also where it could not be found out whether it was committed
 */
export async function write<T>(writer: Writer, signal: AbortSignal, work: (tx: Tx) => Promise<T>): Promise<T> {
  const { client } = writer;
  const state: { committing?: number; result?: T } = {};
  return repeated(client, signal, async () => {
    // The answer to the commit of the try before was lost; while that cannot be found out, nothing is written again.
    if (state.committing !== undefined) {
      if (await wasCommitted(writer, state.committing, signal)) return state.result as T;
      delete state.committing;
    }
    try {
      return await client.with(signal, (_, connection) => once(writer, connection, work, state));
    } catch (error) {
      if (!isLost(error)) delete state.committing;
      throw error;
    }
  });
}

/**
 * Does something again that lost a race or its connection, a few times, with longer and longer pauses.
 * @throws BUSY, UNAVAILABLE, and at once what is neither
 */
export async function repeated<T>(client: Client, signal: AbortSignal, act: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await act();
    } catch (error) {
      signal.throwIfAborted();
      const again = isLostRace(error) || isLost(error);
      if (!again || attempt >= ATTEMPTS) throw mysqlError(error, 'Cannot write', client.where);
      await sleep(Math.random() * 20 * 2 ** attempt, undefined, { signal });
    }
  }
}

async function once<T>(
  writer: Writer,
  connection: Held,
  work: (tx: Tx) => Promise<T>,
  state: { committing?: number; result?: T },
): Promise<T> {
  const { tables, account } = writer;
  try {
    await connection.say('start transaction');
    const { step, nextId } = await lockAccount(writer, connection);
    const ids = { next: nextId };
    const tx: Tx = {
      rows: (statement, values) => connection.rows(statement, values),
      change: (statement, values) => connection.change(statement, values),
      insert: (statement, values) => connection.insert(statement, values),
      step: step + 1,
      takeIds(count) {
        const first = ids.next;
        ids.next += count;
        return first;
      },
    };
    state.result = await work(tx);
    await connection.change(`update ${tables.accounts} set step = ?, nextId = ? where id = ?`, [
      tx.step,
      ids.next,
      account,
    ]);
    const seq = ++writer.seq;
    await connection.change(
      `insert into ${tables.writers} (account, writer, seq, at) values (?, ?, ?, ?) on duplicate key update seq = values(seq), at = values(at)`,
      [account, writer.id, seq, Date.now()],
    );
    state.committing = seq;
    await connection.say('commit');
    return state.result;
  } catch (error) {
    // Whoever cannot say "rollback" has no transaction any more.
    if (!isLost(error)) await connection.say('rollback').catch(() => connection.drop());
    else connection.drop();
    throw error;
  }
}

/** The row that every writer of the account waits for; and whether the tables are still those this program knows. */
async function lockAccount(
  { tables, account }: Writer,
  connection: Held,
): Promise<{ readonly step: number; readonly nextId: number }> {
  const [row] = await connection.rows<{ step: number; nextId: number }>(
    `select step, nextId from ${tables.accounts} where id = ? for update`,
    [account],
  );
  if (row === undefined) throw failure('UNAVAILABLE', 'The account of this mount is not in the database any more.');
  const [meta] = await connection.rows<{ value: string }>(`select value from ${tables.meta} where name = 'schema'`);
  const version = Number(meta?.value ?? 0);
  refuseNewer(version);
  if (version !== SCHEMA_VERSION) throw failure('UNAVAILABLE', 'The tables of this mount are being made anew.');
  return row;
}

/** Asked under the lock: a commit that is still under way is waited for. */
async function wasCommitted(writer: Writer, seq: number, signal: AbortSignal): Promise<boolean> {
  const { client, tables, account, id } = writer;
  return client.with(signal, async (_, connection) => {
    await connection.say('start transaction');
    try {
      await connection.rows(`select step from ${tables.accounts} where id = ? for update`, [account]);
      const [row] = await connection.rows<{ seq: number }>(
        `select seq from ${tables.writers} where account = ? and writer = ?`,
        [account, id],
      );
      return (row?.seq ?? 0) >= seq;
    } finally {
      await connection.say('rollback').catch(() => connection.drop());
    }
  });
}
