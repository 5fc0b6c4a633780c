import type { Backend } from '../contract/backend.ts';
import { itemRow, stableIdOf } from '../read/item-row.ts';
import { noteStored } from '../rules/plan.ts';
import type { ContentsRow, IntentRow, ItemRow, MembershipRow, ResidueRow } from '../state/rows.ts';
import type { StateTx } from '../state/store.ts';
import { coreFlagsOf, type Payload, type Place } from './place.ts';

/** A write to be committed: its intent, and where the item lies. */
export interface Committable {
  readonly intent: IntentRow;
  readonly place: Place;
  readonly backend: Backend;
  readonly epoch: number;
}

/**
 * Makes new items of finished writes, journals them and closes their intents. Gives their ids in order. A key that a
 * row has already is either this very item, which a recovery by another program committed, or one whose item is gone
 * and whose name the backend gave out again.
 */
export async function commitCreated(
  tx: StateTx,
  writes: readonly Committable[],
  now: number,
): Promise<readonly number[]> {
  if (writes.length === 0) return [];
  const owners = await ownersOf(tx, writes);
  const ids = new Map<Committable, number>();
  const fresh: Committable[] = [];
  for (const write of writes) {
    const owner = owners.get(keyOf(write));
    if (owner !== undefined && owner.sha256 === write.intent.sha256) ids.set(write, owner.itemId);
    else {
      if (owner !== undefined) await dispossess(tx, owner, now);
      fresh.push(write);
    }
  }
  for (const [index, id] of (await insertCreated(tx, fresh, now)).entries()) ids.set(fresh[index] as Committable, id);
  await tx.intents.delete(writes.map(({ intent }) => intent.intentId));
  return writes.map((write) => ids.get(write) as number);
}

async function insertCreated(tx: StateTx, writes: readonly Committable[], now: number): Promise<readonly number[]> {
  if (writes.length === 0) return [];
  const firstId = await tx.take('id', writes.length * 2);
  const firstCn = await tx.take('cn', writes.length);
  const made: Made[] = [];
  const rows: { item: ItemRow; membership: MembershipRow; write: Committable }[] = [];
  for (const [index, write] of writes.entries()) {
    const payload = JSON.parse(write.intent.payload) as Payload;
    const cn = firstCn + index;
    const mid = payload.identity?.mid ?? firstId + index * 2 + 1;
    const restored = await comeBack(tx, write, { mid, cn, payload });
    const itemId = restored ?? firstId + index * 2;
    made.push({ write, payload, itemId, mid, cn });
    if (restored !== undefined) continue;
    rows.push({
      item: newItem(itemId, write, payload),
      membership: membership(mid, itemId, write, cn, payload),
      write,
    });
  }
  await tx.contents.insert(rows);
  for (const { membership: row, write } of rows) await putOverlay(tx, row.itemId, write);
  for (const { payload, itemId } of made)
    if (payload.delivery !== undefined) await noteStored(tx, payload.delivery, itemId);
  for (const { payload, itemId, cn } of made)
    if (payload.identity?.version !== undefined)
      await tx.lineage.put({ objectId: itemId, cn, ...payload.identity.version });
  await tx.residues.put(made.flatMap(({ write, mid }) => residueOf(mid, write)));
  const sources = await sourcesOf(tx, made);
  await tx.journal.append(
    made.map(({ write, payload, itemId, mid, cn }) => {
      const source = payload.copyOfMid === undefined ? undefined : sources.get(payload.copyOfMid);
      const from = { otherFolderId: source?.folderId ?? null, otherMid: source?.mid ?? null };
      return { cn, folderId: write.intent.folderId, itemId, mid, change: 'created', ...from, at: now };
    }),
  );
  return made.map(({ itemId }) => itemId);
}

/** What a write makes. */
interface Made {
  readonly write: Committable;
  readonly payload: Payload;
  readonly itemId: number;
  readonly mid: number;
  readonly cn: number;
}

