import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import type { MapistoreError } from '@mapistore/core';
import { damaged, errnoOf, failure } from '../../errors.ts';
import { parseRecordHeader, RECORD_HEADER_BYTES, type RecordHeader } from '../format/record.ts';
import type { Sealer } from '../format/seal.ts';
import { decompress, decompressStart } from '../format/zstd.ts';

/** Files that are held open for reading. */
const MAX_HANDLES = 32;

/** Where the segments of an archive lie. */
export function segmentsFolder(folder: string): string {
  return path.join(folder, 'segments');
}

/** The name of a segment's file. */
export function segmentName(segment: number): string {
  return `${String(segment).padStart(8, '0')}.zst`;
}

/** The number of a file; undefined for a file that is no segment. */
export function segmentNumber(name: string): number | undefined {
  return /^\d{8,10}\.zst$/.test(name) && segmentName(Number.parseInt(name, 10)) === name
    ? Number.parseInt(name, 10)
    : undefined;
}

/** What a seal is bound to: the archive, and all of a record's header that does not depend on the seal. */
export function positionOf(archive: string, header: Omit<RecordHeader, 'stored' | 'crc' | 'sealed'>): Buffer {
  return Buffer.from(`${archive} ${header.type} ${header.segment} ${header.rawStart} ${header.raw}`);
}

interface Held {
  readonly handle: Promise<FileHandle>;
  users: number;
  dropped: boolean;
}

/** Reads records of the segments in a folder, a few files held open. A file that is deleted meanwhile is read to its end. */
export class SegmentFiles {
  readonly #folder: string;
  readonly #held = new Map<number, Held>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Runs work with an open file. @throws NOT_FOUND-like errors of the system where there is none */
  async with<T>(segment: number, work: (handle: FileHandle) => Promise<T>): Promise<T> {
    const held = this.#hold(segment);
    held.users++;
    try {
      return await work(await held.handle);
    } finally {
      held.users--;
      await this.#release(held);
    }
  }

  /** Bytes of a segment's file. */
  async size(segment: number): Promise<number> {
    return this.with(segment, async (handle) => (await handle.stat()).size);
  }

  /** Bytes of a file; fewer at its end. */
  async read(segment: number, offset: number, length: number): Promise<Buffer> {
    return this.with(segment, async (handle) => {
      const bytes = Buffer.allocUnsafe(length);
      let got = 0;
      while (got < length) {
        const { bytesRead } = await handle.read(bytes, got, length - got, offset + got);
        if (bytesRead === 0) break;
        got += bytesRead;
      }
      return bytes.subarray(0, got);
    });
  }

  async close(): Promise<void> {
    for (const [segment, held] of [...this.#held]) {
      this.#held.delete(segment);
      held.dropped = true;
      await this.#release(held);
    }
  }

  #hold(segment: number): Held {
    const known = this.#held.get(segment);
    if (known !== undefined) {
      this.#held.delete(segment);
      this.#held.set(segment, known);
      return known;
    }
    const file = path.join(segmentsFolder(this.#folder), segmentName(segment));
    const held: Held = { handle: open(file, 'r'), users: 0, dropped: false };
    held.handle.catch(() => this.#held.delete(segment));
    this.#held.set(segment, held);
    if (this.#held.size > MAX_HANDLES) {
      const [[oldest, dropped] = [0, held]] = this.#held;
      this.#held.delete(oldest);
      dropped.dropped = true;
      void this.#release(dropped);
    }
    return held;
  }

  async #release(held: Held): Promise<void> {
    if (!held.dropped || held.users > 0) return;
    held.users = Number.NEGATIVE_INFINITY;
    const handle = await held.handle.catch(() => undefined);
    await handle?.close();
  }
}

/** A segment that is not there: compacted meanwhile, most likely, so that whoever reads looks again. */
export function missingSegment(segment: number): MapistoreError {
  return failure('UNAVAILABLE', `Segment ${segment} of the archive is not there (any more); read again.`, {
    context: { segment, missing: true },
  });
}

/** Where a record should be; anything else there is damage. */
export interface ExpectedRecord {
  readonly segment: number;
  readonly offset: number;
  readonly stored: number;
  readonly raw: number;
  readonly rawStart: number;
}

/**
 * What a record holds, decompressed.
 * @param needed of its bytes; it may give more
 * @throws INVALID_CONTENT where it is damaged, UNAUTHENTICATED where it is sealed and there is no key
 */
export async function readRecord(
  files: SegmentFiles,
  about: { readonly archive: string; readonly sealer: Sealer | undefined },
  at: ExpectedRecord,
  needed: number = at.raw,
): Promise<Buffer> {
  const where = { segment: at.segment, offset: at.offset };
  let bytes: Buffer;
  try {
    bytes = await files.read(at.segment, at.offset, RECORD_HEADER_BYTES + at.stored);
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error;
    throw missingSegment(at.segment);
  }
  const header = parseRecordHeader(bytes);
  const stored = bytes.subarray(RECORD_HEADER_BYTES);
  const asExpected =
    header !== undefined &&
    header.segment === at.segment &&
    header.stored === at.stored &&
    header.rawStart === at.rawStart &&
    header.raw === at.raw &&
    stored.byteLength === at.stored &&
    crc32(stored) === header.crc;
  const raw = asExpected ? await openRecord(about, header, stored, needed) : undefined;
  if (raw !== undefined) return raw;
  throw damaged(`A block of the archive is damaged (segment ${at.segment}, byte ${at.offset})`, where);
}

/** Opens the seal of stored bytes and decompresses them; undefined where they are not what their header says. */
export async function openRecord(
  { archive, sealer }: { readonly archive: string; readonly sealer: Sealer | undefined },
  header: RecordHeader,
  stored: Buffer,
  needed: number = header.raw,
): Promise<Buffer | undefined> {
  // In an encrypted archive only the description of a segment is open: nobody can slip in a block of his own.
  if (header.sealed !== (sealer !== undefined && header.type !== 'segment')) return undefined;
  const frame = header.sealed ? sealer?.open(stored, positionOf(archive, header)) : stored;
  if (frame === undefined) return undefined;
  return needed < header.raw ? decompressStart(frame, needed) : decompress(frame, header.raw);
}
