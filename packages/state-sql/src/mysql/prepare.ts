import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { MapistoreError } from '@mapistore/core';
import { type Kysely, sql } from 'kysely';
import { SchemaBuilder } from '../schema/builder.ts';
import { migrate, SCHEMA_VERSION } from '../schema/migrations.ts';
import { meta } from '../tables/meta.ts';
import type { Connected, MysqlDatabase } from './database.ts';
import { MysqlFailure, stateError } from './errors.ts';
import { mysqlFlavour } from './flavour.ts';
import { checkVersion, lockState } from './lock.ts';

/** Several programs that open an empty database at once take each other's steps for their own this many times. */
const ATTEMPTS = 10;

/**
 * Brings the schema up to date, a step at a time. MySQL cannot take back what changes tables, so each step may be done
 * again where a program died in it, and its version is noted when it is done. One program at a time does so: it holds
 * the lock of the writers on one connection while it changes tables on another.
 * @throws STATE_CORRUPT for a newer schema, BUSY, and what keeps the server from being used
 */
export async function prepare(connected: Connected, where: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      if ((await versionNow(connected.readers)) === undefined) await begin(connected.readers);
      while (!(await step(connected, where)));
      return;
    } catch (error) {
      const isBusy = MapistoreError.is(error, 'BUSY') || (error instanceof MysqlFailure && error.isConflict);
      if (!isBusy || attempt === ATTEMPTS) throw stateError(error, where);
    }
    await sleep(100 * attempt * Math.random());
  }
}

/** The version of the schema; undefined where there are no tables at all. */
async function versionNow(db: Kysely<MysqlDatabase>): Promise<string | undefined> {
  try {
    const row = await db.selectFrom('meta').select('value').where('key', '=', 'schema').executeTakeFirst();
    return row?.value;
  } catch (error) {
    if (error instanceof MysqlFailure && error.errno === 1146) return undefined;
    throw error;
  }
}

/** The two tables that stand before all steps: the one with the lock, and the marks of the writers. */
async function begin(db: Kysely<MysqlDatabase>): Promise<void> {
  const schema = new SchemaBuilder(db as never, mysqlFlavour);
  await schema.table('meta', { key: 'varchar(64)', value: 'text' }, ['key']);
  await schema.table('writers', { id: 'varchar(36)', sequence: 'bigint', at: 'bigint' }, ['id']);
  await mysqlFlavour.orKeep(db.insertInto('meta').values({ key: 'schema', value: '0' }) as never, ['key']).execute();
}

/** Takes one step under the lock; gives whether there is none left. */
async function step({ writers, readers }: Connected, where: string): Promise<boolean> {
  return writers.connection().execute(async (db) => {
    try {
      await sql.raw('start transaction').execute(db);
      const version = await lockState(db, where);
      if (version >= SCHEMA_VERSION) {
        checkVersion(version, where);
        await sql.raw('commit').execute(db);
        return true;
      }
      await migrate(readers as never, mysqlFlavour, version);
      const facts = meta(db as never, mysqlFlavour);
      if ((await facts.get('replica')) === undefined) await facts.set('replica', randomUUID());
      await facts.set('schema', String(version + 1));
      await sql.raw('commit').execute(db);
      return version + 1 === SCHEMA_VERSION;
    } catch (error) {
      await sql
        .raw('rollback')
        .execute(db)
        .catch(() => undefined);
      throw error;
    }
  });
}