function newItem(itemId: number, { place, backend }: Committable, payload: Payload): ItemRow {
  const { mediaType, ...head } = payload.item;
  const { sha256, size } = place.asStored === true ? { sha256: null, size: null } : payload.item;
  const core = coreFlagsOf(backend, place, payload.flags);
  return itemRow(itemId, { mediaType, sha256, size }, head, {
    flags: payload.flags.join(' '),
    coreFlags: core.join(' '),
    creator: payload.creator ?? null,
  });
}

/** Gives a new item its overlay: that of the item it is a copy of, or what its message said and its bytes do not. */
async function putOverlay(tx: StateTx, itemId: number, { intent }: Committable): Promise<void> {
  const { copyOf, overlay = [], blobs = [], reusedBlobs = [] } = JSON.parse(intent.payload) as Payload;
  const copied = copyOf === undefined ? [] : await tx.overlay.ofItem(copyOf);
  await tx.overlay.put([
    ...copied.map((entry) => ({ ...entry, itemId })),
    ...overlay.map((entry) => ({ ...entry, itemId, overSha256: intent.sha256 })),
  ]);
  const shared = copyOf === undefined ? reusedBlobs : await tx.itemBlobs.of(copyOf);
  for (const blob of shared) await tx.blobs.addReference(blob);
  const all = [...blobs, ...(copyOf === undefined ? [] : shared)];
  if (all.length > 0) await tx.itemBlobs.replace(itemId, all);
}

/** A soft-deleted item that lies in a folder again: the same item, in a membership of its own. */
async function comeBack(
  tx: StateTx,
  write: Committable,
  { mid, cn, payload }: { readonly mid: number; readonly cn: number; readonly payload: Payload },
): Promise<number | undefined> {
  const itemId = payload.restoreOf;
  if (itemId === undefined) return undefined;
  const [row] = await tx.recoverable.ofItems([itemId]);
  // Another program was faster, or it is gone for good: then this is a new item with the same bytes.
  if (row === undefined || (await tx.contents.byItems([itemId])).length > 0) return undefined;
  await tx.contents.insertMembership(membership(mid, itemId, write, cn, payload));
  const core = coreFlagsOf(write.backend, write.place, payload.flags);
  await tx.contents.updateItem(itemId, { coreFlags: core.join(' ') });
  await tx.recoverable.delete([itemId]);
  await tx.blobs.release(row.blob);
  return itemId;
}

/** What the new items are copies of, as far as it is still there. */
async function sourcesOf(
  tx: StateTx,
  rows: readonly { readonly payload: Payload }[],
): Promise<ReadonlyMap<number, ContentsRow>> {
  const mids = rows.flatMap(({ payload }) => payload.copyOfMid ?? []);
  return new Map(mids.length === 0 ? [] : (await tx.contents.byMids(mids)).map((row) => [row.mid, row]));
}

function keyOf({ intent, place }: Pick<Committable, 'intent' | 'place'>): string {
  // An item that core itself keeps has no key, and so no owner of it.
  return place.backendKey === null ? '' : `${intent.folderId} ${place.backendKey}`;
}

async function ownersOf(tx: StateTx, writes: readonly Committable[]): Promise<ReadonlyMap<string, ContentsRow>> {
  const owners = new Map<string, ContentsRow>();
  for (const [folderId, group] of Map.groupBy(writes, ({ intent }) => intent.folderId)) {
    const keys = group.flatMap(({ place }) => place.backendKey ?? []);
    for (const row of await tx.contents.byKeys(folderId, keys)) owners.set(`${folderId} ${row.backendKey}`, row);
  }
  return owners;
}

/** Takes a key away from an item that no longer lies under it. */
async function dispossess(tx: StateTx, owner: ContentsRow, now: number): Promise<void> {
  const cn = await tx.take('cn', 1);
  await removeMembership(tx, owner, cn, now, true);
  const { folderId, itemId, mid } = owner;
  await tx.journal.append([{ cn, folderId, itemId, mid, change: 'deleted', otherFolderId: null, at: now }]);
}

/**
 * Takes an item to its new place: a new MID there, the old one a tombstone ([MS-OXCFXICS] 3.2.5.9.4.4: a moved message
 * gets new ids). The item, its overlay and its flags stay. Closes the intent.
 */
