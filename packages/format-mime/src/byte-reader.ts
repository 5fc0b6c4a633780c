const EMPTY = Buffer.alloc(0);

/** Holds the bytes of a stream that were read and not taken yet. */
export class ByteReader {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #held: Buffer = EMPTY;
  #ended = false;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#chunks = source[Symbol.asyncIterator]();
  }

  get held(): Buffer {
    return this.#held;
  }

  /** Whether `held` is all that is left. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Reads until at least `size` bytes are held, or the stream ends. */
  async fill(size: number): Promise<void> {
    const pieces: Uint8Array[] = [this.#held];
    let length = this.#held.length;
    while (length < size && !this.#ended) {
      const { done, value } = await this.#chunks.next();
      if (done === true) this.#ended = true;
      else {
        pieces.push(value);
        length += value.byteLength;
      }
    }
    if (pieces.length > 1) this.#held = Buffer.concat(pieces);
  }

  /** Takes the first `size` bytes away and gives them. */
  take(size: number): Buffer {
    const taken = this.#held.subarray(0, size);
    this.#held = this.#held.subarray(size);
    return taken;
  }

  /** Ends the stream before it was read to its end. */
  async close(): Promise<void> {
    await this.#chunks.return?.();
  }
}
