import { type DeleteItem, type DeleteItems, type IfRevision, MapistoreError, type Result } from '@mapistore/core';
import { Refusal } from './errors.ts';
import { mustLook, refuseTelling } from './invitations.ts';
import { isMissing, type Mount, namesOfItems, printable } from './mount.ts';
import { type Got, multiget } from './multiget.ts';
import { batchesOf, resultsOf, writeWidth } from './pool.ts';
import { asError, deleteStored } from './resources.ts';

const MAX_ATTEMPTS = 3;

/** Deletes one item; see {@link Backend.deleteItem}. */
export async function deleteItem(mount: Mount, request: DeleteItem): Promise<void> {
  const [result] = await deleteItems(mount, { ...request, items: [request] });
  if (result?.ok === false) throw result.error;
}

/** Deletes many items, several at a time; see {@link Backend.deleteItems}. */
export async function deleteItems(mount: Mount, request: DeleteItems): Promise<readonly Result<void>[]> {
  const { folder, signal, items } = request;
  namesOfItems(mount, folder);
  const looks = mustLook(mount);
  const fail = (error: unknown): MapistoreError => asError(error, 'Cannot delete the item');
  const results: Result<void>[] = [];
  for (const batch of batchesOf(items, mount.options.batchItems)) {
    const unknown = batch.filter(({ ifRevision }) => looks || ifRevision?.content === undefined).map(({ key }) => key);
    const known = await multiget(mount, { folder, keys: unknown, data: looks, signal });
    results.push(
      ...(await resultsOf(batch, { width: writeWidth(mount.options.connections), signal, fail }, async (item) => {
        await deleteOne(mount, { folder, signal, ...item }, known.get(item.key));
      })),
    );
  }
  return results;
}

interface One {
  readonly folder: string;
  readonly key: string;
  readonly ifRevision?: IfRevision;
  readonly signal: AbortSignal;
}

async function deleteOne(mount: Mount, one: One, first: Got | undefined): Promise<void> {
  const { folder, key, signal } = one;
  const wanted = one.ifRevision?.content;
  let found = first;
  for (let attempt = 1; ; attempt++) {
    if (MapistoreError.is(found, 'NOT_FOUND')) {
      if (wanted === undefined) return;
      throw changed(key);
    }
    if (MapistoreError.is(found)) throw found;
    if (found !== undefined && wanted !== undefined && found.etag !== wanted) throw changed(key);
    if (found?.raw !== undefined) refuseTelling(mount, found.raw, 'delete');
    try {
      const etag = wanted ?? found?.etag;
      if (etag === undefined) throw new TypeError('deleteOne was called without an ETag');
      await deleteStored(mount, { folder, key, etag, signal });
      return;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (isMissing(error) && wanted === undefined) return;
      if (isMissing(error) || (error.status === 412 && wanted !== undefined)) throw changed(key);
      if (error.status !== 412 || attempt >= MAX_ATTEMPTS) throw error;
      // It changed a moment ago; nobody said which version is to go.
      const again = await multiget(mount, { folder, keys: [key], data: mustLook(mount), signal });
      found = again.get(key);
    }
  }
}

function changed(key: string): MapistoreError {
  return new MapistoreError(
    'PRECONDITION_FAILED',
    `Item "${printable(key)}" changed since the revision that the call named, or is gone.`,
    { backend: 'caldav' },
  );
}
