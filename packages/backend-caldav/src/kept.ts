import { type ItemWritten, MapistoreError } from '@mapistore/core';
import type { Mount } from './mount.ts';
import { type Got, multiget } from './multiget.ts';
import { canonical } from './objects/canonical.ts';
import { lostProperties } from './objects/compare.ts';
import { batchesOf } from './pool.ts';
import { deleteStored } from './resources.ts';
import { readObject } from './stored.ts';

/** An item that was sent, and what the server answered. */
export interface Sent {
  readonly key: string;
  /** As given, without what is added against scheduling. */
  readonly bytes: Uint8Array;
  /** A strong ETag of the answer to the PUT. */
  readonly etag?: string;
}

/** What became of an item that was sent. */
export type Kept = ItemWritten | MapistoreError;

/**
 * Reads items back that were just stored, many in one request, and looks whether the server kept what they say: servers
 * parse items and write them anew, and what they do not understand may be gone (Radicale cuts a text at a comma that is
 * not escaped). Gives their ETags, also where the server said none. What Google drops is known and not looked at. Where
 * they cannot be read back, those that have an ETag are stored, and of the others nobody knows.
 */
export async function lookAtKept(
  mount: Mount,
  folder: string,
  sent: readonly Sent[],
  signal: AbortSignal,
): Promise<Map<string, Kept>> {
  const kept = new Map<string, Kept>();
  const unseen = mount.google ? sent.filter(({ etag }) => etag === undefined) : sent;
  for (const each of sent)
    if (each.etag !== undefined) kept.set(each.key, { key: each.key, contentRevision: each.etag });
  for (const batch of batchesOf(unseen, mount.options.batchItems)) {
    const got = await readBack(mount, folder, batch, signal);
    for (const each of batch) kept.set(each.key, keptOf(mount, each, got.get(each.key)));
  }
  return kept;
}

async function readBack(
  mount: Mount,
  folder: string,
  sent: readonly Sent[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Got>> {
  const keys = sent.map(({ key }) => key);
  try {
    // A multistatus of Cyrus is on its way 40 ms longer than the item itself.
    return keys.length === 1
      ? new Map([[keys[0] as string, await readObject(mount, folder, keys[0] as string, signal)]])
      : await multiget(mount, { folder, keys, data: true, signal });
  } catch (error) {
    signal.throwIfAborted();
    mount.env.log.warn('items were stored and could not be read back', { folder, error: String(error) });
    return new Map();
  }
}

function keptOf(mount: Mount, sent: Sent, got: Got | undefined): Kept {
  const { key, etag } = sent;
  // Without an answer, or gone, or of another version, which is somebody else's: what was asked for was done.
  if (etag !== undefined && (got === undefined || MapistoreError.is(got) || got.etag !== etag))
    return { key, contentRevision: etag };
  if (got === undefined || MapistoreError.is(got))
    return new MapistoreError('AMBIGUOUS', 'The item was stored, and what became of it cannot be told.', {
      backend: 'caldav',
    });
  const { bytes } = got;
  if (bytes === undefined) return { key, contentRevision: got.etag };
  const written = { key, contentRevision: got.etag, size: bytes.byteLength, stored: bytes };
  if (mount.google || Buffer.compare(canonical(sent.bytes), bytes) === 0) return written;
  const lost = lostProperties(sent.bytes, bytes);
  if (lost.length === 0) return written;
  const names = lost.slice(0, 5).join(', ');
  return new MapistoreError(
    'INVALID_CONTENT',
    `The item cannot be stored as it is: the server does not keep ${names}${lost.length > 5 ? ' and more' : ''}.`,
    { backend: 'caldav', context: { etag: got.etag } },
  );
}

/** Takes items away again that the server did not keep as they are. */
export async function takeBack(
  mount: Mount,
  about: {
    readonly folder: string;
    readonly key: string;
    readonly refused: MapistoreError;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  const { folder, key, refused, signal } = about;
  const etag = refused.details.context?.['etag'];
  if (refused.code !== 'INVALID_CONTENT' || typeof etag !== 'string') return;
  await deleteStored(mount, { folder, key, etag, signal }).catch((error: unknown) => {
    signal.throwIfAborted();
    mount.env.log.warn('an item that the server did not keep as it is could not be removed', {
      folder,
      key,
      error: String(error),
    });
  });
}
