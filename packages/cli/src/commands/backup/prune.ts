import type { Command } from 'commander';
import { type ArchiveOptions, SECRET_HELP, withArchive } from '../../archive.ts';
import { EXIT } from '../../exit-codes.ts';
import type { Act, Shell } from '../../shell.ts';
import { wholeNumber } from '../../sync-report.ts';
import { countText, printable, sizeText } from '../../text.ts';
import { backupValue } from './list.ts';

interface PruneOptions extends ArchiveOptions {
  readonly keepLast?: string;
  readonly keepDaily?: string;
  readonly keepWeekly?: string;
  readonly keepMonthly?: string;
  readonly dryRun?: boolean;
  readonly compact: boolean;
}

/** `mapistore backup prune ARCHIVE`. */
export function addBackupPrune(backup: Command, act: Act): void {
  backup
    .command('prune')
    .description('forget old backups, and give their space back')
    .argument('<archive>', 'archive:./folder')
    .option('--keep-last <n>', 'keep the newest ones')
    .option('--keep-daily <n>', 'keep the newest of each of the last days that have one')
    .option('--keep-weekly <n>', 'the same for weeks (ISO 8601, UTC)')
    .option('--keep-monthly <n>', 'the same for months')
    .option('--dry-run', 'only tell what would be forgotten')
    .option('--no-compact', 'do not give the space back yet, which takes time: "archive compact" does')
    .option('--secret <ref>', SECRET_HELP)
    .addHelpText(
      'after',
      '\nExample: mapistore backup prune archive:/backup/mail --keep-daily 7 --keep-weekly 4 --keep-monthly 12',
    )
    .action(act(pruneAll));
}

async function pruneAll(shell: Shell, uri: string, options: PruneOptions) {
  const { out, signal } = shell;
  const { keepLast, keepDaily, keepWeekly, keepMonthly, dryRun = false } = options;
  const many = (text: string | undefined): number => (text === undefined ? 0 : wholeNumber(text, 'number of backups'));
  const retention = {
    last: many(keepLast),
    daily: many(keepDaily),
    weekly: many(keepWeekly),
    monthly: many(keepMonthly),
  };
  const { prune } = await import('@mapistore/backup');
  return withArchive(shell, uri, options, async (archive) => {
    const { kept, removed } = await prune(archive, retention, { signal, dryRun });
    for (const info of removed)
      await out.result(
        { ...backupValue(info), outcome: dryRun ? 'would be removed' : 'removed' },
        printable(`${dryRun ? 'Would forget' : 'Forgot'} ${info.name}.`),
      );
    if (!out.json)
      out.note(
        `${countText(kept.length, 'backup')} kept, ${removed.length} ${dryRun ? 'to be forgotten' : 'forgotten'}.`,
      );
    if (dryRun || removed.length === 0 || !options.compact) return EXIT.ok;
    out.workOn();
    out.progress('Giving the space back …');
    const before = await archive.storedBytes();
    await archive.compact({ signal });
    out.endProgress();
    if (!out.json)
      out.note(`The archive has ${sizeText(await archive.storedBytes())} now; it had ${sizeText(before)}.`);
    return EXIT.ok;
  });
}
