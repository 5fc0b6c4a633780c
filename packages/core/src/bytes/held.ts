/** Bytes up to this size are held for whoever looks at them next; more are read again. */
const HELD_BYTES = 1_048_576;

/** Lets a stream through and keeps it as long as it is small. */
export class Held {
  #parts: Uint8Array[] | undefined = [];
  #size = 0;

  async *pass(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
    for await (const chunk of chunks) {
      this.#size += chunk.byteLength;
      if (this.#size > HELD_BYTES) this.#parts = undefined;
      // A source may use its buffer again for the next chunk.
      this.#parts?.push(new Uint8Array(chunk));
      yield chunk;
    }
  }

  /** Whether more has passed than is held. */
  get isFull(): boolean {
    return this.#parts === undefined;
  }

  /** What has passed; undefined where it was too much. */
  get bytes(): Uint8Array | undefined {
    return this.#parts?.length === 1 ? this.#parts[0] : this.#parts && Buffer.concat(this.#parts);
  }
}
