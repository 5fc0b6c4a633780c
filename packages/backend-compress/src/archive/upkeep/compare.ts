import type { IndexFile } from '../index-file/index-file.ts';

/** How each table is ordered, so that two can be walked side by side. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  folders: ['id'],
  contents: ['id'],
  items: ['folder', 'id'],
  parts: ['hash', 'segment', 'start'],
  records: ['segment', 'start'],
  snapshots: ['name'],
};

/** Items that are named at most. */
const MOST_NAMED = 10_000;

type Row = Readonly<Record<string, unknown>>;

/** What two indexes say differently. */
export interface Differences {
  readonly tables: readonly string[];
  readonly items: readonly { readonly folder: number; readonly item: number }[];
}

/** Compares an index with one that was made afresh, row by row. */
export function compareIndexes(index: IndexFile, fresh: IndexFile): Differences {
  const tables: string[] = [];
  const items: { folder: number; item: number }[] = [];
  for (const [table, key] of Object.entries(KEYS)) {
    try {
      for (const row of differing(index, fresh, table, key)) {
        if (!tables.includes(table)) tables.push(table);
        if (table !== 'items') break;
        if (items.length < MOST_NAMED) items.push({ folder: Number(row['folder']), item: Number(row['id']) });
      }
    } catch {
      // A page of it cannot be read.
      tables.push(table);
    }
  }
  return { tables, items };
}

/** Rows that only one of them has, or that they have differently. */
function* differing(index: IndexFile, fresh: IndexFile, table: string, key: readonly string[]): Iterable<Row> {
  const sql = `select * from ${table} order by ${key.join(', ')}`;
  const ours = index.iterate(sql)[Symbol.iterator]();
  const theirs = fresh.iterate(sql)[Symbol.iterator]();
  let [a, b] = [ours.next(), theirs.next()];
  while (a.done !== true || b.done !== true) {
    const order = a.done === true ? 1 : b.done === true ? -1 : compareKeys(a.value, b.value, key);
    if (order === 0) {
      if (JSON.stringify(a.value) !== JSON.stringify(b.value)) yield a.value as Row;
      [a, b] = [ours.next(), theirs.next()];
    } else if (order < 0) {
      yield a.value as Row;
      a = ours.next();
    } else {
      yield b.value as Row;
      b = theirs.next();
    }
  }
}

function compareKeys(a: Row, b: Row, key: readonly string[]): number {
  for (const name of key) {
    const [x, y] = [a[name] as number | string, b[name] as number | string];
    if (x !== y) return x < y ? -1 : 1;
  }
  return 0;
}
