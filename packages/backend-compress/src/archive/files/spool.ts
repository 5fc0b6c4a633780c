import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, unlink } from 'node:fs/promises';
import path from 'node:path';
import { MapistoreError } from '@mapistore/core';
import { failure, translate } from '../../errors.ts';

/** Items up to this size wait in memory. */
const HELD_BYTES = 4_194_304;
const CHUNK_BYTES = 1_048_576;

/** An item that was read from its source and waits to be written: nothing is asked of the source while a lock is held. */
export interface Prepared {
  readonly mediaType: string;
  readonly size: number;
  /** Of all its bytes. */
  readonly sha256: Buffer;
  /** All of it, where it is in memory. */
  readonly bytes?: Buffer;
  chunks(): AsyncIterable<Buffer>;
  /** Takes away what waits on the disk. */
  discard(): Promise<void>;
}

/**
 * Reads a source to its end, into memory or, where it is large, into a file that nobody but this process can read.
 * @throws INVALID_CONTENT where it is not as long as it says, TOO_LARGE, QUOTA_EXCEEDED, or what the source throws
 */
export async function prepare(
  folder: string,
  source: {
    readonly mediaType: string;
    readonly size?: number;
    readonly chunks: AsyncIterable<Uint8Array>;
    readonly maxBytes: number;
    readonly signal: AbortSignal;
  },
): Promise<Prepared> {
  const { mediaType, signal, maxBytes } = source;
  const hash = createHash('sha256');
  let held: Buffer[] = [];
  let size = 0;
  let spool: Spool | undefined;
  try {
    for await (const chunk of source.chunks) {
      signal.throwIfAborted();
      size += chunk.byteLength;
      if (size > maxBytes)
        throw failure('TOO_LARGE', `Cannot store an item of more than ${maxBytes} bytes.`, {
          context: { maxBodyBytes: maxBytes },
        });
      const copy = Buffer.from(chunk);
      hash.update(copy);
      held.push(copy);
      if (size <= HELD_BYTES) continue;
      spool ??= await onDisk(() => Spool.create(folder));
      for (const each of held) await onDisk(() => spool?.write(each));
      held = [];
    }
    signal.throwIfAborted();
    if (source.size !== undefined && source.size !== size)
      throw failure('INVALID_CONTENT', `The source said ${source.size} bytes and gave ${size}.`);
  } catch (error) {
    await spool?.discard();
    throw error;
  }
  const sha256 = hash.digest();
  if (spool !== undefined) {
    const file = spool;
    return { mediaType, size, sha256, chunks: () => file.read(), discard: () => file.discard() };
  }
  const bytes = held.length === 1 && held[0] !== undefined ? held[0] : Buffer.concat(held, size);
  return preparedBytes(bytes, mediaType, sha256);
}

/** What goes wrong on our disk is told from what goes wrong at the source. */
async function onDisk<T>(work: () => T): Promise<Awaited<T>> {
  try {
    return await work();
  } catch (error) {
    throw translate(error, 'Cannot hold a large item while it is stored') ?? error;
  }
}

/** The same of bytes that are at hand. They must not be altered while it is in use. */
export function preparedBytes(bytes: Buffer, mediaType: string, sha256?: Buffer): Prepared {
  return {
    mediaType,
    size: bytes.byteLength,
    sha256: sha256 ?? createHash('sha256').update(bytes).digest(),
    bytes,
    async *chunks() {
      yield bytes;
    },
    discard: async () => {},
  };
}

/** A file without a name, under a key that is never stored: an archive may be encrypted, and a disk is never wiped. */
class Spool {
  readonly #handle: FileHandle;
  readonly #key: Buffer = randomBytes(32);
  readonly #cipher: ReturnType<typeof createCipheriv>;
  #size = 0;

  private constructor(handle: FileHandle) {
    this.#handle = handle;
    this.#cipher = createCipheriv('aes-256-ctr', this.#key, Buffer.alloc(16));
  }

  static async create(folder: string): Promise<Spool> {
    const place = path.join(folder, 'tmp');
    await mkdir(place, { recursive: true, mode: 0o700 });
    const file = path.join(place, `${randomBytes(12).toString('hex')}.tmp`);
    const handle = await open(file, 'wx+', 0o600);
    // It has no name from here on, so that nothing is left of it when this process dies.
    await unlink(file);
    return new Spool(handle);
  }

  async write(bytes: Buffer): Promise<void> {
    const sealed = this.#cipher.update(bytes);
    for (let at = 0; at < sealed.byteLength; ) {
      const { bytesWritten } = await this.#handle.write(sealed, at, sealed.byteLength - at, this.#size + at);
      at += bytesWritten;
    }
    this.#size += sealed.byteLength;
  }

  async *read(): AsyncIterable<Buffer> {
    const decipher = createDecipheriv('aes-256-ctr', this.#key, Buffer.alloc(16));
    for (let at = 0; at < this.#size; ) {
      const { bytesRead, buffer } = await this.#handle.read(Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES, at);
      if (bytesRead === 0) throw new MapistoreError('UNAVAILABLE', 'A temporary file of the archive was cut short.');
      at += bytesRead;
      yield decipher.update(buffer.subarray(0, bytesRead));
    }
  }

  async discard(): Promise<void> {
    await this.#handle.close().catch(() => undefined);
  }
}
