import os from 'node:os';
import path from 'node:path';
import { loopback } from '../ports.ts';
import { password, users } from '../server.ts';
import type { MariadbOptions } from './options.ts';

/** The database that every server has; others are made as `mapistore_…`. */
export const database = 'mapistore';

/** As whom the server runs: it refuses to be root. */
export function account(): string {
  const { uid, username } = os.userInfo();
  return uid === 0 ? 'mysql' : username;
}

/** The arguments of a server in that folder and on that port. */
export function mariadbArgs(dir: string, port: number, options: MariadbOptions): readonly string[] {
  return [
    '--no-defaults',
    `--datadir=${path.join(dir, 'data')}`,
    `--tmpdir=${path.join(dir, 'tmp')}`,
    `--socket=${path.join(dir, 'mariadb.sock')}`,
    `--pid-file=${path.join(dir, 'mariadb.pid')}`,
    `--init-file=${path.join(dir, 'accounts.sql')}`,
    `--port=${port}`,
    `--bind-address=${loopback}`,
    `--user=${account()}`,
    `--ssl-cert=${path.join(dir, 'cert.pem')}`,
    `--ssl-key=${path.join(dir, 'key.pem')}`,
    '--skip-name-resolve',
    '--skip-log-bin',
    '--innodb-log-file-size=64M',
    ...(options.durable === true ? [] : ['--innodb-flush-log-at-trx-commit=0', '--innodb-doublewrite=0']),
    ...(options.args ?? []),
  ];
}

/** Run at each start. Both accounts may do everything in these databases, and nothing elsewhere. */
export function accountsSql(): string {
  const grants = users.flatMap((user) => {
    const name = `'${user}'@'${loopback}'`;
    const on = ['`mapistore`', '`mapistore\\_%`'];
    return [
      `CREATE USER IF NOT EXISTS ${name} IDENTIFIED BY '${password}';`,
      ...on.map((each) => `GRANT ALL ON ${each}.* TO ${name};`),
    ];
  });
  return `${[`CREATE DATABASE IF NOT EXISTS ${database};`, ...grants].join('\n')}\n`;
}
