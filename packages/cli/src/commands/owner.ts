import { MapistoreError } from '@mapistore/core';
import type { Command } from 'commander';
import { EXIT } from '../exit-codes.ts';
import type { Act } from '../shell.ts';
import { printable } from '../text.ts';

/** `mapistore owner [ADDRESS]`. */
export function addOwner(program: Command, act: Act): void {
  program
    .command('owner')
    .description('show and set whose store it is: what rules send is sent in their name')
    .argument('[address]', 'their mail address')
    .option('--name <name>', 'their name')
    .action(
      act(async ({ out, store }, address: string | undefined, { name = '' }: { readonly name?: string }) => {
        const { owner } = await store();
        if (address !== undefined) await owner.set({ name, address });
        const found = await owner.get();
        if (found === undefined)
          throw new MapistoreError('NOT_FOUND', 'Nobody said whose store it is; "owner ann@example.org" does.');
        await out.result(found, printable(found.name === '' ? found.address : `${found.name} <${found.address}>`));
        return EXIT.ok;
      }),
    );
}
