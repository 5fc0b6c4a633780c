import type { LineEnds } from '../bytes/line-ends.ts';
import { scan, scanBytes } from '../bytes/scan.ts';
import { bytesSource } from '../bytes/sources.ts';
import type { BodySource } from '../contract/body.ts';
import type { Engine } from '../engine/engine.ts';
import { type HeadColumns, headColumns } from '../read/item-row.ts';

/** Items up to this size are read once and then held while their batch is written; larger ones are read again. */
const HELD_BYTES = 1_048_576;

/** An item whose bytes were read once: what is known of it before it is written anywhere. */
export interface Prepared {
  readonly source: BodySource;
  readonly sha256: string;
  readonly size: number;
  readonly lineEnds: LineEnds | undefined;
  readonly mediaType: string;
  readonly head: HeadColumns;
}

/** Reads a source once, in bounded memory, and makes its columns. */
export async function prepare(engine: Engine, source: BodySource, signal: AbortSignal): Promise<Prepared> {
  const { mediaType } = source;
  const held = new Held(source.bytes);
  const { head, ...facts } =
    source.bytes === undefined
      ? await scan(held.pass(source.open({ signal })), mediaType)
      : scanBytes(source.bytes, mediaType);
  return {
    ...facts,
    source:
      held.bytes === undefined
        ? { mediaType, size: facts.size, open: (request) => source.open(request) }
        : bytesSource(held.bytes, mediaType),
    mediaType,
    head: headColumns(engine.formats, mediaType, { head }),
  };
}

/** Lets a stream through and keeps it as long as it is small. */
class Held {
  #parts: Uint8Array[] | undefined;
  #size = 0;

  constructor(bytes: Uint8Array | undefined) {
    this.#parts = bytes === undefined ? [] : [bytes];
  }

  async *pass(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
    for await (const chunk of chunks) {
      this.#size += chunk.byteLength;
      if (this.#size > HELD_BYTES) this.#parts = undefined;
      // A source may use its buffer again for the next chunk.
      this.#parts?.push(new Uint8Array(chunk));
      yield chunk;
    }
  }

  get bytes(): Uint8Array | undefined {
    return this.#parts === undefined
      ? undefined
      : this.#parts.length === 1
        ? this.#parts[0]
        : Buffer.concat(this.#parts);
  }
}
