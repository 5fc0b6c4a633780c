import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { makeCertificate } from '../certificate.ts';
import { loopback } from '../ports.ts';
import { type Place, ServerLife, startServer, type ThrowAwayServer, users } from '../server.ts';
import { passwordFile, radicaleConfig } from './config.ts';
import type { RadicaleOptions } from './options.ts';
import { radicalePackages } from './packages.ts';

/** A throw-away Radicale: calendars and address books over CalDAV and CardDAV. Accounts start without collections. */
export interface Radicale extends ThrowAwayServer {
  readonly port: number;
  /** The root, such as `http://127.0.0.1:5232/`; a user's collections lie below `<url>alice/`. */
  readonly url: string;
}

/** Starts a Radicale with data of its own. It ends with this process at the latest, even when that is killed. */
export function startRadicale(options: RadicaleOptions = {}): Promise<Radicale> {
  return startServer({
    name: 'Radicale',
    packages: radicalePackages,
    options,
    ports: options.port === undefined ? 1 : [options.port],
    make: (place) => new Server(place, options),
  });
}

class Server extends ServerLife implements Radicale {
  readonly port: number;
  readonly url: string;
  readonly #options: RadicaleOptions;

  constructor(place: Place, options: RadicaleOptions) {
    const [port = 0] = place.ports;
    super(place, {
      name: 'Radicale',
      program: '/usr/bin/radicale',
      args: ['--config', path.join(place.dir, 'radicale.conf')],
      log: 'output.log',
      greeting: [options.tls === true ? { port } : { port, pattern: /^HTTP/, say: 'GET / HTTP/1.0\r\n\r\n' }],
    });
    this.port = port;
    this.url = `${options.tls === true ? 'https' : 'http'}://${loopback}:${port}/`;
    this.#options = options;
  }

  async prepare(): Promise<void> {
    if (!existsSync(this.certificate)) await makeCertificate(this.dir);
    await writeFile(path.join(this.dir, 'users'), passwordFile(users), { mode: 0o600 });
    await writeFile(path.join(this.dir, 'radicale.conf'), radicaleConfig(this.dir, this.port, this.#options));
  }
}
