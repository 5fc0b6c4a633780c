import { MapistoreError } from '../errors/error.ts';
import type { Tree } from '../hierarchy/tree.ts';
import { gidOf, type Xid } from '../ics/xid.ts';
import type { Replicas } from '../identity/replicas.ts';
import type { StorePath } from '../mounts/paths.ts';
import type { FolderRow } from '../state/rows.ts';

/** A folder by its path, or by its source key. */
export type FolderReference = StorePath | Xid;

/** The folder that is meant. @throws NOT_FOUND */
export function folderOf(tree: Tree, replicas: Replicas, reference: FolderReference): FolderRow {
  if (typeof reference === 'string') return tree.need(reference);
  const gid = gidOf(reference);
  const id = gid === undefined ? undefined : replicas.gidToId(gid);
  const row = id === undefined ? undefined : tree.get(id);
  if (row !== undefined) return row;
  throw new MapistoreError('NOT_FOUND', 'There is no folder with that source key (any more).');
}

/** A source key that is no id of this store, as it is kept. */
export function keptSourceKey({ namespace, localId }: Xid): string {
  return `${namespace}:${localId}`;
}
