import { promisify } from 'node:util';
import { constants, createZstdDecompress, zstdCompress, zstdDecompress } from 'node:zlib';
import { MAX_RAW_BYTES, MAX_WINDOW_LOG } from './limits.ts';

const compressing = promisify(zstdCompress);
const decompressing = promisify(zstdDecompress);

/** What comes out is to fit into one buffer: each further one costs a turn of the thread pool. */
function chunkFor(bytes: number): number {
  return Math.min(Math.max(bytes + 1024, 4096), MAX_RAW_BYTES);
}

/** One zstd frame (RFC 8878) with a checksum of its own, for `zstd -t`. */
export async function compress(bytes: Buffer, level: number): Promise<Buffer> {
  // A window as long as the bytes: a reader then takes no more memory than they need.
  const windowLog = Math.min(MAX_WINDOW_LOG, Math.max(10, Math.ceil(Math.log2(bytes.byteLength + 1))));
  return compressing(bytes, {
    chunkSize: chunkFor(bytes.byteLength),
    params: {
      [constants.ZSTD_c_compressionLevel]: level,
      [constants.ZSTD_c_windowLog]: windowLog,
      [constants.ZSTD_c_checksumFlag]: 1,
    },
  });
}

/** What a frame holds; undefined where it is damaged, or holds another number of bytes: it stops at that number. */
export async function decompress(frame: Buffer, bytes: number): Promise<Buffer | undefined> {
  try {
    const raw = await decompressing(frame, {
      chunkSize: chunkFor(bytes),
      maxOutputLength: Math.max(1, bytes),
      params: { [constants.ZSTD_d_windowLogMax]: MAX_WINDOW_LOG },
    });
    return raw.byteLength === bytes ? raw : undefined;
  } catch {
    return undefined;
  }
}

/** What is decompressed in one go, before it is looked whether that is enough. */
const STEP_BYTES = 524_288;

/** The first bytes of a frame, for who needs no more of it; undefined where it is damaged, or has not so many. */
export async function decompressStart(frame: Buffer, bytes: number): Promise<Buffer | undefined> {
  const stream = createZstdDecompress({
    chunkSize: STEP_BYTES,
    params: { [constants.ZSTD_d_windowLogMax]: MAX_WINDOW_LOG },
  });
  const pieces: Buffer[] = [];
  let size = 0;
  try {
    stream.end(frame);
    for await (const piece of stream as AsyncIterable<Buffer>) {
      pieces.push(piece);
      size += piece.byteLength;
      if (size >= bytes) break;
    }
  } catch {
    return undefined;
  }
  return size < bytes ? undefined : Buffer.concat(pieces, size);
}
