import path from 'node:path';
import process from 'node:process';
import type { Archive } from '@mapistore/backend-compress/archive';
import { MapistoreError, secretSource } from '@mapistore/core';
import { absoluteSecret } from './config.ts';
import { withSecrets } from './open.ts';
import type { Shell } from './shell.ts';

/** How an archive is named on a command line. */
export interface ArchiveOptions {
  /** `env:NAME`, `file:PATH` or `store:NAME`. */
  readonly secret?: string;
}

export const SECRET_HELP =
  'where the passphrase of the archive is: env:NAME, file:PATH or store:NAME; never the passphrase itself';

/**
 * Works with an archive of its own, which is no mount; one that is not there is made where that is asked for.
 * @throws INVALID_ARGUMENT for another URI, CONFIG_INVALID for a secret that cannot be read, and what opening throws
 */
export async function withArchive<T>(
  shell: Shell,
  uri: string,
  { secret, create = false }: ArchiveOptions & { readonly create?: boolean },
  work: (archive: Archive) => Promise<T>,
): Promise<T> {
  const folder = folderOf(uri);
  const passphrase = secret === undefined ? undefined : await passphraseOf(shell, secret);
  const { Archive: Opened } = await import('@mapistore/backend-compress/archive');
  const archive = await Opened.open({ folder, create, ...(passphrase !== undefined && { secret: passphrase }) });
  try {
    return await work(archive);
  } finally {
    await archive[Symbol.asyncDispose]();
  }
}

/** Relative paths start from the current folder. */
function folderOf(uri: string): string {
  const match = /^archive:(?:\/\/(?=\/))?(?<path>[^?#]+)$/u.exec(uri);
  try {
    const folder = decodeURIComponent(match?.groups?.['path'] ?? '');
    if (folder !== '' && !folder.startsWith('//')) return path.resolve(process.cwd(), folder);
  } catch {
    // Said below.
  }
  throw new MapistoreError('INVALID_ARGUMENT', `"${uri}" is no archive; write archive:./folder or archive:///folder.`);
}

async function passphraseOf(shell: Shell, reference: string): Promise<string> {
  const absolute = absoluteSecret(reference, process.cwd());
  const secret = reference.startsWith('store:')
    ? await withSecrets(await shell.config(), (store) => secretSource(store).read(absolute))
    : await secretSource(undefined).read(absolute);
  if (secret?.kind === 'password') return secret.password;
  throw new MapistoreError('CONFIG_INVALID', `The secret ${reference} is a token, and an archive wants a passphrase.`);
}
