import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { MapistoreError, type StateStore } from '@mapistore/core';
import { Kysely, sql } from 'kysely';
import { type TableAccess, withAccess } from '../copy/access.ts';
import type { Database, Db } from '../schema/database.ts';
import { migrate, SCHEMA_VERSION } from '../schema/migrations.ts';
import { meta } from '../tables/meta.ts';
import { readOnlyTx, stateTx } from '../tables/tx.ts';
import { sqliteDialect } from './dialect.ts';
import { stateError } from './errors.ts';
import { sqliteFlavour } from './flavour.ts';
import { homeOf } from './home.ts';

/** Where the embedded state lies. */
export interface SqliteOptions {
  /** Path of the database file; made where it is missing, its folder must exist. */
  readonly file: string;
}

/**
 * Opens the embedded state, brings its schema up to date and gives it to core.
 * @throws CONFIG_INVALID, STATE_CORRUPT (also for a schema newer than this package), BUSY, QUOTA_EXCEEDED
 */
export async function openSqliteState(options: SqliteOptions): Promise<StateStore> {
  const db = new Kysely<Database>({ dialect: sqliteDialect(options.file) });
  const run = <T>(begin: string, work: (tx: Db) => Promise<T>): Promise<T> => transact(db, begin, options.file, work);
  try {
    await inTurn(options.file, () => run('begin immediate', (tx) => prepare(tx, options.file)));
  } catch (error) {
    await db.destroy();
    throw error;
  }
  const write: TableAccess['write'] = (work) => inTurn(options.file, () => run('begin immediate', work));
  const state: StateStore = {
    write: (work) => write((tx) => work(stateTx(tx, sqliteFlavour))),
    read: (work) => run('begin', (tx) => work(readOnlyTx(tx, sqliteFlavour))),
    home: () => homeOf(options.file),
    [Symbol.asyncDispose]: () => db.destroy(),
  };
  return withAccess(state, {
    flavour: sqliteFlavour,
    where: options.file,
    write,
    read: (work) => run('begin', work),
  });
}

const writers = new Map<string, Promise<void>>();

// SQLite waits for another writer by standing still. Were that one of this very process, it could never go on.
async function inTurn<T>(path: string, work: () => Promise<T>): Promise<T> {
  // Each database in memory is one of its own.
  if (path === ':memory:') return work();
  const file = resolve(path);
  const before = writers.get(file);
  const { promise, resolve: done } = Promise.withResolvers<void>();
  writers.set(file, promise);
  await before;
  try {
    return await work();
  } finally {
    if (writers.get(file) === promise) writers.delete(file);
    done();
  }
}

// Kysely begins deferred transactions; a writer that reads first would then fail with BUSY instead of waiting.
async function transact<T>(
  db: Kysely<Database>,
  begin: string,
  file: string,
  work: (tx: Db) => Promise<T>,
): Promise<T> {
  return db
    .connection()
    .execute(async (connection) => {
      let open = false;
      try {
        await sql.raw(begin).execute(connection);
        open = true;
        const result = await work(connection);
        await sql.raw('commit').execute(connection);
        return result;
      } catch (error) {
        if (open)
          await sql
            .raw('rollback')
            .execute(connection)
            .catch(() => undefined);
        throw translate(error, file);
      }
    })
    .catch((error) => {
      throw translate(error, file);
    });
}

/** Only what the database itself throws is about the state; a failure of the caller's function stays what it is. */
function translate(error: unknown, file: string): unknown {
  const code = (error as { code?: unknown } | null)?.code;
  return code === 'ERR_SQLITE_ERROR' ? stateError(error, file) : error;
}

async function prepare(db: Db, file: string): Promise<void> {
  await sql.raw('create table if not exists meta (key varchar(64) primary key, value text not null)').execute(db);
  const rows = await db.selectFrom('meta').selectAll().execute();
  const known = new Map(rows.map((row) => [row.key, row.value]));
  const version = Number(known.get('schema') ?? 0);
  if (version > SCHEMA_VERSION) {
    throw new MapistoreError(
      'STATE_CORRUPT',
      `The state in ${file} has schema ${version}, this program knows ${SCHEMA_VERSION}; use a newer version of @mapistore/state-sql.`,
    );
  }
  if (version === SCHEMA_VERSION) return;
  for (let from = version; from < SCHEMA_VERSION; from++) await migrate(db, sqliteFlavour, from);
  const facts = { schema: String(SCHEMA_VERSION), replica: known.get('replica') ?? randomUUID() };
  for (const [key, value] of Object.entries(facts)) {
    await meta(db, sqliteFlavour).set(key, value);
  }
}
