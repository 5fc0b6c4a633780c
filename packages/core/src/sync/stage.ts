import type { Backend } from '../contract/backend.ts';
import type { ItemEntry } from '../contract/entries.ts';
import type { Engine } from '../engine/engine.ts';
import type { Lease } from '../engine/lease.ts';
import { MapistoreError } from '../errors/error.ts';
import { headColumns } from '../read/item-row.ts';
import type { ArrivalRow, ContentsRow, FolderRow, MountRow } from '../state/rows.ts';
import { applyUpdates } from './update.ts';

const PAGE = 500;

/** A folder being synchronised. */
export interface FolderPass {
  readonly engine: Engine;
  readonly mount: MountRow;
  readonly backend: Backend;
  readonly folder: FolderRow;
  readonly lease: Lease;
  readonly signal: AbortSignal;
}

/** What staging a folder found. */
export interface Staged {
  readonly updated: number;
  /** Where the next synchronisation may go on from; undefined where the backend gives no token. */
  readonly token: string | undefined;
  /** False where something could not be read: nothing may be taken for deleted. */
  readonly complete: boolean;
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
  for (let cursor: string | undefined; ; ) {
    const page = await (backend.changes as NonNullable<Backend['changes']>)({
      signal,
      folder: folder.backendKey as string,
      token,
      limit: PAGE,
      ...(cursor !== undefined && { cursor }),
    });
    updated += await stageEntries(pass, page.changed);
    if (page.removed.length > 0) {
      await engine.state.write(async (tx) => {
        await lease.check(tx);
        await tx.contents.stageMissing(mount.mountId, folder.folderId, page.removed);
      });
    }
    if (page.next === undefined) return { updated, token: page.token, complete: true };
    cursor = page.next;
  }
}

async function stageListing(pass: FolderPass): Promise<Staged> {
  const { engine, backend, folder, mount, signal, lease } = pass;
  // What is written while the listing runs may not be in it: only memberships older than this may be found missing.
  const upToCn = await engine.state.read((tx) => tx.journal.last());
  const passNumber = engine.clock().getTime();
  // A folder never listed before needs every head; later most items are known, and their heads too.
  const detail = folder.syncedAt === null ? 'head' : 'revision';
  let updated = 0;
  for (let cursor: string | undefined; ; ) {
    const page = await backend.listItems({
      signal,
      folder: folder.backendKey as string,
      limit: PAGE,
      detail,
      ...(cursor !== undefined && { cursor }),
    });
    updated += await stageEntries(pass, page.items);
    await engine.state.write((tx) => tx.contents.markSeen(folder.folderId, page.items.map(({ key }) => key), passNumber));
    if (page.next !== undefined) {
      cursor = page.next;
      continue;
    }
    const complete = page.listing === 'complete';
    await engine.state.write(async (tx) => {
      await lease.check(tx);
      if (complete) await tx.contents.stageUnseen({ mountId: mount.mountId, folderId: folder.folderId, pass: passNumber, upToCn });
      await tx.contents.clearSeen(folder.folderId);
    });
    return { updated, token: page.token, complete };
  }
}

/** Sorts entries into known ones, whose changes are committed, and arrivals, which are staged. */
async function stageEntries(pass: FolderPass, entries: readonly ItemEntry[]): Promise<number> {
  const { engine, folder } = pass;
  if (entries.length === 0) return 0;
  const rows = await engine.state.read((tx) => tx.contents.byKeys(folder.folderId, entries.map(({ key }) => key)));
  const known = new Map(rows.map((row) => [row.backendKey as string, row]));
  const pairs = entries.flatMap((entry): { entry: ItemEntry; row: ContentsRow }[] => {
    const row = known.get(entry.key);
    return row === undefined ? [] : [{ entry, row }];
  });
  const updated = await applyUpdates(pass, pairs);
  await stageArrivals(pass, entries.filter(({ key }) => !known.has(key)));
  return updated;
}

async function stageArrivals(pass: FolderPass, entries: readonly ItemEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const { engine, mount, folder, lease } = pass;
  const rows = (await withHeads(pass, entries)).map((entry): ArrivalRow => {
    const head = engine.formats.head(entry.mediaType, {
      head: entry.head as Uint8Array,
      ...(entry.structure !== undefined && { structure: entry.structure }),
    });
    const columns = headColumns(head);
    return {
      mountId: mount.mountId,
      folderId: folder.folderId,
      backendKey: entry.key,
      contentRevision: entry.contentRevision,
      flagsRevision: entry.flagsRevision ?? null,
      stableId: entry.stableId ?? null,
      flags: entry.flags?.join(' ') ?? null,
      received: entry.received?.getTime() ?? head.sent?.getTime() ?? null,
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
}

/** Asks for the heads that a listing left out. An item that went meanwhile is left out; the next pass knows. */
export async function withHeads({ backend, folder, signal, engine }: FolderPass, entries: readonly ItemEntry[]): Promise<readonly ItemEntry[]> {
  const bare = entries.filter((entry) => entry.head === undefined).map(({ key }) => key);
  if (bare.length === 0) return entries;
  const whole = entries.filter((entry) => entry.head !== undefined);
  const key = folder.backendKey as string;
  if (backend.getItems !== undefined) {
    for (const result of await backend.getItems({ signal, folder: key, keys: bare })) if (result.ok) whole.push(result.value);
    return whole;
  }
  for (const item of bare) {
    try {
      whole.push(await backend.readItem({ signal, folder: key, key: item }));
    } catch (error) {
      signal.throwIfAborted();
      if (!MapistoreError.is(error) || error.retry !== 'never') throw error;
      // One item that cannot be read never blocks its folder.
      if (error.code !== 'NOT_FOUND') engine.log.warn('an item cannot be read and is left out for now', { folder: folder.folderId, code: error.code });
    }
  }
  return whole;
}
