import type { Change } from '@mapistore/core';
import type { Command } from 'commander';
import { EXIT } from '../exit-codes.ts';
import type { Act } from '../shell.ts';
import { printable } from '../text.ts';

/** `mapistore changes PATH`. */
export function addChanges(program: Command, act: Act): void {
  program
    .command('changes')
    .description('list what changed in a folder and below since a token; without one, everything there is')
    .argument('<path>', 'the folder; / is everything')
    .option('--since <token>', 'the token that the last call printed')
    .action(
      act(async ({ out, store }, path: string, { since }: { readonly since?: string }) => {
        const { changes, token, full } = await (await store()).changes(path, since);
        if (full)
          out.note('The token is from after the backup that the state was put back from; this is everything there is.');
        for (const change of changes) await out.result(change, printable(text(change)));
        await out.result({ token, ...(full && { full }) }, `token ${token}`);
        return EXIT.ok;
      }),
    );
}

function text({ id, change, path, from }: Change): string {
  return `${change.padEnd(8)}${id}  ${from === undefined ? path : `${from} -> ${path}`}`;
}
