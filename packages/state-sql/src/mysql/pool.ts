import type { MysqlPool, MysqlPoolConnection } from 'kysely';
import mysql, { type Pool, type PoolConnection } from 'mysql2';
import type { Endpoint } from './endpoint.ts';
import { failureOf } from './errors.ts';

/** A statement that waits longer than this is taken for lost: lists of a million items take less. */
const STATEMENT_MS = 300_000;

/** Prepared statements a connection keeps: those of this package are few, those with lists of keys vary. */
const MAX_STATEMENTS = 128;

/**
 * What a session needs whatever the defaults of the server: nothing is cut in silence; who died while it held the lock
 * is let go of after a minute; long texts are sorted by all of their characters.
 */
const SESSION = `set session sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION', time_zone = '+00:00',
  innodb_lock_wait_timeout = 15, lock_wait_timeout = 30, wait_timeout = 60, max_sort_length = 8192`;

type Done = (error: unknown, result: unknown) => void;

/** Connections to the server, as Kysely wants them, with prepared statements. */
export class Connections implements MysqlPool {
  readonly #pool: Pool;
  readonly #isolation: string;
  readonly #ready = new WeakMap<PoolConnection, MysqlPoolConnection>();

  constructor(endpoint: Endpoint, { limit, isolation }: { readonly limit: number; readonly isolation: string }) {
    const { host, port, user, password, database, tls } = endpoint;
    this.#isolation = isolation;
    this.#pool = mysql.createPool({
      host,
      port,
      user,
      database,
      ...(password !== undefined && { password }),
      ...(tls !== undefined && { ssl: { ...tls, minVersion: 'TLSv1.2', verifyIdentity: true } }),
      charset: 'utf8mb4_bin',
      connectTimeout: 10_000,
      connectionLimit: limit,
      // Closed from here before the server does so.
      maxIdle: limit,
      idleTimeout: 30_000,
      maxPreparedStatements: MAX_STATEMENTS,
      // Numbers stay below 2^53, so that they are exact as numbers; sums come as decimals.
      supportBigNumbers: true,
      bigNumberStrings: false,
      decimalNumbers: true,
      jsonStrings: true,
      typeCast: (field, next) => (field.type === 'VAR_STRING' ? field.string('utf8') : next()),
    });
  }

  getConnection(callback: (error: unknown, connection: MysqlPoolConnection) => void): void {
    const failed = (error: unknown): void => callback(failureOf(error), undefined as never);
    this.#pool.getConnection((error, connection) => {
      if (error !== null && error !== undefined) return failed(error);
      const known = this.#ready.get(connection);
      if (known !== undefined) return callback(undefined, known);
      const refused = (cause: unknown): void => {
        connection.destroy();
        failed(cause);
      };
      connection.query(SESSION, (first) => {
        if (first !== null) return refused(first);
        connection.query(`set session transaction isolation level ${this.#isolation}`, (second) => {
          if (second !== null) return refused(second);
          const adapted = adapt(connection);
          this.#ready.set(connection, adapted);
          callback(undefined, adapted);
        });
      });
    });
  }

  end(callback: (error: unknown) => void): void {
    this.#pool.end(callback);
  }
}

function adapt(connection: PoolConnection): MysqlPoolConnection {
  const query = (sql: string, parameters: readonly unknown[], callback: Done): void => {
    const done = (error: { code?: string } | null, result: unknown): void => {
      if (error === null || error === undefined) {
        callback(null, result);
        return;
      }
      // Nobody knows what such a connection is in the middle of.
      if (error.code === 'PROTOCOL_SEQUENCE_TIMEOUT' || sql === 'rollback') connection.destroy();
      callback(failureOf(error), undefined);
    };
    const options = { sql, timeout: STATEMENT_MS };
    // What begins and ends transactions and makes tables cannot be prepared everywhere.
    if (!/^(?:select|insert|update|delete)\b/iu.test(sql)) connection.query(options, done);
    else connection.execute(options, parameters.map(parameter) as never[], done);
  };
  return {
    threadId: connection.threadId,
    query,
    release: () => connection.release(),
    destroy: () => connection.destroy(),
  } as unknown as MysqlPoolConnection;
}

/** The driver would send numbers as floating point, which MySQL 8 refuses in `limit`, and bytes without their kind. */
function parameter(value: unknown): unknown {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return mysql.TypedParameter.LONGLONG(value);
  if (value instanceof Uint8Array && !Buffer.isBuffer(value))
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  return value;
}
