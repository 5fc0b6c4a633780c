import { createReadStream } from 'node:fs';
import { mkdtemp, open, rm, unlink } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type BodySource, bytesSource, type OpenSource } from '@mapistore/core';

/** What can be read once only is kept in memory up to here, and in a temporary file beyond. */
const HELD_BYTES = 1_048_576;

/** A file as a source: opened anew for each reading, from wherever it is asked. */
export function fileSource(file: string, mediaType: string, size?: number): BodySource {
  return {
    mediaType,
    ...(size !== undefined && { size }),
    async *open({ signal, range }: OpenSource): AsyncIterable<Uint8Array> {
      if (range?.end !== undefined && range.end <= range.start) return;
      const stream = createReadStream(file, {
        signal,
        ...(range !== undefined && { start: range.start }),
        // Here the end is the last byte that is read.
        ...(range?.end !== undefined && { end: range.end - 1 }),
      });
      yield* stream as AsyncIterable<Uint8Array>;
    },
  };
}

/** A stream that was kept, to be read as often as needed. */
export interface Kept {
  readonly source: (mediaType: string) => BodySource;
  readonly size: number;
  /** The temporary file, if there is one. */
  readonly file?: string;
}

/** Keeps streams that can be read once only. */
export class Spool {
  #folder: Promise<string> | undefined;
  #next = 0;

  async keep(stream: AsyncIterable<Uint8Array>): Promise<Kept> {
    const parts: Uint8Array[] = [];
    let size = 0;
    let file: string | undefined;
    let handle: Awaited<ReturnType<typeof open>> | undefined;
    try {
      for await (const chunk of stream) {
        size += chunk.byteLength;
        // The chunk may lie in a buffer that its giver uses again.
        if (handle === undefined) parts.push(Uint8Array.from(chunk));
        else await handle.writeFile(chunk);
        if (handle !== undefined || size <= HELD_BYTES) continue;
        file = path.join(await this.#place(), String(this.#next++));
        handle = await open(file, 'wx', 0o600);
        for (const part of parts.splice(0)) await handle.writeFile(part);
      }
    } finally {
      await handle?.close();
    }
    if (file === undefined) {
      const bytes = Buffer.concat(parts);
      return { size, source: (mediaType) => bytesSource(bytes, mediaType) };
    }
    const name = file;
    return { size, file, source: (mediaType) => fileSource(name, mediaType, size) };
  }

  async release({ file }: Kept): Promise<void> {
    if (file !== undefined) await unlink(file).catch(() => undefined);
  }

  async dispose(): Promise<void> {
    if (this.#folder !== undefined) await rm(await this.#folder, { recursive: true, force: true });
  }

  async #place(): Promise<string> {
    this.#folder ??= mkdtemp(path.join(os.tmpdir(), 'mapistore-import-'));
    return this.#folder;
  }
}
