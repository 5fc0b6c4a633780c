import { promisify } from 'node:util';
import { constants, zstdCompress, zstdDecompress } from 'node:zlib';
import { MAX_WINDOW_LOG } from './limits.ts';

const compressing = promisify(zstdCompress);
const decompressing = promisify(zstdDecompress);

/** One zstd frame (RFC 8878) with a checksum of its own, for `zstd -t`. */
export async function compress(bytes: Buffer, level: number): Promise<Buffer> {
  // A window as long as the bytes: a reader then takes no more memory than they need.
  const windowLog = Math.min(MAX_WINDOW_LOG, Math.max(10, Math.ceil(Math.log2(bytes.byteLength + 1))));
  return compressing(bytes, {
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
      maxOutputLength: Math.max(1, bytes),
      params: { [constants.ZSTD_d_windowLogMax]: MAX_WINDOW_LOG },
    });
    return raw.byteLength === bytes ? raw : undefined;
  } catch {
    return undefined;
  }
}