export async function commitMoved(
  tx: StateTx,
  { intent, place, backend, epoch }: Committable,
  from: ContentsRow,
  now: number,
): Promise<void> {
  const payload = JSON.parse(intent.payload) as Payload;
  const owner = (await ownersOf(tx, [{ intent, place, backend, epoch }])).get(keyOf({ intent, place }));
  if (owner !== undefined) await dispossess(tx, owner, now);
  const mid = payload.identity?.mid ?? (await tx.take('id', 1));
  const cn = await tx.take('cn', 2);
  await removeMembership(tx, from, cn, now, false);
  const row = membership(mid, from.itemId, { intent, place, epoch }, cn + 1, { ...payload, received: from.received });
  // A client that moves a message itself has its version, but perhaps not its read state: that counts as changed by the move.
  await tx.contents.insertMembership({ ...row, readCn: row.cn });
  const core = coreFlagsOf(backend, place, from.flags === '' ? [] : from.flags.split(' '));
  await tx.contents.updateItem(from.itemId, {
    coreFlags: core.join(' '),
    ...(place.asStored === true
      ? { sha256: null, size: null }
      : payload.item.sha256 !== null && { sha256: payload.item.sha256, size: payload.item.size }),
  });
  if (payload.identity?.version !== undefined)
    await tx.lineage.put({ objectId: from.itemId, cn: cn + 1, ...payload.identity.version });
  await tx.residues.put(residueOf(mid, { intent, place }));
  await tx.journal.append([
    {
      cn,
      folderId: from.folderId,
      itemId: from.itemId,
      mid: from.mid,
      change: 'left',
      otherFolderId: intent.folderId,
      otherMid: mid,
      at: now,
    },
    {
      cn: cn + 1,
      folderId: intent.folderId,
      itemId: from.itemId,
      mid,
      change: 'moved',
      otherFolderId: from.folderId,
      otherMid: from.mid,
      at: now,
    },
  ]);
  await tx.intents.delete([intent.intentId]);
}

/** Takes a membership out of the index and leaves its tombstone; bytes that only core held go with it. */
export async function removeMembership(
  tx: StateTx,
  row: ContentsRow,
  cn: number,
  now: number,
  matchable: boolean,
): Promise<void> {
  const { mid, itemId, folderId, mountId, fingerprint, stableId, storedSize, received } = row;
  await tx.contents.deleteMemberships([mid]);
  await tx.tombstones.insert([
    { mid, itemId, folderId, mountId, fingerprint, stableId, storedSize, received, deletedAt: now, cn },
  ]);
  // What we took away ourselves is no candidate for an arrival; what vanished is, and keeps its residue for that.
  if (!matchable) {
    await tx.tombstones.take([mid]);
    for (const residue of await tx.residues.ofMids([mid]))
      if (residue.mode === 'blob') await tx.blobs.release(residue.originalSha256);
    await tx.residues.delete([mid]);
  }
  if (row.blob !== null) await tx.blobs.release(row.blob);
}

function membership(
  mid: number,
  itemId: number,
  { intent, place, epoch }: Pick<Committable, 'intent' | 'place' | 'epoch'>,
  cn: number,
  { item, received }: Pick<Payload, 'item' | 'received'>,
): MembershipRow {
  const { backendKey, blob, contentRevision, flagsRevision, storedSize } = place;
  const { folderId, mountId } = intent;
  return {
    mid,
    itemId,
    folderId,
    mountId,
    epoch,
    backendKey,
    blob,
    contentRevision,
    flagsRevision,
    stableId: stableIdOf(place.stableId, item),
    received,
    storedSize,
    createdCn: cn,
    cn,
  };
}

function residueOf(mid: number, { intent, place }: Pick<Committable, 'intent' | 'place'>): readonly ResidueRow[] {
  if (place.residue === null) return [];
  const { mode, storedSha256 } = place.residue;
  return [
    {
      mid,
      contentRevision: place.contentRevision,
      storedSha256,
      originalSha256: intent.sha256,
      originalSize: intent.size,
      mode,
      data: mode === 'lines' ? intent.lineEnds : new Uint8Array(0),
    },
  ];
}
