import type { Command } from 'commander';
import { EXIT } from '../../exit-codes.ts';
import type { Act } from '../../shell.ts';
import { countText, printable } from '../../text.ts';
import { type ArchiveCommandOptions, onArchive, withArchiveArguments } from './opened.ts';

/** `mapistore archive repair ARCHIVE`. */
export function addArchiveRepair(archive: Command, act: Act): void {
  withArchiveArguments(archive.command('repair'))
    .description('make manifest and index anew, and save what can be read of damaged segments')
    .addHelpText('after', '\nDamaged segments are kept, in the folder "damaged" of the archive.')
    .action(
      act(async ({ out, signal }, place: string, options: ArchiveCommandOptions) =>
        onArchive(place, options, async (opened) => {
          out.progress('Reading everything …');
          const { problems, lost, found } = await opened.repair({ signal });
          out.endProgress();
          for (const each of lost) {
            const names = each.items.map(({ folder, item }) => `item ${item} of folder ${folder}`);
            await out.result(each, printable(`Lost: ${names.join(', ') || `content ${each.content}`}.`));
          }
          const sentence = `${countText(problems.length, 'problem')} put right, ${countText(lost.length, 'item')} lost`;
          const more = found === 0 ? '' : `; ${countText(found, 'item')} without a place found`;
          await out.result({ problems: problems.length, lost: lost.length, found }, printable(`${sentence}${more}.`));
          return lost.length > 0 ? EXIT.partial : EXIT.ok;
        }),
      ),
    );
}
