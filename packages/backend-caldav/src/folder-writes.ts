import {
  type CreateFolder,
  type FolderEntry,
  type FolderRequest,
  type FolderUpdated,
  type ItemKind,
  MapistoreError,
  ROOT_FOLDER,
  type UpdateFolder,
} from '@mapistore/core';
import { mkcalendarBody, mkcolBody, type NewCollection, propfindBody, renameBody } from './dav/bodies.ts';
import type { Dav } from './dav/client.ts';
import { pathOfNames, placeOf } from './dav/hrefs.ts';
import { textOf } from './dav/multistatus.ts';
import { Refusal, refusalError } from './errors.ts';
import { readFolders } from './folders.ts';
import { isMissing, type Mount, missingFolder, namesOfFolder, printable } from './mount.ts';
import { COMPONENT_KINDS } from './objects/check.ts';
import { collectionNameOf } from './objects/names.ts';

const MAX_ATTEMPTS = 5;

/** Makes a calendar or address book; see {@link Backend.createFolder}. */
export async function createFolder(mount: Mount, request: CreateFolder): Promise<FolderEntry> {
  const { signal, parent, name, kind } = request;
  refuseName(name);
  return await inLine(mount, async () => {
    const known = await readFolders(mount, signal);
    if (parent !== ROOT_FOLDER) {
      if (!known.folders.some(({ key }) => key === parent)) throw missingFolder(mount, parent);
      throw new MapistoreError('UNSUPPORTED', 'Calendars and address books hold no folders.', { backend: 'caldav' });
    }
    const components = componentsFor(mount, kind);
    refuseTaken(known.folders, name);
    const tried = new Set(known.folders.map(({ key }) => key));
    for (let attempt = 1; ; attempt++) {
      const segment = collectionNameOf(name, (each) => tried.has(each));
      tried.add(segment);
      try {
        await makeCollection(mount, [...mount.root, segment], { name, components }, signal);
        return await made(mount, segment, name, signal);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        // Something is at that path: a folder that another program made meanwhile, or what is no folder here.
        const exists = error.status === 405 || error.names('resource-must-be-null');
        if (!exists || attempt >= MAX_ATTEMPTS)
          throw refusalError(error, `Cannot create folder "${printable(name)}"`, 'folder');
        refuseTaken((await readFolders(mount, signal)).folders, name);
      }
    }
  });
}

/** MKCALENDAR, or MKCOL where that is what there is. @throws Refusal */
export async function makeCollection(
  server: { readonly dav: Dav; readonly features: { readonly mkcalendar: boolean } },
  names: readonly string[],
  about: NewCollection,
  signal: AbortSignal,
): Promise<void> {
  const calendar = about.components.length > 0 && server.features.mkcalendar;
  const path = pathOfNames(names, 'collection');
  const method = calendar ? 'MKCALENDAR' : 'MKCOL';
  const body = calendar ? mkcalendarBody(about) : mkcolBody(about);
  // A multistatus says that a property was not taken, and then nothing was made (RFC 5689 s.3).
  let status: number | undefined;
  await server.dav.dav({
    method,
    path,
    body,
    signal,
    onResponse: (response) => {
      status ??= response.status ?? [...response.failed.values()].find((each) => each !== 424);
    },
  });
  if (status !== undefined && status >= 400) throw new Refusal({ status, conditions: [] });
}

async function made(mount: Mount, key: string, name: string, signal: AbortSignal): Promise<FolderEntry> {
  const folder = (await readFolders(mount, signal)).folders.find((each) => each.key === key);
  if (folder?.name === name) return folder;
  // Servers that change a name would have it changed without a word.
  await mount.dav
    .object({ method: 'DELETE', path: pathOfNames(namesOfFolder(mount, key), 'collection'), signal })
    .catch((error: unknown) => mount.env.log.warn('a folder with a wrong name stays', { key, error: String(error) }));
  throw new MapistoreError(
    'INVALID_NAME',
    folder === undefined
      ? `The server made no folder of the name "${printable(name)}".`
      : `The server keeps the folder "${printable(name)}" under another name.`,
    { backend: 'caldav' },
  );
}

/** Renames a calendar or address book; see {@link Backend.updateFolder}. */
export async function updateFolder(mount: Mount, request: UpdateFolder): Promise<FolderUpdated> {
  const { signal, folder: key, name, parent } = request;
  if (key === ROOT_FOLDER)
    throw new MapistoreError('INVALID_ARGUMENT', 'The root of a mount cannot be renamed or moved.', {
      backend: 'caldav',
    });
  return await inLine(mount, async () => {
    const { folders } = await readFolders(mount, signal);
    const folder = folders.find((each) => each.key === key);
    if (folder === undefined) throw missingFolder(mount, key);
    if (parent === key)
      throw new MapistoreError('INVALID_ARGUMENT', 'A folder cannot be moved into itself.', { backend: 'caldav' });
    if (parent !== undefined && parent !== ROOT_FOLDER)
      throw new MapistoreError('UNSUPPORTED', 'Calendars and address books hold no folders.', { backend: 'caldav' });
    if (name === undefined || name === folder.name) return { folder, rekeyed: [] };
    refuseName(name);
    refuseTaken(
      folders.filter((each) => each.key !== key),
      name,
    );
    await rename(mount, key, name, signal);
    const renamed = (await readFolders(mount, signal)).folders.find((each) => each.key === key);
    if (renamed?.name === name) return { folder: renamed, rekeyed: [] };
    await rename(mount, key, folder.name, signal);
    throw new MapistoreError('INVALID_NAME', `The server does not keep the name "${printable(name)}" as it is.`, {
      backend: 'caldav',
    });
  });
}

