import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { makeCertificate } from '../certificate.ts';
import { imapExchange } from '../imap-exchange.ts';
import { loopback } from '../ports.ts';
import { type Place, password, ServerLife, startServer, type ThrowAwayServer, users } from '../server.ts';
import { account, cyrusConf, domain, folders, imapdConf } from './config.ts';
import type { CyrusOptions, CyrusPorts } from './options.ts';
import { cyrusPackages } from './packages.ts';
import { findPrograms, type Programs } from './programs.ts';
import { readSentMessages, type SentMessage, sendmailScript } from './sendmail.ts';

/**
 * A throw-away Cyrus: mail over IMAP, calendars and address books over CalDAV and CardDAV, with the same accounts. It
 * schedules: an invitation for the other account lies in its scheduling inbox, one for anybody else leaves as mail.
 */
export interface Cyrus extends ThrowAwayServer, CyrusPorts {
  /** The root of HTTP, such as `http://127.0.0.1:8080/`; clients start at `<url>.well-known/caldav`, or below `<url>dav/`. */
  readonly url: string;
  /** The domain of the accounts: alice's address in calendars is `alice@<domain>`. */
  readonly domain: string;
  /** The messages that would have left the server, the oldest first: nothing does leave it. */
  sentMessages(): Promise<readonly SentMessage[]>;
}

/** Starts a Cyrus with data of its own. It ends with this process at the latest, even when that is killed. */
export function startCyrus(options: CyrusOptions = {}): Promise<Cyrus> {
  const { ports } = options;
  return startServer({
    name: 'Cyrus',
    packages: cyrusPackages,
    options,
    ports: ports === undefined ? 4 : [ports.imap, ports.imaps, ports.http, ports.https],
    make: async (place) => new Server(place, options, await findPrograms(place.dir)),
  });
}

class Server extends ServerLife implements Cyrus {
  readonly imap: number;
  readonly imaps: number;
  readonly http: number;
  readonly https: number;
  readonly url: string;
  readonly domain: string = domain;
  readonly #options: CyrusOptions;
  readonly #programs: Programs;

  constructor(place: Place, options: CyrusOptions, programs: Programs) {
    const [imap = 0, imaps = 0, http = 0, https = 0] = place.ports;
    const { dir } = place;
    const files = ['-C', `${dir}/imapd.conf`, '-M', `${dir}/cyrus.conf`, '-p', `${dir}/master.pid`];
    super(place, {
      name: 'Cyrus',
      program: path.join(programs.bin, 'master'),
      args: [...files, '-L', `${dir}/config/log`],
      env: programs.env,
      log: 'output.log',
      greeting: [
        { port: imap, pattern: /^\* OK/ },
        { port: http, pattern: /^HTTP/, say: 'OPTIONS / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' },
      ],
      leftovers: ['master.pid'],
      onceReady: () => welcome(imap, http),
    });
    this.imap = imap;
    this.imaps = imaps;
    this.http = http;
    this.https = https;
    this.url = `http://${loopback}:${http}/`;
    this.#options = options;
    this.#programs = programs;
  }

  async prepare(): Promise<void> {
    const { dir } = this;
    if (!existsSync(this.certificate)) await makeCertificate(dir);
    for (const name of folders) await mkdir(path.join(dir, name), { recursive: true });
    await writeFile(path.join(dir, 'sendmail'), sendmailScript(path.join(dir, 'sent')), { mode: 0o755 });
    const settings = { sendmail: path.join(dir, 'sendmail'), ...this.#options.settings };
    await writeFile(path.join(dir, 'imapd.conf'), imapdConf(dir, { ...this.#options, settings }));
    await writeFile(path.join(dir, 'cyrus.conf'), cyrusConf(dir, this.#programs.bin, this));
    for (const user of [...users, 'cyrusadm']) await this.#setPassword(user);
    // Only root can give files away; anybody else is who the server runs as.
    const { user, group } = account();
    if (process.getuid?.() === 0) await run('chown', ['-R', `${user}:${group}`, dir]);
  }

  sentMessages(): Promise<readonly SentMessage[]> {
    return readSentMessages(path.join(this.dir, 'sent'));
  }

  async #setPassword(user: string): Promise<void> {
    const { saslpasswd, env } = this.#programs;
    const args = ['-p', '-c', '-f', path.join(this.dir, 'sasldb2'), '-u', 'localhost', user];
    const asked = run(saslpasswd, args, { env: { ...process.env, ...env } });
    asked.child.stdin?.end(password);
    await asked;
  }
}

const run = promisify(execFile);

/**
 * Cyrus makes an account's inbox at its first login over IMAP, and its calendars at its first request after that: only
 * who has calendars gets invitations there.
 */
async function welcome(imap: number, http: number): Promise<void> {
  for (const user of users) {
    await imapExchange({ port: imap, lines: [`a LOGIN ${user} ${password}`], until: /^a OK/m });
    const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
    const url = `http://${loopback}:${http}/dav/calendars/user/${user}/`;
    const answer = await fetch(url, {
      method: 'PROPFIND',
      headers: { authorization, depth: '0', connection: 'close' },
    });
    await answer.text();
    if (answer.status !== 207) throw new Error(`It answered ${answer.status} to the first look at ${url}.`);
  }
}
