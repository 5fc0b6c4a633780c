import { fileURLToPath } from 'node:url';
import type { Archive } from '@mapistore/backend-compress/archive';
import { MapistoreError, secretSource } from '@mapistore/core';
import type { Command } from 'commander';
import { absoluteSecret, absoluteUri } from '../../config.ts';

/** Options that every command on an archive takes. */
export interface ArchiveCommandOptions {
  readonly secret?: string;
}

/** Adds what every command on an archive takes. */
export function withArchiveArguments(command: Command): Command {
  return command
    .argument('<archive>', 'its folder, or its URI: archive:./folder')
    .option('--secret <ref>', 'where its passphrase is: env:NAME or file:PATH; never the passphrase itself');
}

/** Opens an archive, does the work and closes it. @throws what opening throws; CONFIG_INVALID for what names no archive */
export async function onArchive<T>(
  place: string,
  { secret }: ArchiveCommandOptions,
  work: (archive: Archive) => Promise<T>,
): Promise<T> {
  const { Archive: Opener } = await import('@mapistore/backend-compress/archive');
  const passphrase = secret === undefined ? undefined : await passphraseOf(secret);
  const archive = await Opener.open({
    folder: folderOf(place),
    ...(passphrase !== undefined && { secret: passphrase }),
  });
  try {
    return await work(archive);
  } finally {
    await archive[Symbol.asyncDispose]();
  }
}

/** The passphrase that a reference names. */
export async function passphraseOf(reference: string): Promise<string> {
  const secret = await secretSource(undefined).read(absoluteSecret(reference, process.cwd()));
  if (secret?.kind === 'password') return secret.password;
  throw new MapistoreError('CONFIG_INVALID', `${reference} is no passphrase.`);
}

function folderOf(place: string): string {
  const uri = absoluteUri(/^archive:/u.test(place) ? place : `archive:${place}`, process.cwd());
  const { pathname } = new URL(uri);
  return fileURLToPath(`file://${pathname}`);
}
