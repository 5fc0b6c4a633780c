import type { Engine } from '../engine/engine.ts';
import { withLease } from '../engine/lease.ts';
import { MapistoreError } from '../errors/error.ts';
import { type Hierarchy, refreshHierarchy } from '../hierarchy/refresh.ts';
import { vacate } from '../hierarchy/vacate.ts';
import { sweepDeleted } from '../recoverable/sweep.ts';
import type { FolderRow, MountRow } from '../state/rows.ts';
import { recover } from '../write/recover.ts';
import type { FolderPass } from './folder-pass.ts';
import { lookAgain } from './look-again.ts';
import { settle } from './settle.ts';
import { type Staged, stageFolder } from './stage.ts';

const LEASE_WAIT_MS = 120_000;
/** What vanished is known again for 30 days; then its overlay and flags are forgotten. */
const REMEMBERED_MS = 30 * 24 * 3_600_000;

/** What one synchronisation of a mount found. */
export interface MountSync {
  readonly mount: string;
  readonly folders: number;
  readonly foldersAdded: number;
  readonly foldersRemoved: number;
  readonly created: number;
  readonly updated: number;
  readonly moved: number;
  readonly deleted: number;
  /** Begun writes of a program that died, ended now. */
  readonly recovered: number;
  /** Folders that could not be read to their end, with the reason; nothing in them was taken for deleted. */
  readonly problems: readonly { readonly folder: number; readonly error: MapistoreError }[];
}

/**
 * Asks a mount what changed and brings the index up to it. One program at a time does so for a mount; another waits.
 * A mount that cannot be reached changes nothing.
 * @throws UNAVAILABLE and what opening the backend throws; BUSY
 */
export async function syncMount(engine: Engine, mount: MountRow, signal: AbortSignal): Promise<MountSync> {
  const backend = await engine.mounts.get(mount, signal);
  return withLease(engine, `sync:${mount.mountId}`, { waitMs: LEASE_WAIT_MS, signal }, async (lease) => {
    const recovered = await recover(engine, mount, backend, signal);
    const hierarchy = await refreshHierarchy(engine, mount, backend, signal, lease);
    await engine.state.write(async (tx) => {
      // Left over from a pass that was broken off; it is found again.
      await tx.arrivals.clear(mount.mountId);
      await tx.contents.unstageMissing(mount.mountId);
    });
    const pass = { engine, mount, backend, lease, signal };
    const { updated, done, problems } = await stageAll(pass, hierarchy);
    const lookedInto = await lookAgain(pass);
    for (const row of hierarchy.gone) await stageGone(pass, row);
    const { settled, waiting } = await settle(engine, mount, lease);
    const due = done.filter(({ row }) => !waiting.has(row.folderId));
    await finish(pass, due, hierarchy.gone);
    return {
      mount: mount.path,
      folders: hierarchy.folders.length,
      foldersAdded: hierarchy.added,
      foldersRemoved: hierarchy.gone.length,
      ...settled,
      updated: updated + lookedInto,
      recovered: recovered.finished,
      problems,
    };
  });
}

interface Done {
  readonly row: FolderRow;
  readonly token: string | null;
  readonly revision: string | null;
}

async function stageAll(pass: Omit<FolderPass, 'folder'>, hierarchy: Hierarchy) {
  const done: Done[] = [];
  const problems: { folder: number; error: MapistoreError }[] = [];
  let updated = 0;
  for (const { row, entry } of hierarchy.folders) {
    if (!entry.holdsItems) continue;
    if (entry.revision !== undefined && entry.revision === row.revision && row.syncedAt !== null) continue;
    try {
      const staged = await stageFolder({ ...pass, folder: row });
      updated += staged.updated;
      // What could not be read is asked for again, so the folder does not count as known up to here.
      if (staged.complete && staged.unreadable > 0) done.push({ row, token: row.token, revision: null });
      else if (staged.complete) done.push({ row, token: staged.token ?? null, revision: entry.revision ?? null });
      if (!staged.complete || staged.unreadable > 0) problems.push({ folder: row.folderId, error: unread(staged) });
    } catch (error) {
      pass.signal.throwIfAborted();
      const known = MapistoreError.from(error, 'Cannot synchronise a folder');
      // BUSY: somebody took the lease over; nothing of this pass may go on.
      if (known.code === 'BUSY') throw known;
      problems.push({ folder: row.folderId, error: known });
    }
  }
  return { done, problems, updated };
}

function unread({ complete, unreadable }: Staged): MapistoreError {
  const what = complete ? `${unreadable} of its items` : 'Some of its items';
  return new MapistoreError('PARTIAL', `${what} could not be read; they are left as they were. The log says which.`);
}

/** Everything in a folder that is gone is missing; it may have moved with the folder. */
async function stageGone({ engine, mount, lease }: Omit<FolderPass, 'folder'>, row: FolderRow): Promise<void> {
  await engine.state.write(async (tx) => {
    await lease.check(tx);
    const upToCn = await tx.journal.last();
    await tx.contents.stageUnseen({ mountId: mount.mountId, folderId: row.folderId, pass: -1, upToCn });
  });
}

async function finish(
  { engine, lease, signal }: Pick<FolderPass, 'engine' | 'lease' | 'signal'>,
  done: readonly Done[],
  gone: readonly FolderRow[],
): Promise<void> {
  await engine.state.write(async (tx) => {
    await lease.check(tx);
    const syncedAt = engine.clock().getTime();
    await tx.tombstones.purge(syncedAt - REMEMBERED_MS);
    // A begun write that was left alone may hide an arrival behind its token; without the token it is seen again.
    const waiting = new Set((await tx.intents.all()).map((intent) => intent.folderId));
    for (const { row, token, revision } of done) {
      const keep = waiting.has(row.folderId);
      await tx.folders.update(row.folderId, keep ? { syncedAt } : { token, revision, syncedAt });
    }
    // A folder that still holds something core keeps stays.
    const empty: FolderRow[] = [];
    for (const row of gone) if ((await tx.contents.count(row.folderId)).items === 0) empty.push(row);
    await vacate(tx, empty);
  });
  await sweepDeleted(engine, engine.clock().getTime() - engine.keepDeletedMs, signal);
}
