import type { Command } from 'commander';
import { EXIT } from '../../exit-codes.ts';
import type { Act } from '../../shell.ts';
import { printable } from '../../text.ts';

/** `mapistore mount remove PATH`. */
export function addMountRemove(mount: Command, act: Act): void {
  mount
    .command('remove')
    .description('take a mount out of the store; what lies in its backend stays there')
    .argument('<path>', 'where it is mounted')
    .action(
      act(async ({ out, store }, path: string) => {
        await (await store()).mounts.remove(path);
        await out.result(
          { path, outcome: 'removed' },
          printable(`Removed the mount ${path}; what lies in its backend is still there.`),
        );
        return EXIT.ok;
      }),
    );
}
