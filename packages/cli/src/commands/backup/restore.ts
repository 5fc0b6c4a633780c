import type { Command } from 'commander';
import { type ArchiveOptions, SECRET_HELP, withArchive } from '../../archive.ts';
import { EXIT } from '../../exit-codes.ts';
import { errorText, errorValue } from '../../output.ts';
import { Sums } from '../../results.ts';
import type { Act, Shell } from '../../shell.ts';
import { printable } from '../../text.ts';

interface RestoreOptions extends ArchiveOptions {
  readonly path?: string;
  readonly item?: readonly string[];
  readonly to: string;
}

/** `mapistore backup restore ARCHIVE NAME --to PATH`. */
export function addBackupRestore(backup: Command, act: Act): void {
  backup
    .command('restore')
    .description('put what a backup holds into a folder of any backend; nothing that is there is changed')
    .argument('<archive>', 'archive:./folder')
    .argument('<name>', 'the name that "backup list" shows, or "latest"')
    .requiredOption('--to <path>', 'the folder to put it into; folders below are made as they are needed')
    .option('--path <path>', 'only this folder of the backup and those below; its items go into the folder itself')
    .option('--item <id...>', 'only these items, as "backup show" lists them')
    .option('--secret <ref>', SECRET_HELP)
    .addHelpText(
      'after',
      [
        '\nMay be repeated: what is there from an earlier run is "present".',
        '\nExample: mapistore backup restore archive:/backup/mail latest --path /Work --to /Restored',
      ].join('\n'),
    )
    .action(act(restoreAll));
}

async function restoreAll(shell: Shell, uri: string, name: string, options: RestoreOptions) {
  const { out, signal } = shell;
  const store = await shell.store();
  const { resolveName, restore } = await import('@mapistore/backup');
  return withArchive(shell, uri, options, async (archive) => {
    const { path, item, to } = options;
    const sums = new Sums();
    out.workOn();
    shell.soFar(() => sums.text);
    const results = restore(store, archive, {
      name: await resolveName(archive, name),
      to,
      signal,
      ...(path !== undefined && { path }),
      ...(item !== undefined && { items: new Set(item) }),
    });
    for await (const { label, id, outcome, error } of results) {
      sums.add(outcome);
      out.progress(`Restoring … ${sums.text}`);
      if (out.json)
        await out.result(
          { from: label, ...(id !== undefined && { id }), outcome, ...(error && { error: errorValue(error) }) },
          '',
        );
      else if (error !== undefined) out.note(printable(`${label} ${outcome}: ${errorText(error)}`));
    }
    out.endProgress();
    if (!out.json) await out.lines([`${sums.text}.`]);
    return sums.of('failed') > 0 ? EXIT.partial : EXIT.ok;
  });
}
