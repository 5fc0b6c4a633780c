import type { Backend } from '../contract/backend.ts';
import { type FolderEntry, ROOT_FOLDER } from '../contract/entries.ts';
import type { Engine } from '../engine/engine.ts';
import type { Lease } from '../engine/lease.ts';
import { joinPath, nameKey, splitPath } from '../mounts/paths.ts';
import { inheritPermissions } from '../permissions/inherit.ts';
import type { FolderRow, MountRow } from '../state/rows.ts';
import type { StateTx } from '../state/store.ts';
import { Tree } from './tree.ts';

const PAGE = 1_000;

/** What a look at the hierarchy of a mount found. */
export interface Hierarchy {
  /** Folders that are there, each with its row. */
  readonly folders: readonly { readonly row: FolderRow; readonly entry: FolderEntry }[];
  /** Rows whose folder is gone; their items may turn up elsewhere, so the rows go last. */
  readonly gone: readonly FolderRow[];
  readonly added: number;
}

/**
 * Brings the folder rows of a mount up to what the backend lists. A partial listing removes nothing.
 * @throws UNAVAILABLE and whatever else listing gives
 */
export async function refreshHierarchy(
  engine: Engine,
  mount: MountRow,
  backend: Backend,
  signal: AbortSignal,
  lease: Lease,
): Promise<Hierarchy> {
  const { entries, complete } = await listAll(backend, signal);
  return engine.state.write(async (tx) => {
    await lease.check(tx);
    const tree = await Tree.read(tx);
    const known = new Map(tree.ofMount(mount.mountId).map((row) => [row.backendKey, row]));
    const mountPaths = new Set(
      [...tree.mounts.values()].filter((other) => other.mountId !== mount.mountId).map((other) => other.path),
    );
    const rows = new Map<string, FolderRow>();
    const folders: { row: FolderRow; entry: FolderEntry }[] = [];
    let added = 0;
    for (const entry of entries) {
      const parent = entry.parent === undefined ? undefined : rows.get(entry.parent);
      const old = known.get(entry.key);
      if (old === undefined && (entry.key === ROOT_FOLDER || parent === undefined)) continue;
      if (old === undefined && parent !== undefined && shadowed(tree, parent, entry, mountPaths)) continue;
      const row =
        old === undefined
          ? await place(tx, tree, mount, backend, entry, parent as FolderRow)
          : await touch(tx, backend, old, entry, parent);
      if (old === undefined) added++;
      rows.set(entry.key, row);
      folders.push({ row, entry });
    }
    const gone = complete ? [...known.values()].filter((row) => !rows.has(row.backendKey as string)) : [];
    return { folders, gone, added };
  });
}

async function listAll(backend: Backend, signal: AbortSignal): Promise<{ entries: FolderEntry[]; complete: boolean }> {
  const entries: FolderEntry[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await backend.listFolders({ signal, limit: PAGE, ...(cursor !== undefined && { cursor }) });
    entries.push(...page.folders);
    if (page.next === undefined) return { entries, complete: page.listing === 'complete' };
    cursor = page.next;
  }
}

/** Whether a mount hides a folder: the one of its own path in the mount around it, as on Unix. */
export function shadowed(tree: Tree, parent: FolderRow, entry: FolderEntry, mountPaths: ReadonlySet<string>): boolean {
  if (tree.get(parent.folderId) === undefined) return false;
  return mountPaths.has(joinPath([...splitPath(tree.path(parent)), entry.name]));
}

function columns(backend: Backend, entry: FolderEntry) {
  return {
    holdsItems: entry.holdsItems ? 1 : 0,
    holdsFolders: entry.holdsFolders ? 1 : 0,
    kinds: entry.kinds.join(','),
    role: entry.role ?? null,
    nameKey: nameKey(entry.name, backend.description.traits.caseSensitiveNames),
  };
}

/** Gives a new folder a row: that of the folder which only led to a mount below it, or one of its own. */
async function place(
  tx: StateTx,
  tree: Tree,
  mount: MountRow,
  backend: Backend,
  entry: FolderEntry,
  parent: FolderRow,
): Promise<FolderRow> {
  const vacant = tree.children(parent.folderId).find((row) => row.mountId === null && row.name === entry.name);
  if (vacant === undefined) return insert(tx, mount, backend, entry, parent);
  const patch = { ...columns(backend, entry), mountId: mount.mountId, backendKey: entry.key };
  const cn = await tx.take('cn', 1);
  await tx.folders.update(vacant.folderId, { ...patch, cn });
  return { ...vacant, ...patch, cn };
}

/** Makes the row of a folder that a backend has. */
export async function insert(
  tx: StateTx,
  mount: MountRow,
  backend: Backend,
  entry: FolderEntry,
  parent: FolderRow,
  reservedId?: number,
): Promise<FolderRow> {
  const cn = await tx.take('cn', 1);
  const row: FolderRow = {
    folderId: reservedId ?? (await tx.take('id', 1)),
    parentId: parent.folderId,
    name: entry.name,
    mountId: mount.mountId,
    backendKey: entry.key,
    revision: null,
    token: null,
    syncedAt: null,
    createdCn: cn,
    cn,
    ...columns(backend, entry),
  };
  await tx.folders.insert(row);
  await inheritPermissions(tx, parent.folderId, row.folderId);
  return row;
}

async function touch(
  tx: StateTx,
  backend: Backend,
  old: FolderRow,
  entry: FolderEntry,
  parent: FolderRow | undefined,
): Promise<FolderRow> {
  // The root of a mount has the name and place that the mount gives it, not those of the backend.
  const placed =
    entry.key === ROOT_FOLDER
      ? { name: old.name, nameKey: old.nameKey, parentId: old.parentId }
      : { name: entry.name, parentId: parent?.folderId ?? old.parentId };
  const patch = { ...columns(backend, entry), ...placed };
  const same = Object.entries(patch).every(([column, value]) => old[column as keyof FolderRow] === value);
  if (same) return old;
  const cn = await tx.take('cn', 1);
  await tx.folders.update(old.folderId, { ...patch, cn });
  return { ...old, ...patch, cn };
}
