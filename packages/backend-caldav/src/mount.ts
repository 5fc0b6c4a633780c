import { type BackendEnv, MapistoreError, ROOT_FOLDER } from '@mapistore/core';
import type { Features } from './capabilities.ts';
import { COLLECTION_PROPS, type Collection, collectionOf } from './collections.ts';
import type { Snapshots } from './cursors.ts';
import { propfindBody } from './dav/bodies.ts';
import type { Dav } from './dav/client.ts';
import { pathOfNames, placeOf, segmentOfName } from './dav/hrefs.ts';
import type { DavResponse } from './dav/multistatus.ts';
import type { Answer, DavRequest } from './dav/requests.ts';
import { Refusal, refusalError, senseless } from './errors.ts';
import type { CaldavOptions } from './options.ts';

/** An open mount, as every operation gets it. */
export interface Mount {
  readonly dav: Dav;
  readonly env: BackendEnv;
  readonly options: CaldavOptions;
  readonly features: Features;
  readonly service: 'caldav' | 'carddav';
  /** The one media type of the mount. */
  readonly mediaType: 'text/calendar' | 'text/vcard';
  /** The names of the path that the mount is rooted at. */
  readonly root: readonly string[];
  /** Whether the root holds collections, and not items. */
  readonly isHome: boolean;
  readonly google: boolean;
  /** What the user is called in invitations (RFC 6638 s.2.4.1); empty where that is not known. */
  readonly addresses: ReadonlySet<string>;
  /** What is known of the collections, by folder key. */
  readonly collections: Map<string, Collection>;
  readonly snapshots: Snapshots;
  /** Makes folders one after the other, so that a name that was free stays so until it is taken. */
  readonly folderLine: { last: Promise<unknown> };
  /** Aborts when the mount is closed. */
  readonly closing: AbortSignal;
}

/**
 * The names of the path of a folder.
 * @throws OUTSIDE_MOUNT for a key that is none of this mount
 */
export function namesOfFolder(mount: Mount, folder: string): readonly string[] {
  if (folder === ROOT_FOLDER) return mount.root;
  if (mount.isHome && segmentOfName(folder) !== undefined)
    return mount.google ? ['caldav', 'v2', folder, 'events'] : [...mount.root, folder];
  throw new MapistoreError('OUTSIDE_MOUNT', `Folder "${printable(folder)}" is not in this mount.`, {
    backend: 'caldav',
  });
}

/** The names of a folder that can hold items. @throws UNSUPPORTED for a root that holds folders */
export function namesOfItems(mount: Mount, folder: string): readonly string[] {
  if (!mount.isHome || folder !== ROOT_FOLDER) return namesOfFolder(mount, folder);
  throw new MapistoreError('UNSUPPORTED', 'The root of this mount holds folders only.', { backend: 'caldav' });
}

/** The path of an item; undefined for a key that none can have. */
export function pathOfItem(mount: Mount, folder: string, key: string): string | undefined {
  return segmentOfName(key) === undefined ? undefined : pathOfNames([...namesOfItems(mount, folder), key], 'resource');
}

/** What is known of a folder's collection, asked for where nothing is. @throws NOT_FOUND */
export async function collectionOfFolder(mount: Mount, folder: string, signal: AbortSignal): Promise<Collection> {
  const known = mount.collections.get(folder);
  if (known !== undefined) return known;
  const names = namesOfItems(mount, folder);
  const response = await propfindOne(mount, names, COLLECTION_PROPS, signal);
  const collection = response && collectionOf(response, names, mount.service);
  if (collection === undefined) throw missingFolder(mount, folder);
  mount.collections.set(folder, collection);
  return collection;
}

/** A request to a collection, where "not found" means the collection. */
export async function askCollection(mount: Mount, folder: string, request: DavRequest): Promise<Answer> {
  try {
    return await mount.dav.dav(request);
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) throw missingFolder(mount, folder);
    throw error;
  }
}

/** PROPFIND of one collection; undefined where it is not there. */
export async function propfindOne(
  mount: Pick<Mount, 'dav'>,
  names: readonly string[],
  props: readonly string[],
  signal: AbortSignal,
): Promise<DavResponse | undefined> {
  let found: DavResponse | undefined;
  try {
    await mount.dav.dav({
      method: 'PROPFIND',
      path: pathOfNames(names, 'collection'),
      depth: '0',
      body: propfindBody(props),
      signal,
      onResponse: (response) => {
        if (placeOf(response.href, names) === 'self') found = response;
      },
    });
  } catch (error) {
    if (error instanceof Refusal && isMissing(error)) return undefined;
    throw error;
  }
  if (found === undefined) throw senseless('it says nothing of what it was asked about', mount.dav.where);
  return found.status !== undefined && found.status >= 400 ? undefined : found;
}

/** Whether a refusal says that there is nothing. */
export function isMissing(refusal: Refusal): boolean {
  return refusal.status === 404 || refusal.status === 410;
}

/** A refusal of an operation in a folder: NOT_FOUND only where the collection is gone, which is asked for. */
export async function folderRefusal(
  mount: Mount,
  folder: string,
  refusal: Refusal,
  what: string,
  signal: AbortSignal,
): Promise<MapistoreError> {
  if (isMissing(refusal) || refusal.status === 409 || refusal.status === 403 || refusal.status === 405) {
    const there = await propfindOne(mount, namesOfFolder(mount, folder), ['d:resourcetype'], signal);
    if (there === undefined) return missingFolder(mount, folder);
  }
  return refusalError(refusal, what, 'store');
}

/** The error for a collection that is not there: a missing root must never look like an empty one. */
export function missingFolder(mount: Mount, folder: string): MapistoreError {
  const details = { backend: 'caldav', context: { server: mount.dav.where } };
  if (folder === ROOT_FOLDER)
    return new MapistoreError('UNAVAILABLE', 'The collection that this mount is rooted at is not there now.', details);
  mount.collections.delete(folder);
  return new MapistoreError('NOT_FOUND', `There is no folder "${printable(folder)}".`, details);
}

/** The error for an item that is not there. */
export function missingItem(key: string): MapistoreError {
  return new MapistoreError('NOT_FOUND', `There is no item "${printable(key)}" in this folder (any more).`, {
    backend: 'caldav',
  });
}

/** A key or name fit to be shown. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be shown.
  const clean = text.replace(/[\x00-\x1f\x7f]/g, '\ufffd');
  return clean.length > 100 ? `${clean.slice(0, 100)}…` : clean;
}
