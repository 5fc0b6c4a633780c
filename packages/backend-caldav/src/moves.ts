import { type CopyItems, type ItemWritten, MapistoreError, type Result } from '@mapistore/core';
import { pathOfNames, segmentOfName } from './dav/hrefs.ts';
import { Refusal } from './errors.ts';
import { mustLook, quietHeaders, refuseTelling } from './invitations.ts';
import { isMissing, type Mount, missingFolder, missingItem, namesOfItems, pathOfItem, propfindOne } from './mount.ts';
import { resourceNameOf } from './objects/names.ts';
import { resultsOf, writeWidth } from './pool.ts';
import { asError, deleteStored, put } from './resources.ts';
import { readEtag, readObject } from './stored.ts';

/** How many names are tried in a target where the first one is taken. */
const MAX_NAMES = 5;

/** Moves on the server (RFC 4918 s.9.9); see {@link Backend.moveItems}. */
export async function moveItems(mount: Mount, request: CopyItems): Promise<readonly Result<ItemWritten>[]> {
  const { folder, to, signal, keys } = request;
  namesOfItems(mount, folder);
  const target = await propfindOne(mount, namesOfItems(mount, to), ['d:resourcetype'], signal);
  if (target === undefined) throw missingFolder(mount, to);
  const fail = (error: unknown): MapistoreError => asError(error, 'Cannot move the item');
  return await resultsOf(keys, { width: writeWidth(mount.options.connections), signal, fail }, (key) =>
    moveOne(mount, { folder, to, key, signal }),
  );
}

interface Move {
  readonly folder: string;
  readonly to: string;
  readonly key: string;
  readonly signal: AbortSignal;
}

async function moveOne(mount: Mount, { folder, to, key, signal }: Move): Promise<ItemWritten> {
  const path = pathOfItem(mount, folder, key);
  if (path === undefined) throw missingItem(key);
  if (mustLook(mount)) refuseTelling(mount, (await readObject(mount, folder, key, signal)).raw, 'move');
  if (folder === to) {
    const etag = await readEtag(mount, path, signal);
    if (etag === undefined) throw missingItem(key);
    return { key, contentRevision: etag };
  }
  for (let attempt = 1; ; attempt++) {
    const name = targetName(mount, key, attempt);
    const target = pathOfNames([...namesOfItems(mount, to), name], 'resource');
    try {
      await mount.dav.object({
        method: 'MOVE',
        path,
        headers: { destination: mount.dav.urlOf(target).href, overwrite: 'F', ...quietHeaders(mount) },
        signal,
      });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (isMissing(error)) throw missingItem(key);
      // The name is taken there, by another item or by this very one.
      if (error.status === 412 && attempt < MAX_NAMES) continue;
      if (error.status !== 409 || error.names('no-uid-conflict')) throw error;
      return await carry(mount, { folder, to, key, signal }, name);
    }
    const etag = await readEtag(mount, target, signal);
    if (etag !== undefined) return { key: name, contentRevision: etag };
    throw new MapistoreError('AMBIGUOUS', 'The item was moved and was gone a moment later.', { backend: 'caldav' });
  }
}

/** Radicale takes the path of a Destination for decoded, so that a name must be one that needs no encoding. */
function targetName(mount: Mount, key: string, attempt: number): string {
  const plain = segmentOfName(key) === key ? key : resourceNameOf(key, mount.mediaType);
  return attempt === 1 ? plain : plain.replace(/(\.[^.]*)?$/, `-${attempt}$1`);
}

/**
 * What MOVE does, in two steps, where the server does not find the target that is there (Radicale, where its path needs
 * encoding). The source is deleted if it is still what was carried; else the target is taken back.
 */
async function carry(mount: Mount, { folder, to, key, signal }: Move, name: string): Promise<ItemWritten> {
  const { raw, etag } = await readObject(mount, folder, key, signal);
  const about = { folder: to, key: name, bytes: raw, condition: { 'if-none-match': '*' }, signal };
  const path = pathOfItem(mount, to, name);
  const stored = (await put(mount, about)) ?? (path === undefined ? undefined : await readEtag(mount, path, signal));
  if (stored === undefined)
    throw new MapistoreError('AMBIGUOUS', 'The item was copied and was gone a moment later.', { backend: 'caldav' });
  try {
    await deleteStored(mount, { folder, key, etag, signal });
  } catch (error) {
    await deleteStored(mount, { folder: to, key: name, etag: stored, signal: new AbortController().signal });
    throw error;
  }
  return { key: name, contentRevision: stored };
}
