import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { makeCertificate } from '../certificate.ts';
import { loopback } from '../ports.ts';
import { type Place, ServerLife, startServer, type ThrowAwayServer } from '../server.ts';
import { account, accountsSql, database, mariadbArgs } from './config.ts';
import type { MariadbOptions } from './options.ts';
import { mariadbPackages } from './packages.ts';

const run = promisify(execFile);

/** A throw-away MariaDB. Its accounts own the database `mapistore`, and make others whose names begin `mapistore_`. */
export interface Mariadb extends ThrowAwayServer {
  readonly port: number;
  /** `mysql://alice@127.0.0.1:3306/mapistore`, without the password. TLS is offered and not needed. */
  readonly url: string;
  readonly database: string;
  readonly socket: string;
}

/** Starts a MariaDB with data of its own. It ends with this process at the latest, even when that is killed. */
export function startMariadb(options: MariadbOptions = {}): Promise<Mariadb> {
  return startServer({
    name: 'MariaDB',
    packages: mariadbPackages,
    options,
    ports: options.port === undefined ? 1 : [options.port],
    make: (place) => new Server(place, options),
  });
}

class Server extends ServerLife implements Mariadb {
  readonly port: number;
  readonly url: string;
  readonly database: string = database;
  readonly socket: string;

  constructor(place: Place, options: MariadbOptions) {
    const [port = 0] = place.ports;
    super(place, {
      name: 'MariaDB',
      program: '/usr/sbin/mariadbd',
      args: mariadbArgs(place.dir, port, options),
      log: 'output.log',
      // It listens some time before it serves; then it says its version.
      greeting: [{ port, pattern: /MariaDB/ }],
      leftovers: ['mariadb.pid', 'mariadb.sock'],
    });
    this.port = port;
    this.url = `mysql://${this.user}@${loopback}:${port}/${database}`;
    this.socket = path.join(place.dir, 'mariadb.sock');
  }

  async prepare(): Promise<void> {
    if (!existsSync(this.certificate)) await makeCertificate(this.dir);
    await writeFile(path.join(this.dir, 'accounts.sql'), accountsSql());
    const data = path.join(this.dir, 'data');
    // Not /tmp: a server that starts there takes away the temporary tables of all others.
    const tmp = path.join(this.dir, 'tmp');
    await mkdir(tmp, { recursive: true });
    if (existsSync(data)) return;
    await mkdir(data);
    const user = account();
    if (user === 'mysql') await run('chown', ['-R', 'mysql:mysql', this.dir]);
    const options = [
      `--tmpdir=${tmp}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
      '--skip-name-resolve',
    ];
    await run('mariadb-install-db', ['--no-defaults', `--datadir=${data}`, `--user=${user}`, ...options]);
  }
}
