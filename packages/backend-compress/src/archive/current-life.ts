import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { damaged, isBrokenIndex } from '../errors.ts';
import { isBehind, readEndMark, writeEndMark } from './files/end-mark.ts';
import { manifestStamp, writeManifest } from './files/manifest-file.ts';
import { createSegment, openSegment } from './files/new-segment.ts';
import { segmentsFolder } from './files/segment-files.ts';
import type { WriterLock } from './files/writer-lock.ts';
import { parseRecordHeader, RECORD_HEADER_BYTES } from './format/record.ts';
import { removeIndex } from './index-file/index-file.ts';
import {
  closeLife,
  findManifest,
  indexPath,
  type Life,
  makeIndexFile,
  openLife,
  rebuildIndex,
  wantsIndexFile,
} from './life.ts';
import type { KnownOptions } from './options.ts';
import { cutTail, isOfManifest, removeStrays, replay } from './upkeep/replay.ts';
import type { SegmentWriter } from './writing/segment-writer.ts';

/** Keeps an open archive at what its files say, whatever other processes do with them. */
export class CurrentLife {
  /** A new passphrase from the next opening on, after a compaction that changed it. */
  secret: string | undefined;
  readonly #options: KnownOptions;
  #life: Life;
  #stamp = '';
  #indexInode = 0;
  #refreshing: Promise<void> = Promise.resolve();
  #sound = true;

  constructor(options: KnownOptions, secret: string | undefined, life: Life) {
    this.#options = options;
    this.secret = secret;
    this.#life = life;
  }

  get life(): Life {
    return this.#life;
  }

