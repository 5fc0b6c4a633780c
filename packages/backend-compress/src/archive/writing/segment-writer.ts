import type { FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { positionOf } from '../files/segment-files.ts';
import { formatRecordHeader, type RecordType } from '../format/record.ts';
import type { Sealer } from '../format/seal.ts';
import { compress } from '../format/zstd.ts';
import type { RecordPlace } from '../index-file/rows.ts';

/** Raw bytes that may wait to be compressed and written; who appends more has to wait. */
const MAX_WAITING_BYTES = 33_554_432;

/** Where a record's bytes begin in the decompressed stream, known before they are compressed. */
export interface Appended {
  readonly segment: number;
  readonly start: number;
}

/**
 * Appends records to one segment. Several are compressed at a time; they are written in the order in which they were
 * appended, so that the place of each is known at once.
 */
export class SegmentWriter {
  readonly segment: number;
  readonly #handle: FileHandle;
  readonly #archive: string;
  readonly #sealer: Sealer | undefined;
  #offset: number;
  #rawStart: number;
  #waiting = 0;
  #tail: Promise<void> = Promise.resolve();
  #failure: { readonly error: unknown } | undefined;
  #records: RecordPlace[] = [];

  /** @param at the end of the file, as far as it is committed */
  constructor(
    handle: FileHandle,
    about: { readonly archive: string; readonly segment: number; readonly sealer: Sealer | undefined },
    at: { readonly offset: number; readonly rawStart: number },
  ) {
    this.#handle = handle;
    this.#archive = about.archive;
    this.segment = about.segment;
    this.#sealer = about.sealer;
    this.#offset = at.offset;
    this.#rawStart = at.rawStart;
  }

  /** Bytes of the file, once everything is written. */
  get offset(): number {
    return this.#offset;
  }

  get rawStart(): number {
    return this.#rawStart;
  }

  /** Appends a record. The bytes must not be altered any more. */
  append(type: RecordType, bytes: Buffer, level: number): Appended {
    const start = this.#rawStart;
    this.#rawStart += bytes.byteLength;
    this.#waiting += bytes.byteLength;
    const frame = compress(bytes, level);
    // Heard of where it is waited for.
    frame.catch(() => undefined);
    this.#tail = this.#tail.then(() => this.#write(type, bytes.byteLength, start, frame));
    return { segment: this.segment, start };
  }

  /** Waits until more may be appended. @throws what went wrong so far */
  async ready(): Promise<void> {
    if (this.#waiting > MAX_WAITING_BYTES) await this.#tail;
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  /** Waits until everything is written, and gives the records since the last time. */
  async drain(): Promise<RecordPlace[]> {
    await this.#tail;
    if (this.#failure !== undefined) throw this.#failure.error;
    const records = this.#records;
    this.#records = [];
    return records;
  }

  /** Waits until what is written would survive a power cut. */
  async sync(): Promise<void> {
    await this.#handle.datasync();
  }

  /** Takes back what was written behind a place. */
  async cut(offset: number): Promise<void> {
    await this.#tail;
    await this.#handle.truncate(offset);
    await this.#handle.datasync();
  }

  async close(): Promise<void> {
    await this.#tail;
    await this.#handle.close();
  }

  async #write(type: RecordType, raw: number, rawStart: number, frame: Promise<Buffer>): Promise<void> {
    if (this.#failure !== undefined) return;
    try {
      const open = await frame;
      const about = { type, segment: this.segment, raw, rawStart };
      const sealed = this.#sealer !== undefined && type !== 'segment';
      const stored = sealed && this.#sealer ? this.#sealer.seal(open, positionOf(this.#archive, about)) : open;
      const header = formatRecordHeader({ ...about, sealed, stored: stored.byteLength, crc: crc32(stored) });
      await this.#writeAll(header, stored);
      this.#records.push({
        segment: this.segment,
        start: rawStart,
        offset: this.#offset,
        stored: stored.byteLength,
        raw,
      });
      this.#offset += header.byteLength + stored.byteLength;
      this.#waiting -= raw;
    } catch (error) {
      this.#failure = { error };
    }
  }

  async #writeAll(header: Buffer, stored: Buffer): Promise<void> {
    const { bytesWritten } = await this.#handle.writev([header, stored], this.#offset);
    // Part of it, where the disk is about to be full.
    const bytes = bytesWritten < header.byteLength + stored.byteLength ? Buffer.concat([header, stored]) : undefined;
    for (let at = bytesWritten; bytes !== undefined && at < bytes.byteLength; ) {
      const more = await this.#handle.write(bytes, at, bytes.byteLength - at, this.#offset + at);
      at += more.bytesWritten;
    }
  }
}
