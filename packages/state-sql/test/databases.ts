import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { StateStore } from '@mapistore/core';
import { type Mariadb, startMariadb } from '@mapistore/services';
import { createConnection } from 'mysql2/promise';
import { openSqliteState } from '../src/index.ts';
import { type MysqlOptions, openMysqlState } from '../src/mysql/index.ts';
import { temporaryFolder } from './support.ts';

/** One kind of database to run tests on. */
export interface TestDatabase extends AsyncDisposable {
  readonly name: 'sqlite' | 'mysql';
  /** A place for a state of its own, empty; opened as often as asked, as several programs would. */
  place(): Promise<() => Promise<StateStore>>;
}

/** The databases that every test of contents runs on. */
export const databases: Readonly<Record<TestDatabase['name'], () => Promise<TestDatabase>>> = {
  async sqlite() {
    const folder = await temporaryFolder();
    return {
      name: 'sqlite',
      place: async () => {
        const file = join(folder.path, `${randomUUID()}.sqlite`);
        return () => openSqliteState({ file });
      },
      [Symbol.asyncDispose]: () => folder.remove(),
    };
  },
  async mysql() {
    const server = await startMariadb();
    return {
      name: 'mysql',
      place: async () => {
        const options = await emptyDatabase(server);
        return () => openMysqlState(options);
      },
      [Symbol.asyncDispose]: () => server.stop(),
    };
  },
};

/** Makes an empty database, whose defaults are not what a state wants, and gives the way in. */
export async function emptyDatabase(server: Mariadb): Promise<MysqlOptions & { readonly uri: string }> {
  const name = `mapistore_${randomUUID().replaceAll('-', '')}`;
  await ask(server, `create database ${name} character set latin1 collate latin1_swedish_ci`);
  const uri = new URL(server.url);
  uri.pathname = `/${name}`;
  return { uri: uri.href, password: server.password };
}

/** Asks the server something beside all states; `uri` names another database than the first. */
export async function ask<Row>(server: Mariadb, statement: string, uri: string = server.url): Promise<readonly Row[]> {
  const { hostname, port, username, pathname } = new URL(uri);
  const connection = await createConnection({
    host: hostname,
    port: Number(port),
    user: username,
    password: server.password,
    database: pathname.slice(1),
  });
  try {
    const [rows] = await connection.query(statement);
    return rows as Row[];
  } finally {
    await connection.end();
  }
}