async function rename(mount: Mount, key: string, name: string, signal: AbortSignal): Promise<void> {
  const what = `Cannot rename folder "${printable(key)}"`;
  let failed: number | undefined;
  try {
    await mount.dav.dav({
      method: 'PROPPATCH',
      path: pathOfNames(namesOfFolder(mount, key), 'collection'),
      body: renameBody(name),
      signal,
      onResponse: (response) => {
        failed ??= [...response.failed.values()][0];
      },
    });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw isMissing(error) ? missingFolder(mount, key) : refusalError(error, what, 'folder');
  }
  if (failed !== undefined) throw refusalError({ status: failed, conditions: [] }, what, 'folder');
}

/**
 * Removes an empty calendar or address book; see {@link Backend.deleteFolder}. A server deletes a collection with all
 * that is in it, so that it is empty is asked right before. Where the ETag of a collection is its CTag, as Radicale's is, it
 * changes with the items, and If-Match closes the moment in between; elsewhere it stays open (and Cyrus 3.6 breaks off
 * when a condition is asked of a collection).
 */
export async function deleteFolder(mount: Mount, request: FolderRequest): Promise<void> {
  const { signal, folder: key } = request;
  if (key === ROOT_FOLDER)
    throw new MapistoreError('INVALID_ARGUMENT', 'The root of a mount cannot be deleted.', { backend: 'caldav' });
  const names = namesOfFolder(mount, key);
  const path = pathOfNames(names, 'collection');
  for (let attempt = 1; ; attempt++) {
    try {
      const etag = await etagOfEmpty(mount, key, names, signal);
      const headers = etag === undefined ? {} : { 'if-match': etag };
      await mount.dav.object({ method: 'DELETE', path, signal, headers });
      mount.collections.delete(key);
      return;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (isMissing(error)) return;
      if (error.status === 412 && attempt < MAX_ATTEMPTS) continue;
      throw refusalError(error, `Cannot delete folder "${printable(key)}"`, 'other');
    }
  }
}

async function etagOfEmpty(
  mount: Mount,
  key: string,
  names: readonly string[],
  signal: AbortSignal,
): Promise<string | undefined> {
  let etag: string | undefined;
  let ctag: string | undefined;
  let members = 0;
  await mount.dav.dav({
    method: 'PROPFIND',
    path: pathOfNames(names, 'collection'),
    depth: '1',
    body: propfindBody(['d:getetag', 'cs:getctag']),
    signal,
    onResponse: (response) => {
      if (placeOf(response.href, names) === 'self') {
        etag = textOf(response, 'd:getetag');
        ctag = textOf(response, 'cs:getctag');
      } else members++;
    },
  });
  if (members === 0) return etag === ctag ? etag : undefined;
  throw new MapistoreError('NOT_EMPTY', `Folder "${printable(key)}" still holds items.`, { backend: 'caldav' });
}

/** One after the other: a name that is free must stay so until it is taken. */
async function inLine<T>(mount: Mount, act: () => Promise<T>): Promise<T> {
  const before = mount.folderLine.last;
  const mine = before.then(act, act);
  mount.folderLine.last = mine.catch(() => undefined);
  return await mine;
}

/** The components of a new collection. @throws UNSUPPORTED for a kind that the mount cannot hold */
function componentsFor(mount: Mount, kind: ItemKind | undefined): readonly string[] {
  if (mount.service === 'carddav') {
    if (kind === undefined || kind === 'contact') return [];
    throw unsupportedKind('an address book', kind);
  }
  const components = componentsOf(kind === undefined ? mount.options.kinds : [kind]);
  if (components.length === 0) throw unsupportedKind('a calendar', String(kind));
  return components;
}

/** The components that hold items of these kinds. */
export function componentsOf(kinds: readonly ItemKind[]): readonly string[] {
  return Object.entries(COMPONENT_KINDS).flatMap(([name, of]) =>
    of.some((kind) => kinds.includes(kind)) ? [name] : [],
  );
}

function unsupportedKind(what: string, kind: string): MapistoreError {
  return new MapistoreError('UNSUPPORTED', `There is no folder of kind ${kind} here: this mount makes ${what}.`, {
    backend: 'caldav',
  });
}

function refuseTaken(folders: readonly FolderEntry[], name: string): void {
  if (!folders.some((folder) => folder.key !== ROOT_FOLDER && folder.name === name)) return;
  throw new MapistoreError('ALREADY_EXISTS', `There is a folder "${printable(name)}" already.`, { backend: 'caldav' });
}

function refuseName(name: string): void {
  const invalid = (why: string): MapistoreError =>
    new MapistoreError('INVALID_NAME', `"${printable(name)}" cannot be the name of a folder: ${why}.`, {
      backend: 'caldav',
    });
  if (name.trim() === '') throw invalid('it is empty');
  if (!name.isWellFormed()) throw invalid('it is no well-formed Unicode');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused.
  if (/[\x00-\x08\x0a-\x1f\x7f\ufffe\uffff]/.test(name)) throw invalid('it holds characters that XML cannot carry');
}
