import { crc32 } from 'node:zlib';
import { MAX_RAW_BYTES, MAX_STORED_BYTES } from './limits.ts';

/** Bytes of a record's header. */
export const RECORD_HEADER_BYTES = 44;

/** What a record holds: the description of its segment, bytes of items, a commit, or recipes with the heads of items. */
export type RecordType = 'segment' | 'block' | 'commit' | 'heads';

/**
 * The header of a record. In the file it is a skippable frame of zstd (RFC 8878 s.3.1.2), so that standard tools pass over
 * it; behind it come `stored` bytes: a zstd frame, or a sealed one in a skippable frame of its own.
 */
export interface RecordHeader {
  readonly type: RecordType;
  readonly sealed: boolean;
  readonly segment: number;
  /** Bytes that follow the header. */
  readonly stored: number;
  /** Bytes when decompressed. */
  readonly raw: number;
  /** Bytes that all records before it have, decompressed: where these are in what `zstd -dc` makes of the segment. */
  readonly rawStart: number;
  /** CRC-32 of the stored bytes. */
  readonly crc: number;
}

const MAGIC = 0x184d2a5d;
/** `MSAR`, and the version of the format. */
const MARK = 0x5241534d;
const VERSION = 1;
const TYPES: readonly RecordType[] = ['segment', 'block', 'commit', 'heads'];

/** What a scan looks for when it has lost its way: the first bytes of every header. */
export const RECORD_START: Buffer = Buffer.from([0x5d, 0x2a, 0x4d, 0x18, RECORD_HEADER_BYTES - 8, 0, 0, 0]);

/** The header as it stands in the file. */
export function formatRecordHeader(header: RecordHeader): Buffer {
  const bytes = Buffer.alloc(RECORD_HEADER_BYTES);
  bytes.writeUInt32LE(MAGIC, 0);
  bytes.writeUInt32LE(RECORD_HEADER_BYTES - 8, 4);
  bytes.writeUInt32LE(MARK, 8);
  bytes[12] = VERSION;
  bytes[13] = TYPES.indexOf(header.type);
  bytes[14] = header.sealed ? 1 : 0;
  bytes.writeUInt32LE(header.segment, 16);
  bytes.writeUInt32LE(header.stored, 20);
  bytes.writeUInt32LE(header.raw, 24);
  bytes.writeBigUInt64LE(BigInt(header.rawStart), 28);
  bytes.writeUInt32LE(header.crc, 36);
  bytes.writeUInt32LE(crc32(bytes.subarray(0, 40)), 40);
  return bytes;
}

/** Reads a header; undefined for anything that is none, or is out of the limits. */
export function parseRecordHeader(bytes: Buffer): RecordHeader | undefined {
  if (bytes.byteLength < RECORD_HEADER_BYTES || bytes.readUInt32LE(0) !== MAGIC) return undefined;
  if (bytes.readUInt32LE(40) !== crc32(bytes.subarray(0, 40)) || bytes.readUInt32LE(8) !== MARK) return undefined;
  const type = TYPES[bytes[13] as number];
  const rawStart = Number(bytes.readBigUInt64LE(28));
  const header = {
    sealed: bytes[14] === 1,
    segment: bytes.readUInt32LE(16),
    stored: bytes.readUInt32LE(20),
    raw: bytes.readUInt32LE(24),
    rawStart,
    crc: bytes.readUInt32LE(36),
  };
  if (type === undefined || bytes[12] !== VERSION || !Number.isSafeInteger(rawStart)) return undefined;
  if (header.raw > MAX_RAW_BYTES || header.stored > MAX_STORED_BYTES) return undefined;
  return { type, ...header };
}
