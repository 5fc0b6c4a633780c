import { startCyrus } from './cyrus/cyrus.ts';
import { cyrusPackages } from './cyrus/packages.ts';
import { startDovecot } from './dovecot/dovecot.ts';
import { dovecotPackages } from './dovecot/packages.ts';
import { launchFakeGoogle } from './google-fake/launch.ts';
import { startMariadb } from './mariadb/mariadb.ts';
import { mariadbPackages } from './mariadb/packages.ts';
import { runsWith, stopGroup } from './processes.ts';
import { radicalePackages } from './radicale/packages.ts';
import { startRadicale } from './radicale/radicale.ts';
import type { SystemPackage } from './system-packages.ts';

/** What a person is told about a running server: addresses and the way in. */
export type ServiceFacts = Readonly<Record<string, string | number>>;

/** A server started by a person, as the state file remembers it. */
export interface RunningService {
  readonly pid: number;
  /** An argument of its command line: tells it from another process that got the same number later. */
  readonly mark: string;
  readonly dir: string;
  readonly facts: ServiceFacts;
}

/** One kind of server. A new kind is one more entry in `services`. */
export interface ServiceKind {
  readonly packages: readonly SystemPackage[];
  /** Starts it so that it outlives this process. */
  start(): Promise<RunningService>;
}

export const services: Readonly<Record<string, ServiceKind>> = {
  dovecot: {
    packages: dovecotPackages,
    async start() {
      const server = await startDovecot({ guarded: false });
      const { user, host, pid = 0, dir, certificate, password } = server;
      const facts = {
        imap: `imap://${user}@${host}:${server.imap}`,
        imaps: `imaps://${user}@${host}:${server.imaps}`,
        password,
        certificate,
      };
      return { pid, mark: `${dir}/dovecot.conf`, dir, facts };
    },
  },
  cyrus: {
    packages: cyrusPackages,
    async start() {
      const server = await startCyrus({ guarded: false });
      const { user, host, pid = 0, dir, certificate, password } = server;
      const facts = {
        imap: `imap://${user}@${host}:${server.imap}`,
        imaps: `imaps://${user}@${host}:${server.imaps}`,
        dav: `http://${user}@${host}:${server.http}/`,
        davs: `https://${user}@${host}:${server.https}/`,
        password,
        certificate,
        sent: `${dir}/sent`,
      };
      return { pid, mark: `${dir}/imapd.conf`, dir, facts };
    },
  },
  radicale: {
    packages: radicalePackages,
    async start() {
      const server = await startRadicale({ guarded: false });
      const { user, host, port, pid = 0, dir, password } = server;
      const facts = { dav: `http://${user}@${host}:${port}/`, password };
      return { pid, mark: `${dir}/radicale.conf`, dir, facts };
    },
  },
  mariadb: {
    packages: mariadbPackages,
    async start() {
      const server = await startMariadb({ guarded: false });
      const { url, pid = 0, dir, certificate, password } = server;
      return { pid, mark: `--datadir=${dir}/data`, dir, facts: { mysql: url, password, certificate } };
    },
  },
  'google-fake': {
    packages: [],
    async start() {
      const { pid, dir, facts } = await launchFakeGoogle();
      return { pid, mark: dir, dir, facts };
    },
  },
};

export function isRunning(service: RunningService): boolean {
  return runsWith(service.pid, service.mark);
}

/** Stops the processes; its folder is the caller's to remove. */
export async function stopService(service: RunningService): Promise<void> {
  if (isRunning(service)) await stopGroup(service.pid);
}
