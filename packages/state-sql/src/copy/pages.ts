import { createHash } from 'node:crypto';
import type { ExpressionBuilder, Kysely } from 'kysely';
import type { Db } from '../schema/database.ts';
import { TABLE_KEYS, type TableName } from '../schema/tables.ts';

/** Any row, by column. */
export type Row = Readonly<Record<string, unknown>>;

/** Marks a state that a copy was begun into and not ended. */
export const UNFINISHED = 'unfinishedCopy';

/** Rows of `meta` that belong to a state itself and not to what is in it. */
const OWN: readonly unknown[] = ['schema', UNFINISHED];

/** Rows of one page; those of pieces of blobs are large. */
function pageSize(table: TableName): number {
  return table === 'blobPieces' ? 16 : 500;
}

/** One page of a table in the order of its key, behind the last row of the page before. */
export async function page(db: Db, table: TableName, after: Row | undefined): Promise<readonly Row[]> {
  const any = db as unknown as Kysely<Record<string, Record<string, unknown>>>;
  let query = any.selectFrom(table).selectAll().limit(pageSize(table));
  for (const column of TABLE_KEYS[table]) query = query.orderBy(column);
  if (after !== undefined) query = query.where((eb) => behind(eb, TABLE_KEYS[table], after));
  return query.execute();
}

function behind(
  eb: ExpressionBuilder<Record<string, Record<string, unknown>>, string>,
  key: readonly string[],
  after: Row,
) {
  // The first columns are the same, and the next one is greater.
  return eb.or(
    key.map((column, index) =>
      eb.and([...key.slice(0, index).map((same) => eb(same, '=', after[same])), eb(column, '>', after[column])]),
    ),
  );
}

/** What is copied of a page. */
export function contentOf(table: TableName, rows: readonly Row[]): readonly Row[] {
  return table === 'meta' ? rows.filter((row) => !OWN.includes(row['key'])) : rows;
}

/** A digest of all rows of a table in the order of its key, and how many there are. */
class TableDigest {
  readonly #hash = createHash('sha256');
  #rows = 0;

  add(rows: readonly Row[]): void {
    this.#rows += rows.length;
    for (const row of rows) {
      const values = Object.keys(row)
        .sort()
        .map((column) => [column, plain(row[column])]);
      this.#hash.update(`${JSON.stringify(values)}\n`);
    }
  }

  end(): string {
    return `${this.#rows} ${this.#hash.digest('hex')}`;
  }
}

/** Each value in a form of its own: text, number and bytes are never the same. */
function plain(value: unknown): unknown {
  return value instanceof Uint8Array ? { bytes: Buffer.from(value).toString('base64') } : value;
}

/** The digest of a table as it is now. */
export async function digestOf(db: Db, table: TableName): Promise<string> {
  const digest = new TableDigest();
  for (let rows = await page(db, table, undefined); rows.length > 0; rows = await page(db, table, rows.at(-1)))
    digest.add(contentOf(table, rows));
  return digest.end();
}
