import { damaged } from '../../errors.ts';
import { missingSegment, readRecord, type SegmentFiles } from '../files/segment-files.ts';
import type { Place } from '../format/operations.ts';
import type { Sealer } from '../format/seal.ts';
import type { IndexFile } from '../index-file/index-file.ts';
import type { RecordPlace } from '../index-file/rows.ts';

/** Blocks that are kept decompressed: those of a list of heads, or of a mail and its attachments. */
const CACHE_BYTES = 50_331_648;
/** A block that is not much longer than what is needed of it is decompressed as a whole. */
const WHOLE_FROM = 0.75;

interface Cached {
  readonly bytes: Promise<Buffer>;
  /** How many of the block's bytes there are. */
  readonly size: number;
}

/** Reads bytes of the segments' decompressed streams, a block at a time. */
export class RawReader {
  readonly #files: SegmentFiles;
  readonly #about: { readonly archive: string; readonly sealer: Sealer | undefined };
  readonly #index: IndexFile;
  readonly #cache = new Map<string, Cached>();
  readonly #cacheBytes: number;
  #cached = 0;

  constructor(
    files: SegmentFiles,
    about: { readonly archive: string; readonly sealer: Sealer | undefined },
    index: IndexFile,
    cacheBytes: number = CACHE_BYTES,
  ) {
    this.#cacheBytes = cacheBytes;
    this.#files = files;
    this.#about = about;
    this.#index = index;
  }

  /** Bytes at a place, in as many pieces as there are blocks. @throws INVALID_CONTENT where one of them is damaged */
  async *read([segment, from, length]: Place): AsyncIterable<Buffer> {
    for (let at = from; at < from + length; ) {
      const record = this.#index.recordAt(segment, at);
      if (record === undefined && this.#index.recordAt(segment, Number.MAX_SAFE_INTEGER) === undefined)
        throw missingSegment(segment);
      if (record === undefined || at >= record.start + record.raw)
        throw damaged(`The archive has no block for byte ${at} of segment ${segment}`, { segment });
      const end = Math.min(from + length - record.start, record.raw);
      const bytes = await this.#record(record, end);
      const piece = bytes.subarray(at - record.start, end);
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

  /** A block's bytes, or as many of them as are needed. One that is needed again is decompressed as a whole. */
  #record(record: RecordPlace, needed: number): Promise<Buffer> {
    const { segment, offset, stored, start: rawStart, raw } = record;
    const key = `${segment}:${rawStart}`;
    const known = this.#cache.get(key);
    if (known !== undefined && known.size >= needed) {
      this.#cache.delete(key);
      this.#cache.set(key, known);
      return known.bytes;
    }
    this.#forget(key);
    const size = known !== undefined || needed > raw * WHOLE_FROM ? raw : needed;
    const bytes = readRecord(this.#files, this.#about, { segment, offset, stored, raw, rawStart }, size);
    const cached = { bytes, size };
    bytes.catch(() => this.#forget(key, cached));
    this.#cache.set(key, cached);
    this.#cached += size;
    for (const oldest of this.#cache.keys()) {
      if (this.#cached <= this.#cacheBytes || oldest === key) break;
      this.#forget(oldest);
    }
    return bytes;
  }

  #forget(key: string, only?: Cached): void {
    const cached = this.#cache.get(key);
    if (cached === undefined || (only !== undefined && only !== cached)) return;
    this.#cache.delete(key);
    this.#cached -= cached.size;
  }
}
