import type { Archive, Prepared } from '@mapistore/backend-compress/archive';
import { type FoundDigest, MapistoreError, type SnapshotItem, type Store } from '@mapistore/core';
import type { BackupRequest } from './backup.ts';
import { type Known, KnownFolder } from './known.ts';
import { type Line, type PlainItem, relativePath, type Stored, type StoredBlob, snapshotItem } from './lines.ts';
import { Spool } from './spool.ts';

/** Items that are stored in one commit: their number, and about their bytes. */
const BATCH_ITEMS = 200;
const BATCH_BYTES = 33_554_432;
/** What an item may be larger than that nobody has read yet. */
const GUESSED_BYTES = 65_536;

/** Errors of one item, which others need not suffer for. All else ends the backup. */
const OF_ONE_ITEM: ReadonlySet<string> = new Set([
  'NOT_FOUND',
  'INVALID_CONTENT',
  'TOO_LARGE',
  'CONFLICT',
  'UNSUPPORTED',
]);
/** Lists in which an item stood where it was not found, after which it is missing, and not on its way somewhere else. */
const MOVING_ROUNDS = 4;

interface Filled {
  /** The list with the bytes of all items, or why they are missing. */
  readonly filled: Spool<Line>;
  readonly stored: number;
  /** Items that changed since they were listed. */
  readonly conflicts: number;
  /** Those of them that are not where they stand, and may be on their way somewhere else. */
  readonly moving: number;
}

interface Job {
  readonly listed: Spool<Line>;
  readonly known: Known;
  /** By revision: in how many lists an item stood where it was not found. */
  readonly lost: Map<string, number>;
  /** Whether what changed meanwhile is missing in the end, and not another reason to list again. */
  readonly final: boolean;
  readonly request: BackupRequest;
}

/** Reads the bytes of what is listed and not known, and stores them. */
export async function storeMissing(store: Store, archive: Archive, job: Job): Promise<Filled> {
  const { listed, known, request } = job;
  const filled = await Spool.create<Line>();
  const batch = new Batch(store, archive, filled, job);
  let folder = new KnownFolder(known(''));
  try {
    for await (const line of listed.read()) {
      request.signal.throwIfAborted();
      if (line.type === 'folder') {
        await folder.end();
        folder = new KnownFolder(known(relativePath(line.folder.path, request.path)));
        await batch.add(line);
      } else if (line.type === 'item') {
        const stored = await folder.find(line.item.revision);
        await batch.add(stored === undefined ? line : { ...line, stored });
      }
    }
    await batch.flush();
    return { filled, stored: batch.stored, conflicts: batch.conflicts, moving: batch.moving };
  } catch (error) {
    await filled[Symbol.asyncDispose]();
    throw error;
  } finally {
    await folder.end();
  }
}

/** Lines in their order, until enough of them wait for their bytes. */
class Batch {
  stored = 0;
  conflicts = 0;
  moving = 0;
  readonly #store: Store;
  readonly #archive: Archive;
  readonly #filled: Spool<Line>;
  readonly #job: Job;
  /** What overlays refer to, by digest. */
  readonly #blobs = new Map<string, StoredBlob>();
  #lines: Line[] = [];
  #waiting = 0;
  #bytes = 0;
  #done = 0;
  #total = 0;

  constructor(store: Store, archive: Archive, filled: Spool<Line>, job: Job) {
    this.#store = store;
    this.#archive = archive;
    this.#filled = filled;
    this.#job = job;
  }

