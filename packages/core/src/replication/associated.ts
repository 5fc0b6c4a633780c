import type { Engine } from '../engine/engine.ts';
import type { AssociatedRow } from '../state/object-rows.ts';
import type { FolderRow } from '../state/rows.ts';
import type { ImportedIdentity } from '../write/place.ts';

/** Takes an FAI message away for good. */
export async function removeAssociated({ state }: Engine, { mid, blob }: AssociatedRow): Promise<void> {
  await state.write(async (tx) => {
    await tx.associated.delete([mid]);
    await tx.blobs.release(blob);
  });
}

/** Moves an FAI message: a new id in the other folder, as with any message. */
export async function moveAssociated(
  { state }: Engine,
  row: AssociatedRow,
  to: FolderRow,
  identity: ImportedIdentity,
): Promise<{ readonly mid: number; readonly cn: number }> {
  return state.write(async (tx) => {
    const mid = identity.mid ?? (await tx.take('id', 1));
    const cn = await tx.take('cn', 1);
    await tx.associated.delete([row.mid]);
    await tx.associated.insert({ ...row, mid, folderId: to.folderId, createdCn: cn, cn });
    const [known] = await tx.lineage.ofObjects([row.mid]);
    // Where the client's version is not the one that was moved, the predecessors of the store's go along.
    const version = identity.version ?? (known === undefined ? undefined : { ...known, cn: row.cn });
    if (version !== undefined) await tx.lineage.put({ cn, ...version, objectId: mid });
    return { mid, cn };
  });
}
