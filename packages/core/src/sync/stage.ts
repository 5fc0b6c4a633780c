import type { Backend, ItemPage } from '../contract/backend.ts';
import type { ItemEntry } from '../contract/entries.ts';
import { MapistoreError } from '../errors/error.ts';
import { headColumns, stableIdOf } from '../read/item-row.ts';
import type { ArrivalRow, ContentsRow } from '../state/rows.ts';
import { type FolderPass, withHeads } from './folder-pass.ts';
import { applyUpdates } from './update.ts';

const PAGE = 500;

/** What staging a folder found. */
export interface Staged {
  readonly updated: number;
  /** Where the next synchronisation may go on from; undefined where the backend gives no token. */
  readonly token: string | undefined;
  /** False where something could not be read: nothing may be taken for deleted. */
  readonly complete: boolean;
  /** Items that are there and could not be described; they stay as they were. */
  readonly unreadable: number;
}

/**
 * Asks a folder what changed and stages it: unknown keys as arrivals, missing ones as missing. Changes of known items
 * are committed at once. Nothing is taken for deleted yet.
 */
export async function stageFolder(pass: FolderPass): Promise<Staged> {
  const { folder, backend } = pass;
  if (folder.token !== null && backend.changes !== undefined) {
    try {
      return await stageChanges(pass, folder.token);
    } catch (error) {
      if (!MapistoreError.is(error, 'SYNC_TOKEN_EXPIRED')) throw error;
      pass.engine.log.info('sync token expired, listing the folder afresh', { folder: folder.folderId });
    }
  }
  return stageListing(pass);
}

async function stageChanges(pass: FolderPass, token: string): Promise<Staged> {
  const { engine, backend, folder, mount, signal, lease } = pass;
  let updated = 0;
  let unreadable = 0;
  for (let cursor: string | undefined; ; ) {
    const page = await (backend.changes as NonNullable<Backend['changes']>)({
      signal,
      folder: folder.backendKey as string,
      token,
      limit: PAGE,
      ...(cursor !== undefined && { cursor }),
    });
    const staged = await stageEntries(pass, page.changed);
    updated += staged.updated;
    unreadable += staged.unreadable;
    if (page.removed.length > 0) {
      await engine.state.write(async (tx) => {
        await lease.check(tx);
        await tx.contents.stageMissing(mount.mountId, folder.folderId, page.removed);
      });
    }
    if (page.next === undefined) return { updated, token: page.token, complete: true, unreadable };
    cursor = page.next;
  }
}

async function stageListing(pass: FolderPass): Promise<Staged> {
  const { engine, backend, folder, mount, signal, lease } = pass;
  // What is written while the listing runs may not be in it: only memberships older than this may be found missing.
  const upToCn = await engine.state.read((tx) => tx.journal.last());
  const passNumber = await engine.state.write(async (tx) => {
    await lease.check(tx);
    await tx.contents.clearSeen(folder.folderId);
    return tx.take('id', 1);
  });
  // A folder never listed before needs every head; later most items are known, and their heads too.
  const detail = folder.syncedAt === null ? 'head' : 'revision';
  let updated = 0;
  let unreadable = 0;
  const ask = (cursor?: string): Promise<ItemPage> => {
    const more = cursor === undefined ? {} : { cursor };
    const page = backend.listItems({ signal, folder: folder.backendKey as string, limit: PAGE, detail, ...more });
    // Awaited below, unless this page fails first; then that failure is the one to tell.
    page.catch(() => undefined);
    return page;
  };
  for (let asked = ask(); ; ) {
    const page = await asked;
    // The server works on the next page while this one is staged.
    if (page.next !== undefined) asked = ask(page.next);
    const staged = await stageEntries(pass, page.items);
    updated += staged.updated;
    const listed = [...page.items.map(({ key }) => key), ...(page.unreadable ?? [])];
    unreadable += staged.unreadable + (page.unreadable?.length ?? 0);
    await engine.state.write((tx) => tx.contents.markSeen(folder.folderId, listed, passNumber));
    if (page.next !== undefined) continue;
    const complete = page.listing === 'complete';
    await engine.state.write(async (tx) => {
      await lease.check(tx);
      if (complete)
        await tx.contents.stageUnseen({ mountId: mount.mountId, folderId: folder.folderId, pass: passNumber, upToCn });
      await tx.contents.clearSeen(folder.folderId, passNumber);
    });
    return { updated, token: page.token, complete, unreadable };
  }
}

/** Sorts entries into known ones, whose changes are committed, and arrivals, which are staged. */
async function stageEntries(
  pass: FolderPass,
  entries: readonly ItemEntry[],
): Promise<Pick<Staged, 'updated' | 'unreadable'>> {
  const { engine, folder } = pass;
  if (entries.length === 0) return { updated: 0, unreadable: 0 };
  const rows = await engine.state.read((tx) =>
    tx.contents.byKeys(
      folder.folderId,
      entries.map(({ key }) => key),
    ),
  );
  const known = new Map(rows.map((row) => [row.backendKey as string, row]));
  const pairs = entries.flatMap((entry): { entry: ItemEntry; row: ContentsRow }[] => {
    const row = known.get(entry.key);
    return row === undefined ? [] : [{ entry, row }];
  });
  const { updated, unreadable } = await applyUpdates(pass, pairs);
  const unknown = entries.filter(({ key }) => !known.has(key));
  return { updated, unreadable: unreadable + (await stageArrivals(pass, unknown)) };
}

/** Gives how many could not be read. */
async function stageArrivals(pass: FolderPass, arrivals: readonly ItemEntry[]): Promise<number> {
  if (arrivals.length === 0) return 0;
  const { engine, mount, folder, lease } = pass;
  const { entries, unreadable } = await withHeads(pass, arrivals);
  const rows = entries.map((entry): ArrivalRow => {
    const columns = headColumns(engine.formats, entry.mediaType, {
      head: entry.head as Uint8Array,
      ...(entry.structure !== undefined && { structure: entry.structure }),
    });
    return {
      mountId: mount.mountId,
      folderId: folder.folderId,
      backendKey: entry.key,
      contentRevision: entry.contentRevision,
      flagsRevision: entry.flagsRevision ?? null,
      stableId: stableIdOf(entry.stableId, columns),
      flags: entry.flags?.join(' ') ?? null,
      received: entry.received?.getTime() ?? columns.sent,
      storedSize: entry.size ?? null,
      mediaType: entry.mediaType,
      fingerprint: columns.fingerprint,
      head: JSON.stringify(columns),
    };
  });
  await engine.state.write(async (tx) => {
    await lease.check(tx);
    await tx.arrivals.insert(rows);
  });
  return unreadable;
}
