import type { ItemKind } from '../contract/entries.ts';
import type { Engine } from '../engine/engine.ts';
import type { Lease } from '../engine/lease.ts';
import { type HeadColumns, itemRow } from '../read/item-row.ts';
import { splitWords } from '../read/words.ts';
import type {
  ArrivalRow,
  ContentsRow,
  IntentRow,
  JournalRow,
  MembershipRow,
  MountRow,
  TombstoneRow,
} from '../state/rows.ts';
import type { StateTx } from '../state/store.ts';
import { removeMembership } from '../write/commit.ts';
import { type Earlier, pairUp } from './match.ts';

const PAGE = 500;

/** What became of what was staged. */
export interface Settled {
  readonly created: number;
  readonly moved: number;
  readonly deleted: number;
}

/**
 * Decides over arrivals and missing items of a mount: what vanished here and appeared there is the same item, moved or
 * given a new key; what is left over is new or deleted. Runs after all folders were staged, so the order in which they
 * were asked does not matter.
 */
export async function settle(engine: Engine, mount: MountRow, lease: Lease): Promise<Settled> {
  const total = { created: 0, moved: 0, deleted: 0 };
  for (;;) {
    const outcome = await engine.state.write(async (tx) => {
      await lease.check(tx);
      return settleArrivals(engine, tx, mount);
    });
    if (outcome === undefined) break;
    total.created += outcome.created;
    total.moved += outcome.moved;
  }
  for (let after = 0; ; ) {
    const outcome = await engine.state.write(async (tx) => {
      await lease.check(tx);
      return settleMissing(engine, tx, mount, after);
    });
    if (outcome === undefined) break;
    total.deleted += outcome.deleted;
    after = outcome.last;
  }
  return total;
}

async function settleArrivals(
  engine: Engine,
  tx: StateTx,
  mount: MountRow,
): Promise<{ created: number; moved: number } | undefined> {
  const page = await tx.arrivals.page(mount.mountId, PAGE);
  if (page.length === 0) return undefined;
  const intents = await tx.intents.ofMount(mount.mountId);
  const arrivals: ArrivalRow[] = [];
  for (const [folderId, group] of Map.groupBy(page, (row) => row.folderId)) {
    const keys = group.map((row) => row.backendKey);
    const owned = new Set((await tx.contents.byKeys(folderId, keys)).map((row) => row.backendKey));
    arrivals.push(...group.filter((row) => !owned.has(row.backendKey) && !claimed(intents, row)));
    await tx.arrivals.delete(folderId, keys);
  }
  const marks = {
    fingerprints: unique(arrivals.map((row) => row.fingerprint)),
    stableIds: unique(arrivals.flatMap((row) => row.stableId ?? [])),
  };
  const missing = (await tx.contents.missingLike(mount.mountId, marks)).filter(
    (row) => !intents.some((intent) => intent.sourceMid === row.mid),
  );
  const { pairs, rest } = pairUp(arrivals, missing);
  const dead = await tx.tombstones.match(mount.mountId, {
    fingerprints: unique(rest.map((row) => row.fingerprint)),
    stableIds: unique(rest.flatMap((row) => row.stableId ?? [])),
  });
  const revived = pairUp(rest, dead);
  const now = engine.clock().getTime();
  for (const { arrival, earlier } of pairs) await reattach(tx, mount, arrival, earlier, now);
  for (const { arrival, earlier } of revived.pairs) await revive(tx, mount, arrival, earlier, now);
  await create(engine, tx, mount, revived.rest, now);
  const moved = pairs.filter(({ arrival, earlier }) => arrival.folderId !== earlier.folderId).length;
  return { created: revived.pairs.length + revived.rest.length, moved };
}

