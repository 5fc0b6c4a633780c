import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { ByteRange } from '@mapistore/core';
import { failure, translate } from '../errors.ts';
import { CurrentLife } from './current-life.ts';
import { readManifest } from './files/manifest-file.ts';
import { segmentName, segmentsFolder } from './files/segment-files.ts';
import { type Prepared, prepare } from './files/spool.ts';
import { WriterLock } from './files/writer-lock.ts';
import type { ArchiveContent, ArchiveFolder, ArchiveItem, ArchiveSnapshot } from './index-file/rows.ts';
import { createArchive, findManifest, isMissingSegment, type Life, openLife } from './life.ts';
import { type ArchiveOptions, type KnownOptions, knownOptions } from './options.ts';
import { type OpenedContent, openContent, readContent } from './reading/content-reader.ts';
import { findContent, type WantedContent } from './reading/find-content.ts';
import { type ArchiveProblem, checkArchive } from './upkeep/check.ts';
import { type CompactReport, type CompactRequest, compact } from './upkeep/compact.ts';
import { type RepairReport, repair } from './upkeep/repair.ts';
import { commit } from './writing/commit.ts';
import { Transaction } from './writing/transaction.ts';

/**
 * An append-only store of items in compressed segments: folders, items with flags, and named snapshots over shared contents.
 * Any number of processes may have it open; one writes at a time. It knows nothing of mounts or MAPI.
 */
export class Archive implements AsyncDisposable {
  readonly #options: KnownOptions;
  readonly #lock: WriterLock;
  readonly #current: CurrentLife;

  private constructor(options: KnownOptions, current: CurrentLife) {
    this.#options = options;
    this.#lock = new WriterLock(options.folder, options.lockWaitMs);
    this.#current = current;
  }

