import { createHash } from 'node:crypto';
import { type Flags, headerBlockEnd, type ItemEntry, MAX_HEAD_BYTES } from '@mapistore/core';
import { assemble } from './columns/assemble.ts';
import { COLUMNS } from './columns/fields.ts';
import type { Columns, Shape } from './columns/shape.ts';
import type { ColumnValue } from './columns/values.ts';
import type { Row } from './mysql/client.ts';

/** An item as a listing without heads reads it. */
export interface ItemRow extends Row {
  readonly id: number;
  readonly mediaType: string;
  readonly flags: string;
  readonly received: string;
  readonly version: number;
  /** Unknown for a moment, where somebody changed a column by SQL just now. */
  readonly size: number | null;
  readonly columnSum: string;
}

/** With everything but its pieces. */
export interface WholeRow extends ItemRow {
  readonly shape: string | null;
  readonly first: Uint8Array;
  readonly body: number | null;
}

const FACTS = ['id', 'mediaType', 'flags', 'received', 'version', 'columnSum'];
const SIZE = 'if(left(i.known, 32) = i.columnSum, i.size, null) as size';

/** The columns of {@link ItemRow}, and of {@link WholeRow} with those of a person. */
export const ITEM_COLUMNS: string = [...FACTS.map((name) => `i.${name}`), SIZE].join(', ');
export const WHOLE_COLUMNS: string = [
  ITEM_COLUMNS,
  ...['shape', 'first', 'body', ...COLUMNS.map((name) => `\`${name}\``)].map((name) => `i.${name}`),
].join(', ');

export function flagsOf(row: Pick<ItemRow, 'flags'>): Flags {
  return row.flags === '' ? [] : row.flags.split(' ');
}

/** Whether a flag can be kept among others with a blank between them. */
export function isFlag(flag: string): boolean {
  return flag !== '' && !/\s/.test(flag) && flag.isWellFormed();
}

/** Flags as they are stored: words cannot hold a blank, which is checked before. */
export function flagsText(flags: Flags): string {
  return flags.join(' ');
}

export function flagsRevision(text: string): string {
  // Of most items in a page.
  return text === '' ? 'none' : createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** Of the bytes, the columns among them: what a person changes by SQL changes it, too. */
export function contentRevision({ version, columnSum }: Pick<ItemRow, 'version' | 'columnSum'>): string {
  return `${version}.${columnSum.slice(0, 16)}`;
}

export function shapeOf(row: Pick<WholeRow, 'shape'>): Shape | null {
  return row.shape === null ? null : (JSON.parse(row.shape) as Shape);
}

/** What a person sees in the columns; a date that is none counts as nothing. */
export function columnsOf(row: Row): Columns {
  return Object.fromEntries(
    COLUMNS.map((name) => {
      const value = row[name] as ColumnValue | null;
      return [name, typeof value === 'string' && value.startsWith('0000-00-00') ? null : value];
    }),
  ) as Columns;
}

export function entryOf(row: ItemRow, head?: Uint8Array): ItemEntry {
  return {
    key: String(row.id),
    contentRevision: contentRevision(row),
    flagsRevision: flagsRevision(row.flags),
    mediaType: row.mediaType,
    ...(row.size !== null && { size: row.size }),
    flags: flagsOf(row),
    received: new Date(`${row.received.replace(' ', 'T')}Z`),
    ...(head !== undefined && { head }),
  };
}

/** The bytes of an item, its pieces read as they are needed. */
export function bytesOf(row: WholeRow, pieces: () => AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  async function* stored(): AsyncIterable<Uint8Array> {
    if (row.first.byteLength > 0) yield row.first;
    if (row.body !== null) yield* pieces();
  }
  return assemble(stored(), shapeOf(row), columnsOf(row));
}

/** How much of a mail is its head at most. */
const MAX_HEADER_BLOCK = 1_048_576;

/** The head of an item, as {@link ItemEntry.head} has it. */
export async function headOfBytes(bytes: AsyncIterable<Uint8Array>, mediaType: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    parts.push(chunk);
    size += chunk.byteLength;
    if (mediaType !== 'message/rfc822') {
      if (size >= MAX_HEAD_BYTES) break;
      continue;
    }
    const end = headerBlockEnd(Buffer.concat(parts));
    if (end !== undefined) return new Uint8Array(Buffer.concat(parts).subarray(0, end));
    if (size >= MAX_HEADER_BLOCK) break;
  }
  const limit = mediaType === 'message/rfc822' ? MAX_HEADER_BLOCK : MAX_HEAD_BYTES;
  return new Uint8Array(Buffer.concat(parts).subarray(0, limit));
}
