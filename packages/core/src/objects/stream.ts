import type { BodySource } from '../contract/body.ts';
import { MapistoreError } from '../errors/error.ts';
import type { Property } from '../properties/types.ts';
import { Spill } from './spill.ts';

/** `read`; `readWrite` a value that is there; `create` one that is there or not, empty at first ([MS-OXCPRPT] 2.2.14.1). */
export type StreamMode = 'read' | 'readWrite' | 'create';

/** The most bytes of a stream, and the farthest place to go to ([MS-OXCPRPT] 3.2.5.19). */
export const MAX_STREAM_BYTES: number = 2 ** 31;

const COPY_BYTES = 65_536;

/** What a stream is opened over. */
export interface StreamTarget {
  readonly property: Property;
  readonly mode: StreamMode;
  /** What is there; undefined where there is nothing yet. */
  readonly base: BodySource | undefined;
  /** Bytes of `base`. */
  readonly baseSize: number;
  /** Takes the bytes over as the value of the property. */
  commit(spill: Spill): Promise<void>;
}

/**
 * A property's value as bytes to seek in: text in UTF-16LE, binary as it is. Memory is bounded whatever its size. What was
 * written becomes the value of the open object at `commit`, or when the stream is disposed of; it is stored when the object
 * is saved, that of a folder at once.
 */
export class PropertyStream implements AsyncDisposable {
  readonly #target: StreamTarget;
  #base: BodySource | undefined;
  #baseSize: number;
  /** What is written to, and not committed. */
  #spill: Spill | undefined;
  /** What was committed last. */
  #committed: Spill | undefined;
  #reader: Reader | undefined;
  #position = 0;
  #isDirty = false;
  #isClosed = false;

  constructor(target: StreamTarget) {
    this.#target = target;
    this.#base = target.mode === 'create' ? undefined : target.base;
    this.#baseSize = target.mode === 'create' ? 0 : target.baseSize;
    this.#isDirty = target.mode === 'create';
  }

  get property(): Property {
    return this.#target.property;
  }

  /** Bytes of the stream. */
  get size(): number {
    return this.#spill?.size ?? this.#baseSize;
  }

  get position(): number {
    return this.#position;
  }

  /** Up to `length` bytes from the position on, which goes behind them; none at the end. */
  async read(length: number): Promise<Uint8Array> {
    this.#check();
    const bytes = await this.#readAt(this.#position, length);
    this.#position += bytes.byteLength;
    return bytes;
  }

