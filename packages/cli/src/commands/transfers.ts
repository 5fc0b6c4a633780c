import { MapistoreError, type StorePath } from '@mapistore/core';
import type { Command } from 'commander';
import { printResults } from '../results.ts';
import type { Act } from '../shell.ts';

// The target is the last word, which commander cannot tell from the sources before it.
const WORDS = 'ids of items (m42) and paths of folders, then the folder to put them into';

/** `mapistore cp|mv|rm`. */
export function addTransfers(program: Command, act: Act): void {
  program
    .command('cp')
    .description('copy items and folders into a folder of any backend')
    .argument('<src...>', WORDS)
    .usage('[options] <src...> <path>')
    .action(
      act(async (shell, words: readonly string[]) => {
        const { sources, to } = split(words);
        return printResults(shell, (await shell.store()).copy(sources, to, { signal: shell.signal }), 'Copying');
      }),
    );
  program
    .command('mv')
    .description('move items and folders into a folder of any backend; an item keeps its id')
    .argument('<src...>', WORDS)
    .usage('[options] <src...> <path>')
    .action(
      act(async (shell, words: readonly string[]) => {
        const { sources, to } = split(words);
        return printResults(shell, (await shell.store()).move(sources, to, { signal: shell.signal }), 'Moving');
      }),
    );
  program
    .command('rm')
    .description('delete items and folders for good')
    .argument('<src...>', 'ids of items (m42) and paths of folders')
    .action(
      act(async (shell, sources: readonly string[]) =>
        printResults(shell, (await shell.store()).remove(sources, { signal: shell.signal }), 'Removing'),
      ),
    );
}

function split(words: readonly string[]): { readonly sources: readonly string[]; readonly to: StorePath } {
  const to = words.at(-1);
  if (to !== undefined && words.length > 1 && to.startsWith('/')) return { sources: words.slice(0, -1), to };
  throw new MapistoreError(
    'INVALID_ARGUMENT',
    'Name what to take and then the folder to put it into, such as: m42 m43 /Archive.',
  );
}
