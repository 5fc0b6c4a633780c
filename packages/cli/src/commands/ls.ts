import { type ItemInfo, parseRestriction } from '@mapistore/core';
import type { Command } from 'commander';
import { EXIT } from '../exit-codes.ts';
import { itemValue } from '../item-value.ts';
import type { Act } from '../shell.ts';
import { wholeNumber } from '../sync-report.ts';
import type { Column } from '../table.ts';
import { addressText, countText, dateText, printable, sizeText } from '../text.ts';

interface LsOptions {
  readonly sort?: string;
  readonly desc?: boolean;
  readonly asc?: boolean;
  readonly where?: string;
  readonly limit?: string;
}

const COLUMNS: readonly Column<ItemInfo>[] = [
  { title: 'id', text: ({ id }) => id },
  { title: 'flags', text: ({ flags }) => printable(flagText(flags)) },
  { title: 'date', text: ({ date }) => dateText(date) },
  { title: 'from', flexible: true, text: ({ from }) => printable(from.name === '' ? addressText(from) : from.name) },
  { title: 'subject', flexible: true, text: ({ subject }) => printable(subject) },
  { title: 'size', right: true, text: ({ size }) => sizeText(size) },
];

/** Rows that are laid out together; a longer list is printed in parts, so that it starts at once. */
const PART = 1_000;

/** `mapistore ls PATH`. */
export function addLs(program: Command, act: Act): void {
  program
    .command('ls')
    .description('list the items of a folder, newest first')
    .argument('<path>', 'the folder')
    .option('--sort <column>', 'sort by date, sent, size, subject, from, class or id')
    .option('--desc', 'largest first')
    .option('--asc', 'smallest first')
    .option('--where <condition>', "only those that meet it: 'from contains ann and not flag seen and size > 20k'")
    .option('--limit <n>', 'at most so many')
    .action(
      act(async ({ out, store }, path: string, { sort, desc, asc, where, limit }: LsOptions) => {
        const descending = desc === true ? true : asc === true ? false : undefined;
        const list = (await store()).items.list(path, {
          ...(sort !== undefined && { sort }),
          ...(descending !== undefined && { descending }),
          ...(where !== undefined && { where: parseRestriction(where) }),
          ...(limit !== undefined && { limit: wholeNumber(limit, 'number of items') }),
        });
        let part: ItemInfo[] = [];
        let total = 0;
        for await (const item of list) {
          total++;
          part.push(item);
          if (part.length < (out.json ? 1 : PART)) continue;
          await out.table(part, COLUMNS, itemValue);
          part = [];
        }
        await out.table(part, COLUMNS, itemValue);
        if (!out.json) out.note(total === 0 ? 'No items.' : `${countText(total, 'item')}.`);
        return EXIT.ok;
      }),
    );
}

/** Flags in short: `N` for new (unread), then the other flags by name. */
function flagText(flags: readonly string[]): string {
  const others = flags.filter((flag) => flag !== '$seen').map((flag) => flag.replace(/^\$/u, ''));
  return [...(flags.includes('$seen') ? [] : ['unread']), ...others].join(' ');
}
