import type { Command } from 'commander';
import type { Act } from '../../shell.ts';
import { countText, printable } from '../../text.ts';
import { type ArchiveCommandOptions, onArchive, passphraseOf, withArchiveArguments } from './opened.ts';

interface CompactOptions extends ArchiveCommandOptions {
  readonly newSecret?: string;
  readonly plain?: boolean;
}

/** `mapistore archive compact ARCHIVE`. */
export function addArchiveCompact(archive: Command, act: Act): void {
  withArchiveArguments(archive.command('compact'))
    .description('write an archive anew, as small as it gets, without what was deleted')
    .option('--new-secret <ref>', 'encrypt it with another passphrase from now on: env:NAME or file:PATH')
    .option('--plain', 'do not encrypt it any more')
    .addHelpText(
      'after',
      '\nIt takes a while, and room for a second archive. Whoever reads goes on; whoever writes waits.',
    )
    .action(
      act(async ({ out, signal }, place: string, options: CompactOptions) =>
        onArchive(place, options, async (opened) => {
          const { newSecret, plain } = options;
          const next = plain === true ? null : newSecret === undefined ? undefined : await passphraseOf(newSecret);
          const report = await opened.compact({
            signal,
            ...(next !== undefined && { newSecret: next }),
            progress: (done) => out.progress(`Writing: ${countText(done, 'item')} …`),
          });
          out.endProgress();
          const { contents, bytesBefore, bytesAfter } = report;
          const text = `${countText(contents, 'item')}: ${bytesBefore} bytes before, ${bytesAfter} now.`;
          await out.result(report, printable(text));
          return undefined;
        }),
      ),
    );
}
