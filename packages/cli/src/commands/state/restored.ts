import type { Command } from 'commander';
import { EXIT } from '../../exit-codes.ts';
import type { Act } from '../../shell.ts';

/** `mapistore state restored`. */
export function addStateRestored(state: Command, act: Act): void {
  state
    .command('restored')
    .description('say that the state was put back from a backup: ids from here on are of a new incarnation')
    .addHelpText(
      'after',
      [
        '\nOf a state in a file this is noticed when it is opened. Of one in a database say it after a restore, before clients',
        'come back. Clients that knew what was lost compare everything; all others go on. Said once too often it does no harm.',
      ].join('\n'),
    )
    .action(
      act(async ({ out, store }) => {
        const { replication } = await store();
        await replication.startIncarnation();
        const lives = await replication.incarnations();
        const replica = lives.at(-1)?.replica as string;
        await out.result(
          { replica, incarnation: lives.length },
          `Incarnation ${lives.length} began, with the replica GUID ${replica}.`,
        );
        return EXIT.ok;
      }),
    );
}
