import { failure } from '../errors.ts';
import type { Held } from '../mysql/client.ts';
import { createTables, type Tables } from './tables.ts';

/** A step from one version of the tables to the next. Repeated after a kill, so each must bear that. */
type Step = (t: Tables) => readonly string[];

/** Never changed once released; a new version is a step at the end. */
const STEPS: readonly Step[] = [createTables];

export const SCHEMA_VERSION: number = STEPS.length;

/** Seconds to wait for another program that is making the tables. */
const PATIENCE = 60;

/**
 * Makes the tables or brings them up to date; one program at a time. DDL commits by itself, so the version is written after
 * each step, and a step that was broken off is done again.
 * @throws UNAVAILABLE where there are none and none shall be made; CONFIG_INVALID for tables of a newer version; BUSY
 */
export async function prepareTables(connection: Held, t: Tables, create: boolean): Promise<void> {
  let version = await versionOf(connection, t);
  if (version === SCHEMA_VERSION) return;
  if (version === 0 && !create)
    throw failure('UNAVAILABLE', 'The tables of this mount are not there; is it the right database and prefix?');
  refuseNewer(version);
  // By name, since there may be no row to lock yet. Names are for the whole server.
  const [{ name } = { name: '' }] = await connection.rows<{ name: string }>(
    "select concat('mapistore:', left(sha1(concat(database(), ?)), 32)) as name",
    [t.meta],
  );
  const [lock] = await connection.rows<{ got: number | null }>('select get_lock(?, ?) as got', [name, PATIENCE]);
  if (lock?.got !== 1) throw failure('BUSY', 'Another program is making the tables of this mount; try again.');
  try {
    await connection.say(
      `create table if not exists ${t.meta} (name varchar(64) not null primary key, value varchar(255) not null) engine = InnoDB default charset = utf8mb4 collate = utf8mb4_bin`,
    );
    version = await versionOf(connection, t);
    refuseNewer(version);
    for (const [index, step] of STEPS.entries()) {
      if (index < version) continue;
      for (const statement of step(t)) await connection.say(statement);
      await connection.change(
        `insert into ${t.meta} (name, value) values ('schema', ?) on duplicate key update value = values(value)`,
        [String(index + 1)],
      );
    }
  } finally {
    await connection.rows('select release_lock(?) as freed', [name]);
  }
}

/** 0 where there are no tables yet. */
async function versionOf(connection: Pick<Held, 'rows'>, t: Tables): Promise<number> {
  try {
    const [row] = await connection.rows<{ value: string }>(`select value from ${t.meta} where name = 'schema'`);
    return Number(row?.value ?? 0);
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ER_NO_SUCH_TABLE') return 0;
    throw error;
  }
}

/** @throws CONFIG_INVALID */
export function refuseNewer(version: number): void {
  if (version > SCHEMA_VERSION)
    throw failure(
      'CONFIG_INVALID',
      `The tables of this mount have version ${version}, and this program knows ${SCHEMA_VERSION}; use a newer version of @mapistore/backend-mysql.`,
      { context: { version, known: SCHEMA_VERSION } },
    );
}
