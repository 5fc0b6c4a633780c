import type { Command } from 'commander';
import { EXIT } from '../../exit-codes.ts';
import type { Act } from '../../shell.ts';
import { countText, printable } from '../../text.ts';
import { type ArchiveCommandOptions, onArchive, withArchiveArguments } from './opened.ts';

/** `mapistore archive check ARCHIVE`. */
export function addArchiveCheck(archive: Command, act: Act): void {
  withArchiveArguments(archive.command('check'))
    .description('read all of an archive, and say what is damaged and which items are hit')
    .action(
      act(async ({ out, signal }, place: string, options: ArchiveCommandOptions) =>
        onArchive(place, options, async (opened) => {
          let problems = 0;
          out.progress('Reading everything …');
          for await (const problem of opened.check({ signal })) {
            problems++;
            const hit = problem.items.length === 0 ? '' : ` ${countText(problem.items.length, 'item')} hit.`;
            await out.result(problem, printable(`${problem.sentence}${hit}`));
          }
          out.endProgress();
          if (problems > 0) {
            if (!out.json) out.note('"mapistore archive repair" saves what can be read.');
            return EXIT.disagrees;
          }
          if (!out.json) await out.lines(['Everything in the archive is as it was written.']);
          return EXIT.ok;
        }),
      ),
    );
}
