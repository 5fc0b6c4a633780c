import { type FolderRequest, type Quota, type Request, ROOT_FOLDER } from '@mapistore/core';
import { propfindBody } from './dav/bodies.ts';
import { pathOfNames, placeOf } from './dav/hrefs.ts';
import { bytesIn } from './dav/multistatus.ts';
import { readMembers } from './members.ts';
import { askCollection, type Mount } from './mount.ts';

/** Number of items; see {@link Backend.count}. */
export async function count(mount: Mount, request: FolderRequest): Promise<{ readonly items: number }> {
  if (mount.isHome && request.folder === ROOT_FOLDER) return { items: 0 };
  return { items: (await readMembers(mount, request.folder, request.signal)).members.length };
}

/**
 * Quota of the mount (RFC 4331); see {@link Backend.quota}. Servers count what lies in a collection for it alone (Cyrus) or
 * for those above, too; what is available is the same for all.
 */
export async function quota(mount: Mount, request: Request): Promise<Quota> {
  let own = 0;
  let inner = 0;
  let available: number | undefined;
  await askCollection(mount, ROOT_FOLDER, {
    method: 'PROPFIND',
    path: pathOfNames(mount.root, 'collection'),
    depth: mount.isHome ? '1' : '0',
    body: propfindBody(['d:quota-used-bytes', 'd:quota-available-bytes']),
    signal: request.signal,
    onResponse: (response) => {
      const place = placeOf(response.href, mount.root);
      const used = bytesIn(response, 'd:quota-used-bytes') ?? 0;
      if (place === 'self') {
        own = used;
        available = bytesIn(response, 'd:quota-available-bytes');
      } else inner += used;
    },
  });
  const usedBytes = Math.max(own, inner);
  return { usedBytes, ...(available !== undefined && { limitBytes: usedBytes + available }) };
}