  /** Sees what other processes wrote. A look at one or two files where nothing happened. */
  async refresh(): Promise<void> {
    this.#refreshing = this.#refreshing.then(
      () => this.#refresh(),
      () => this.#refresh(),
    );
    return this.#refreshing;
  }

  /**
   * The first look at an archive: brings the index up to the segments, and cuts a dead write off. While somebody writes,
   * which a compaction may do for hours, there is nothing dead, and what is committed can be read.
   */
  async settle(lock: WriterLock): Promise<void> {
    if (!isWritable(this.#options.folder)) {
      await replay(this.#life);
      this.#note();
      return;
    }
    await mkdir(segmentsFolder(this.#options.folder), { recursive: true, mode: 0o700 });
    if (await lock.tryWith(() => this.catchUp())) return;
    const { indexFile, index, manifest } = this.#life;
    if (indexFile === undefined) await replay(this.#life);
    // An index that is being made is waited for.
    else if (!isOfManifest(index.known, manifest)) return lock.with(new AbortController().signal, () => this.catchUp());
    this.#note();
  }

  /** The same before each write. Called by the only writer. */
  async catchUp(): Promise<void> {
    const { folder, indexFrom } = this.#options;
    const isOtherIndex = this.#inode() !== this.#indexInode || this.#hasNewIndexFile();
    if (manifestStamp(folder) !== this.#stamp || isOtherIndex) {
      const found = await findManifest(folder, this.secret);
      if (found.manifest.generation !== this.#life.manifest.generation || isOtherIndex) await this.reopen(found);
      else this.#life = { ...this.#life, ...found };
    }
    await this.#catchUpIndex();
    if (!this.#life.derived && wantsIndexFile(this.#life, indexFrom)) {
      await makeIndexFile(this.#life);
      await this.reopen(this.#life);
    }
    this.#sound = (await this.#isSound()) && !isBehind(readEndMark(folder), this.#life.index.known);
    if (this.#sound && !this.#life.derived) {
      await cutTail(this.#life);
      await removeStrays(this.#life);
      this.markEnd();
    }
    this.#note();
  }

  /** Notes how far the segments reach. Called by the only writer. */
  markEnd(): void {
    const { known } = this.#life.index;
    if (known !== undefined) writeEndMark(this.#options.folder, known);
  }

  /** Opens all files anew. */
  async reopen(found: Pick<Life, 'manifest' | 'derived'>): Promise<void> {
    const before = this.#life;
    this.#life = await openLife(this.#options.folder, found, this.secret);
    // Closed already where it was found broken.
    await closeLife(before).catch(() => undefined);
  }

  /** Makes the index anew: its file is replaced, so that nothing of a damaged one is left. Called by the only writer. */
  async remakeIndex(): Promise<void> {
    const { indexFile, manifest, derived } = this.#life;
    if (indexFile === undefined) {
      await this.reopen(this.#life);
      await replay(this.#life);
    } else {
      // Closed first: what SQLite keeps beside the file belongs to the one that is open.
      await closeLife(this.#life);
      removeIndex(indexFile);
      this.#life = await openLife(this.#options.folder, { manifest, derived }, this.secret);
      await makeIndexFile(this.#life);
      await this.reopen(this.#life);
    }
    this.#note();
  }

  /** The last segment, or a new one where that is long enough. Called by the only writer. */
  async openWriter(): Promise<SegmentWriter> {
    const { manifest, derived, index, sealer } = this.#life;
    const { folder, segmentBytes, sync } = this.#options;
    if (derived) throw damaged('The manifest of the archive is lost or damaged');
    const known = index.known;
    if (!this.#sound || known === undefined)
      throw damaged('The segments of the archive end before the last commit that the index knows');
    const { archive, generation } = manifest;
    if (known.offset < segmentBytes) return openSegment(folder, { archive, segment: known.segment, sealer }, known);
    const segment = known.segment + 1;
    const writer = await createSegment(folder, { archive, segment, generation }, sealer, sync);
    const grown = { ...manifest, segments: [...manifest.segments, segment] };
    await writeManifest(folder, grown, sync);
    this.#life = { ...this.#life, manifest: grown };
    await replay(this.#life);
    this.#note();
    return writer;
  }

  async close(): Promise<void> {
    await closeLife(this.#life);
  }

  async #refresh(): Promise<void> {
    const { folder } = this.#options;
    const { indexFile } = this.#life;
    // A file is brought up by whoever writes; only whether it is still the one that was opened has to be seen.
    if (indexFile !== undefined && this.#inode() === this.#indexInode) return;
    if (indexFile !== undefined || manifestStamp(folder) !== this.#stamp) {
      const found = await findManifest(folder, this.secret);
      if (indexFile !== undefined || found.manifest.generation !== this.#life.manifest.generation)
        await this.reopen(found);
      else this.#life = { ...this.#life, ...found };
    }
    await replay(this.#life);
    this.#note();
  }

  async #catchUpIndex(): Promise<void> {
    const { index, indexFile, manifest, derived } = this.#life;
    try {
      const { known } = index;
      // An index that knows nothing is empty, or damaged.
      if (
        indexFile === undefined ? known !== undefined && !isOfManifest(known, manifest) : !isOfManifest(known, manifest)
      ) {
        if (indexFile === undefined) await this.reopen(this.#life);
        else await rebuildIndex(this.#life);
      }
      await replay(this.#life);
    } catch (error) {
      if (!isBrokenIndex(error) || indexFile === undefined) throw error;
      index.close();
      removeIndex(indexFile);
      await this.reopen({ manifest, derived });
      await replay(this.#life);
    }
  }

  /** Whether the last segment reaches as far as the index says, and ends with the commit that the index knows. */
  async #isSound(): Promise<boolean> {
    const { index, files, manifest } = this.#life;
    const known = index.known;
    if (known === undefined || known.segment !== manifest.segments.at(-1)) return false;
    if ((await files.size(known.segment).catch(() => 0)) < known.offset) return false;
    if (known.commitAt < 0) return true;
    const header = parseRecordHeader(await files.read(known.segment, known.commitAt, RECORD_HEADER_BYTES));
    return header?.type === 'commit' && known.commitAt + RECORD_HEADER_BYTES + header.stored === known.offset;
  }

  #note(): void {
    this.#stamp = manifestStamp(this.#options.folder);
    this.#indexInode = this.#inode();
  }

  /** Whether another process found the archive large enough for one: from then on every writer has to keep it. */
  #hasNewIndexFile(): boolean {
    const { indexFile, sealer } = this.#life;
    return indexFile === undefined && sealer === undefined && existsSync(indexPath(this.#options.folder));
  }

  #inode(): number {
    const { indexFile } = this.#life;
    return indexFile === undefined ? 0 : (statSync(indexFile, { throwIfNoEntry: false })?.ino ?? -1);
  }
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
