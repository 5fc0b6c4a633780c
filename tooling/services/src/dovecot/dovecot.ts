import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { makeCertificate } from '../certificate.ts';
import { type Guard, startGuard } from '../guard.ts';
import { freePorts, loopback } from '../ports.ts';
import { launch, stopGroup, waitForGreeting } from '../processes.ts';
import { missingPackages, packageSentence } from '../system-packages.ts';
import { announcedCapabilities, withoutCapabilities } from './capabilities.ts';
import { accounts, type DovecotPlace, dovecotConfig, passwordFile } from './config.ts';
import { type DovecotOptions, password, users } from './options.ts';
import { dovecotPackages } from './packages.ts';

/** A throw-away Dovecot, listening on loopback. */
export interface Dovecot extends AsyncDisposable {
  readonly host: string;
  /** The port without TLS (STARTTLS is offered). */
  readonly imap: number;
  /** The port with TLS from the first byte. */
  readonly imaps: number;
  /** The first account; the second is `bob`. Both have the same password. */
  readonly user: string;
  readonly users: readonly string[];
  readonly password: string;
  /** Path of the certificate to trust; it names localhost and 127.0.0.1. */
  readonly certificate: string;
  /** Everything the server has: configuration, log, and the mail below `home/<user>/mail`. */
  readonly dir: string;
  /** The process now running, or undefined while stopped. */
  readonly pid: number | undefined;
  /** Stops the server and removes its folder, or keeps that for `start()`. Doing it twice is no error. */
  stop(how?: { readonly keep?: boolean }): Promise<void>;
  /** Starts again after `stop({ keep: true })` or `kill()`: same folder, same ports. */
  start(): Promise<void>;
  /** `stop({ keep: true })`, then `start()`. */
  restart(): Promise<void>;
  /** Ends all its processes at once, as a power cut would. The folder stays for `start()`. */
  kill(): Promise<void>;
}

/** Capabilities by kind of configuration, asked once per process. */
const known = new Map<string, readonly string[]>();

/** Starts a Dovecot with data of its own. It ends with this process at the latest, even when that is killed. */
export async function startDovecot(options: DovecotOptions = {}): Promise<Dovecot> {
  const missing = missingPackages(dovecotPackages);
  if (missing.length > 0) throw new Error(`Cannot start Dovecot: ${packageSentence(missing)}`);
  const dir = options.dir ?? (await mkdtemp(path.join(os.tmpdir(), 'mapistore-dovecot-')));
  const guard = options.guarded === false ? undefined : startGuard(dir);
  try {
    const [imap = 0, imaps = 0] = options.ports ? [options.ports.imap, options.ports.imaps] : await freePorts(2);
    const server = new Server({ dir, imap, imaps }, options, guard);
    await server.prepare();
    await server.start();
    return server;
  } catch (error) {
    guard?.release();
    if (options.dir === undefined) await rm(dir, { recursive: true, force: true });
    throw error;
  }
}

class Server implements Dovecot {
  readonly host = loopback;
  readonly user = users[0];
  readonly users = users;
  readonly password = password;
  readonly imap: number;
  readonly imaps: number;
  readonly dir: string;
  readonly certificate: string;
  pid: number | undefined;
  readonly #place: DovecotPlace;
  readonly #options: DovecotOptions;
  readonly #guard: Guard | undefined;

  constructor(place: DovecotPlace, options: DovecotOptions, guard: Guard | undefined) {
    this.imap = place.imap;
    this.imaps = place.imaps;
    this.dir = place.dir;
    this.certificate = path.join(place.dir, 'cert.pem');
    this.#place = place;
    this.#options = options;
    this.#guard = guard;
  }

  async prepare(): Promise<void> {
    // The parts of the server that gave up root's rights must be able to walk in.
    await chmod(this.dir, 0o755);
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

  async start(): Promise<void> {
    if (this.pid !== undefined) throw new Error(`Cannot start Dovecot in ${this.dir}: it already runs.`);
    const config = path.join(this.dir, 'dovecot.conf');
    const child = await launch('/usr/sbin/dovecot', ['-F', '-c', config], path.join(this.dir, 'output.log'));
    this.pid = child.pid;
    this.#guard?.watch(child.pid);
    child.unref();
    try {
      await waitForGreeting(child, this.imap, /^\* OK/);
    } catch (cause) {
      await this.kill();
      throw new Error(`Cannot start Dovecot in ${this.dir}: ${(cause as Error).message}\n${await this.#logs()}`, {
        cause,
      });
    }
  }

  async stop(how: { readonly keep?: boolean } = {}): Promise<void> {
    await this.#end('SIGTERM');
    if (how.keep === true) return;
    await rm(this.dir, { recursive: true, force: true });
    this.#guard?.release();
  }

  async restart(): Promise<void> {
    await this.stop({ keep: true });
    await this.start();
  }

  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  async #end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    if (this.pid === undefined) return;
    await stopGroup(this.pid, signal);
    this.pid = undefined;
    this.#guard?.watch(undefined);
    // A killed server leaves its pid file, and the next one would refuse to start.
    await rm(path.join(this.dir, 'run', 'master.pid'), { force: true });
  }

  async #writeConfig(capabilities: readonly string[]): Promise<void> {
    const text = dovecotConfig(this.#place, this.#options, capabilities);
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

  async #logs(): Promise<string> {
    const names = ['output.log', 'dovecot.log'];
    const texts = await Promise.all(names.map((name) => readFile(path.join(this.dir, name), 'utf8').catch(() => '')));
    return texts.join('').trim();
  }
}
