import type { Mariadb } from '@mapistore/services';
import { createConnection } from 'mysql2/promise';

/** Somebody with a client of the database, who types SQL. */
export interface Person extends AsyncDisposable {
  type(statement: string): Promise<Record<string, unknown>[]>;
}

export async function personAt(server: Pick<Mariadb, 'port' | 'database'>): Promise<Person> {
  const { port, database } = server;
  const connection = await createConnection({
    host: '127.0.0.1',
    port,
    user: 'alice',
    password: 'secret',
    database,
    charset: 'utf8mb4_bin',
    dateStrings: true,
    multipleStatements: true,
  });
  return {
    async type(statement) {
      const [rows] = await connection.query(statement);
      return rows as Record<string, unknown>[];
    },
    [Symbol.asyncDispose]: () => connection.end(),
  };
}
