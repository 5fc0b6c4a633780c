import type { ItemKind } from '@mapistore/core';
import { type Command, Option } from 'commander';
import { EXIT } from '../../exit-codes.ts';
import type { Act } from '../../shell.ts';
import { printable } from '../../text.ts';
import { addFolderList } from './list.ts';
import { addFolderRights } from './rights.ts';
import { addFolderSearch } from './search.ts';

const KINDS: readonly ItemKind[] = ['mail', 'event', 'task', 'note', 'journal', 'contact'];

/** `mapistore folder …`. */
export function addFolder(program: Command, act: Act): void {
  const folder = program
    .command('folder')
    .description('list, create, rename and remove folders, and share them')
    .helpCommand(false);
  addFolderList(folder, act);
  addFolderSearch(folder, act);
  addFolderRights(folder, act);
  folder
    .command('create')
    .description('make a folder, at its backend too')
    .argument('<path>', 'the new folder; the one above it must be there')
    .addOption(
      new Option(
        '--kind <kind>',
        'what it is for, where folders hold items of one kind: a calendar, a task list',
      ).choices(KINDS),
    )
    .action(
      act(async ({ out, store, signal }, path: string, { kind }: { readonly kind?: ItemKind }) => {
        const made = await (await store()).folders.create(path, { signal, ...(kind !== undefined && { kind }) });
        await out.result({ id: made.id, path: made.path, outcome: 'created' }, printable(`Created ${made.path}.`));
        return EXIT.ok;
      }),
    );
  folder
    .command('rename')
    .description('rename a folder, or move it within its mount')
    .argument('<path>', 'the folder')
    .argument('<to>', 'its new name, or its new path')
    .action(
      act(async ({ out, store, signal }, path: string, to: string) => {
        const renamed = await (await store()).folders.rename(path, to, { signal });
        await out.result(
          { id: renamed.id, path: renamed.path, from: path, outcome: 'renamed' },
          printable(`Renamed ${path} to ${renamed.path}.`),
        );
        return EXIT.ok;
      }),
    );
  folder
    .command('remove')
    .description('remove a folder at its backend, or a search folder; what that one shows stays')
    .argument('<path>', 'the folder')
    .option('--recursive', 'with all items and folders in it')
    .action(
      act(async ({ out, store, signal }, path: string, { recursive = false }: { readonly recursive?: boolean }) => {
        const { folders, searches } = await store();
        if ((await folders.get(path)).isSearch) await searches.remove(path);
        else await folders.remove(path, { recursive, signal });
        await out.result({ path, outcome: 'removed' }, printable(`Removed ${path}.`));
        return EXIT.ok;
      }),
    );
}
