import { existsSync } from 'node:fs';
import { chown, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { makeCertificate } from '../certificate.ts';
import { type Place, ServerLife, startServer, type ThrowAwayServer, users } from '../server.ts';
import { announcedCapabilities, withoutCapabilities } from './capabilities.ts';
import { accounts, dovecotConfig, passwordFile } from './config.ts';
import type { DovecotOptions } from './options.ts';
import { dovecotPackages } from './packages.ts';

/** A throw-away Dovecot, listening on loopback. Its mail lies below `home/<user>/mail` in its folder. */
export interface Dovecot extends ThrowAwayServer {
  /** The port without TLS (STARTTLS is offered). */
  readonly imap: number;
  /** The port with TLS from the first byte. */
  readonly imaps: number;
}

/** Capabilities by kind of configuration, asked once per process. */
const known = new Map<string, readonly string[]>();

/** Starts a Dovecot with data of its own. It ends with this process at the latest, even when that is killed. */
export function startDovecot(options: DovecotOptions = {}): Promise<Dovecot> {
  return startServer({
    name: 'Dovecot',
    packages: dovecotPackages,
    options,
    ports: options.ports === undefined ? 2 : [options.ports.imap, options.ports.imaps],
    make: (place) => new Server(place, options),
  });
}

class Server extends ServerLife implements Dovecot {
  readonly imap: number;
  readonly imaps: number;
  readonly #options: DovecotOptions;

  constructor(place: Place, options: DovecotOptions) {
    const [imap = 0, imaps = 0] = place.ports;
    super(place, {
      name: 'Dovecot',
      program: '/usr/sbin/dovecot',
      args: ['-F', '-c', path.join(place.dir, 'dovecot.conf')],
      log: 'dovecot.log',
      greeting: [{ port: imap, pattern: /^\* OK/ }],
      // A killed server leaves its pid file, and the next one would refuse to start.
      leftovers: ['run/master.pid'],
    });
    this.imap = imap;
    this.imaps = imaps;
    this.#options = options;
  }

  async prepare(): Promise<void> {
    if (!existsSync(this.certificate)) await makeCertificate(this.dir);
    for (const name of ['run', 'state', 'home'])
      await mkdir(path.join(this.dir, name), { recursive: true, mode: 0o755 });
    const who = accounts();
    if (who.isRoot) await chown(path.join(this.dir, 'home'), who.uid, who.gid);
    await writeFile(path.join(this.dir, 'users'), passwordFile(users), { mode: 0o644 });
    await this.#writeConfig([]);
    const hidden = this.#options.without ?? [];
    if (hidden.length > 0) await this.#writeConfig(withoutCapabilities(await this.#capabilities(), hidden));
  }

  async #writeConfig(capabilities: readonly string[]): Promise<void> {
    const text = dovecotConfig(this, this.#options, capabilities);
    await writeFile(path.join(this.dir, 'dovecot.conf'), text);
  }

  /** What the server would announce, learnt by a short start of this very configuration. */
  async #capabilities(): Promise<readonly string[]> {
    const { quotaBytes, extraConfig = '' } = this.#options;
    const kind = JSON.stringify([quotaBytes !== undefined, extraConfig]);
    const before = known.get(kind);
    if (before !== undefined) return before;
    await this.start();
    const found = await announcedCapabilities(this.imap);
    await this.stop({ keep: true });
    known.set(kind, found);
    return found;
  }
}
