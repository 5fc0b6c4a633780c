import { type CopyItems, type ItemWritten, MapistoreError, type Result } from '@mapistore/core';
import { pathOfNames } from './dav/hrefs.ts';
import { Refusal, refusalError } from './errors.ts';
import { mustLook, quietHeaders, refuseTelling } from './invitations.ts';
import { isMissing, type Mount, missingFolder, missingItem, namesOfItems, pathOfItem, propfindOne } from './mount.ts';
import { resultsOf } from './pool.ts';
import { readEtag, readObject } from './stored.ts';

/** How many names are tried in a target where the first one is taken. */
const MAX_NAMES = 5;

/** Moves on the server (RFC 4918 s.9.9); see {@link Backend.moveItems}. */
export async function moveItems(mount: Mount, request: CopyItems): Promise<readonly Result<ItemWritten>[]> {
  const { folder, to, signal, keys } = request;
  namesOfItems(mount, folder);
  const target = await propfindOne(mount, namesOfItems(mount, to), ['d:resourcetype'], signal);
  if (target === undefined) throw missingFolder(mount, to);
  const fail = (error: unknown): MapistoreError =>
    error instanceof Refusal
      ? refusalError(error, 'Cannot move the item', 'store')
      : MapistoreError.from(error, 'Cannot move the item', { backend: 'caldav' });
  return await resultsOf(keys, { width: mount.options.connections, signal, fail }, (key) =>
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
    const name = attempt === 1 ? key : key.replace(/(\.[^.]*)?$/, `-${attempt}$1`);
    const target = pathOfNames([...namesOfItems(mount, to), name], 'resource');
    try {
      await mount.dav.object({
        method: 'MOVE',
        path,
        headers: { destination: mount.dav.urlOf(target).href, overwrite: 'F', ...quietHeaders(mount) },
        signal,
      });
      const etag = await readEtag(mount, target, signal);
      if (etag !== undefined) return { key: name, contentRevision: etag };
      throw new MapistoreError('AMBIGUOUS', 'The item was moved and was gone a moment later.', { backend: 'caldav' });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (isMissing(error)) throw missingItem(key);
      // The name is taken there, by another item or by this very one.
      if (error.status !== 412 || attempt >= MAX_NAMES) throw error;
    }
  }
}
