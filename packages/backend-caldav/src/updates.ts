import { type ItemWritten, MapistoreError, type UpdateItem } from '@mapistore/core';
import { Refusal, refusalError } from './errors.ts';
import { quiet, refuseTelling } from './invitations.ts';
import { lookAtKept } from './kept.ts';
import { isMissing, type Mount, missingItem, pathOfItem } from './mount.ts';
import { checkObject } from './objects/check.ts';
import { deleteStored, isStrong, put } from './resources.ts';
import { type Prepared, prepareUpdate } from './sources.ts';
import { readEtag, readObject, type StoredObject } from './stored.ts';
import { createItem, refuseComponent } from './writes.ts';

/** Replaces the bytes of an item; see {@link Backend.updateItem}. */
export async function updateItem(mount: Mount, request: UpdateItem): Promise<ItemWritten> {
  const { folder, key, signal } = request;
  const stored = await readObject(mount, folder, key, signal);
  const storedUid = uidOf(stored, mount);
  const prepared = await prepareUpdate(mount, request.body, storedUid, signal);
  await refuseComponent(mount, folder, prepared.facts, signal);
  const wanted = request.ifRevision?.content;
  if (wanted !== undefined && wanted !== stored.etag) throw changed();
  refuseTelling(mount, stored.raw, 'update');
  return storedUid === prepared.facts.uid
    ? await replace(mount, request, prepared, stored)
    : await exchange(mount, request, stored);
}

async function replace(
  mount: Mount,
  request: UpdateItem,
  prepared: Prepared,
  stored: StoredObject,
): Promise<ItemWritten> {
  const { folder, key, signal } = request;
  const { bytes } = prepared;
  let etag: string | undefined;
  try {
    etag = await put(mount, { folder, key, bytes: quiet(mount, bytes), condition: matching(stored.etag), signal });
  } catch (error) {
    throw await asUpdate(mount, request, error);
  }
  const sent = { key, bytes, ...(etag !== undefined && { etag }) };
  const found = (await lookAtKept(mount, folder, [sent], signal)).get(key);
  if (found !== undefined && !MapistoreError.is(found)) return found;
  const now = found?.details.context?.['etag'];
  if (found?.code === 'INVALID_CONTENT' && typeof now === 'string') await restore(mount, request, stored, now);
  throw found ?? missingItem(key);
}

/** Puts back what was there before, if nobody has changed it since. */
async function restore(mount: Mount, request: UpdateItem, stored: StoredObject, etag: string): Promise<void> {
  const { folder, key, signal } = request;
  try {
    await put(mount, { folder, key, bytes: stored.raw, condition: matching(etag), signal });
  } catch (error) {
    signal.throwIfAborted();
    mount.env.log.warn('an item could not be put back as it was', { folder, key, error: String(error) });
  }
}

function matching(etag: string): Readonly<Record<string, string>> {
  return isStrong(etag) ? { 'if-match': etag } : {};
}

/**
 * The UID of a resource cannot change (RFC 4791 s.5.3.2.1). So the new item is stored first, and then the old one is
 * deleted if it is still the one that was looked at; the loser of a race removes its own new item.
 */
async function exchange(mount: Mount, request: UpdateItem, stored: StoredObject): Promise<ItemWritten> {
  const { folder, key, signal, body } = request;
  const written = await createItem(mount, { folder, item: { body, flags: [] }, signal });
  try {
    await deleteStored(mount, { folder, key, etag: stored.etag, signal });
    return written;
  } catch (error) {
    const own = { folder, key: written.key, etag: written.contentRevision, signal: new AbortController().signal };
    await deleteStored(mount, own).catch((failure: unknown) =>
      mount.env.log.warn('an item that lost a race could not be removed', {
        folder,
        key: own.key,
        error: String(failure),
      }),
    );
    signal.throwIfAborted();
    throw await asUpdate(mount, request, error);
  }
}

function uidOf({ bytes }: StoredObject, mount: Mount): string | undefined {
  const facts = checkObject(bytes, mount.mediaType);
  return 'uid' in facts ? facts.uid : undefined;
}

async function asUpdate(mount: Mount, request: UpdateItem, error: unknown): Promise<unknown> {
  if (!(error instanceof Refusal)) return error;
  if (isMissing(error)) return missingItem(request.key);
  if (error.status === 412 || error.status === 409) {
    // If-Match fails for what is not there as for what changed (RFC 9110 s.13.1.1).
    const path = pathOfItem(mount, request.folder, request.key);
    const now = path === undefined ? undefined : await readEtag(mount, path, request.signal);
    if (now === undefined) return missingItem(request.key);
    if (error.status === 412) return changed();
  }
  return refusalError(error, 'Cannot update the item', 'store');
}

function changed(): MapistoreError {
  return new MapistoreError('PRECONDITION_FAILED', 'The item changed since the revision that the call named.', {
    backend: 'caldav',
  });
}
