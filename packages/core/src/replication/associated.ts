import type { Engine } from '../engine/engine.ts';
import type { AssociatedRow } from '../state/object-rows.ts';
import type { FolderRow } from '../state/rows.ts';
import type { ImportedIdentity } from '../write/place.ts';

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
    // What it refers to goes along: each has a reference of its new owner before the old one's is given back.
    const owned = await tx.itemBlobs.of(row.mid);
    for (const blob of owned) await tx.blobs.addReference(blob);
    await tx.itemBlobs.replace(mid, owned);
    await tx.itemBlobs.replace(row.mid, []);
    await tx.associated.insert({ ...row, mid, folderId: to.folderId, createdCn: cn, cn });
    const [known] = await tx.lineage.ofObjects([row.mid]);
    // Where the client's version is not the one that was moved, the predecessors of the store's go along.
    const version = identity.version ?? (known === undefined ? undefined : { ...known, cn: row.cn });
    if (version !== undefined) await tx.lineage.put({ cn, ...version, objectId: mid });
    return { mid, cn };
  });
}
