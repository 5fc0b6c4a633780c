import { type FolderEntry, type FolderPage, type PageRequest, ROOT_FOLDER } from '@mapistore/core';
import { COLLECTION_PROPS, type Collection, collectionOf } from './collections.ts';
import { byKey, sliceAfter } from './cursors.ts';
import { propfindBody } from './dav/bodies.ts';
import { namesOfHref, pathOfNames, placeOf } from './dav/hrefs.ts';
import { Refusal, senseless } from './errors.ts';
import { googleKey } from './google.ts';
import { isMissing, type Mount, missingFolder } from './mount.ts';

const TAGGED_PROPS = COLLECTION_PROPS.filter((prop) => prop !== 'd:sync-token');

/** Lists the folders, with their revisions, in one request; see {@link Backend.listFolders}. */
export async function listFolders(mount: Mount, request: PageRequest): Promise<FolderPage> {
  const { folders, complete } = await readFolders(mount, request.signal);
  const [root, ...below] = folders;
  // The root's key is smaller than any other, so that one order serves all.
  const all = root === undefined ? [] : [root, ...below.sort(byKey)];
  const { page, more } = sliceAfter(all, request.cursor, request.limit);
  const last = page.at(-1);
  if (more && last !== undefined) return { folders: page, next: last.key };
  return { folders: page, listing: complete ? 'complete' : 'partial' };
}

/** The folders of the mount, the root first. @throws UNAVAILABLE where the root is not there */
export async function readFolders(
  mount: Mount,
  signal: AbortSignal,
): Promise<{ folders: FolderEntry[]; complete: boolean }> {
  const found = new Map<string, Collection>();
  let self = false;
  let complete = true;
  try {
    await mount.dav.dav({
      method: 'PROPFIND',
      path: pathOfNames(mount.root, 'collection'),
      depth: mount.isHome ? '1' : '0',
      body: propfindBody(mount.features.ctags ? TAGGED_PROPS : COLLECTION_PROPS),
      signal,
      onResponse: (response) => {
        const place = placeOf(response.href, mount.root);
        const broken =
          (response.status !== undefined && response.status >= 400) || response.failed.has('d:resourcetype');
        if (place === 'self') self = !broken;
        else if (broken) complete = false;
        if (broken) return;
        const key = keyOf(mount, response.href, place);
        if (key === undefined) return;
        const names = key === ROOT_FOLDER ? mount.root : namesOfHref(response.href);
        const collection = collectionOf(response, names, mount.service);
        if (collection !== undefined) found.set(key, collection);
      },
    });
  } catch (error) {
    if (error instanceof Refusal && isMissing(error)) throw missingFolder(mount, ROOT_FOLDER);
    throw error;
  }
  if (!self) throw senseless('it does not list the collection it was asked about', mount.dav.where);
  if (!mount.isHome && !found.has(ROOT_FOLDER)) throw missingFolder(mount, ROOT_FOLDER);
  if (complete) for (const key of mount.collections.keys()) if (!found.has(key)) mount.collections.delete(key);
  for (const [key, collection] of found) mount.collections.set(key, collection);
  const entries = [...found].map(([key, collection]) => entryOf(key, collection));
  return { folders: mount.isHome ? [homeRoot(mount), ...entries] : entries, complete };
}

function keyOf(mount: Mount, href: string, place: ReturnType<typeof placeOf>): string | undefined {
  if (!mount.isHome) return place === 'self' ? ROOT_FOLDER : undefined;
  // Google lists the calendars of others beside the user's own home.
  if (mount.google) return googleKey(namesOfHref(href));
  return typeof place === 'object' ? place.member : undefined;
}

function homeRoot(mount: Mount): FolderEntry {
  const kinds = mount.service === 'carddav' ? (['contact'] as const) : (['event', 'task', 'note', 'journal'] as const);
  return {
    key: ROOT_FOLDER,
    name: '',
    holdsItems: false,
    holdsFolders: !mount.google,
    kinds: mount.google ? ['event'] : kinds,
  };
}

/** A collection as a folder. */
function entryOf(key: string, collection: Collection): FolderEntry {
  const isRoot = key === ROOT_FOLDER;
  return {
    key,
    ...(!isRoot && { parent: ROOT_FOLDER }),
    name: isRoot ? '' : collection.title,
    holdsItems: true,
    holdsFolders: false,
    kinds: collection.kinds,
    ...(collection.revision !== undefined && { revision: collection.revision }),
  };
}
