import { type DeletedInfo, type ItemInfo, type ItemKind, type Items, parseRestriction } from '@mapistore/core';
import type { Command } from 'commander';
import { endText, startText } from '../calendar-text.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { itemValue } from '../item-value.ts';
import type { Output } from '../output.ts';
import type { Act } from '../shell.ts';
import { wholeNumber } from '../sync-report.ts';
import type { Column } from '../table.ts';
import { addressText, countText, dateText, printable, sizeText } from '../text.ts';
import { zoneOf } from '../zone-time.ts';

interface LsOptions {
  readonly sort?: string;
  readonly desc?: boolean;
  readonly asc?: boolean;
  readonly where?: string;
  readonly limit?: string;
  readonly deleted?: boolean;
}

const ID: Column<ItemInfo> = { title: 'id', text: ({ id }) => id };
const SUBJECT: Column<ItemInfo> = { title: 'subject', flexible: true, text: ({ subject }) => printable(subject) };
const SIZE: Column<ItemInfo> = { title: 'size', right: true, text: ({ size }) => sizeText(size) };
const DATE: Column<ItemInfo> = { title: 'date', text: ({ date }) => dateText(date) };

const COLUMNS: readonly Column<ItemInfo>[] = [
  ID,
  { title: 'flags', text: ({ flags }) => printable(flagText(flags)) },
  DATE,
  { title: 'from', flexible: true, text: ({ from }) => printable(from.name === '' ? addressText(from) : from.name) },
  SUBJECT,
  SIZE,
];

/** For what has a time, in the zone of this machine. */
const TIMES: readonly Column<ItemInfo>[] = [
  ID,
  { title: 'start', text: ({ time }) => (time === undefined ? '' : startText(time, zoneOf(undefined))) },
  { title: 'end', text: ({ time }) => (time === undefined ? '' : endText(time, zoneOf(undefined))) },
  { title: 'repeats', flexible: true, text: ({ time }) => printable(time?.recurrence ?? '') },
  SUBJECT,
  SIZE,
];

const CONTACTS: readonly Column<ItemInfo>[] = [
  ID,
  { title: 'name', flexible: true, text: ({ subject }) => printable(subject) },
  { title: 'address', flexible: true, text: ({ from }) => printable(from.address) },
  DATE,
  SIZE,
];

const DELETED: readonly Column<DeletedInfo>[] = [
  ID,
  { title: 'deleted', text: ({ deleted }) => dateText(deleted) },
  SUBJECT,
  SIZE,
];

/** What a folder shows: by the kinds of its newest items. */
const LAYOUTS: readonly {
  readonly kinds: readonly ItemKind[];
  readonly columns: typeof COLUMNS;
  readonly sort: string;
}[] = [
  { kinds: ['event', 'task', 'journal'], columns: TIMES, sort: 'start' },
  { kinds: ['contact'], columns: CONTACTS, sort: 'subject' },
];
const LOOKED_AT = 20;

/** Rows that are laid out together; a longer list is printed in parts, so that it starts at once. */
const PART = 1_000;

/** `mapistore ls PATH`. */
export function addLs(program: Command, act: Act): void {
  program
    .command('ls')
    .description(
      'list the items of a folder: mails with the newest first, appointments and tasks by time, contacts by name',
    )
    .argument('<path>', 'the folder')
    .option('--sort <column>', 'sort by date, sent, start, end, size, subject, from, class or id')
    .option('--desc', 'largest first')
    .option('--asc', 'smallest first')
    .option('--where <condition>', "only those that meet it: 'from contains ann and not flag seen and size > 20k'")
    .option('--limit <n>', 'at most so many')
    .option('--deleted', 'what was deleted from it and can be restored instead, in the order of ids')
    .action(
      act(async ({ out, store }, path: string, options: LsOptions) => {
        const { sort, desc, asc, where, limit } = options;
        const descending = desc === true ? true : asc === true ? false : undefined;
        const { items, recoverable } = await store();
        if (options.deleted === true) return listDeleted(out, recoverable.list(path), limit);
        const { columns, sort: usual } = await layoutOf(items, path);
        const list = items.list(path, {
          sort: sort ?? usual,
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
          await out.table(part, columns, itemValue);
          part = [];
        }
        await out.table(part, columns, itemValue);
        if (!out.json) out.note(total === 0 ? 'No items.' : `${countText(total, 'item')}.`);
        return EXIT.ok;
      }),
    );
}

async function listDeleted(
  out: Output,
  deleted: AsyncIterable<DeletedInfo>,
  limit: string | undefined,
): Promise<ExitCode> {
  const most = limit === undefined ? Number.POSITIVE_INFINITY : wholeNumber(limit, 'number of items');
  const items: DeletedInfo[] = [];
  for await (const item of deleted) {
    if (items.length >= most) break;
    items.push(item);
  }
  await out.table(items, DELETED, (item) => ({ ...itemValue(item), deleted: item.deleted.toISOString() }));
  if (!out.json) out.note(items.length === 0 ? 'Nothing to restore.' : `${countText(items.length, 'item')}.`);
  return EXIT.ok;
}

async function layoutOf(items: Items, path: string): Promise<Omit<(typeof LAYOUTS)[number], 'kinds'>> {
  const newest = (await items.page(path, { limit: LOOKED_AT })).items;
  const fits = LAYOUTS.find(({ kinds }) => newest.length > 0 && newest.every(({ kind }) => kinds.includes(kind)));
  return fits ?? { columns: COLUMNS, sort: 'date' };
}

/** Flags in short: `N` for new (unread), then the other flags by name. */
function flagText(flags: readonly string[]): string {
  const others = flags.filter((flag) => flag !== '$seen').map((flag) => flag.replace(/^\$/u, ''));
  return [...(flags.includes('$seen') ? [] : ['unread']), ...others].join(' ');
}
