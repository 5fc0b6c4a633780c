import type { Command } from 'commander';
import { type ArchiveOptions, SECRET_HELP, withArchive } from '../../archive.ts';
import { EXIT } from '../../exit-codes.ts';
import { errorText, errorValue } from '../../output.ts';
import type { Act, Shell } from '../../shell.ts';
import { countText, printable } from '../../text.ts';

/** `mapistore backup verify ARCHIVE [NAME…]`. */
export function addBackupVerify(backup: Command, act: Act): void {
  backup
    .command('verify')
    .description('read every item of backups and compare it with the checksum it was stored with')
    .argument('<archive>', 'archive:./folder')
    .argument('[name...]', 'names that "backup list" shows, or "latest"; default is all')
    .option('--secret <ref>', SECRET_HELP)
    .action(act(verifyAll));
}

async function verifyAll(shell: Shell, uri: string, words: readonly string[], options: ArchiveOptions) {
  const { out, signal } = shell;
  const { resolveName, verify } = await import('@mapistore/backup');
  return withArchive(shell, uri, options, async (archive) => {
    const names = await Promise.all(words.map((word) => resolveName(archive, word)));
    let read = 0;
    let bad = 0;
    const onProgress = (items: number): void => {
      read = items;
      out.progress(`Reading … ${countText(items, 'item')}`);
    };
    for await (const damage of verify(archive, { signal, onProgress, ...(names.length > 0 && { names }) })) {
      bad++;
      const { error, ...what } = damage;
      const { backup, folder, id, subject } = what;
      const text = [backup, folder, id, subject && `"${subject}"`].filter((part) => part !== undefined).join(' ');
      await out.result({ ...what, error: errorValue(error) }, `${printable(text)}: ${errorText(error)}`);
    }
    out.endProgress();
    if (!out.json)
      out.note(
        bad === 0 ? `${countText(read, 'item')}, all as they were stored.` : `${countText(bad, 'problem')} found.`,
      );
    return bad === 0 ? EXIT.ok : EXIT.disagrees;
  });
}