/** Whether a begun write stands for this arrival: its writer will commit it. */
function claimed(intents: readonly IntentRow[], row: ArrivalRow): boolean {
  return intents.some(
    (intent) =>
      intent.folderId === row.folderId &&
      (intent.backendKey === null ? intent.fingerprint === row.fingerprint : intent.backendKey === row.backendKey),
  );
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}

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
async function reattach(
  tx: StateTx,
  mount: MountRow,
  arrival: ArrivalRow,
  row: ContentsRow,
  now: number,
): Promise<void> {
  await tx.contents.unstageMissing(mount.mountId, [row.mid]);
  const { flags, ...bytes } = columns(arrival, row);
  if (changedBytes(arrival, row)) await dropOriginal(tx, row, bytes);
  if (arrival.folderId === row.folderId) {
    // A new life of the folder: only the right side of the identity changes, and nobody outside has to know.
    const { received: _received, ...patch } = place(mount, arrival, now);
    const flagged = arrival.flags !== null && flags !== row.flags;
    const changed = flagged || changedBytes(arrival, row);
    const cn = changed ? await tx.take('cn', 1) : row.cn;
    await tx.contents.updateMembership(row.mid, { ...patch, cn });
    if (!changed) return;
    if (flagged) await tx.contents.updateItem(row.itemId, { flags });
    await tx.journal.append([entry(row, cn, changedBytes(arrival, row) ? 'updated' : 'flagged', now)]);
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
  for (const residue of residues) await tx.residues.put({ ...residue, mid });
  await tx.residues.delete([row.mid]);
  await tx.journal.append([
    { ...entry(row, cn, 'left', now), otherFolderId: arrival.folderId },
    { ...entry(membership, cn + 1, 'moved', now), otherFolderId: row.folderId },
  ]);
}

/** Whether an item known by the server's own id has other bytes than it had: it was changed on its way. */
function changedBytes(arrival: ArrivalRow, earlier: Earlier): boolean {
  const sizes = [arrival.storedSize, earlier.storedSize];
  return arrival.fingerprint !== earlier.fingerprint || (!sizes.includes(null) && sizes[0] !== sizes[1]);
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

function entry(
  row: { folderId: number; itemId: number; mid: number },
  cn: number,
  change: JournalRow['change'],
  at: number,
): JournalRow {
  return { cn, folderId: row.folderId, itemId: row.itemId, mid: row.mid, change, otherFolderId: null, at };
}

/** An item that vanished in an earlier pass and is here again: its id, flags of core and overlay live on. */
async function revive(
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
  if (changedBytes(arrival, dead)) await dropOriginal(tx, dead, bytes);
  for (const residue of await tx.residues.ofMids([dead.mid])) await tx.residues.put({ ...residue, mid });
  await tx.residues.delete([dead.mid]);
  if (arrival.flags !== null) {
    const [row] = await tx.contents.byMids([mid]);
    await tx.contents.updateItem(dead.itemId, { flags: columns(arrival, { coreFlags: row?.coreFlags ?? '' }).flags });
  }
  const change = dead.folderId === arrival.folderId ? 'created' : 'moved';
  await tx.journal.append([
    { ...entry(membership, cn, change, now), otherFolderId: change === 'moved' ? dead.folderId : null },
  ]);
}

async function create(
  engine: Engine,
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
    const kind: ItemKind = engine.formats.kind(mediaType);
    const cn = firstCn + index;
    const membership: MembershipRow = { mid: itemId + 1, itemId, ...place(mount, arrival, now), createdCn: cn, cn };
    return {
      item: itemRow(itemId, { kind, mediaType, sha256: null, size: null }, head, { flags, coreFlags: '' }),
      membership,
    };
  });
  await tx.contents.insert(rows);
  await tx.journal.append(rows.map(({ membership }) => entry(membership, membership.cn, 'created', now)));
}

async function settleMissing(
  engine: Engine,
  tx: StateTx,
  mount: MountRow,
  after: number,
): Promise<{ deleted: number; last: number } | undefined> {
  const rows = await tx.contents.missing(mount.mountId, after, PAGE);
  const last = rows.at(-1)?.mid;
  if (last === undefined) {
    await tx.contents.unstageMissing(mount.mountId);
    return undefined;
  }
  const intents = await tx.intents.ofMount(mount.mountId);
  const moving = new Set((await tx.intents.all()).concat(intents).map((intent) => intent.sourceMid));
  const gone = rows.filter((row) => !moving.has(row.mid));
  const now = engine.clock().getTime();
  let cn = gone.length > 0 ? await tx.take('cn', gone.length) : 0;
  for (const row of gone) {
    await removeMembership(tx, row, cn, now, true);
    await tx.journal.append([entry(row, cn++, 'deleted', now)]);
  }
  await tx.contents.unstageMissing(
    mount.mountId,
    rows.map(({ mid }) => mid),
  );
  return { deleted: gone.length, last };
}
