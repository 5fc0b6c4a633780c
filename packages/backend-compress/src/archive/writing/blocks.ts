import type { Place } from '../format/operations.ts';
import type { SegmentWriter } from './segment-writer.ts';

/** A block that is being filled. Where it is, is known when it is full. */
interface OpenBlock {
  start: number | undefined;
  readonly segment: number;
}

/** Bytes in a block. */
export interface Spot {
  readonly block: OpenBlock;
  readonly at: number;
  readonly length: number;
}

/** Gathers bytes of many items into blocks of about one size. */
export class BlockStream {
  readonly #writer: SegmentWriter;
  readonly #type: 'block' | 'heads';
  readonly #blockBytes: number;
  readonly #level: number;
  #block: OpenBlock;
  #chunks: Buffer[] = [];
  #bytes = 0;

  constructor(
    writer: SegmentWriter,
    options: { readonly type: 'block' | 'heads'; readonly blockBytes: number; readonly level: number },
  ) {
    this.#writer = writer;
    this.#type = options.type;
    this.#blockBytes = options.blockBytes;
    this.#level = options.level;
    this.#block = { start: undefined, segment: writer.segment };
  }

  /** Adds bytes, which must not be altered any more; they may end up in several blocks. */
  async add(bytes: Buffer): Promise<readonly Spot[]> {
    const spots: Spot[] = [];
    for (let from = 0; from < bytes.byteLength; ) {
      const length = Math.min(bytes.byteLength - from, this.#room(bytes.byteLength - from));
      this.#chunks.push(bytes.subarray(from, from + length));
      spots.push({ block: this.#block, at: this.#bytes, length });
      this.#bytes += length;
      from += length;
      if (this.#bytes >= this.#blockBytes) {
        this.close();
        await this.#writer.ready();
      }
    }
    return spots;
  }

  /** Adds bytes that are read in one go: they end up in one block, however long it becomes. */
  async addWhole(bytes: Buffer): Promise<Spot> {
    if (bytes.byteLength > this.#room(bytes.byteLength)) this.close();
    const spot = { block: this.#block, at: this.#bytes, length: bytes.byteLength };
    this.#chunks.push(bytes);
    this.#bytes += bytes.byteLength;
    if (this.#bytes >= this.#blockBytes) {
      this.close();
      await this.#writer.ready();
    }
    return spot;
  }

  /** Ends the block that is being filled, if anything is in it. */
  close(): void {
    if (this.#bytes === 0) return;
    const bytes =
      this.#chunks.length === 1 && this.#chunks[0] ? this.#chunks[0] : Buffer.concat(this.#chunks, this.#bytes);
    this.#block.start = this.#writer.append(this.#type, bytes, this.#level).start;
    this.#block = { start: undefined, segment: this.#writer.segment };
    this.#chunks = [];
    this.#bytes = 0;
  }

  /** What does not fit is cut only where it would make a block much too long. */
  #room(wanted: number): number {
    const left = this.#blockBytes - this.#bytes;
    return wanted <= left + this.#blockBytes / 4 ? wanted : left;
  }
}

/** Where bytes are; undefined while one of their blocks is being filled. Places that follow one another become one. */
export function placesOf(spots: readonly Spot[]): Place[] | undefined {
  const places: Place[] = [];
  for (const { block, at, length } of spots) {
    if (block.start === undefined) return undefined;
    const start = block.start + at;
    const before = places.at(-1);
    if (before !== undefined && before[0] === block.segment && before[1] + before[2] === start)
      places[places.length - 1] = [before[0], before[1], before[2] + length];
    else places.push([block.segment, start, length]);
  }
  return places;
}
