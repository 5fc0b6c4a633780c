import { type ItemWritten, MapistoreError, type UpdateItem } from '@mapistore/core';
import { deleteStored } from './deletes.ts';
import { Refusal, refusalError } from './errors.ts';
import { mustLook, quiet, refuseTelling } from './invitations.ts';
import { isMissing, type Mount, missingItem, pathOfItem } from './mount.ts';
import { checkObject } from './objects/check.ts';
import { resourceNameOf } from './objects/names.ts';
import { type Prepared, prepare } from './sources.ts';
import { readEtag, readObject, type StoredObject } from './stored.ts';
import { createItem, isStrong, put, refuseComponent } from './writes.ts';

/** Replaces the bytes of an item; see {@link Backend.updateItem}. */
export async function updateItem(mount: Mount, request: UpdateItem): Promise<ItemWritten> {
  const { folder, key, signal } = request;
  const prepared = await prepare(mount, request.body, signal);
  await refuseComponent(mount, folder, prepared.facts, signal);
  // A name that was made from the UID tells that it is still the same one.
  const sameUid = key === resourceNameOf(prepared.facts.uid, mount.mediaType);
  const wanted = request.ifRevision?.content;
  if (sameUid && !mustLook(mount) && wanted !== undefined && isStrong(wanted)) {
    try {
      return await replace(mount, request, prepared, wanted);
    } catch (error) {
      // The item of that name may be one of another UID all the same.
      if (!(error instanceof Refusal && error.names('no-uid-conflict'))) throw await asUpdate(mount, request, error);
    }
  }
  const stored = await readObject(mount, folder, key, signal);
  if (wanted !== undefined && wanted !== stored.etag) throw changed();
  refuseTelling(mount, stored.raw, 'update');
  if (uidOf(stored, mount) !== prepared.facts.uid) return await exchange(mount, request, stored);
  try {
    return await replace(mount, request, prepared, stored.etag);
  } catch (error) {
    throw await asUpdate(mount, request, error);
  }
}

async function replace(mount: Mount, request: UpdateItem, prepared: Prepared, etag: string): Promise<ItemWritten> {
  const { folder, key, signal } = request;
  const condition = isStrong(etag) ? { 'if-match': etag } : undefined;
  return await put(mount, { folder, key, bytes: quiet(mount, prepared.bytes), condition: condition ?? {}, signal });
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
