import { damaged } from '../../errors.ts';
import { readRecord, type SegmentFiles } from '../files/segment-files.ts';
import type { Place } from '../format/operations.ts';
import type { Sealer } from '../format/seal.ts';
import type { IndexFile } from '../index-file/index-file.ts';
import type { RecordPlace } from '../index-file/rows.ts';

/** Blocks that are kept decompressed: those of a list of heads, or of a mail and its attachments. */
const CACHE_BYTES = 33_554_432;

/** Reads bytes of the segments' decompressed streams, a block at a time. */
export class RawReader {
  readonly #files: SegmentFiles;
  readonly #about: { readonly archive: string; readonly sealer: Sealer | undefined };
  readonly #index: IndexFile;
  readonly #cache = new Map<string, Promise<Buffer>>();
  readonly #sizes = new Map<string, number>();
  #cached = 0;

  constructor(
    files: SegmentFiles,
    about: { readonly archive: string; readonly sealer: Sealer | undefined },
    index: IndexFile,
  ) {
    this.#files = files;
    this.#about = about;
    this.#index = index;
  }

  /** Bytes at a place, in as many pieces as there are blocks. @throws INVALID_CONTENT where one of them is damaged */
  async *read([segment, from, length]: Place): AsyncIterable<Buffer> {
    for (let at = from; at < from + length; ) {
      const record = this.#index.recordAt(segment, at);
      if (record === undefined || at >= record.start + record.raw)
        throw damaged(`The archive has no block for byte ${at} of segment ${segment}`, { segment });
      const bytes = await this.#record(record);
      const piece = bytes.subarray(at - record.start, from + length - record.start);
      at += piece.byteLength;
      yield piece;
    }
  }

  /** All bytes at a place, which is no larger than a block. */
  async readAll(place: Place): Promise<Buffer> {
    const pieces: Buffer[] = [];
    for await (const piece of this.read(place)) pieces.push(piece);
    return pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces);
  }

  #record(record: RecordPlace): Promise<Buffer> {
    const { segment, offset, stored, start, raw } = record;
    const key = `${segment}:${start}`;
    const known = this.#cache.get(key);
    if (known !== undefined) {
      this.#cache.delete(key);
      this.#cache.set(key, known);
      return known;
    }
    const bytes = readRecord(this.#files, this.#about, { segment, offset, stored, rawStart: start });
    bytes.catch(() => this.#forget(key));
    this.#cache.set(key, bytes);
    this.#sizes.set(key, raw);
    this.#cached += raw;
    for (const oldest of this.#cache.keys()) {
      if (this.#cached <= CACHE_BYTES || oldest === key) break;
      this.#forget(oldest);
    }
    return bytes;
  }

  #forget(key: string): void {
    if (!this.#cache.delete(key)) return;
    this.#cached -= this.#sizes.get(key) ?? 0;
    this.#sizes.delete(key);
  }
}
