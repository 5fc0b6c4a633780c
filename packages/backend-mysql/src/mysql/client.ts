import mysql from 'mysql2';
import { createPool, type Pool, type PoolConnection, type ResultSetHeader } from 'mysql2/promise';
import type { Endpoint } from '../endpoint.ts';
import { mysqlError } from '../errors.ts';

/** A value of a placeholder. */
export type Value = string | number | Uint8Array | null;
export type Row = Readonly<Record<string, unknown>>;

/** Prepared statements that a connection keeps: those of this package, with lists of a few lengths. */
const MAX_STATEMENTS = 300;

/** What every connection begins with. Writers wait for a lock and then must see what others wrote before them. */
const SESSION = [
  "set session sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION', time_zone = '+00:00'",
  'set session transaction isolation level read committed',
];

/** Runs statements, each prepared, with its values apart from it. */
export interface Runner {
  rows<T extends Row>(statement: string, values?: readonly Value[]): Promise<T[]>;
  /** How many rows a statement changed. */
  change(statement: string, values?: readonly Value[]): Promise<number>;
  /** Puts many rows in. Their numbers go as mysql2 sends them, which costs less and is exact in a column. */
  insert(statement: string, values: readonly Value[]): Promise<void>;
}

/** Connections to one database, bounded in number. */
export class Client {
  readonly where: string;
  readonly #pool: Pool;

  constructor(endpoint: Endpoint, password: string | undefined) {
    const { host, port, user, database, tls, connections, connectTimeoutMs } = endpoint;
    this.where = endpoint.where;
    this.#pool = createPool({
      host,
      port,
      user,
      database,
      ...(password !== undefined && { password }),
      ...(tls !== undefined && { ssl: { ...tls, verifyIdentity: true } as never }),
      connectTimeout: connectTimeoutMs,
      connectionLimit: connections,
      maxIdle: connections,
      maxPreparedStatements: MAX_STATEMENTS,
      charset: 'utf8mb4_bin',
      // Numbers above 2^53 would lose their last digits, and times would be moved by a zone.
      supportBigNumbers: true,
      dateStrings: true,
      enableKeepAlive: true,
    });
    this.#pool.on('connection', (connection) => {
      // Whatever the server's defaults are. A failure shows with the next statement.
      for (const statement of SESSION) (connection as unknown as { query(sql: string): void }).query(statement);
    });
  }

  /** One statement on its own, taken back by an abort. */
  async rows<T extends Row>(statement: string, values: readonly Value[], signal: AbortSignal): Promise<T[]> {
    return this.with(signal, (runner) => runner.rows<T>(statement, values));
  }

  /** A connection for a while. An abort ends its statement and the connection with it. */
  async with<T>(signal: AbortSignal, work: (runner: Runner, connection: Held) => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    const connection = await this.#connect();
    const held = new Held(connection);
    // mysql2 never answers what was asked of a connection that is destroyed.
    const { promise: aborted, reject } = Promise.withResolvers<never>();
    aborted.catch(() => undefined);
    const onAbort = (): void => {
      held.drop();
      void this.#kill(connection.threadId);
      reject(signal.reason);
    };
    signal.addEventListener('abort', onAbort);
    try {
      signal.throwIfAborted();
      return await Promise.race([work(held, held), aborted]);
    } finally {
      signal.removeEventListener('abort', onAbort);
      held.release();
    }
  }

  async close(): Promise<void> {
    await this.#pool.end().catch(() => undefined);
  }

  async #connect(): Promise<PoolConnection> {
    try {
      return await this.#pool.getConnection();
    } catch (error) {
      throw mysqlError(error, 'Cannot connect', this.where);
    }
  }

  /** The server goes on with a statement whose client is gone, unless it is told. */
  async #kill(thread: number): Promise<void> {
    try {
      const connection = await this.#pool.getConnection();
      try {
        await connection.query(`kill ${Number(thread)}`);
      } finally {
        connection.release();
      }
    } catch {
      // It has ended by itself, or the server is gone.
    }
  }
}

/** A connection while somebody has it. */
export class Held implements Runner {
  readonly #connection: PoolConnection;
  #dropped = false;

  constructor(connection: PoolConnection) {
    this.#connection = connection;
  }

  async rows<T extends Row>(statement: string, values: readonly Value[] = []): Promise<T[]> {
    const [rows] = await this.#connection.execute(statement, values.map(parameter) as never[]);
    return rows as unknown as T[];
  }

  async change(statement: string, values: readonly Value[] = []): Promise<number> {
    const [result] = await this.#connection.execute(statement, values.map(parameter) as never[]);
    return (result as ResultSetHeader).affectedRows;
  }

  async insert(statement: string, values: readonly Value[]): Promise<void> {
    await this.#connection.execute(statement, values.map(bytesAsBuffer) as never[]);
  }

  /** A statement that cannot be prepared, such as `start transaction`; never with a value in it. */
  async say(statement: string): Promise<void> {
    await this.#connection.query(statement);
  }

  /** Ends the connection: whatever it was in the middle of is taken back by the server. */
  drop(): void {
    if (this.#dropped) return;
    this.#dropped = true;
    this.#connection.destroy();
  }

  release(): void {
    if (!this.#dropped) this.#connection.release();
  }
}

/** mysql2 would send numbers as floating point, which MySQL 8 refuses in `limit`. */
function parameter(value: Value): unknown {
  return typeof value === 'number' ? mysql.TypedParameter.LONGLONG(value) : bytesAsBuffer(value);
}

/** And bytes as text, unless they are in a Buffer. */
function bytesAsBuffer(value: Value): Value {
  return value instanceof Uint8Array && !Buffer.isBuffer(value)
    ? Buffer.from(value.buffer, value.byteOffset, value.byteLength)
    : value;
}
