import { damaged } from '../errors.ts';
import type { Archive } from './archive.ts';
import type { Transaction } from './writing/transaction.ts';

/** The media type of a snapshot's list of folders, and that of the list of items of one folder. */
export const SNAPSHOT_TYPE = 'application/vnd.mapistore.snapshot';
export const LISTING_TYPE = 'application/vnd.mapistore.listing';

/** A line of a snapshot: a folder. Parents stand before their children. */
export interface SnapshotFolder {
  /** Unique in the snapshot; where folders come from is the caller's business. */
  readonly key: string;
  /** Absent for the folder that the snapshot is of. */
  readonly parent?: string;
  readonly name: string;
  readonly kinds?: readonly string[];
  /** Whatever else the caller wants to know of it later. */
  readonly note?: Readonly<Record<string, unknown>>;
}

/** A line of a listing: an item as it was. */
export interface SnapshotItem {
  readonly key: string;
  /** Its bytes, in the same archive. A compaction keeps them. */
  readonly content: number;
  readonly flags: readonly string[];
  /** Seconds since 1970, UTC. */
  readonly received: number;
  /** Such as the revisions it had, to tell the next time whether it changed. */
  readonly note?: Readonly<Record<string, unknown>>;
}

/** A folder with the content that lists its items. */
export interface ListedFolder extends SnapshotFolder {
  readonly items: number;
}

/** What writing a snapshot needs. */
export interface NewSnapshot {
  readonly name: string;
  /** Seconds since 1970, UTC. */
  readonly created: number;
  readonly folders: AsyncIterable<{ readonly folder: SnapshotFolder; readonly items: AsyncIterable<SnapshotItem> }>;
  readonly signal: AbortSignal;
}

/**
 * Writes the listing of a snapshot and names it, as a part of a commit. A folder in which nothing changed has the same list
 * as in the snapshot before, and is stored once.
 */
export async function addSnapshot(archive: Archive, transaction: Transaction, snapshot: NewSnapshot): Promise<void> {
  const { signal, name, created } = snapshot;
  const store = async (mediaType: string, chunks: AsyncIterable<Uint8Array>): Promise<number> => {
    const list = await archive.prepare({ mediaType, chunks, maxBytes: Number.MAX_SAFE_INTEGER, signal });
    try {
      return await transaction.addContent(list);
    } finally {
      await list.discard();
    }
  };
  async function* folders(): AsyncIterable<ListedFolder> {
    for await (const { folder, items } of snapshot.folders)
      yield { ...folder, items: await store(LISTING_TYPE, lines(items)) };
  }
  transaction.putSnapshot(name, created, await store(SNAPSHOT_TYPE, lines(folders())));
}

/** The folders of a snapshot. @throws NOT_FOUND for a content that is not there, INVALID_CONTENT */
export async function* snapshotFolders(archive: Archive, content: number): AsyncIterable<ListedFolder> {
  for await (const line of readLines(archive, content)) yield parse<ListedFolder>(line, ['items']);
}

/** The items of one of them. */
export async function* snapshotItems(archive: Archive, listing: number): AsyncIterable<SnapshotItem> {
  for await (const line of readLines(archive, listing)) yield parse<SnapshotItem>(line, ['content', 'received']);
}

async function* lines(values: AsyncIterable<unknown>): AsyncIterable<Uint8Array> {
  for await (const value of values) yield Buffer.from(`${JSON.stringify(value)}\n`);
}

/** A line of another person's archive is no longer than that. */
const MAX_LINE_BYTES = 1_048_576;

async function* readLines(archive: Archive, content: number): AsyncIterable<string> {
  const opened = await archive.openContent(content);
  yield* linesOf(archive.readContent(opened));
}

/** Lines of a listing, cut out of pieces of any size. */
export async function* linesOf(pieces: AsyncIterable<Buffer>): AsyncIterable<string> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of pieces) {
    let from = 0;
    for (let lf = piece.indexOf(10); lf >= 0; lf = piece.indexOf(10, from)) {
      const line = Buffer.concat([rest, piece.subarray(from, lf)]);
      rest = Buffer.alloc(0);
      from = lf + 1;
      yield line.toString('utf8');
    }
    rest = Buffer.concat([rest, piece.subarray(from)]);
    if (rest.byteLength > MAX_LINE_BYTES) throw damaged('A listing of the archive has a line that is too long');
  }
  if (rest.byteLength > 0) throw damaged('A listing of the archive ends in the middle of a line');
}

/** Reads a line of a listing. @param numbers fields that are numbers in every such line */
export function parse<T>(line: string, numbers: readonly (keyof T & string)[]): T {
  try {
    const value = JSON.parse(line) as T;
    if (typeof value === 'object' && value !== null && numbers.every((name) => Number.isSafeInteger(value[name])))
      return value;
  } catch {
    // Said below.
  }
  throw damaged('A listing of the archive cannot be read');
}
