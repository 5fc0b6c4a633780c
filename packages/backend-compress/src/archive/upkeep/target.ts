import { createSegment } from '../files/new-segment.ts';
import { SegmentFiles } from '../files/segment-files.ts';
import type { Manifest } from '../format/manifest.ts';
import type { Sealer } from '../format/seal.ts';
import { IndexFile } from '../index-file/index-file.ts';
import type { KnownEnd } from '../index-file/rows.ts';
import type { Life } from '../life.ts';
import type { KnownOptions } from '../options.ts';
import { RawReader } from '../reading/raw-reader.ts';
import { commit } from '../writing/commit.ts';
import type { Packing } from '../writing/packer.ts';
import type { SegmentWriter } from '../writing/segment-writer.ts';
import { Transaction } from '../writing/transaction.ts';

/** The segments that a compaction writes: an archive of its own, until a manifest names them. */
export class Target {
  readonly #options: KnownOptions;
  readonly #packing: Packing;
  readonly #sealer: Sealer | undefined;
  readonly #files: SegmentFiles;
  readonly #index: IndexFile;
  readonly #raw: RawReader;
  readonly #archive: string;
  readonly #generation: number;
  readonly #segments: number[] = [];
  #writer: SegmentWriter;
  #known: KnownEnd;

  private constructor(
    life: Life,
    options: KnownOptions,
    sealer: Sealer | undefined,
    packing: Packing,
    writer: SegmentWriter,
  ) {
    const { archive, generation } = life.manifest;
    this.#options = options;
    this.#packing = packing;
    this.#sealer = sealer;
    this.#archive = archive;
    this.#generation = generation + 1;
    this.#files = new SegmentFiles(options.folder);
    this.#index = IndexFile.temporary(sealer !== undefined);
    this.#raw = new RawReader(this.#files, { archive, sealer }, this.#index);
    this.#writer = writer;
    this.#segments.push(writer.segment);
    const { commit: last = 0, next = 1 } = life.index.known ?? {};
    this.#known = {
      archive,
      generation: generation + 1,
      segment: writer.segment,
      offset: writer.offset,
      rawStart: writer.rawStart,
      commitAt: -1,
      commit: last,
      next,
      forgotten: 0,
    };
  }

  static async create(
    life: Life,
    options: KnownOptions,
    sealer: Sealer | undefined,
    packing: Packing,
  ): Promise<Target> {
    const { archive, generation, segments } = life.manifest;
    const segment = (segments.at(-1) as number) + 1;
    const writer = await createSegment(
      options.folder,
      { archive, segment, generation: generation + 1 },
      sealer,
      options.sync,
    );
    return new Target(life, options, sealer, packing, writer);
  }

  /** One commit of the new segments. */
  async write(work: (transaction: Transaction) => Promise<void>): Promise<void> {
    if (this.#known.offset >= this.#options.segmentBytes) await this.#roll();
    const transaction = new Transaction({
      index: this.#index,
      raw: this.#raw,
      writer: this.#writer,
      packing: this.#packing,
      commit: this.#known.commit + 1,
      next: this.#known.next,
    });
    await work(transaction);
    this.#known = await commit(this.#index, this.#writer, this.#known, transaction, this.#options.sync);
  }

  /** Says that all is there. @returns the manifest that makes it the archive */
  async finish(): Promise<Manifest> {
    const segments = [...this.#segments];
    await this.write(async (transaction) => transaction.putCompacted(this.#generation, segments));
    const encryption = this.#sealer?.encryption ?? null;
    return { archive: this.#archive, generation: this.#generation, segments: this.#segments, encryption };
  }

  async close(): Promise<void> {
    await this.#writer.close().catch(() => undefined);
    await this.#files.close();
    this.#index.close();
  }

  async #roll(): Promise<void> {
    await this.#writer.close();
    const about = { archive: this.#archive, segment: this.#writer.segment + 1, generation: this.#generation };
    this.#writer = await createSegment(this.#options.folder, about, this.#sealer, this.#options.sync);
    this.#segments.push(about.segment);
    const { segment, offset, rawStart } = this.#writer;
    this.#known = { ...this.#known, segment, offset, rawStart, commitAt: -1 };
  }
}
