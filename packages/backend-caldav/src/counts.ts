import { type FolderRequest, type Quota, type Request, ROOT_FOLDER } from '@mapistore/core';
import { bytesIn } from './dav/multistatus.ts';
import { readMembers } from './members.ts';
import { type Mount, missingFolder, propfindOne } from './mount.ts';

/** Number of items; see {@link Backend.count}. */
export async function count(mount: Mount, request: FolderRequest): Promise<{ readonly items: number }> {
  if (mount.isHome && request.folder === ROOT_FOLDER) return { items: 0 };
  return { items: (await readMembers(mount, request.folder, request.signal)).members.length };
}

/** Quota of the root (RFC 4331); see {@link Backend.quota}. */
export async function quota(mount: Mount, request: Request): Promise<Quota> {
  const props = ['d:quota-used-bytes', 'd:quota-available-bytes'];
  const response = await propfindOne(mount, mount.root, props, request.signal);
  if (response === undefined) throw missingFolder(mount, ROOT_FOLDER);
  const usedBytes = bytesIn(response, 'd:quota-used-bytes') ?? 0;
  const available = bytesIn(response, 'd:quota-available-bytes');
  return { usedBytes, ...(available !== undefined && { limitBytes: usedBytes + available }) };
}
