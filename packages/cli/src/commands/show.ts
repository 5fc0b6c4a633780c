import type { Command } from 'commander';
import { EXIT } from '../exit-codes.ts';
import type { Act } from '../shell.ts';
import { shownJson } from '../show-json.ts';
import { shownLines } from '../show-text.ts';

/** `mapistore show ID`. */
export function addShow(program: Command, act: Act): void {
  program
    .command('show')
    .description('show every property, recipient and attachment of an item')
    .argument('<id>', 'the item')
    .addHelpText('after', '\nWith --json, binary is base64, times are ISO 8601, and 64-bit numbers are decimal text.')
    .action(
      act(async ({ out, store, signal }, id: string) => {
        const { items } = await store();
        const [info, item] = [await items.get(id), await items.properties(id, { signal })];
        if (out.json) for await (const piece of shownJson({ info, item, signal })) await out.write(piece);
        else await out.lines(await shownLines({ info, item, signal }));
        return EXIT.ok;
      }),
    );
}
