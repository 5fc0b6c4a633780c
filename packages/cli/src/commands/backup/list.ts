import type { BackupInfo, BackupItem } from '@mapistore/backup';
import type { Command } from 'commander';
import { type ArchiveOptions, SECRET_HELP, withArchive } from '../../archive.ts';
import { EXIT } from '../../exit-codes.ts';
import { errorValue } from '../../output.ts';
import type { Act } from '../../shell.ts';
import type { Column } from '../../table.ts';
import { dateText, printable, sizeText } from '../../text.ts';

const BACKUPS: readonly Column<BackupInfo>[] = [
  { title: 'name', text: ({ name }) => printable(name) },
  { title: 'of', text: ({ of, error }) => (error === undefined ? printable(of) : '?') },
  { title: 'items', right: true, text: ({ items, error }) => (error === undefined ? String(items) : '?') },
  { title: 'size', right: true, text: ({ bytes, error }) => (error === undefined ? sizeText(bytes) : '?') },
  {
    title: 'remarks',
    text: ({ missingCount, error }) =>
      error === undefined ? (missingCount === 0 ? '' : `${missingCount} missing`) : 'damaged',
  },
];

const ITEMS: readonly Column<BackupItem>[] = [
  { title: 'id', text: ({ id }) => id },
  { title: 'folder', text: ({ folder }) => printable(folder) },
  { title: 'date', text: ({ received }) => dateText(received) },
  { title: 'subject', flexible: true, text: ({ subject }) => printable(subject) },
  { title: 'size', right: true, text: ({ size }) => sizeText(size) },
];

/** Rows of a table that are shown at once. */
const PAGE = 1_000;

/** A backup as JSON. */
export function backupValue({ error, created, ...info }: BackupInfo): object {
  return { ...info, created: created.toISOString(), ...(error !== undefined && { error: errorValue(error) }) };
}

/** `mapistore backup list ARCHIVE`. */
export function addBackupList(backup: Command, act: Act): void {
  backup
    .command('list')
    .description('list the backups of an archive')
    .argument('<archive>', 'archive:./folder')
    .option('--secret <ref>', SECRET_HELP)
    .action(
      act(async (shell, uri: string, options: ArchiveOptions) =>
        withArchive(shell, uri, options, async (archive) => {
          const { listBackups } = await import('@mapistore/backup');
          const backups = await listBackups(archive);
          if (backups.length === 0 && !shell.out.json) shell.out.note('There is no backup in this archive.');
          await shell.out.table(backups, BACKUPS, backupValue);
          return EXIT.ok;
        }),
      ),
    );
}

/** `mapistore backup show ARCHIVE NAME`. */
export function addBackupShow(backup: Command, act: Act): void {
  backup
    .command('show')
    .description('list the items of a backup')
    .argument('<archive>', 'archive:./folder')
    .argument('<name>', 'the name that "backup list" shows, or "latest"')
    .option('--secret <ref>', SECRET_HELP)
    .action(
      act(async (shell, uri: string, name: string, options: ArchiveOptions) =>
        withArchive(shell, uri, options, async (archive) => {
          const { listItems, resolveName } = await import('@mapistore/backup');
          let rows: BackupItem[] = [];
          const show = async (): Promise<void> => {
            await shell.out.table(rows, ITEMS, ({ received, content: _, blobs: __, ...item }) => ({
              ...item,
              received: received.toISOString(),
            }));
            rows = [];
          };
          for await (const item of listItems(archive, await resolveName(archive, name)))
            if (rows.push(item) >= PAGE) await show();
          await show();
          return EXIT.ok;
        }),
      ),
    );
}
