import { bytesSource, collect } from '../bytes/sources.ts';
import type { BodySource } from '../contract/body.ts';
import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import { sameItem, withoutIdentity } from '../item/same-item.ts';
import { type HeadColumns, headColumns } from '../read/item-row.ts';
import type { Target } from './place.ts';

/** Larger items are not written anew. */
const MAX_BYTES = 33_554_432;

/** An item in a form of its format that a server may take, with what the index can say of that form alone. */
export interface Adapted {
  readonly source: BodySource;
  readonly uid: HeadColumns['uid'];
}

/**
 * Another form of an item that a normalising server refused as it is: what its format writes of it (an old vCard as a new
 * one, in UTF-8, with a UID). Only where it says the very same; the original is then the residue, so `cat` gives it back.
 * Undefined where there is no such form.
 */
export async function adapted(
  engine: Engine,
  { backend }: Pick<Target, 'backend'>,
  source: BodySource,
  signal: AbortSignal,
): Promise<Adapted | undefined> {
  const format = engine.formats.get(source.mediaType);
  if (format === undefined || backend.description.traits.bytes === 'exact') return undefined;
  try {
    const bytes = await collect(source.open({ signal }), MAX_BYTES);
    const item = await format.parse(bytesSource(bytes, source.mediaType), { signal, formats: engine.formats });
    const head = headColumns(engine.formats, source.mediaType, { head: bytes });
    // What no format reads as an item has nothing to be written of it.
    if (head.messageClass === 'IPM.Document') return undefined;
    const rendered = await format.render(item, { signal, formats: engine.formats });
    const written = await collect(rendered.open({ signal }), MAX_BYTES);
    if (Buffer.compare(written, bytes) === 0) return undefined;
    const body = bytesSource(written, source.mediaType);
    const read = await format.parse(body, { signal, formats: engine.formats });
    // One without a UID may get one for the server.
    const [mine, theirs] = head.uid === null ? [withoutIdentity(item), withoutIdentity(read)] : [item, read];
    if (!sameItem(mine, theirs)) return undefined;
    return { source: body, uid: headColumns(engine.formats, source.mediaType, { head: written }).uid };
  } catch (error) {
    signal.throwIfAborted();
    // Whatever it is, the item stays refused for the reason the server gave.
    if (MapistoreError.is(error)) return undefined;
    throw error;
  }
}