  /** Writes at the position, which goes behind. @throws FORBIDDEN (opened to read), TOO_LARGE (more than 2 GiB) */
  async write(bytes: Uint8Array): Promise<void> {
    const spill = await this.#writable();
    if (this.#position + bytes.byteLength > MAX_STREAM_BYTES) throw tooLarge(this.property);
    await spill.write(this.#position, bytes);
    this.#position += bytes.byteLength;
  }

  /**
   * Goes to a place and gives it. Behind the end, the stream is extended with zeros ([MS-OXCPRPT] 3.2.5.19).
   * @throws INVALID_ARGUMENT before the start or beyond 2 GiB, FORBIDDEN behind the end of what was opened to read
   */
  async seek(origin: 'start' | 'current' | 'end', offset: number): Promise<number> {
    this.#check();
    const from = origin === 'start' ? 0 : origin === 'end' ? this.size : this.#position;
    const at = from + offset;
    if (!Number.isSafeInteger(at) || at < 0 || at > MAX_STREAM_BYTES)
      throw new MapistoreError(
        'INVALID_ARGUMENT',
        `There is no place ${at} in a stream; places go from 0 to ${MAX_STREAM_BYTES}.`,
      );
    if (at > this.size) await (await this.#writable()).resize(at);
    this.#position = at;
    return at;
  }

  /** Cuts the stream, or extends it with zeros; the position stays. @throws FORBIDDEN, TOO_LARGE, INVALID_ARGUMENT */
  async setSize(size: number): Promise<void> {
    const spill = await this.#writable();
    if (!Number.isSafeInteger(size) || size < 0)
      throw new MapistoreError('INVALID_ARGUMENT', `A stream cannot have ${size} bytes.`);
    if (size > MAX_STREAM_BYTES) throw tooLarge(this.property);
    await spill.resize(size);
  }

  /** Copies up to `length` bytes from the position on into another stream, at its position; gives how many. */
  async copyTo(to: PropertyStream, length: number): Promise<number> {
    let copied = 0;
    while (copied < length) {
      const bytes = await this.read(Math.min(COPY_BYTES, length - copied));
      if (bytes.byteLength === 0) break;
      await to.write(bytes);
      copied += bytes.byteLength;
    }
    return copied;
  }

  /** Makes what was written the value of the property. */
  async commit(): Promise<void> {
    this.#check();
    await this.#commit();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isClosed) return;
    try {
      await this.#commit();
    } finally {
      this.#isClosed = true;
      await this.#reader?.close();
      await this.#spill?.release();
      await this.#committed?.release();
    }
  }

  async #commit(): Promise<void> {
    if (!this.#isDirty) return;
    const spill = this.#spill ?? new Spill().retain();
    this.#spill = undefined;
    try {
      await this.#target.commit(spill);
      // The object may keep these very bytes: who goes on writing writes into a copy.
      const source = spill.source('application/octet-stream');
      this.#base = source;
      this.#baseSize = spill.size;
      this.#isDirty = false;
      await this.#reader?.close();
      this.#reader = undefined;
      await this.#committed?.release();
      this.#committed = spill;
    } catch (error) {
      this.#spill = spill;
      throw error;
    }
  }

  async #readAt(at: number, length: number): Promise<Uint8Array> {
    if (this.#spill !== undefined) return this.#spill.read(at, length);
    if (this.#base === undefined || at >= this.#baseSize || length <= 0) return new Uint8Array(0);
    if (this.#reader?.at !== at) {
      await this.#reader?.close();
      this.#reader = new Reader(this.#base, at, this.#baseSize);
    }
    return this.#reader.take(length);
  }

  async #writable(): Promise<Spill> {
    this.#check();
    if (this.#target.mode === 'read')
      throw new MapistoreError('FORBIDDEN', `The stream over ${this.property.name} was opened to read only.`);
    if (this.#spill === undefined) {
      const spill = new Spill().retain();
      const { signal } = new AbortController();
      let at = 0;
      if (this.#base !== undefined)
        for await (const chunk of this.#base.open({ signal })) {
          await spill.write(at, chunk);
          at += chunk.byteLength;
        }
      this.#spill = spill;
    }
    this.#isDirty = true;
    return this.#spill;
  }

  #check(): void {
    if (this.#isClosed) throw new TypeError(`The stream over ${this.property.name} is closed.`);
  }
}

/** Reads a source from a place on, one piece after the other: most streams are read from start to end. */
class Reader {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #held: Uint8Array = new Uint8Array(0);
  at: number;

  constructor(source: BodySource, start: number, end: number) {
    this.at = start;
    const { signal } = new AbortController();
    this.#chunks = source.open({ signal, range: { start, end } })[Symbol.asyncIterator]();
  }

  async take(length: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    let bytes = 0;
    while (bytes < length) {
      if (this.#held.byteLength === 0) {
        const next = await this.#chunks.next();
        if (next.done === true) break;
        this.#held = new Uint8Array(next.value);
        continue;
      }
      const part = this.#held.subarray(0, length - bytes);
      this.#held = this.#held.subarray(part.byteLength);
      parts.push(part);
      bytes += part.byteLength;
    }
    this.at += bytes;
    return Buffer.concat(parts);
  }

  async close(): Promise<void> {
    await this.#chunks.return?.();
  }
}

function tooLarge(property: Property): MapistoreError {
  return new MapistoreError('TOO_LARGE', `A stream over ${property.name} has at most ${MAX_STREAM_BYTES} bytes.`);
}
