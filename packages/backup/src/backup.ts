import { setTimeout as sleep } from 'node:timers/promises';
import { type Archive, addSnapshot } from '@mapistore/backend-compress/archive';
import { MapistoreError, type Store, type StorePath } from '@mapistore/core';
import { archivedFolders, type Counted } from './archived.ts';
import { latestOf, nameOf } from './contents.ts';
import { type Known, knownOf, knownOfSpool, nothingKnown } from './known.ts';
import { type Line, MAX_MISSING, plainItem } from './lines.ts';
import { Spool } from './spool.ts';
import { storeMissing } from './store-missing.ts';

/** How often everything is listed again because items changed while they were read. */
const ROUNDS = 40;
const PAUSE_MS = 100;

/** What to back up. */
export interface BackupRequest {
  /** A folder; it and all below it, whatever backends they lie on. */
  readonly path: StorePath;
  readonly signal: AbortSignal;
  /** Default is the clock of this machine. */
  readonly now?: Date;
  /** Told from time to time. */
  readonly onProgress?: (progress: { readonly done: number; readonly stored: number; readonly bytes: number }) => void;
}

/** What a backup holds. */
export interface BackupReport {
  readonly name: string;
  readonly folders: number;
  readonly items: number;
  readonly bytes: number;
  /** Items whose bytes were read and stored this time; the others were known from the backup before. */
  readonly stored: number;
  /** Items that could not be read and are not in it. */
  readonly missing: readonly { readonly id: string; readonly code: string }[];
  readonly missingCount: number;
}

/**
 * Takes a backup: the folder tree as it is at one change number, with the bytes, flags, dates and overlays of all items. Only
 * what changed since the latest backup of the same folder is read. A backup that is broken off is not there; what it had stored
 * is found by the next one. Synchronise before: what the index does not know is not backed up.
 * @throws NOT_FOUND (the folder), UNAVAILABLE (a backend: nothing is recorded), BUSY, QUOTA_EXCEEDED and what the archive throws
 */
export async function backup(store: Store, archive: Archive, asked: BackupRequest): Promise<BackupReport> {
  // As the store spells it, so that the backup before is found.
  const { path } = await store.folders.get(asked.path);
  const request = { ...asked, path };
  const { signal, now = new Date() } = request;
  await archive.refresh();
  let known: Known = await knownBefore(archive, path);
  const lost = new Map<string, number>();
  let stored = 0;
  let spool: Spool<Line> | undefined;
  try {
    for (let round = 1; ; round++) {
      const listed = await Spool.create<Line>();
      let filled: Spool<Line>;
      let cn: number;
      let conflicts: number;
      let moving: number;
      try {
        cn = await store.snapshots.list(path, (entries) =>
          listed.add(
            entries.map((entry) =>
              entry.type === 'folder' ? { type: 'folder', folder: entry } : { type: 'item', item: plainItem(entry) },
            ),
          ),
        );
        const result = await storeMissing(store, archive, { listed, known, lost, final: round >= ROUNDS, request });
        ({ filled, conflicts, moving } = result);
        stored += result.stored;
      } finally {
        await listed[Symbol.asyncDispose]();
      }
      await spool?.[Symbol.asyncDispose]();
      spool = filled;
      if (conflicts > 0) {
        // What was read is known by now, so that the next list lacks only what changed meanwhile.
        known = knownOfSpool(spool);
        // Without one what is on its way does not arrive; with one where nothing is, more changes meanwhile.
        if (moving > 0) await sleep(PAUSE_MS, undefined, { signal });
        continue;
      }
      signal.throwIfAborted();
      return { ...(await record(archive, spool, { path, cn, now, signal })), stored };
    }
  } finally {
    await spool?.[Symbol.asyncDispose]();
  }
}

async function knownBefore(archive: Archive, path: StorePath): Promise<Known> {
  const before = await latestOf(archive, path);
  return before === undefined ? nothingKnown : knownOf(archive, before.content);
}

/** Writes the list into the archive, all of it or nothing. */
async function record(
  archive: Archive,
  spool: Spool<Line>,
  about: { readonly path: StorePath; readonly cn: number; readonly now: Date; readonly signal: AbortSignal },
): Promise<Omit<BackupReport, 'stored'>> {
  const counted = await count(spool);
  const { now, signal } = about;
  return archive.write(signal, async (transaction) => {
    const name = nameOf(archive, now);
    await addSnapshot(archive, transaction, {
      name,
      created: Math.floor(now.getTime() / 1000),
      folders: archivedFolders(spool, { ...about, counted }),
      signal,
    });
    return { name, ...counted };
  });
}

async function count(spool: Spool<Line>): Promise<Counted> {
  let [folders, items, bytes, missingCount] = [0, 0, 0, 0];
  const missing: { id: string; code: string }[] = [];
  for await (const line of spool.read()) {
    if (line.type === 'folder') folders++;
    else if (line.type === 'missing') {
      missingCount++;
      if (missing.length < MAX_MISSING) missing.push({ id: line.item.id, code: line.code });
    } else {
      if (line.stored === undefined)
        throw new MapistoreError('UNEXPECTED', `Item ${line.item.id} has no bytes in the archive.`);
      items++;
      bytes += line.stored.size;
    }
  }
  return { folders, items, bytes, missing, missingCount };
}
