import { failure } from '../../errors.ts';
import { type Prepared, preparedBytes } from '../files/spool.ts';
import { MAX_FLAGS, MAX_NAME_BYTES } from '../format/limits.ts';
import type { ArchiveOperation, FolderPut, ItemPut } from '../format/operations.ts';
import type { IndexFile } from '../index-file/index-file.ts';
import { hashToRow } from '../index-file/schema.ts';
import { findContent } from '../reading/find-content.ts';
import type { RawReader } from '../reading/raw-reader.ts';
import { Packer, type Packing } from './packer.ts';
import type { SegmentWriter } from './segment-writer.ts';

/** The changes of one commit. All of them are there afterwards, or none. */
export class Transaction {
  /** The number of the commit that this becomes. */
  readonly commit: number;
  readonly #index: IndexFile;
  readonly #raw: RawReader;
  readonly #packer: Packer;
  readonly #changes: ArchiveOperation[] = [];
  readonly #added = new Map<string, number>();
  #next: number;

  constructor(about: {
    readonly index: IndexFile;
    readonly raw: RawReader;
    readonly writer: SegmentWriter;
    readonly packing: Packing;
    readonly commit: number;
    readonly next: number;
  }) {
    const { index, raw } = about;
    this.#index = index;
    this.#raw = raw;
    this.#packer = new Packer(about.writer, about.packing, async (sha256, bytes) => {
      const rows = index.all('select * from parts where hash = ? and length = ?', hashToRow(sha256), bytes.byteLength);
      for (const row of rows) {
        const { segment, start, length } = row as Record<string, number>;
        const place = [segment as number, start as number, length as number] as const;
        // What is damaged, or only has the same sum, is no copy to rely on.
        const there = await raw.readAll(place).catch(() => undefined);
        if (there?.equals(bytes) === true) return place;
      }
      return undefined;
    });
    this.commit = about.commit;
    this.#next = about.next;
  }

  /** Changes so far, without those that contents need. */
  get size(): number {
    return this.#changes.length + this.#added.size;
  }

  get next(): number {
    return this.#next;
  }

  /** A number that no folder, item or content had before. */
  takeId(): number {
    return this.#next++;
  }

  /**
   * Stores bytes, or finds the same bytes where they are stored already: compared, not only by their sum.
   * @returns the number of the content
   */
  async addContent(item: Prepared): Promise<number> {
    const name = `${item.mediaType} ${item.sha256.toString('hex')}`;
    const known = this.#added.get(name) ?? (await findContent(this.#index, this.#raw, item));
    if (known !== undefined) return known;
    const id = this.takeId();
    await this.addContentAs(id, item);
    return id;
  }

  /** The same of bytes in memory. */
  async addBytes(bytes: Buffer, mediaType: string): Promise<number> {
    return this.addContent(preparedBytes(bytes, mediaType));
  }

  /** Stores bytes under a number of their own, as a compaction does. */
  async addContentAs(id: number, item: Prepared): Promise<void> {
    this.#added.set(`${item.mediaType} ${item.sha256.toString('hex')}`, id);
    this.#next = Math.max(this.#next, id + 1);
    await this.#packer.add(id, item);
  }

  /** Makes a folder, renames or moves it. The caller has looked whether the name is free. */
  putFolder(folder: Omit<FolderPut, 'op'>): void {
    checkText(folder.name);
    this.#changes.push({ op: 'folder', ...folder });
  }

  /** Takes away a folder in which nothing is left. */
  removeFolder(folder: number): void {
    this.#changes.push({ op: 'folder-gone', folder });
  }

  /** Puts an item into a folder, or changes it there. */
  putItem(item: Omit<ItemPut, 'op'>): void {
    if (item.flags.length > MAX_FLAGS) throw failure('INVALID_ARGUMENT', `An item has at most ${MAX_FLAGS} flags.`);
    for (const flag of item.flags) {
      checkText(flag);
      // The index keeps them as lines.
      if (flag.includes('\n')) throw failure('INVALID_ARGUMENT', 'A flag has a line break in it.');
    }
    this.#changes.push({ op: 'item', ...item });
  }

  /** Takes an item out of a folder. */
  removeItem(folder: number, item: number): void {
    this.#changes.push({ op: 'item-gone', item, folder });
  }

  /** Names a listing, which is a content; see {@link formatSnapshot}. One of the same name is replaced. */
  putSnapshot(snapshot: string, created: number, content: number): void {
    checkText(snapshot);
    this.#changes.push({ op: 'snapshot', snapshot, created, content });
  }

  /** Forgets a snapshot; what only it referred to goes with the next compaction. */
  removeSnapshot(snapshot: string): void {
    this.#changes.push({ op: 'snapshot-gone', snapshot });
  }

  /** Notes that a compaction is complete. */
  putCompacted(generation: number, segments: readonly number[]): void {
    this.#changes.push({ op: 'compacted', generation, segments });
  }

  /** Ends all blocks. @returns the changes, contents first */
  async finish(): Promise<readonly ArchiveOperation[]> {
    return [...(await this.#packer.finish()), ...this.#changes];
  }
}

function checkText(text: string): void {
  if (text === '' || /\0/.test(text) || !text.isWellFormed() || Buffer.byteLength(text) > MAX_NAME_BYTES)
    throw failure(
      'INVALID_ARGUMENT',
      `A name or flag is empty, longer than ${MAX_NAME_BYTES} bytes, has a NUL in it or is not valid Unicode.`,
    );
}