  async add(line: Line): Promise<void> {
    this.#lines.push(line);
    if (line.type === 'item' && line.stored === undefined) {
      this.#waiting++;
      this.#bytes += line.item.size ?? GUESSED_BYTES;
    }
    if (this.#waiting >= BATCH_ITEMS || this.#bytes >= BATCH_BYTES || this.#lines.length >= 5_000) await this.flush();
  }

  async flush(): Promise<void> {
    const lines = this.#lines;
    this.#lines = [];
    const waiting = lines.flatMap((line) => (line.type === 'item' && line.stored === undefined ? [line.item] : []));
    [this.#waiting, this.#bytes] = [0, 0];
    const results = waiting.length === 0 ? new Map<string, Stored | string>() : await this.#storeAll(waiting);
    const { request } = this.#job;
    const filled = lines.map((line): Line => {
      if (line.type !== 'item' || line.stored !== undefined) return line;
      const result = results.get(line.item.revision) ?? 'CONFLICT';
      return typeof result === 'string'
        ? { type: 'missing', item: line.item, code: result }
        : { ...line, stored: result };
    });
    await this.#filled.add(await this.#withBlobs(filled), (line) =>
      line.type === 'folder' ? relativePath(line.folder.path, request.path) : undefined,
    );
    this.#done += lines.filter(({ type }) => type !== 'folder').length;
    request.onProgress?.({ done: this.#done, stored: this.stored, bytes: this.#total });
  }

  /** Stores what overlays refer to and the archive has not. What is gone by now makes its item one that changed. */
  async #withBlobs(lines: readonly Line[]): Promise<readonly Line[]> {
    const { final, request } = this.#job;
    const wanted = new Set<string>();
    for (const line of lines) {
      if (line.type !== 'item') continue;
      for (const blob of line.stored?.blobs ?? []) this.#blobs.set(blob.sha256, blob);
      for (const sha256 of line.item.blobs ?? []) if (!this.#blobs.has(sha256)) wanted.add(sha256);
    }
    for (const sha256 of wanted) {
      const mediaType = 'application/octet-stream';
      const chunks = this.#store.snapshots.openBlob(sha256);
      const { signal } = request;
      const prepared = await this.#archive.prepare({ mediaType, chunks, maxBytes: Number.MAX_SAFE_INTEGER, signal });
      try {
        if (prepared.sha256.toString('hex') !== sha256) continue;
        const content = await this.#archive.write(signal, (transaction) => transaction.addContent(prepared));
        this.#blobs.set(sha256, { content, sha256, size: prepared.size });
      } finally {
        await prepared.discard();
      }
    }
    return lines.map((line): Line => {
      if (line.type !== 'item' || line.stored === undefined) return line;
      const { blobs: _, ...stored } = line.stored;
      if (line.item.blobs === undefined) return { ...line, stored };
      const blobs = line.item.blobs.flatMap((sha256) => this.#blobs.get(sha256) ?? []);
      if (blobs.length === line.item.blobs.length) return { ...line, stored: { ...stored, blobs } };
      if (!final) this.conflicts++;
      return { type: 'missing', item: line.item, code: 'CONFLICT' };
    });
  }

  /** By revision: where the bytes are, or the code of what went wrong. */
  async #storeAll(items: readonly PlainItem[]): Promise<ReadonlyMap<string, Stored | string>> {
    const { final, lost, request } = this.#job;
    const results = new Map<string, Stored | string>();
    const read: { readonly item: SnapshotItem; readonly prepared: Prepared }[] = [];
    try {
      await this.#findAll(items, results);
      await this.#readAll(
        items.filter(({ revision }) => !results.has(revision)),
        results,
        read,
      );
      const digests = read.map(
        ({ item, prepared: { sha256, size } }): FoundDigest => ({ item, sha256: sha256.toString('hex'), size }),
      );
      const settled = new Set((await this.#store.snapshots.settle(digests)).map(({ item }) => item.revision));
      const good = read.filter(({ item }) => settled.has(item.revision));
      if (good.length > 0)
        await this.#archive.write(request.signal, async (transaction) => {
          for (const { item, prepared } of good) {
            const content = await transaction.addContent(prepared);
            results.set(item.revision, { content, sha256: prepared.sha256.toString('hex'), size: prepared.size });
          }
        });
      this.stored += good.length;
      for (const { prepared } of good) this.#total += prepared.size;
    } finally {
      for (const { prepared } of read) await prepared.discard();
    }
    for (const { revision } of items) if (!results.has(revision)) results.set(revision, 'CONFLICT');
    for (const [revision, result] of results) {
      if (result === 'NOT_FOUND') lost.set(revision, (lost.get(revision) ?? 0) + 1);
      const isMoving = result === 'NOT_FOUND' && (lost.get(revision) as number) <= MOVING_ROUNDS;
      if (!final && (result === 'CONFLICT' || isMoving)) this.conflicts++;
      if (isMoving) this.moving++;
    }
    return results;
  }

  /** What only lies elsewhere now, or is there twice, needs no reading: the index knows its digest. */
  async #findAll(items: readonly PlainItem[], results: Map<string, Stored | string>): Promise<void> {
    for (const { revision, sha256, size, mediaType } of items) {
      if (sha256 === undefined || size === undefined) continue;
      const content = await this.#archive.findContent({ sha256: Buffer.from(sha256, 'hex'), size, mediaType });
      if (content !== undefined) results.set(revision, { content, sha256, size });
    }
  }

  async #readAll(
    items: readonly PlainItem[],
    results: Map<string, Stored | string>,
    read: { readonly item: SnapshotItem; readonly prepared: Prepared }[],
  ): Promise<void> {
    const { signal } = this.#job.request;
    for await (const found of this.#store.snapshots.open(items.map(snapshotItem), { signal })) {
      try {
        if ('error' in found) throw found.error;
        const { item, body } = found;
        const { mediaType } = item;
        const prepared = await this.#archive.prepare({
          mediaType,
          chunks: body,
          maxBytes: Number.MAX_SAFE_INTEGER,
          signal,
        });
        read.push({ item, prepared });
      } catch (error) {
        signal.throwIfAborted();
        const code = codeOf(error);
        if (code === undefined) throw error;
        results.set(found.item.revision, code);
      }
    }
  }
}

/** The code of an error of one item; undefined for one that all of them would have. */
function codeOf(error: unknown): string | undefined {
  if (!MapistoreError.is(error)) return undefined;
  if (OF_ONE_ITEM.has(error.code)) return error.code;
  // Replaced while it was read.
  return error.code === 'UNAVAILABLE' && error.details.context?.['item'] !== undefined ? 'CONFLICT' : undefined;
}
