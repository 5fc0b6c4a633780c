import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BodySource } from '../contract/body.ts';

/** Bytes that are held in memory; more go into a temporary file. */
const MEMORY_BYTES = 262_144;
const CHUNK_BYTES = 65_536;

/** Random access to bytes that may be many: in memory while they are few, in a temporary file from then on. */
export class Spill {
  #memory: Buffer = Buffer.alloc(0);
  #file: FileHandle | undefined;
  #size = 0;
  #owners = 0;

  get size(): number {
    return this.#size;
  }

  /** Says that one more object needs the bytes. */
  retain(): this {
    this.#owners++;
    return this;
  }

  /** The last one to need them takes the file away. */
  async release(): Promise<void> {
    if (--this.#owners > 0) return;
    this.#memory = Buffer.alloc(0);
    const file = this.#file;
    this.#file = undefined;
    await file?.close();
  }

  /** Up to `length` bytes from a place on; fewer at the end. */
  async read(at: number, length: number): Promise<Uint8Array> {
    const most = Math.max(0, Math.min(length, this.#size - at));
    if (this.#file === undefined) return new Uint8Array(this.#memory.subarray(at, at + most));
    const bytes = new Uint8Array(most);
    let filled = 0;
    while (filled < most) {
      const { bytesRead } = await this.#file.read(bytes, filled, most - filled, at + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return bytes.subarray(0, filled);
  }

  /** Writes bytes at a place; what lies between the end and that place becomes zeros. */
  async write(at: number, bytes: Uint8Array): Promise<void> {
    if (at > this.#size) await this.resize(at);
    const end = at + bytes.byteLength;
    await this.#makeRoom(end);
    if (this.#file === undefined) this.#memory.set(bytes, at);
    else
      for (let done = 0; done < bytes.byteLength; ) {
        const { bytesWritten } = await this.#file.write(bytes, done, bytes.byteLength - done, at + done);
        done += bytesWritten;
      }
    this.#size = Math.max(this.#size, end);
  }

  /** Cuts the bytes, or extends them with zeros. */
  async resize(size: number): Promise<void> {
    await this.#makeRoom(size);
    if (this.#file === undefined) this.#memory.fill(0, Math.min(size, this.#size), this.#memory.byteLength);
    else await this.#file.truncate(size);
    this.#size = size;
  }

  /** The bytes as a source to be written somewhere. They must not change while it is in use. */
  source(mediaType: string): SpillSource {
    const read = (at: number, length: number): Promise<Uint8Array> => this.read(at, length);
    const { size } = this;
    return {
      spill: this,
      mediaType,
      size,
      async *open({ signal, range }) {
        const end = Math.min(range?.end ?? size, size);
        for (let at = range?.start ?? 0; at < end; ) {
          signal.throwIfAborted();
          const chunk = await read(at, Math.min(CHUNK_BYTES, end - at));
          if (chunk.byteLength === 0) return;
          at += chunk.byteLength;
          yield chunk;
        }
      },
    };
  }

  async #makeRoom(end: number): Promise<void> {
    if (this.#file !== undefined) return;
    if (end <= MEMORY_BYTES) {
      if (end > this.#memory.byteLength)
        this.#memory = Buffer.concat(
          [this.#memory],
          Math.min(MEMORY_BYTES, Math.max(end, this.#memory.byteLength * 2)),
        );
      return;
    }
    const path = join(tmpdir(), `mapistore-${randomUUID()}`);
    const file = await open(path, 'wx+', 0o600);
    // Without a name it is gone with the program, however that ends.
    await rm(path, { force: true });
    await file.write(this.#memory, 0, this.#size, 0);
    this.#memory = Buffer.alloc(0);
    this.#file = file;
  }
}

/** A source over a {@link Spill}; who keeps it retains that. */
export interface SpillSource extends BodySource {
  readonly spill: Spill;
}

/** The spill that a source reads from, if it does. */
export function spillOf(source: BodySource | undefined): Spill | undefined {
  return source !== undefined && 'spill' in source ? (source as SpillSource).spill : undefined;
}
