import type { Command } from 'commander';
import type { Act } from '../shell.ts';
import { syncAll } from '../sync-report.ts';

/** `mapistore sync [PATH]`. */
export function addSync(program: Command, act: Act): void {
  program
    .command('sync')
    .description('ask the backends what changed')
    .argument('[path]', 'only the mount that this path lies in, and those below it')
    .action(act(async (shell, path: string | undefined) => syncAll(shell, path)));
}
