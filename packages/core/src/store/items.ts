import type { Body, ByteRange } from '../contract/body.ts';
import type { Flags } from '../contract/entries.ts';
import type { Delta } from '../contract/format.ts';
import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import { Tree } from '../hierarchy/tree.ts';
import type { Item } from '../item/item.ts';
import type { StorePath } from '../mounts/paths.ts';
import { openOriginal, openOriginals } from '../read/original.ts';
import { readProperties } from '../read/properties.ts';
import { column, columnNames } from '../restriction/columns.ts';
import { evaluate } from '../restriction/evaluate.ts';
import type { Restriction } from '../restriction/restriction.ts';
import { SEARCH_ROLE } from '../searches/criteria.ts';
import { follow } from '../searches/follow.ts';
import type { ContentsRow } from '../state/rows.ts';
import type { ContentsQuery } from '../state/tables.ts';
import { setFlags } from '../write/flags.ts';
import { setProperties } from '../write/properties.ts';
import { type ItemId, noSuchItem, parseItemId } from './ids.ts';
import { type ItemInfo, itemInfo, subjectOf } from './item-info.ts';

const PAGE = 500;

/** What of a folder to list. */
export interface ListRequest {
  /** A column's short or canonical name; default `date`. */
  readonly sort?: string;
  /** Default true for dates and sizes, false for text. */
  readonly descending?: boolean;
  readonly where?: Restriction;
  /** Default 50 for a page. */
  readonly limit?: number;
  /** `next` of the page before. */
  readonly cursor?: string;
}

/** A page of a list. */
export interface ItemList {
  readonly items: readonly ItemInfo[];
  /** Absent on the last page. */
  readonly next?: string;
}

/** Items of the store. */
export interface Items {
  /** One page of a folder, from the index alone. @throws NOT_FOUND, INVALID_ARGUMENT (the sort column) */
  page(path: StorePath, request?: ListRequest): Promise<ItemList>;
  /** All items of a folder, page by page. */
  list(path: StorePath, request?: Omit<ListRequest, 'cursor'>): AsyncIterable<ItemInfo>;
  /** @throws NOT_FOUND, INVALID_ARGUMENT */
  get(id: ItemId): Promise<ItemInfo>;
  /** The native bytes of an item, exactly as they came into the store. @throws NOT_FOUND, UNAVAILABLE */
  open(id: ItemId, request?: { readonly range?: ByteRange; readonly signal?: AbortSignal }): Promise<Body>;
  /** The native bytes of all items of a folder, in bulk where the backend can. Each body is read before the next. */
  openAll(
    path: StorePath,
    request?: { readonly signal?: AbortSignal },
  ): AsyncIterable<{ readonly item: ItemInfo; readonly body: Body }>;
  /** Every property, recipient and attachment ([MS-OXCMSG]). @throws NOT_FOUND, UNAVAILABLE, FORMAT_NOT_INSTALLED */
  properties(id: ItemId, request?: { readonly signal?: AbortSignal }): Promise<Item>;
  /**
   * Changes properties: in the native bytes where their format can say it, in core's overlay for the rest. Received mail
   * is never rewritten. @throws NOT_FOUND, CONFLICT
   */
  setProperties(id: ItemId, delta: Delta, request?: { readonly signal?: AbortSignal }): Promise<void>;
  /** Adds and removes flags, in the words of RFC 8621 s.4.1.1. Flags that are as asked already are no change. */
  setFlags(
    ids: readonly ItemId[],
    change: { readonly add?: Flags; readonly remove?: Flags; readonly signal?: AbortSignal },
  ): Promise<void>;
}

/** Items of a store. */
export function itemsOf(engine: Engine): Items {
  const signalOf = (request?: { readonly signal?: AbortSignal }): AbortSignal =>
    request?.signal ?? new AbortController().signal;
  return {
    page: (path, request = {}) => page(engine, path, request),
    list: (path, request = {}) => list(engine, path, request),
    get: async (id) => {
      const row = await needRow(engine, id);
      return itemInfo(row, await pathOf(engine, row));
    },
    open: async (id, request) => openOriginal(engine, await needRow(engine, id), signalOf(request), request?.range),
    openAll: (path, request) => openAll(engine, path, signalOf(request)),
    properties: async (id, request) => readProperties(engine, await needRow(engine, id), signalOf(request)),
    setProperties: async (id, delta, request) =>
      setProperties(engine, await needRow(engine, id), delta, signalOf(request)),
    setFlags: async (ids, change) =>
      setFlags(engine, await Promise.all(ids.map((id) => needRow(engine, id))), change, signalOf(change)),
  };
}

/** The row of an item. @throws NOT_FOUND, INVALID_ARGUMENT */
export async function needRow(engine: Engine, id: ItemId): Promise<ContentsRow> {
  const number = parseItemId(id);
  const [row] = await engine.state.read((tx) => tx.contents.byItems([number]));
  if (row === undefined) throw noSuchItem(id);
  return row;
}

