import type { MapistoreError } from '../src/errors/error.ts';

/** The bytes of a text, one a character. */
export function latin1(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'latin1'));
}

/** Bytes as a stream of chunks of these lengths, again and again; 0 makes an empty chunk. */
export async function* inChunks(bytes: Uint8Array, lengths: readonly number[]): AsyncIterable<Uint8Array> {
  const sizes = lengths.some((length) => length > 0) ? lengths : [1];
  for (let at = 0, turn = 0; at < bytes.byteLength; turn++) {
    const length = sizes[turn % sizes.length] as number;
    yield bytes.subarray(at, at + length);
    at += length;
  }
}

/** Everything a stream gives, as text of one byte a character. */
export async function textOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  let text = '';
  for await (const chunk of chunks) text += Buffer.from(chunk).toString('latin1');
  return text;
}

/** What a function throws. */
export function thrownBy(work: () => unknown): MapistoreError {
  try {
    work();
  } catch (error) {
    return error as MapistoreError;
  }
  throw new Error('Nothing was thrown.');
}
