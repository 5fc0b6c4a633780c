import { nameKey } from '../mounts/paths.ts';
import { inheritPermissions } from '../permissions/inherit.ts';
import type { FolderRow } from '../state/rows.ts';
import type { StateTx } from '../state/store.ts';

/** What a folder is that lies in no mount and only leads to others. */
export const VACANT = {
  mountId: null,
  backendKey: null,
  holdsItems: 0,
  holdsFolders: 1,
  kinds: '',
  role: null,
  revision: null,
  token: null,
  syncedAt: null,
} as const;

/** Makes such a folder; without a parent it is the root of the store. */
export async function insertVirtual(tx: StateTx, parent: FolderRow | undefined, name: string): Promise<FolderRow> {
  const cn = await tx.take('cn', 1);
  const place = { parentId: parent?.folderId ?? null, name, nameKey: nameKey(name, true) };
  const row: FolderRow = { ...VACANT, ...place, folderId: await tx.take('id', 1), createdCn: cn, cn };
  await tx.folders.insert(row);
  if (parent !== undefined) await inheritPermissions(tx, parent.folderId, row.folderId);
  return row;
}
