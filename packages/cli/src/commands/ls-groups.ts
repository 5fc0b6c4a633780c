import type { ItemInfo, Restriction, Store, Table, TableRow } from '@mapistore/core';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { itemValue } from '../item-value.ts';
import type { Output } from '../output.ts';
import type { Column } from '../table.ts';
import { countText, dateText, printable } from '../text.ts';

/** Rows that are laid out together. */
const PAGE = 200;

/** What to list in groups. */
interface GroupRequest {
  readonly path: string;
  readonly groupBy: string;
  readonly sort: string;
  readonly descending?: boolean;
  readonly where?: Restriction;
  readonly limit?: number;
  readonly columns: readonly Column<ItemInfo>[];
}

/** A list under a line for each value of a column. */
export async function listGroups(store: Store, out: Output, request: GroupRequest): Promise<ExitCode> {
  const { path, groupBy, sort, descending, where, columns, limit = Number.POSITIVE_INFINITY } = request;
  const table = await store.tables.contents(path);
  await table.setColumns([groupBy, 'PidTagContentCount', 'PidTagContentUnreadCount']);
  if (where !== undefined) await table.restrict(where);
  const newestFirst = ['date', 'received', 'sent', 'size'].includes(sort);
  const keys = [{ property: groupBy }, { property: sort, descending: descending ?? newestFirst }];
  await table.sortTable({ keys, categories: 1 });
  let total = 0;
  let groups = 0;
  for await (const { header, items } of runs(store, table)) {
    const shown = items.slice(0, limit - total);
    if (header !== undefined) {
      if (total >= limit) break;
      groups++;
      await out.result(headerValue(groupBy, header), headerText(groupBy, header));
    }
    await out.table(shown, columns, itemValue);
    total += shown.length;
  }
  table.close();
  if (!out.json) out.note(total === 0 ? 'No items.' : `${countText(total, 'item')} in ${countText(groups, 'group')}.`);
  return EXIT.ok;
}

/** Headers with the items behind each; a long group comes in several runs, the later ones without its header. */
async function* runs(
  store: Store,
  table: Table,
): AsyncIterable<{ readonly header?: TableRow; readonly items: readonly ItemInfo[] }> {
  for (;;) {
    const { rows, origin } = await table.queryRows({ count: PAGE });
    const leaves = rows.filter(({ kind }) => kind === 'leaf').map(({ id }) => id);
    const infos = new Map((await store.items.getMany(leaves)).map((info) => [info.id, info]));
    let header: TableRow | undefined;
    let items: ItemInfo[] = [];
    for (const row of rows) {
      if (row.kind === 'leaf') {
        const info = infos.get(row.id);
        if (info !== undefined) items.push(info);
        continue;
      }
      if (header !== undefined || items.length > 0) yield { ...(header && { header }), items };
      header = row;
      items = [];
    }
    if (header !== undefined || items.length > 0) yield { ...(header && { header }), items };
    if (origin === 'end') return;
  }
}

function headerValue(column: string, { values: [value, items, unread] }: TableRow): object {
  return { category: { column, value: value ?? null, items, unread } };
}

function headerText(column: string, { values: [value, items, unread] }: TableRow): string {
  const text = value instanceof Date ? dateText(value) : String(value ?? '');
  return `${column}: ${printable(text)} (${countText(Number(items), 'item')}, ${Number(unread)} unread)`;
}
