import type { Engine } from '../engine/engine.ts';
import type { ContentsRow } from '../state/rows.ts';
import { type ItemId, parseItemId } from '../store/ids.ts';
import type { ItemInfo } from '../store/item-info.ts';
import { type Items, type ListRequest, needRow } from '../store/items.ts';
import type { Access } from './access.ts';
import { closed } from './closed.ts';

const PAGE = 500;

/** Items as somebody sees them whom a folder is shared with. */
export function memberItems(engine: Engine, inner: Items, read: () => Promise<Access>): Items {
  const check = async (ids: readonly ItemId[], action: 'read' | 'edit'): Promise<void> => {
    const access = await read();
    for (const id of ids) access.checkItem(await needRow(engine, id), action);
  };
  const page: Items['page'] = async (path, request = {}) => {
    const access = await read();
    access.need(path, 'folderVisible');
    const limit = request.limit ?? 50;
    const items: ItemInfo[] = [];
    // A page of what there is holds less than a page for them: the rest is taken from those behind it.
    for (let cursor = request.cursor; ; ) {
      const left = limit - items.length;
      const part = await inner.page(path, { ...request, limit: left, ...(cursor !== undefined && { cursor }) });
      items.push(...(await seen(engine, access, part.items)));
      cursor = part.next;
      if (cursor === undefined) return { items };
      if (items.length >= limit) return { items, next: cursor };
    }
  };
  async function* list(path: string, request: Omit<ListRequest, 'cursor'> = {}): AsyncIterable<ItemInfo> {
    let left = request.limit ?? Number.POSITIVE_INFINITY;
    for (let cursor: string | undefined; left > 0; ) {
      const limit = Math.min(PAGE, left);
      const part = await page(path, { ...request, limit, ...(cursor !== undefined && { cursor }) });
      yield* part.items;
      left -= part.items.length;
      cursor = part.next;
      if (cursor === undefined) return;
    }
  }
  return closed<Items>(
    inner,
    {
      page,
      list,
      async get(id) {
        await check([id], 'read');
        return inner.get(id);
      },
      async open(id, request) {
        await check([id], 'read');
        return inner.open(id, request);
      },
      async *openAll(path, request) {
        for await (const item of list(path, { sort: 'id', descending: false }))
          yield { item, body: await inner.open(item.id, request) };
      },
      async properties(id, request) {
        await check([id], 'read');
        return inner.properties(id, request);
      },
      async setProperties(id, delta, request) {
        await check([id], 'edit');
        return inner.setProperties(id, delta, request);
      },
      async setFlags(ids, change) {
        await check(ids, 'edit');
        return inner.setFlags(ids, change);
      },
    },
    'items',
  );
}

/** Those of a list that they see. */
async function seen<T extends { readonly id: ItemId }>(
  engine: Engine,
  access: Access,
  items: readonly T[],
): Promise<readonly T[]> {
  const rows = await rowsOf(engine, items);
  return items.filter(({ id }) => {
    const row = rows.get(parseItemId(id));
    return row !== undefined && access.sees(row);
  });
}

/** Rows by item number. */
export async function rowsOf(
  engine: Engine,
  items: readonly { readonly id: ItemId }[],
): Promise<ReadonlyMap<number, ContentsRow>> {
  const numbers = [...new Set(items.map(({ id }) => parseItemId(id)))];
  const rows = await engine.state.read((tx) => tx.contents.byItems(numbers));
  return new Map(rows.map((row) => [row.itemId, row]));
}
