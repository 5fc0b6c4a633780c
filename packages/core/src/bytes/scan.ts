import { createHash, type Hash } from 'node:crypto';
import { MAX_HEAD_BYTES } from '../contract/entries.ts';
import { headerBlockEnd } from './head.ts';
import { LineEndScanner, type LineEnds } from './line-ends.ts';

/** A header block longer than this is cut: nobody needs more of it in a list. */
const MAX_HEADER_BLOCK = 1_048_576;

/** What one reading of an item's bytes finds out. */
export interface Scan {
  readonly sha256: string;
  readonly size: number;
  /** Undefined where the line ends change too often to be noted. */
  readonly lineEnds: LineEnds | undefined;
  /** As `ItemEntry.head`. */
  readonly head: Uint8Array;
}

/** SHA-256 (hex) and length of a stream. */
export async function digestOf(
  chunks: AsyncIterable<Uint8Array>,
): Promise<{ readonly sha256: string; readonly size: number }> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of chunks) {
    hash.update(chunk);
    size += chunk.byteLength;
  }
  return { sha256: hash.digest('hex'), size };
}

/** SHA-256 (hex) of a stream. */
export async function sha256Of(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  return (await digestOf(chunks)).sha256;
}

/** Reads an item once: digest, size, line ends and head. */
export async function scan(chunks: AsyncIterable<Uint8Array>, mediaType: string): Promise<Scan> {
  const hash: Hash = createHash('sha256');
  const lines = new LineEndScanner();
  const head = new HeadCollector(mediaType);
  let size = 0;
  for await (const chunk of chunks) {
    hash.update(chunk);
    lines.push(chunk);
    head.push(chunk);
    size += chunk.byteLength;
  }
  return { sha256: hash.digest('hex'), size, lineEnds: lines.end(), head: head.end() };
}

/** The same for bytes in memory, at once. */
export function scanBytes(bytes: Uint8Array, mediaType: string): Scan {
  const lines = new LineEndScanner();
  lines.push(bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const limit = mediaType === 'message/rfc822' ? (headerBlockEnd(bytes) ?? MAX_HEADER_BLOCK) : MAX_HEAD_BYTES;
  return { sha256, size: bytes.byteLength, lineEnds: lines.end(), head: bytes.subarray(0, limit) };
}

/** Keeps the start of a stream until it holds the head. */
class HeadCollector {
  readonly #mail: boolean;
  #bytes: Buffer = Buffer.alloc(0);
  #done = false;

  constructor(mediaType: string) {
    this.#mail = mediaType === 'message/rfc822';
  }

  push(chunk: Uint8Array): void {
    if (this.#done) return;
    this.#bytes = this.#bytes.byteLength === 0 ? Buffer.from(chunk) : Buffer.concat([this.#bytes, chunk]);
    const limit = this.#mail ? (headerBlockEnd(this.#bytes) ?? MAX_HEADER_BLOCK) : MAX_HEAD_BYTES;
    if (this.#bytes.byteLength < limit) return;
    this.#bytes = this.#bytes.subarray(0, limit);
    this.#done = true;
  }

  end(): Uint8Array {
    return this.#bytes;
  }
}
