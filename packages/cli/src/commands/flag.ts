import { MapistoreError } from '@mapistore/core';
import type { Command } from 'commander';
import { EXIT } from '../exit-codes.ts';
import { itemValue } from '../item-value.ts';
import type { Act } from '../shell.ts';
import { printable } from '../text.ts';

interface FlagOptions {
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

const SHORT = ['seen', 'flagged', 'answered', 'draft', 'forwarded'];

/** `mapistore flag ID…`. */
export function addFlag(program: Command, act: Act): void {
  const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];
  program
    .command('flag')
    .description('add and remove flags and keywords')
    .argument('<id...>', 'the items')
    .option('--add <flag>', 'seen, flagged, answered, draft, forwarded, or a keyword; may be repeated', collect, [])
    .option('--remove <flag>', 'the same; may be repeated', collect, [])
    .action(
      act(async ({ out, store, signal }, ids: readonly string[], { add, remove }: FlagOptions) => {
        if (add.length + remove.length === 0)
          throw new MapistoreError('INVALID_ARGUMENT', 'Say which flag: --add seen, or --remove seen.');
        const { items } = await store();
        await items.setFlags(ids, { add: add.map(flagName), remove: remove.map(flagName), signal });
        for (const id of ids) {
          const item = await items.get(id);
          await out.result(itemValue(item), printable(`${id}  ${item.flags.join(' ') || 'no flags'}`));
        }
        return EXIT.ok;
      }),
    );
}

function flagName(text: string): string {
  return SHORT.includes(text.toLowerCase()) ? `$${text.toLowerCase()}` : text;
}
