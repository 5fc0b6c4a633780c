import type { StateTx } from '../state/store.ts';
import { memberIdOf } from './members.ts';
import { ALL_RIGHTS } from './rights.ts';

/** Gives a new folder the permissions that its parent has now. What the parent gets later it does not. */
export async function inheritPermissions(tx: StateTx, parentId: number, folderId: number): Promise<void> {
  const entries = await tx.permissions.ofFolder(parentId);
  await tx.permissions.put(entries.map((entry) => ({ ...entry, folderId })));
}

/** Makes the folder its maker's own, where that was not the owner of the store. */
export async function ownFolder(tx: StateTx, folderId: number, actor: string | undefined): Promise<void> {
  if (actor === undefined || actor === '') return;
  const memberId = await memberIdOf(tx, actor);
  const [before] = (await tx.permissions.ofFolder(folderId)).filter((row) => row.memberId === memberId);
  const entry = before ?? { folderId, memberId, member: actor, memberKey: actor, privateItems: 0 };
  await tx.permissions.put([{ ...entry, rights: ALL_RIGHTS }]);
}