  get #life(): Life {
    return this.#current.life;
  }

  /**
   * Opens an archive, makes it where it may be made, and takes back a write that died half done.
   * @throws UNAVAILABLE where there is none, UNAUTHENTICATED for a wrong secret, INVALID_CONTENT where nothing of it can be
   * read, FORBIDDEN, QUOTA_EXCEEDED
   */
  static async open(options: ArchiveOptions): Promise<Archive> {
    const known = knownOptions(options);
    const { folder } = known;
    return translated('Cannot open the archive', async () => {
      if (options.create === true && readManifest(folder) === 'missing') await makeOnce(known, options.secret);
      const life = await openLife(folder, await findManifest(folder, options.secret), options.secret);
      const archive = new Archive(known, new CurrentLife(known, options.secret, life));
      try {
        await archive.#settle();
        return archive;
      } catch (error) {
        await archive[Symbol.asyncDispose]();
        throw error;
      }
    });
  }

  /** 32 hex digits that no other archive has. */
  get id(): string {
    return this.#life.manifest.archive;
  }

  get isEncrypted(): boolean {
    return this.#life.manifest.encryption !== null;
  }

  /** The folder it lies in. */
  get path(): string {
    return this.#options.folder;
  }

  /** The last commit, the first whose sync tokens still hold, and the next number that a folder, item or content gets. */
  get position(): { readonly commit: number; readonly forgotten: number; readonly next: number } {
    const { commit: last = 0, forgotten = 0, next = 1 } = this.#life.index.known ?? {};
    return { commit: last, forgotten, next };
  }

  /** Sees what other processes wrote. Called by the operations of a mount; cheap where nothing happened. */
  async refresh(): Promise<void> {
    return translated('Cannot read the archive', () => this.#current.refresh());
  }

  // ---- reading

  folder(id: number): ArchiveFolder | undefined {
    return this.#life.index.folder(id);
  }

  /** Folders behind one by number; -1 begins with the root. */
  folders(after: number, limit: number): readonly ArchiveFolder[] {
    return this.#life.index.folders(after, limit);
  }

  folderNamed(parent: number, name: string): ArchiveFolder | undefined {
    return this.#life.index.folderNamed(parent, name);
  }

  childFolders(parent: number): readonly ArchiveFolder[] {
    return this.#life.index.childFolders(parent);
  }

  item(folder: number, id: number): ArchiveItem | undefined {
    return this.#life.index.item(folder, id);
  }

  /** Items of a folder behind one by number. */
  items(folder: number, after: number, limit: number): readonly ArchiveItem[] {
    return this.#life.index.items(folder, after, limit);
  }

  /** What happened in a folder after one commit and up to another, oldest first: items that changed, and numbers of those gone. */
  changes(
    folder: number,
    range: { readonly after: number; readonly afterId: number; readonly until: number; readonly limit: number },
  ): readonly { readonly commit: number; readonly id: number }[] {
    const { after, afterId, until, limit } = range;
    const sql = `select changed, id from items where folder = ? and changed <= ? and (changed > ? or (changed = ? and id > ?))
      union select changed, id from gone where folder = ? and changed <= ? and (changed > ? or (changed = ? and id > ?))
      order by changed, id limit ?`;
    const one = [folder, until, after, after, afterId];
    return this.#life.index
      .all(sql, ...one, ...one, limit)
      .map(({ changed, id }) => ({ commit: changed as number, id: id as number }));
  }

  count(folder: number): { readonly items: number; readonly unseen: number } {
    const row = this.#life.index.get(
      "select count(*) as items, coalesce(sum(instr(char(10) || flags || char(10), char(10) || '$seen' || char(10)) = 0), 0) as unseen from items where folder = ?",
      folder,
    ) as { items: number; unseen: number };
    return { items: row.items, unseen: row.unseen };
  }

  content(id: number): ArchiveContent | undefined {
    return this.#life.index.content(id);
  }

  snapshots(): readonly ArchiveSnapshot[] {
    return this.#life.index.snapshots();
  }

  /** Bytes of the segments. */
  async storedBytes(): Promise<number> {
    let bytes = 0;
    for (const segment of this.#life.manifest.segments)
      bytes += (await stat(path.join(segmentsFolder(this.#options.folder), segmentName(segment)))).size;
    return bytes;
  }

  /** The recipe and head of a content, without its body. @throws NOT_FOUND, INVALID_CONTENT */
  async openContent(id: number): Promise<OpenedContent> {
    return translated('Cannot read the archive', async () => {
      const life = this.#life;
      try {
        return await this.#openContent(id);
      } catch (error) {
        // Compacted by another process, whose index was not seen yet, or by this one just now.
        if (isMissingSegment(error)) await this.#settle();
        else if (life === this.#life) throw error;
        return this.#openContent(id);
      }
    });
  }

  /** The content that has just these bytes, read and compared; undefined where there is none. */
  async findContent(wanted: WantedContent): Promise<number | undefined> {
    const { index, raw } = this.#life;
    return findContent(index, raw, wanted);
  }

  /** The bytes of a content; see {@link readContent}. */
  async *readContent(opened: OpenedContent, range?: ByteRange): AsyncIterable<Buffer> {
    const life = this.#life;
    try {
      yield* readContent(life.raw, opened, range);
    } catch (error) {
      // Closed under it.
      if (life !== this.#life && life.manifest.generation !== this.#life.manifest.generation)
        throw failure('UNAVAILABLE', 'The archive was compacted while an item was read; read it again.');
      throw translate(error, 'Cannot read the archive') ?? error;
    }
  }

  /** All bytes of a content, for those that are known to be small. */
  async contentBytes(id: number): Promise<Buffer> {
    const pieces: Buffer[] = [];
    for await (const piece of this.readContent(await this.openContent(id))) pieces.push(piece);
    return Buffer.concat(pieces);
  }

  // ---- writing

  /** Reads a source before a write begins, so that nothing waits for it; see {@link prepare}. */
  async prepare(source: Parameters<typeof prepare>[1]): Promise<Prepared> {
    return prepare(this.#options.folder, source);
  }

  /**
   * Makes one commit of all that the work does with the transaction: durable when this resolves, and not there at all when
   * it rejects. Only one writer works at a time, in any process; reads in the work see what was there before.
   * @throws BUSY, QUOTA_EXCEEDED, FORBIDDEN, INVALID_CONTENT where the archive is damaged and wants repair
   */
  async write<T>(signal: AbortSignal, work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return translated('Cannot write to the archive', () =>
      this.#lock.with(signal, async () => {
        await this.#current.catchUp();
        const writer = await this.#current.openWriter();
        const { index, raw } = this.#life;
        const known = index.known;
        if (known === undefined) throw new TypeError('an index that was caught up knows nothing');
        try {
          const transaction = new Transaction({
            index,
            raw,
            writer,
            packing: this.#options.packing,
            commit: known.commit + 1,
            next: known.next,
          });
          const value = await work(transaction);
          await commit(index, writer, known, transaction, this.#options.sync);
          this.#current.markEnd();
          return value;
        } catch (error) {
          // What is cut off was never committed. Where even that fails, the next writer does it.
          await writer.cut(known.offset).catch(() => undefined);
          throw error;
        } finally {
          await writer.close().catch(() => undefined);
        }
      }),
    );
  }

  /**
   * Writes everything that is still there into new segments, as densely as it can, and removes the old ones. Readers go on
   * meanwhile; writers have to wait, and are BUSY when it takes too long.
   * @throws INVALID_CONTENT where something is damaged: nothing is dropped but by repair
   */
  async compact(request: CompactRequest): Promise<CompactReport> {
    return translated('Cannot compact the archive', () =>
      this.#lock.with(request.signal, async () => {
        await this.#current.catchUp();
        const { report, manifest } = await compact(this.#life, this.#options, request);
        if (request.newSecret !== undefined) this.#current.secret = request.newSecret ?? undefined;
        await this.#current.reopen({ manifest, derived: false });
        await this.#current.catchUp();
        return report;
      }),
    );
  }

  /** Reads all of it and tells what is wrong; see {@link checkArchive}. Writers go on meanwhile. */
  async *check(request: { readonly signal: AbortSignal }): AsyncIterable<ArchiveProblem> {
    await this.refresh();
    try {
      yield* checkArchive(this.#life, request.signal);
    } catch (error) {
      throw translate(error, 'Cannot check the archive') ?? error;
    }
  }

  /** Puts right what can be put right, and tells what is lost; see {@link repair}. */
  async repair(request: { readonly signal: AbortSignal }): Promise<RepairReport> {
    return translated('Cannot repair the archive', () =>
      this.#lock.with(request.signal, () => repair(this.#current, this.#options, request.signal)),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#lock.close();
    await this.#current.close();
  }

  // ---- what is common to them

  async #settle(): Promise<void> {
    await this.#current.settle(this.#lock);
  }

  async #openContent(id: number): Promise<OpenedContent> {
    const content = this.#life.index.content(id);
    if (content === undefined) throw failure('NOT_FOUND', `The archive has no content ${id} (any more).`);
    return openContent(this.#life.raw, content);
  }
}

async function makeOnce(options: KnownOptions, secret: string | undefined): Promise<void> {
  await mkdir(options.folder, { recursive: true, mode: 0o700 });
  const lock = new WriterLock(options.folder, options.lockWaitMs);
  try {
    await lock.with(new AbortController().signal, async () => {
      if (readManifest(options.folder) !== 'missing') return;
      const found = await findManifest(options.folder, secret).catch(() => undefined);
      if (found === undefined) await createArchive(options.folder, secret, options.sync);
    });
  } finally {
    lock.close();
  }
}

async function translated<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw translate(error, what) ?? error;
  }
}
