import { type BodySource, collect, MapistoreError } from '@mapistore/core';
import type { Mount } from './mount.ts';
import { checkObject, type ObjectFacts } from './objects/check.ts';
import { isMadeUid, storable } from './objects/storable.ts';

/** An item ready to be sent. */
export interface Prepared {
  /** As a collection can hold it; see `storable`. */
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
  return checked(mount, storable(bytes, mount.mediaType));
}

/** The same for an item that is to replace another: one without a UID takes over the one that was made for that other. */
export async function prepareUpdate(
  mount: Mount,
  source: BodySource,
  storedUid: string | undefined,
  signal: AbortSignal,
): Promise<Prepared> {
  const prepared = await prepare(mount, source, signal);
  if (storedUid === undefined || !isMadeUid(storedUid) || !isMadeUid(prepared.facts.uid)) return prepared;
  const { bytes, facts } = prepared;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return checked(mount, Buffer.from(text.replace(`UID:${facts.uid}`, `UID:${storedUid}`), 'latin1'));
}

function checked(mount: Mount, bytes: Uint8Array): Prepared {
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
