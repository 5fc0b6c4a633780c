import { Held } from '../bytes/held.ts';
import type { LineEnds } from '../bytes/line-ends.ts';
import { type Scan, scan, scanBytes } from '../bytes/scan.ts';
import { bytesSource } from '../bytes/sources.ts';
import type { BodySource } from '../contract/body.ts';
import type { Engine } from '../engine/engine.ts';
import { type HeadColumns, headColumns } from '../read/item-row.ts';

/** An item whose bytes were read once: what is known of it before it is written anywhere. */
export interface Prepared {
  /** Has its bytes where the item is small, until its batch is written; a larger one is read again. */
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
  const { scanned, bytes } = await readOnce(source, signal);
  const { head, ...facts } = scanned;
  return {
    ...facts,
    source:
      bytes === undefined
        ? { mediaType, size: facts.size, open: (request) => source.open(request) }
        : bytesSource(bytes, mediaType),
    mediaType,
    head: headColumns(engine.formats, mediaType, { head }),
  };
}

async function readOnce(
  source: BodySource,
  signal: AbortSignal,
): Promise<{ readonly scanned: Scan; readonly bytes: Uint8Array | undefined }> {
  const { mediaType, bytes } = source;
  if (bytes !== undefined) return { scanned: scanBytes(bytes, mediaType), bytes };
  const held = new Held();
  return { scanned: await scan(held.pass(source.open({ signal })), mediaType), bytes: held.bytes };
}
