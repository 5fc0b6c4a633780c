import { type HeadColumns, itemRow } from '../read/item-row.ts';
import { splitWords } from '../read/words.ts';
import type { ArrivalRow, ContentsRow, JournalRow, MembershipRow, MountRow, TombstoneRow } from '../state/rows.ts';
import type { StateTx } from '../state/store.ts';
import { flagStamp } from '../write/flag-stamp.ts';
import type { Earlier } from './match.ts';

function columns(arrival: ArrivalRow, flags: { coreFlags: string }) {
  const all = [...splitWords(arrival.flags ?? ''), ...splitWords(flags.coreFlags)];
  return {
    ...(JSON.parse(arrival.head) as HeadColumns),
    mediaType: arrival.mediaType,
    flags: [...new Set(all)].sort().join(' '),
  };
}

function place(mount: MountRow, arrival: ArrivalRow, now: number) {
  const { folderId, backendKey, contentRevision, flagsRevision, stableId, storedSize } = arrival;
  return {
    folderId,
    mountId: mount.mountId,
    epoch: mount.epoch,
    backendKey,
    blob: null,
    contentRevision,
    flagsRevision,
    stableId,
    storedSize,
    received: arrival.received ?? now,
  };
}

/** The same item under another key, or in another folder. */
export async function reattach(
  tx: StateTx,
  mount: MountRow,
  arrival: ArrivalRow,
  row: ContentsRow,
  now: number,
): Promise<void> {
  await tx.contents.unstageMissing(mount.mountId, [row.mid]);
  const { flags, ...bytes } = columns(arrival, row);
  const changedThere = await changedBytes(tx, arrival, row);
  if (changedThere) await dropOriginal(tx, row, bytes);
  if (arrival.folderId === row.folderId) {
    // A new life of the folder: only the right side of the identity changes, and nobody outside has to know.
    const { received: _received, ...patch } = place(mount, arrival, now);
    const stamp = flagStamp(row.flags, arrival.flags === null ? row.flags : flags);
    const change = changedThere ? 'updated' : stamp.change;
    const cn = change === undefined ? row.cn : await tx.take('cn', 1);
    const numbers = change === undefined ? {} : { ...stamp.columns(cn), ...(changedThere && { cn }) };
    await tx.contents.updateMembership(row.mid, { ...patch, ...numbers });
    if (stamp.change !== undefined) await tx.contents.updateItem(row.itemId, { flags });
    if (change !== undefined) await tx.journal.append([journalEntry(row, cn, change, now)]);
    return;
  }
  const mid = await tx.take('id', 1);
  const cn = await tx.take('cn', 2);
  const residues = await tx.residues.ofMids([row.mid]);
  await tx.contents.deleteMemberships([row.mid]);
  await tx.tombstones.insert([{ ...tombstone(row), deletedAt: now, cn }]);
  await tx.tombstones.take([row.mid]);
  const membership: MembershipRow = {
    mid,
    itemId: row.itemId,
    ...place(mount, arrival, now),
    createdCn: cn + 1,
    cn: cn + 1,
  };
  await tx.contents.insertMembership(membership);
  if (arrival.flags !== null) await tx.contents.updateItem(row.itemId, { flags });
  // Bound to the digest of the stored bytes, so the first reading finds out whether it still holds.
  await tx.residues.put(residues.map((residue) => ({ ...residue, mid })));
  await tx.residues.delete([row.mid]);
  await tx.journal.append([
    { ...journalEntry(row, cn, 'left', now), otherFolderId: arrival.folderId, otherMid: mid },
    { ...journalEntry(membership, cn + 1, 'moved', now), otherFolderId: row.folderId, otherMid: row.mid },
  ]);
}

