import { type ItemInfo, MapistoreError, type SearchField } from '@mapistore/core';
import type { Command } from 'commander';
import { EXIT } from '../exit-codes.ts';
import { itemValue } from '../item-value.ts';
import type { Act } from '../shell.ts';
import { wholeNumber } from '../sync-report.ts';
import type { Column } from '../table.ts';
import { countText, printable } from '../text.ts';
import { COLUMNS } from './ls.ts';

interface SearchOptions {
  readonly in?: readonly string[];
  readonly limit?: string;
}

const FIELDS: readonly SearchField[] = ['subject', 'body', 'addresses', 'attachments'];
const PAGE = 200;

/** What was found may lie in any folder. */
const FOUND: readonly Column<ItemInfo>[] = [
  ...COLUMNS,
  { title: 'folder', flexible: true, text: ({ path }) => printable(path) },
];

/** `mapistore search PATH TEXT`. */
export function addSearch(program: Command, act: Act): void {
  program
    .command('search')
    .description(
      'find items by their words, the newest first: in subject, body, addresses and names of attachments. The first search reads what nobody has looked into yet',
    )
    .argument('<path>', 'the folder; what is below it is searched too')
    .argument('<text...>', 'words, all of which have to be there; "invo*" for any end of a word')
    .option('--in <field...>', `only in some of ${FIELDS.join(', ')}`)
    .option('--limit <n>', 'at most so many')
    .action(
      act(async ({ out, store, signal }, path: string, text: readonly string[], options: SearchOptions) => {
        const fields = options.in?.map(fieldOf);
        let left =
          options.limit === undefined ? Number.POSITIVE_INFINITY : wholeNumber(options.limit, 'number of items');
        const { search } = await store();
        let total = 0;
        let unread = 0;
        for (let cursor: string | undefined; left > 0; ) {
          const page = await search(path, text.join(' '), {
            limit: Math.min(PAGE, left),
            signal,
            ...(fields !== undefined && { in: fields }),
            ...(cursor !== undefined && { cursor }),
          });
          await out.table(page.items, FOUND, itemValue);
          total += page.items.length;
          left -= page.items.length;
          unread += page.unread;
          if (page.next === undefined) break;
          cursor = page.next;
        }
        if (unread > 0)
          out.note(`${countText(unread, 'item')} could not be looked into, as the backend is out of reach.`);
        if (!out.json) out.note(total === 0 ? 'No items.' : `${countText(total, 'item')}.`);
        return unread > 0 ? EXIT.partial : EXIT.ok;
      }),
    );
}

function fieldOf(text: string): SearchField {
  const field = FIELDS.find((known) => known === text);
  if (field !== undefined) return field;
  throw new MapistoreError(
    'INVALID_ARGUMENT',
    `There is no field "${text}" to search in; there are ${FIELDS.join(', ')}.`,
  );
}
