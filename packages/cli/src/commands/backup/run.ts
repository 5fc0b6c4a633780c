import { MapistoreError } from '@mapistore/core';
import type { Command } from 'commander';
import { type ArchiveOptions, SECRET_HELP, withArchive } from '../../archive.ts';
import { EXIT, type ExitCode } from '../../exit-codes.ts';
import type { Act, Shell } from '../../shell.ts';
import { countText, printable, sizeText } from '../../text.ts';

interface RunOptions extends ArchiveOptions {
  readonly sync: boolean;
}

/** `mapistore backup run PATH ARCHIVE`. */
export function addBackupRun(backup: Command, act: Act): void {
  backup
    .command('run')
    .description('take a backup of a folder and all below it; only what is new is read')
    .argument('<path>', 'a folder, such as / or /Mail')
    .argument('<archive>', 'archive:./folder; it is made where it is not there')
    .option('--secret <ref>', SECRET_HELP)
    .option('--no-sync', 'do not ask the backends what changed before: what the index does not know is not backed up')
    .addHelpText(
      'after',
      [
        '\nA backup shows the folders as they were at one moment, while people work on. Each is complete by itself; equal items',
        'are stored once. One that is broken off is not there, and the next one goes on from what it had read.',
        '\nExample: mapistore backup run / archive:/backup/mail --secret file:/etc/mapistore/backup.key',
      ].join('\n'),
    )
    .action(act(run));
}

async function run(shell: Shell, path: string, uri: string, options: RunOptions): Promise<ExitCode> {
  const { out, signal } = shell;
  const store = await shell.store();
  await store.folders.get(path);
  out.workOn();
  if (options.sync) {
    out.progress('Asking the backends …');
    for await (const outcome of store.sync(path, { signal }))
      if ('error' in outcome)
        throw new MapistoreError(
          outcome.error.code,
          `${outcome.error.message} Nothing was backed up; "--no-sync" takes what the index knows of ${outcome.mount}.`,
          { cause: outcome.error },
        );
  }
  const { backup } = await import('@mapistore/backup');
  return withArchive(shell, uri, { ...options, create: true }, async (archive) => {
    const report = await backup(store, archive, {
      path,
      signal,
      onProgress: ({ done, stored, bytes }) =>
        out.progress(`Backing up … ${countText(done, 'item')} seen, ${stored} new (${sizeText(bytes)})`),
    });
    out.endProgress();
    const { name, items, bytes, stored, missing, missingCount, folders } = report;
    await out.result(
      { name, folders, items, bytes, stored, missing, missingCount },
      printable(
        `Took backup ${name}: ${countText(items, 'item')} (${sizeText(bytes)}) in ${countText(folders, 'folder')}, ${stored} of them new.`,
      ),
    );
    if (missingCount === 0) return EXIT.ok;
    for (const { id, code } of out.json ? [] : missing) out.note(`${id} could not be read and is not in it (${code}).`);
    return EXIT.partial;
  });
}
