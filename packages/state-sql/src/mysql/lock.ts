import { randomUUID } from 'node:crypto';
import { MapistoreError } from '@mapistore/core';
import { type Kysely, sql } from 'kysely';
import { SCHEMA_VERSION } from '../schema/migrations.ts';
import type { MysqlDatabase } from './database.ts';
import { MysqlFailure } from './errors.ts';
import { mysqlFlavour } from './flavour.ts';

/** Longer than any program works without a write, and short of the table growing. */
const FORGOTTEN_MS = 24 * 3_600_000;

const NOW = sql<number>`${sql.raw(mysqlFlavour.now as string)}`;

/**
 * Takes the one lock of all writers: the row with the version of the schema. Held until the end of the transaction, so
 * that writers of all programs follow one another, and none writes into tables it does not know.
 * @throws BUSY after the server's 15 seconds
 */
export async function lockState(db: Kysely<MysqlDatabase>, where: string): Promise<number> {
  try {
    const row = await db.selectFrom('meta').select('value').where('key', '=', 'schema').forUpdate().executeTakeFirst();
    return Number(row?.value ?? 0);
  } catch (error) {
    if (!(error instanceof MysqlFailure && error.errno === 1205)) throw error;
    throw new MapistoreError(
      'BUSY',
      `Cannot write to the state in ${where}: another program holds it; try again in a moment.`,
      { cause: error, context: { state: where } },
    );
  }
}

/** @throws STATE_CORRUPT for tables of another version than this program's */
export function checkVersion(version: number, where: string): void {
  if (version === SCHEMA_VERSION) return;
  throw new MapistoreError(
    'STATE_CORRUPT',
    version > SCHEMA_VERSION
      ? `The state in ${where} has schema ${version}, this program knows ${SCHEMA_VERSION}; use a newer version of @mapistore/state-sql.`
      : `The state in ${where} lacks its version, or went back to schema ${version}; put back a backup of it.`,
  );
}

/** What this program wrote last, for when the answer to a commit is lost. */
export class WriterMark {
  readonly #id = randomUUID();
  #sequence = 0;

  /** Marks the transaction, and gives what to look for afterwards. */
  async set(db: Kysely<MysqlDatabase>): Promise<number> {
    const sequence = ++this.#sequence;
    const row = { id: this.#id, sequence, at: NOW };
    await mysqlFlavour.orReplace(db.insertInto('writers').values(row) as never, ['id'], ['sequence', 'at']).execute();
    return sequence;
  }

  /** Whether a transaction was committed; the caller holds the lock, so it is not on its way any more. */
  async isSet(db: Kysely<MysqlDatabase>, sequence: number): Promise<boolean> {
    const row = await db.selectFrom('writers').select('sequence').where('id', '=', this.#id).executeTakeFirst();
    return row?.sequence === sequence;
  }

  async remove(db: Kysely<MysqlDatabase>): Promise<void> {
    await db.deleteFrom('writers').where('id', '=', this.#id).execute();
  }

  /** Forgets programs that ended without taking their mark along. */
  async purge(db: Kysely<MysqlDatabase>): Promise<void> {
    await db.deleteFrom('writers').where('at', '<', sql<number>`${NOW} - ${FORGOTTEN_MS}`).execute();
  }
}