async function pathOf(engine: Engine, row: ContentsRow): Promise<StorePath> {
  const tree = await Tree.read(engine.state);
  const folder = tree.get(row.folderId);
  return folder === undefined ? '/' : tree.path(folder);
}

interface Plan {
  readonly query: Omit<ContentsQuery, 'limit' | 'after'>;
  /** Of the folder that an item lies in; a search folder shows those of many. */
  pathOf(row: ContentsRow): StorePath;
  readonly where: Restriction | undefined;
}

async function plan(engine: Engine, path: StorePath, { sort = 'date', descending, where }: ListRequest): Promise<Plan> {
  const by = column(sort)?.sort;
  if (by === undefined) {
    throw new MapistoreError(
      'INVALID_ARGUMENT',
      `Cannot sort by "${sort}"; columns to sort by are ${columnNames()
        .filter((name) => column(name)?.sort !== undefined)
        .join(', ')}.`,
    );
  }
  const tree = await Tree.read(engine.state);
  const folder = tree.need(path);
  if (folder.role === SEARCH_ROLE) await follow(engine, folder.folderId, new AbortController().signal);
  const newestFirst = by === 'received' || by === 'sent' || by === 'storedSize';
  return {
    query: {
      folderId: folder.folderId,
      ...(folder.role === SEARCH_ROLE && { found: true }),
      sort: by,
      descending: descending ?? newestFirst,
    },
    pathOf: ({ folderId }) => tree.path(tree.get(folderId) ?? folder),
    where,
  };
}

/** Rows that meet the condition, read a page at a time. */
async function* rowsOf(
  engine: Engine,
  { query, where }: Plan,
  start: ContentsQuery['after'],
  limit: number,
): AsyncIterable<ContentsRow> {
  let after = start;
  for (;;) {
    const wanted = where === undefined ? Math.min(PAGE, limit) : PAGE;
    const rows = await engine.state.read((tx) =>
      tx.contents.page({ ...query, limit: wanted, ...(after !== undefined && { after }) }),
    );
    for (const row of rows) if (where === undefined || evaluate(where, subjectOf(row))) yield row;
    const last = rows.at(-1);
    if (rows.length < wanted || last === undefined) return;
    after = { value: last[query.sort], mid: last.mid };
  }
}

async function page(engine: Engine, path: StorePath, request: ListRequest): Promise<ItemList> {
  const limit = request.limit ?? 50;
  const planned = await plan(engine, path, request);
  const rows: ContentsRow[] = [];
  if (limit > 0) {
    for await (const row of rowsOf(engine, planned, parseCursor(request.cursor), limit)) {
      rows.push(row);
      if (rows.length === limit) break;
    }
  }
  const last = rows.at(-1);
  const items = rows.map((row) => itemInfo(row, planned.pathOf(row)));
  return last === undefined || rows.length < limit
    ? { items }
    : { items, next: JSON.stringify([last[planned.query.sort], last.mid]) };
}

function parseCursor(cursor: string | undefined): ContentsQuery['after'] {
  if (cursor === undefined) return undefined;
  const [value, mid] = readPair(cursor);
  const sortable = value === null || typeof value === 'string' || typeof value === 'number';
  if (sortable && Number.isSafeInteger(mid)) return { value, mid: mid as number };
  throw new MapistoreError('INVALID_ARGUMENT', 'The cursor of the list is not one that a page gave out.');
}

function readPair(json: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(json);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

async function* list(engine: Engine, path: StorePath, request: Omit<ListRequest, 'cursor'>): AsyncIterable<ItemInfo> {
  const planned = await plan(engine, path, request);
  let left = request.limit ?? Number.POSITIVE_INFINITY;
  if (left <= 0) return;
  for await (const row of rowsOf(engine, planned, undefined, left)) {
    yield itemInfo(row, planned.pathOf(row));
    if (--left <= 0) return;
  }
}

async function* openAll(
  engine: Engine,
  path: StorePath,
  signal: AbortSignal,
): AsyncIterable<{ item: ItemInfo; body: Body }> {
  const planned = await plan(engine, path, { sort: 'id', descending: false });
  let after: ContentsQuery['after'];
  for (;;) {
    const rows = await engine.state.read((tx) =>
      tx.contents.page({ ...planned.query, limit: PAGE, ...(after !== undefined && { after }) }),
    );
    const left = new Map(rows.map((row) => [row.mid, row]));
    // In bulk folder by folder: a search folder has items of several.
    for (const group of Map.groupBy(rows, ({ folderId }) => folderId).values())
      for await (const { row, body } of openOriginals(engine, group, signal)) {
        left.delete(row.mid);
        yield { item: itemInfo(row, planned.pathOf(row)), body };
      }
    for (const row of left.values())
      yield { item: itemInfo(row, planned.pathOf(row)), body: await openOriginal(engine, row, signal) };
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = { value: last.mid, mid: last.mid };
  }
}
