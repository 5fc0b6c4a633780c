import type { Command } from 'commander';
import { EXIT } from '../exit-codes.ts';
import type { Act } from '../shell.ts';

/** `mapistore cat ID`. */
export function addCat(program: Command, act: Act): void {
  program
    .command('cat')
    .description('print the bytes of an item, exactly as they came in')
    .argument('<id>', 'the item')
    .action(
      act(async ({ out, store, signal }, id: string) => {
        const body = await (await store()).items.open(id, { signal });
        try {
          for await (const chunk of body) await out.write(chunk);
        } finally {
          await body[Symbol.asyncDispose]();
        }
        return EXIT.ok;
      }),
    );
}
