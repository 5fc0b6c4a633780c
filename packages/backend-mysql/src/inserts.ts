import type { Flags } from '@mapistore/core';
import { COLUMNS } from './columns/fields.ts';
import type { Mount } from './mount.ts';
import type { Value } from './mysql/client.ts';
import { partsOfRows, tuples } from './mysql/statements.ts';
import type { Tx } from './mysql/transactions.ts';
import { flagsText } from './rows.ts';
import type { Uploaded } from './uploads.ts';

/** An item to be put into a row. */
export interface Insert {
  readonly uploaded: Uploaded;
  readonly flags: Flags;
  /** As MySQL writes times. */
  readonly received: string;
}

const NAMES = [
  'account',
  'id',
  'folder',
  'kind',
  'mediaType',
  ...COLUMNS,
  'flags',
  'received',
  'version',
  'step',
  'known',
  'size',
  'shape',
  'first',
  'body',
];

/** A statement that puts rows in. */
export interface Statement {
  readonly sql: string;
  readonly values: readonly Value[];
}

/** What puts items into rows, with ids that follow one another. */
export function statementsOf(
  mount: Mount,
  tx: Tx,
  folder: number,
  first: number,
  inserts: readonly Insert[],
): readonly Statement[] {
  const rows = inserts.map((insert, index) => rowOf(mount.account, first + index, folder, tx.step, insert));
  return partsOfRows(rows, bytesOfRow, mount.maxStatementBytes).map((part) => statementOf(mount, part));
}

/** Puts items into rows; whoever calls notes that they are in the folder. */
export async function insertRows(
  mount: Mount,
  tx: Tx,
  statements: readonly Statement[],
  inserts: readonly Insert[],
): Promise<void> {
  for (const { sql, values } of statements) await tx.insert(sql, values);
  await keepPieces(
    mount,
    tx,
    inserts.map(({ uploaded }) => uploaded),
  );
}

/** Most columns are empty in most items, and each value of a statement costs. */
function statementOf({ tables }: Mount, rows: readonly Value[][]): Statement {
  const used = [...NAMES.keys()].filter((column) => rows.some((row) => row[column] !== null));
  const names = used.map((column) => `\`${NAMES[column]}\``).join(', ');
  const values = new Array<Value>(rows.length * used.length);
  let at = 0;
  for (const row of rows) for (const column of used) values[at++] = row[column] as Value;
  return { sql: `insert into ${tables.items} (${names}) values ${tuples(rows.length, used.length)}`, values };
}

/** Pieces that belong to an item now are no upload any more. */
export async function keepPieces(
  { tables, account }: Mount,
  tx: Tx,
  uploads: readonly Pick<Uploaded, 'body'>[],
): Promise<void> {
  for (const { body } of uploads)
    if (body !== null) await tx.change(`delete from ${tables.uploads} where account = ? and body = ?`, [account, body]);
}

/** Takes pieces away whose items are gone. */
export async function dropPieces({ tables, account }: Mount, tx: Tx, bodies: readonly number[]): Promise<void> {
  for (const body of bodies)
    await tx.change(`delete from ${tables.pieces} where account = ? and body = ?`, [account, body]);
}

function rowOf(account: number, id: number, folder: number, version: number, insert: Insert): Value[] {
  const { uploaded, flags, received } = insert;
  return [
    account,
    id,
    folder,
    uploaded.kind,
    uploaded.mediaType,
    ...valuesOf(uploaded),
    flagsText(flags),
    received,
    version,
    version,
    `${uploaded.columnSum} ${flagsText(flags)}`,
    ...factsOf(uploaded),
  ];
}

/** The values of the columns of people. */
export function valuesOf({ columns }: Uploaded): Value[] {
  return COLUMNS.map((column) => columns[column]);
}

/** `size`, `shape`, `first` and `body`. */
export function factsOf({ size, shape, first, body }: Uploaded): Value[] {
  return [size, shape === null ? null : JSON.stringify(shape), first, body];
}

function bytesOfRow(row: readonly Value[]): number {
  return row.reduce<number>(
    (sum, value) =>
      sum + (typeof value === 'string' ? value.length * 3 : (value as Uint8Array | null)?.byteLength || 8),
    0,
  );
}

/** Placeholders for the columns of people, as an update sets them. */
export const SET_COLUMNS: string = COLUMNS.map((column) => `\`${column}\` = ?`).join(', ');
export const SET_FACTS: string = 'size = ?, shape = ?, first = ?, body = ?';
