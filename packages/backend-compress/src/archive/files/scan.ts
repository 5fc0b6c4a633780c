import { crc32 } from 'node:zlib';
import { parseRecordHeader, RECORD_HEADER_BYTES, RECORD_START, type RecordHeader } from '../format/record.ts';
import type { SegmentFiles } from './segment-files.ts';

/** What a scan finds: a record, or bytes that belong to none. */
export type Scanned =
  | {
      readonly kind: 'record';
      readonly offset: number;
      readonly header: RecordHeader;
      /** As stored; undefined where the scan was told not to read it. */
      readonly stored: Buffer | undefined;
      /** False where the bytes are not those that the header has the sum of. */
      readonly intact: boolean;
    }
  | { readonly kind: 'damage'; readonly offset: number; readonly bytes: number };

const SEARCH_BYTES = 1_048_576;

/**
 * Walks over the records of a segment, from one that is known to begin there to the end of the file. Where a header is
 * damaged it goes on at the next one that is whole.
 * @param wanted of which records the stored bytes are read; of the others only the header is
 */
export async function* scanSegment(
  files: SegmentFiles,
  segment: number,
  from: number,
  wanted: (header: RecordHeader) => boolean,
): AsyncIterable<Scanned> {
  const size = await files.size(segment);
  for (let offset = from; offset < size; ) {
    const header = parseRecordHeader(await files.read(segment, offset, RECORD_HEADER_BYTES));
    const end = offset + RECORD_HEADER_BYTES + (header?.stored ?? 0);
    if (header === undefined || header.segment !== segment || end > size) {
      const next = await nextHeader(files, segment, offset + 1, size);
      yield { kind: 'damage', offset, bytes: next - offset };
      offset = next;
      continue;
    }
    if (wanted(header)) {
      const stored = await files.read(segment, offset + RECORD_HEADER_BYTES, header.stored);
      const intact = stored.byteLength === header.stored && crc32(stored) === header.crc;
      yield { kind: 'record', offset, header, stored, intact };
    } else yield { kind: 'record', offset, header, stored: undefined, intact: true };
    offset = end;
  }
}

/** Where the next whole header begins; the end of the file where none does. */
async function nextHeader(files: SegmentFiles, segment: number, from: number, size: number): Promise<number> {
  for (let at = from; at < size; at += SEARCH_BYTES) {
    const bytes = await files.read(segment, at, SEARCH_BYTES + RECORD_HEADER_BYTES);
    for (let found = bytes.indexOf(RECORD_START); found >= 0; found = bytes.indexOf(RECORD_START, found + 1)) {
      const header = parseRecordHeader(bytes.subarray(found, found + RECORD_HEADER_BYTES));
      if (header?.segment === segment) return at + found;
    }
  }
  return size;
}
