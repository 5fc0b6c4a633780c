import { MapistoreError, type StorePath } from '@mapistore/core';
import type { Command } from 'commander';
import type { ExitCode } from '../exit-codes.ts';
import { printResults } from '../results.ts';
import type { Act, Shell } from '../shell.ts';

// The target is the last word, which commander cannot tell from the sources before it.
const WORDS = 'ids of items (m42) and paths of folders, then the folder to put them into';

const PLAN = 'only tell for each item whether the target can hold it, and if not, why; nothing is written';

interface TransferOptions {
  readonly dryRun?: boolean;
}

interface RemoveOptions {
  readonly hard?: boolean;
}

interface RestoreOptions {
  readonly to?: StorePath;
}

/** `mapistore cp|mv|rm|restore`. */
export function addTransfers(program: Command, act: Act): void {
  program
    .command('cp')
    .description('copy items and folders into a folder of any backend')
    .argument('<src...>', WORDS)
    .usage('[options] <src...> <path>')
    .option('--dry-run', PLAN)
    .action(
      act(async (shell, words: readonly string[], { dryRun }: TransferOptions) => {
        const { sources, to } = split(words);
        if (dryRun === true) return plan(shell, sources, to, 'copy');
        return printResults(shell, (await shell.store()).copy(sources, to, { signal: shell.signal }), 'Copying');
      }),
    );
  program
    .command('mv')
    .description('move items and folders into a folder of any backend; an item keeps its id')
    .argument('<src...>', WORDS)
    .usage('[options] <src...> <path>')
    .option('--dry-run', PLAN)
    .action(
      act(async (shell, words: readonly string[], { dryRun }: TransferOptions) => {
        const { sources, to } = split(words);
        if (dryRun === true) return plan(shell, sources, to, 'move');
        return printResults(shell, (await shell.store()).move(sources, to, { signal: shell.signal }), 'Moving');
      }),
    );
  program
    .command('rm')
    .description('delete items and folders; "restore" brings items back until they are swept, after 30 days')
    .argument('<src...>', 'ids of items (m42) and paths of folders')
    .option('--hard', 'for good: nothing is kept to be restored, and nothing has to be read first')
    .action(
      act(async (shell, sources: readonly string[], { hard }: RemoveOptions) => {
        const store = await shell.store();
        return printResults(shell, store.remove(sources, { soft: hard !== true, signal: shell.signal }), 'Removing');
      }),
    );
  program
    .command('restore')
    .description('bring deleted items back; they keep their ids, and "ls --deleted" shows what there is')
    .argument('<id...>', 'ids of items (m42)')
    .option('--to <path>', 'into this folder; default is the one they were deleted from')
    .action(
      act(async (shell, ids: readonly string[], { to }: RestoreOptions) => {
        const store = await shell.store();
        const results = store.restore(ids, { signal: shell.signal, ...(to !== undefined && { to }) });
        return printResults(shell, results, 'Restoring');
      }),
    );
}

async function plan(shell: Shell, sources: readonly string[], to: StorePath, mode: 'copy' | 'move'): Promise<ExitCode> {
  const results = (await shell.store()).plan(sources, to, { mode, signal: shell.signal });
  return printResults(shell, results, 'Planning');
}

function split(words: readonly string[]): { readonly sources: readonly string[]; readonly to: StorePath } {
  const to = words.at(-1);
  if (to !== undefined && words.length > 1 && to.startsWith('/')) return { sources: words.slice(0, -1), to };
  throw new MapistoreError(
    'INVALID_ARGUMENT',
    'Name what to take and then the folder to put it into, such as: m42 m43 /Archive.',
  );
}