/** Whether an item known by a stable id has other bytes than it had: it was changed on its way. */
async function changedBytes(
  tx: StateTx,
  arrival: ArrivalRow,
  earlier: Earlier & { readonly mid: number },
): Promise<boolean> {
  const sizes = [arrival.storedSize, earlier.storedSize];
  const sized = !sizes.includes(null);
  if (sized && sizes[0] !== sizes[1]) return true;
  if (arrival.fingerprint === earlier.fingerprint) return false;
  // The fingerprint is the original's. Of a server that wrote the item anew, only the size can be compared.
  const [residue] = await tx.residues.ofMids([earlier.mid]);
  return !(sized && residue?.mode === 'blob');
}

/** Takes the new head, and forgets what was known of the bytes as they were. */
async function dropOriginal(
  tx: StateTx,
  { itemId, mid }: { readonly itemId: number; readonly mid: number },
  head: HeadColumns & { readonly mediaType: string },
): Promise<void> {
  await tx.contents.updateItem(itemId, { ...head, sha256: null, size: null });
  for (const { mode, originalSha256 } of await tx.residues.ofMids([mid]))
    if (mode === 'blob') await tx.blobs.release(originalSha256);
  await tx.residues.delete([mid]);
}

function tombstone(row: ContentsRow): Omit<TombstoneRow, 'deletedAt' | 'cn'> {
  const { mid, itemId, folderId, mountId, fingerprint, stableId, storedSize, received } = row;
  return { mid, itemId, folderId, mountId, fingerprint, stableId, storedSize, received };
}

/** A journal row about a membership. */
export function journalEntry(
  row: { folderId: number; itemId: number; mid: number },
  cn: number,
  change: JournalRow['change'],
  at: number,
): JournalRow {
  return { cn, folderId: row.folderId, itemId: row.itemId, mid: row.mid, change, otherFolderId: null, at };
}

/** An item that vanished in an earlier pass and is here again: its id, flags of core and overlay live on. */
export async function revive(
  tx: StateTx,
  mount: MountRow,
  arrival: ArrivalRow,
  dead: TombstoneRow,
  now: number,
): Promise<void> {
  await tx.tombstones.take([dead.mid]);
  const mid = await tx.take('id', 1);
  const cn = await tx.take('cn', 1);
  const membership: MembershipRow = { mid, itemId: dead.itemId, ...place(mount, arrival, now), createdCn: cn, cn };
  await tx.contents.insertMembership(membership);
  const { flags: _flags, ...bytes } = columns(arrival, { coreFlags: '' });
  if (await changedBytes(tx, arrival, dead)) await dropOriginal(tx, dead, bytes);
  await tx.residues.put((await tx.residues.ofMids([dead.mid])).map((residue) => ({ ...residue, mid })));
  await tx.residues.delete([dead.mid]);
  if (arrival.flags !== null) {
    const [row] = await tx.contents.byMids([mid]);
    await tx.contents.updateItem(dead.itemId, { flags: columns(arrival, { coreFlags: row?.coreFlags ?? '' }).flags });
  }
  const isMoved = dead.folderId !== arrival.folderId;
  const from = isMoved ? { otherFolderId: dead.folderId, otherMid: dead.mid } : {};
  await tx.journal.append([{ ...journalEntry(membership, cn, isMoved ? 'moved' : 'created', now), ...from }]);
}

/** Items that were never here before. */
export async function create(
  tx: StateTx,
  mount: MountRow,
  arrivals: readonly ArrivalRow[],
  now: number,
): Promise<void> {
  if (arrivals.length === 0) return;
  const firstId = await tx.take('id', arrivals.length * 2);
  const firstCn = await tx.take('cn', arrivals.length);
  const rows = arrivals.map((arrival, index) => {
    const itemId = firstId + index * 2;
    const { flags, mediaType, ...head } = columns(arrival, { coreFlags: '' });
    const cn = firstCn + index;
    const membership: MembershipRow = { mid: itemId + 1, itemId, ...place(mount, arrival, now), createdCn: cn, cn };
    return {
      item: itemRow(itemId, { mediaType, sha256: null, size: null }, head, { flags, coreFlags: '' }),
      membership,
    };
  });
  await tx.contents.insert(rows);
  await tx.journal.append(rows.map(({ membership }) => journalEntry(membership, membership.cn, 'created', now)));
}
