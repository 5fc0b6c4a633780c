import { mkdir, mkdtemp, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { absoluteUri } from '@mapistore/cli';
import type { Store } from '@mapistore/core';
import { type Dovecot, dovecotPackages, ensurePackages, startDovecot } from '@mapistore/services';
import { endLeftOver } from './alone.ts';
import { type ImapPlace, readSettings, saveSettings } from './settings.ts';

/** What lies behind /Archive. */
export interface Archive {
  /** What to tell people about it. */
  readonly sentence: string;
  stop(): Promise<void>;
}

const AT = '/Archive';

/**
 * Sees to it that /Archive is mounted: on an IMAP server that keeps its mail from one start to the next, or as files
 * where no such server can run. It is decided at the first start, since a mount cannot change its place.
 */
export async function openArchive(data: string, store: Store, say: (text: string) => void): Promise<Archive> {
  const { archive } = await readSettings(data);
  if (archive?.kind === 'files') return files();
  try {
    return archive === undefined ? await begin(data, store) : running(await start(archive), archive);
  } catch (error) {
    const reason = (error as Error).message.split('\n')[0];
    if (archive !== undefined) {
      say(`The IMAP server of ${AT} does not start, so ${AT} is out of reach: ${reason}`);
      return { sentence: `${AT} is out of reach.`, stop: async () => undefined };
    }
    say(`There is no IMAP server here, so ${AT} lies in a folder: ${reason}`);
    await store.mounts.add({ path: AT, uri: absoluteUri('file:archive', data) });
    await saveSettings(data, { archive: { kind: 'files' } });
    return files();
  }
}

/** The first start: the server must let us in before it is settled on. */
async function begin(data: string, store: Store): Promise<Archive> {
  await ensurePackages(dovecotPackages);
  const dir = await serverFolder(data);
  const server = await start({ dir });
  try {
    const secret = path.join(data, 'imap-password');
    await writeFile(secret, `${server.password}\n`, { mode: 0o600 });
    const uri = `imap://${server.user}@${server.host}:${server.imap}${AT}`;
    await store.mounts.add({ path: AT, uri, secretRef: `file:${secret}` });
  } catch (error) {
    await server.stop();
    throw error;
  }
  const place: ImapPlace = { kind: 'imap', dir, imap: server.imap, imaps: server.imaps };
  await saveSettings(data, { archive: place });
  return running(server, place);
}

async function start({ dir, imap, imaps }: Pick<ImapPlace, 'dir'> & Partial<ImapPlace>): Promise<Dovecot> {
  await endLeftOver(path.join(dir, 'run', 'master.pid'), path.join(dir, 'dovecot.conf'));
  const ports = imap === undefined || imaps === undefined ? {} : { ports: { imap, imaps } };
  // Not guarded: the guard would remove the mail together with the server.
  return startDovecot({ dir, guarded: false, fsync: 'optimized', ...ports });
}

/** In the data folder; but a server that root started gives up root's rights, and must still be able to walk in. */
async function serverFolder(data: string): Promise<string> {
  if (process.getuid?.() !== 0 || (await isOpenToAll(data))) {
    const dir = path.join(data, 'imap-server');
    await mkdir(dir, { recursive: true });
    return dir;
  }
  return mkdtemp('/var/tmp/mapistore-imap-');
}

async function isOpenToAll(folder: string): Promise<boolean> {
  if (((await stat(folder)).mode & 0o001) === 0) return false;
  const above = path.dirname(folder);
  return above === folder || isOpenToAll(above);
}

function running(server: Dovecot, { dir }: ImapPlace): Archive {
  return {
    sentence: [
      `${AT} is an IMAP server that runs as long as this: any mail program on this machine can open it, at`,
      `${server.host} port ${server.imap} as ${server.user} with the password "${server.password}". Its mail is kept in`,
      `${dir}.`,
    ].join('\n'),
    stop: () => server.stop({ keep: true }),
  };
}

function files(): Archive {
  return { sentence: `${AT} lies in a folder of its own.`, stop: async () => undefined };
}
