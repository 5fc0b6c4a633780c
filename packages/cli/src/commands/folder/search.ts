import { parseRestriction } from '@mapistore/core';
import type { Command } from 'commander';
import { EXIT } from '../../exit-codes.ts';
import type { Act } from '../../shell.ts';
import { countText, printable } from '../../text.ts';

interface SearchOptions {
  readonly in: readonly string[];
  readonly where?: string;
  readonly recursive?: boolean;
  readonly static?: boolean;
}

/** `mapistore folder search PATH`. */
export function addFolderSearch(folder: Command, act: Act): void {
  folder
    .command('search')
    .description('make a search folder, which shows items of other folders, or give one other criteria')
    .argument('<path>', 'the search folder, beside the mounts, such as /Searches/Unread')
    .requiredOption('--in <path...>', 'the folders to look into, on any backends')
    .option('--where <condition>', 'what to look for, as in "ls --where"; default is everything')
    .option('--recursive', 'also into the folders below them')
    .option('--static', 'fill it once, and leave it so')
    .addHelpText(
      'after',
      [
        '\nIt is listed like any folder, and follows what happens. "folder remove" takes it away; the items stay.',
        '\nExample: mapistore folder search /Searches/Unread --in / --recursive --where unread',
      ].join('\n'),
    )
    .action(
      act(async ({ out, store, signal }, path: string, options: SearchOptions) => {
        const { searches } = await store();
        const { where, recursive = false, static: still = false } = options;
        const criteria = {
          scope: options.in,
          recursive,
          static: still,
          ...(where !== undefined && { where: parseRestriction(where) }),
        };
        const known = (await searches.list()).some((each) => each.path === path);
        await (known ? searches.setCriteria(path, criteria) : searches.create(path, criteria));
        await searches.update(path, { signal });
        const info = await searches.get(path);
        await out.result(
          { path: info.path, items: info.items, state: info.state, outcome: known ? 'changed' : 'created' },
          printable(`${known ? 'Changed' : 'Created'} ${info.path}: ${countText(info.items, 'item')}.`),
        );
        return EXIT.ok;
      }),
    );
}
