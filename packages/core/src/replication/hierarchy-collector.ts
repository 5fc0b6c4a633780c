import type { ItemKind } from '../contract/entries.ts';
import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import { Tree } from '../hierarchy/tree.ts';
import { hierarchyState, type SyncSets, type SyncState, setsOf } from '../ics/sync-state.ts';
import { type Version, versionsOf } from '../ics/version.ts';
import { gidOf, type Xid } from '../ics/xid.ts';
import { joinPath, splitPath } from '../mounts/paths.ts';
import type { FolderRow } from '../state/rows.ts';
import type { StateTx } from '../state/store.ts';
import { createFolder, foldersOf } from '../store/folders.ts';
import { compareVersions, type ImportedHeader, importedVersion } from './import-message.ts';
import { type FolderReference, folderOf, keptSourceKey } from './reference.ts';
import { checkReserved } from './reserve.ts';

/** A folder that a client made or changed ([MS-OXCFXICS] 2.2.3.2.4.3). */
export interface ImportedFolderChange extends ImportedHeader {
  /** The folder around it; without it, the one that is synchronised. */
  readonly parent?: Xid;
  /** PidTagDisplayName. */
  readonly name: string;
  /** What a new one is for, where a backend has folders of one kind. */
  readonly kind?: ItemKind;
}

/** What became of it; see {@link ImportedMessage}. */
export interface ImportedFolder {
  readonly outcome: 'created' | 'changed' | 'ignored' | 'conflict';
  readonly winner?: 'client' | 'store';
  readonly folderId: number;
}

/** Takes what a client did to the folders below a folder into the store, and keeps the state of the client in step. */
export class HierarchyCollector {
  readonly #engine: Engine;
  readonly #top: FolderReference;
  readonly #sets: SyncSets;
  readonly #signal: AbortSignal;

  constructor(engine: Engine, top: FolderReference, state: SyncState | undefined, signal: AbortSignal) {
    this.#engine = engine;
    this.#top = top;
    this.#sets = setsOf(state);
    this.#signal = signal;
  }

  /** What the client has now. */
  get state(): Pick<Required<SyncState>, 'idsetGiven' | 'cnsetSeen'> {
    return hierarchyState(this.#sets);
  }

  /**
   * A new, renamed or moved folder. Of two versions in conflict the last writer's stays, and the store's where both were
   * written at the same time.
   * @throws NOT_FOUND (the folder around it is not there, or the folder was deleted), and what the backend throws
   */
  async importChange(change: ImportedFolderChange): Promise<ImportedFolder> {
    const { state, replicas } = this.#engine;
    const { tree, row, version, id } = await state.read(async (tx) => {
      await replicas.refresh(tx);
      return this.#find(tx, change.sourceKey);
    });
    const parent = this.#parent(tree, change);
    if (row === undefined) return this.#create(tree, parent, change, id);
    const comparison = compareVersions(change, version as Version);
    if (comparison === 'same' || comparison === 'older') return { outcome: 'ignored', folderId: row.folderId };
    const isConflict = comparison === 'conflict';
    const wins = !isConflict || change.modified.getTime() > (version as Version).modifiedAt;
    if (wins) await this.#rename(tree, row, parent, change.name);
    const merged = change.predecessors.with(change.changeKey).merge((version as Version).predecessors);
    const cn = await this.#stamp(row.folderId, change, isConflict ? merged : undefined, wins);
    if (isConflict) return { outcome: 'conflict', winner: wins ? 'client' : 'store', folderId: row.folderId };
    this.#saw(row.folderId, cn);
    return { outcome: 'changed', folderId: row.folderId };
  }

  /** Folders that the client deleted, with all that is in them. One that is gone already is no failure. */
  async importDeletes(sourceKeys: readonly Xid[]): Promise<void> {
    for (const sourceKey of sourceKeys) {
      const { tree, row } = await this.#engine.state.read((tx) => this.#find(tx, sourceKey));
      if (row === undefined) continue;
      await foldersOf(this.#engine).remove(tree.path(row), { recursive: true, signal: this.#signal });
    }
  }

  async #find(tx: StateTx, sourceKey: Xid) {
    const { replicas } = this.#engine;
    const tree = await Tree.read(tx);
    const gid = gidOf(sourceKey);
    const id = gid === undefined ? undefined : replicas.gidToId(gid);
    const kept = await tx.lineage.bySourceKey(keptSourceKey(sourceKey));
    const top = folderOf(tree, replicas, this.#top);
    const found = tree.get(kept?.objectId ?? id ?? 0);
    const row = found === top ? undefined : [...tree.subtree(top)].find((each) => each === found);
    const version =
      row === undefined
        ? undefined
        : (await versionsOf(tx, replicas, [{ objectId: row.folderId, cn: row.cn }])).get(row.folderId);
    return { tree, row, version, id };
  }

  #parent(tree: Tree, { parent, name }: ImportedFolderChange): FolderRow {
    try {
      return folderOf(tree, this.#engine.replicas, parent ?? this.#top);
    } catch (cause) {
      throw new MapistoreError('NOT_FOUND', `Cannot import the folder "${name}": the folder around it is not there.`, {
        cause,
        context: { missing: 'parent' },
      });
    }
  }

  async #create(
    tree: Tree,
    parent: FolderRow,
    change: ImportedFolderChange,
    id: number | undefined,
  ): Promise<ImportedFolder> {
    if (id !== undefined) await checkReserved(this.#engine, id);
    const path = joinPath([...splitPath(tree.path(parent)), change.name]);
    const row = await createFolder(this.#engine, path, this.#signal, change.kind, id);
    this.#saw(row.folderId, await this.#stamp(row.folderId, change, undefined, true));
    return { outcome: 'created', folderId: row.folderId };
  }

  async #rename(tree: Tree, row: FolderRow, parent: FolderRow, name: string): Promise<void> {
    const to = joinPath([...splitPath(tree.path(parent)), name]);
    if (to === tree.path(row)) return;
    await foldersOf(this.#engine).rename(tree.path(row), to, { signal: this.#signal });
  }

  /** Gives the folder a new change number, and notes what its version is. */
  async #stamp(
    objectId: number,
    change: ImportedFolderChange,
    merged: ImportedHeader['predecessors'] | undefined,
    wins: boolean,
  ): Promise<number> {
    return this.#engine.state.write(async (tx) => {
      const before = (await tx.folders.get(objectId))?.cn ?? 0;
      const cn = await tx.take('cn', 1);
      await tx.folders.update(objectId, { cn });
      const said = importedVersion(change);
      const gid = gidOf(change.sourceKey);
      const isOwnId = gid !== undefined && this.#engine.replicas.gidToId(gid) === objectId;
      await tx.lineage.put({
        objectId,
        // The store's version that stays gets its own change key: what is noted is of before.
        cn: wins ? cn : before,
        ...said,
        ...(merged !== undefined && { predecessors: JSON.stringify(merged) }),
        sourceKey: isOwnId ? null : keptSourceKey(change.sourceKey),
      });
      return cn;
    });
  }

  #saw(folderId: number, cn: number): void {
    this.#sets.given.add(this.#engine.replicas.idToGid(folderId));
    this.#sets.seen.add(this.#engine.replicas.cnToGid(cn));
  }
}
