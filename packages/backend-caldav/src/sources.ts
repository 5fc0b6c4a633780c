import { type BodySource, collect, MapistoreError } from '@mapistore/core';
import type { Mount } from './mount.ts';
import { checkObject, type ObjectFacts } from './objects/check.ts';

/** An item ready to be sent. */
export interface Prepared {
  readonly bytes: Uint8Array;
  readonly facts: ObjectFacts;
}

/**
 * Reads a source and looks whether a collection may hold it.
 * @throws INVALID_CONTENT with the reason, TOO_LARGE
 */
export async function prepare(mount: Mount, source: BodySource, signal: AbortSignal): Promise<Prepared> {
  if (source.mediaType !== mount.mediaType)
    throw invalid(`This mount holds ${mount.mediaType}, not ${source.mediaType}`);
  const limit = Math.min(mount.options.maxItemBytes, mount.features.maxItemBytes ?? Number.POSITIVE_INFINITY);
  const refuseLarge = (size: number): void => {
    if (size <= limit) return;
    throw new MapistoreError('TOO_LARGE', `This mount takes items of up to ${limit} bytes.`, {
      backend: 'caldav',
      context: { size, limit },
    });
  };
  refuseLarge(source.size ?? source.bytes?.byteLength ?? 0);
  const bytes = source.bytes ?? (await collectUpTo(source, limit, signal));
  if (source.size !== undefined && source.size !== bytes.byteLength)
    throw invalid(`The source of this item said ${source.size} bytes and gave ${bytes.byteLength}`);
  refuseLarge(bytes.byteLength);
  const facts = checkObject(bytes, mount.mediaType);
  if ('reason' in facts) throw invalid(`The item cannot be stored: ${facts.reason}`);
  return { bytes, facts };
}

async function collectUpTo(source: BodySource, limit: number, signal: AbortSignal): Promise<Uint8Array> {
  const bytes = await collect(source.open({ signal }), Math.max(limit, source.size ?? 0));
  signal.throwIfAborted();
  return bytes;
}

function invalid(what: string): MapistoreError {
  return new MapistoreError('INVALID_CONTENT', `${what}.`, { backend: 'caldav' });
}
