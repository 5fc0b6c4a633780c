import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Dovecot, dovecotPackages, ensurePackages, startDovecot } from '@mapistore/services';
import { endLeftOver } from './alone.ts';
import { readSettings, saveSettings } from './settings.ts';

/** Where /Archive lies, and the server behind it if there is one. */
export interface Archive {
  /** As `mounts.add` takes it. */
  readonly uri: string;
  readonly secretRef?: string;
  /** What to tell people about it. */
  readonly sentence: string;
  stop(): Promise<void>;
}

/** Starts the IMAP server of the data folder, whose mail stays from one start to the next; files where there is none. */
export async function openArchive(data: string, say: (text: string) => void): Promise<Archive> {
  const { archive } = await readSettings(data);
  if (archive?.kind === 'files') return files();
  try {
    if (archive === undefined) await ensurePackages(dovecotPackages);
    const server = await start(data, archive);
    if (archive === undefined)
      await saveSettings(data, { archive: { kind: 'imap', imap: server.imap, imaps: server.imaps } });
    return imap(data, server);
  } catch (error) {
    const reason = (error as Error).message.split('\n')[0];
    if (archive !== undefined) {
      // It was mounted before: it is out of reach now, and must not be taken for something else.
      say(`The IMAP server of /Archive does not start (${reason}); the rest goes on without it.`);
      return { uri: '', sentence: '/Archive is out of reach.', stop: async () => undefined };
    }
    say(`No IMAP server here (${reason}); /Archive lies in a folder instead.`);
    await saveSettings(data, { archive: { kind: 'files' } });
    return files();
  }
}

async function start(
  data: string,
  ports: { readonly imap: number; readonly imaps: number } | undefined,
): Promise<Dovecot> {
  const dir = path.join(data, 'imap-server');
  await mkdir(dir, { recursive: true });
  await endLeftOver(path.join(dir, 'run', 'master.pid'), path.join(dir, 'dovecot.conf'));
  // Not guarded: the guard would remove the mail together with the server.
  return startDovecot({
    dir,
    guarded: false,
    fsync: 'optimized',
    ...(ports !== undefined && { ports: { imap: ports.imap, imaps: ports.imaps } }),
  });
}

async function imap(data: string, server: Dovecot): Promise<Archive> {
  const secret = path.join(data, 'imap-password');
  await writeFile(secret, `${server.password}\n`, { mode: 0o600 });
  const uri = `imap://${server.user}@${server.host}:${server.imap}/Archive`;
  return {
    uri,
    secretRef: `file:${secret}`,
    sentence: `An IMAP server of its own holds /Archive: user ${server.user}, password ${server.password}, port ${server.imap}; any mail program on this machine can open it.`,
    stop: () => server.stop({ keep: true }),
  };
}

function files(): Archive {
  return { uri: 'file:archive', sentence: '/Archive lies in a folder of its own.', stop: async () => undefined };
}
