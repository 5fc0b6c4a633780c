import {
  type CreateItem,
  type CreateItems,
  type ItemWritten,
  MapistoreError,
  type NewItem,
  type Result,
} from '@mapistore/core';
import { Refusal, refusalError } from './errors.ts';
import { quiet, quietHeaders } from './invitations.ts';
import { collectionOfFolder, folderRefusal, type Mount, pathOfItem, printable } from './mount.ts';
import type { ObjectFacts } from './objects/check.ts';
import { resourceNameOf } from './objects/names.ts';
import { resultsOf } from './pool.ts';
import { prepare } from './sources.ts';
import { readEtag } from './stored.ts';

/** Stores an item under a name made from its UID; see {@link Backend.createItem}. */
export async function createItem(mount: Mount, request: CreateItem): Promise<ItemWritten> {
  return await createOne(mount, request.folder, request.item, request.signal);
}

/** Stores many items; see {@link Backend.createItems}. DAV has no batches, so several go at a time. */
export async function createItems(mount: Mount, request: CreateItems): Promise<readonly Result<ItemWritten>[]> {
  const { folder, signal } = request;
  // A folder that is gone is said once.
  await collectionOfFolder(mount, folder, signal);
  const fail = (error: unknown): MapistoreError => asError(error, 'Cannot store the item');
  return await resultsOf(request.items, { width: mount.options.connections, signal, fail }, (item) =>
    createOne(mount, folder, item, signal),
  );
}

async function createOne(mount: Mount, folder: string, item: NewItem, signal: AbortSignal): Promise<ItemWritten> {
  const { bytes, facts } = await prepare(mount, item.body, signal);
  await refuseComponent(mount, folder, facts, signal);
  const sent = quiet(mount, bytes);
  const key = resourceNameOf(facts.uid, mount.mediaType);
  if (mount.google) await refuseExisting(mount, folder, key, signal);
  try {
    return await put(mount, { folder, key, bytes: sent, signal, condition: { 'if-none-match': '*' } });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    // What the server meant by a 412 is that the name is taken; by the others, that another name has the UID.
    if (error.status === 412) throw taken(key);
    if (error.names('no-uid-conflict', 'unique-scheduling-object-resource')) throw taken(undefined);
    const failure = await folderRefusal(mount, folder, error, 'Cannot store the item', signal);
    // A conflict in a collection that is there: RFC 4791 knows one of UIDs only.
    throw failure.code === 'NOT_FOUND' && error.status === 409 && (await isThere(mount, folder, signal))
      ? taken(undefined)
      : failure;
  }
}

async function isThere(mount: Mount, folder: string, signal: AbortSignal): Promise<boolean> {
  mount.collections.delete(folder);
  try {
    await collectionOfFolder(mount, folder, signal);
    return true;
  } catch (error) {
    if (MapistoreError.is(error, 'NOT_FOUND')) return false;
    throw error;
  }
}

/** Google knows no If-None-Match, so that the name is free is asked for. Another program has a moment in between. */
async function refuseExisting(mount: Mount, folder: string, key: string, signal: AbortSignal): Promise<void> {
  const path = pathOfItem(mount, folder, key);
  if (path !== undefined && (await readEtag(mount, path, signal)) !== undefined) throw taken(key);
}

function taken(key: string | undefined): MapistoreError {
  const where = key === undefined ? 'in this account already' : `in this folder already, as "${printable(key)}"`;
  return new MapistoreError(
    'ALREADY_EXISTS',
    `An item of the same UID is ${where}: update that one, or delete it first.`,
    { backend: 'caldav', ...(key !== undefined && { context: { key } }) },
  );
}

/** @throws INVALID_CONTENT for a component that the collection does not hold; NOT_FOUND */
export async function refuseComponent(
  mount: Mount,
  folder: string,
  facts: ObjectFacts,
  signal: AbortSignal,
): Promise<void> {
  if (mount.service === 'carddav') return;
  const { components } = await collectionOfFolder(mount, folder, signal);
  const taken = mount.google ? new Set(['VEVENT']) : components;
  if (taken === undefined || taken.has(facts.component)) return;
  throw new MapistoreError(
    'INVALID_CONTENT',
    `This calendar holds ${[...taken].join(', ')} only, and the item is a ${facts.component}.`,
    { backend: 'caldav' },
  );
}

/** One PUT. */
export interface Put {
  readonly folder: string;
  readonly key: string;
  readonly bytes: Uint8Array;
  /** If-Match or If-None-Match. */
  readonly condition: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** Stores bytes and finds out their ETag. @throws Refusal */
export async function put(mount: Mount, about: Put): Promise<ItemWritten> {
  const path = pathOfItem(mount, about.folder, about.key);
  if (path === undefined) throw new TypeError(`"${about.key}" is no name of a resource`);
  const { condition, bytes, signal } = about;
  const { headers } = await mount.dav.object({
    method: 'PUT',
    path,
    body: bytes,
    headers: {
      'content-type': `${mount.mediaType}; charset=utf-8`,
      ...(!(mount.google && 'if-none-match' in condition) && condition),
      ...quietHeaders(mount),
    },
    signal,
  });
  const { etag } = headers;
  if (etag !== undefined && isStrong(etag)) return { key: about.key, contentRevision: etag };
  // A server that changed the bytes says no ETag, or a weak one (RFC 4791 s.5.3.4).
  const now = await readEtag(mount, path, signal);
  if (now !== undefined) return { key: about.key, contentRevision: now };
  throw new MapistoreError('AMBIGUOUS', 'The item was stored and was gone a moment later.', { backend: 'caldav' });
}

/** Whether If-Match can be relied on with an ETag (RFC 9110 s.8.8.3). */
export function isStrong(etag: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what no header may hold.
  return /^"[^"\x00-\x1f\x7f]*"$/.test(etag) && !/[^\x00-\xff]/.test(etag);
}

/** What failed of one item, as its result. */
export function asError(error: unknown, what: string): MapistoreError {
  if (error instanceof Refusal) return refusalError(error, what, 'store');
  return MapistoreError.from(error, what, { backend: 'caldav' });
}
