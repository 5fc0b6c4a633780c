import { type FolderRole, type ItemKind, ROOT_FOLDER } from '../contract/entries.ts';
import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import { insert } from '../hierarchy/refresh.ts';
import { Tree } from '../hierarchy/tree.ts';
import { joinPath, nameKey, type StorePath, splitPath } from '../mounts/paths.ts';
import { commentRow, FolderObject, noteCreation } from '../objects/folder.ts';
import { ownFolder } from '../permissions/inherit.ts';
import { SEARCH_ROLE } from '../searches/criteria.ts';
import type { FolderRow } from '../state/rows.ts';
import { removeItems } from '../transfer/remove.ts';
import { type FolderId, folderId } from './ids.ts';
import { type ReceiveFolders, receiveFoldersOf } from './receive-folders.ts';
import { checkNotSpecial, type SpecialFolders, specialFoldersOf } from './special-folders.ts';

/** A folder of the one tree. */
export interface FolderInfo {
  readonly id: FolderId;
  readonly path: StorePath;
  readonly name: string;
  /** PidTagContentCount: items in it, not below it. */
  readonly items: number;
  /** PidTagContentUnreadCount. */
  readonly unread: number;
  readonly bytes: number;
  readonly kinds: readonly ItemKind[];
  readonly role?: FolderRole;
  /** The mount it lies in; absent for a folder that only leads to mounts. */
  readonly mount?: { readonly path: StorePath; readonly uri: string };
  readonly isMountRoot: boolean;
  /** It shows items of other folders; see `store.searches`. */
  readonly isSearch: boolean;
}

/** What a new folder is to be ([MS-OXCFOLD] 2.2.1.2). */
export interface CreateFolderRequest {
  /** What it is for, where a backend has folders for one kind (calendars and task lists). */
  readonly kind?: ItemKind;
  /** Gives a folder of that name that is there already, as it is. */
  readonly openExisting?: boolean;
  /** PidTagComment. */
  readonly comment?: string;
  readonly signal?: AbortSignal;
}

/** The hierarchy. */
export interface Folders {
  readonly special: SpecialFolders;
  readonly receive: ReceiveFolders;
  /** A folder with its properties ([MS-OXCFOLD]), by path or id. @throws NOT_FOUND */
  open(pathOrId: StorePath | FolderId): Promise<FolderObject>;
  /** A folder and all below it, parents first, siblings by name. */
  list(path?: StorePath): Promise<readonly FolderInfo[]>;
  /** @throws NOT_FOUND */
  get(path: StorePath): Promise<FolderInfo>;
  /**
   * Makes a folder.
   * @throws ALREADY_EXISTS unless one that is there will do, NOT_FOUND (the parent), UNSUPPORTED, INVALID_NAME
   */
  create(path: StorePath, request?: CreateFolderRequest): Promise<FolderInfo>;
  /**
   * Renames a folder, or moves it within its mount: `to` is a name or a path.
   * @throws ALREADY_EXISTS, NOT_FOUND, UNSUPPORTED (the root of a mount, another mount), INVALID_NAME
   */
  rename(path: StorePath, to: string, request?: { readonly signal?: AbortSignal }): Promise<FolderInfo>;
  /** @throws NOT_EMPTY without `recursive`, UNSUPPORTED for the root of a mount, FORBIDDEN for one with a role */
  remove(path: StorePath, request?: { readonly recursive?: boolean; readonly signal?: AbortSignal }): Promise<void>;
}

/** The hierarchy of a store. */
export function foldersOf(engine: Engine): Folders {
  const signalOf = (request?: { readonly signal?: AbortSignal }): AbortSignal =>
    request?.signal ?? new AbortController().signal;
  return {
    special: specialFoldersOf(engine),
    receive: receiveFoldersOf(engine),
    async open(pathOrId) {
      const tree = await Tree.read(engine.state);
      const row = /^f\d+$/u.test(pathOrId) ? tree.get(Number(pathOrId.slice(1))) : tree.need(pathOrId);
      if (row === undefined) throw new MapistoreError('NOT_FOUND', `There is no folder ${pathOrId}.`);
      return new FolderObject(engine, row.folderId, (path, name) => rename(engine, path, name, signalOf()));
    },
    list: (path = '/') => list(engine, path),
    get: async (path) => (await list(engine, path))[0] as FolderInfo,
    create: (path, request = {}) => create(engine, path, signalOf(request), request),
    rename: (path, to, request) => rename(engine, path, to, signalOf(request)),
    remove: (path, request) => remove(engine, path, request?.recursive ?? false, signalOf(request)),
  };
}

async function list(engine: Engine, path: StorePath): Promise<readonly FolderInfo[]> {
  return engine.state.read(async (tx) => {
    const tree = await Tree.read(tx);
    const infos: FolderInfo[] = [];
    for (const row of tree.subtree(tree.need(path))) {
      const isSearch = row.role === SEARCH_ROLE;
      const { items, unseen, bytes } = await (isSearch ? tx.searches : tx.contents).count(row.folderId);
      const mount = row.mountId === null ? undefined : tree.mounts.get(row.mountId);
      infos.push({
        id: folderId(row.folderId),
        path: tree.path(row),
        name: row.name,
        items,
        unread: unseen,
        bytes,
        kinds: (row.kinds === '' ? [] : row.kinds.split(',')) as ItemKind[],
        ...(row.role !== null && !isSearch && { role: row.role as FolderRole }),
        ...(mount !== undefined && { mount: { path: mount.path, uri: mount.uri } }),
        isMountRoot: row.backendKey === ROOT_FOLDER,
        isSearch,
      });
    }
    return infos;
  });
}

async function create(
  engine: Engine,
  path: StorePath,
  signal: AbortSignal,
  { kind, openExisting, comment }: CreateFolderRequest,
): Promise<FolderInfo> {
  const there = openExisting === true ? (await Tree.read(engine.state)).find(path) : undefined;
  const row = there ?? (await createFolder(engine, path, signal, kind));
  if (there === undefined && comment !== undefined)
    await engine.state.write((tx) => tx.folderProperties.put([commentRow(row.folderId, comment)]));
  return (await list(engine, (await Tree.read(engine.state)).path(row)))[0] as FolderInfo;
}

/** Makes one folder at its backend and in the tree; a client that made it may have reserved an id for it. */
export async function createFolder(
  engine: Engine,
  path: StorePath,
  signal: AbortSignal,
  kind?: ItemKind,
  reservedId?: number,
): Promise<FolderRow> {
  const names = splitPath(path);
  const name = names.at(-1);
  const tree = await Tree.read(engine.state);
  if (name === undefined || tree.find(path) !== undefined) {
    throw new MapistoreError('ALREADY_EXISTS', `Cannot create ${path}: there is a folder of that name already.`);
  }
  const parent = tree.need(joinPath(names.slice(0, -1)));
  const mount = tree.mountOf(parent);
  const backend = await engine.mounts.get(mount, signal);
  if (backend.createFolder === undefined || parent.holdsFolders === 0) {
    throw new MapistoreError('UNSUPPORTED', `Cannot create ${path}: no folder can be made in ${tree.path(parent)}.`);
  }
  const kinds = backend.description.kinds;
  if (kind !== undefined && !kinds.includes(kind)) {
    throw new MapistoreError(
      'UNSUPPORTED',
      `Cannot create ${path} for items of kind ${kind}: ${mount.path} holds ${kinds.join(', ')} only.`,
    );
  }
  const entry = await backend.createFolder({
    signal,
    parent: parent.backendKey as string,
    name,
    ...(kind !== undefined && { kind }),
  });
  return engine.state.write(async (tx) => {
    // A synchronisation may have seen it first.
    const seen = (await Tree.read(tx)).ofMount(mount.mountId).find((row) => row.backendKey === entry.key);
    const row = seen ?? (await insert(tx, mount, backend, entry, parent, reservedId));
    await noteCreation(tx, row.folderId, engine.clock());
    await ownFolder(tx, row.folderId, engine.actor);
    return row;
  });
}

async function rename(engine: Engine, path: StorePath, to: string, signal: AbortSignal): Promise<FolderInfo> {
  const tree = await Tree.read(engine.state);
  const folder = tree.need(path);
  const names = to.includes('/') ? splitPath(to) : [...splitPath(tree.path(folder)).slice(0, -1), to];
  const target = joinPath(names);
  const parent = tree.need(joinPath(names.slice(0, -1)));
  const taken = tree.find(target);
  if (taken !== undefined && taken.folderId !== folder.folderId) {
    throw new MapistoreError('ALREADY_EXISTS', `Cannot rename ${path}: there is a folder ${target} already.`);
  }
  const mount = tree.mountOf(folder);
  if (folder.backendKey === ROOT_FOLDER)
    throw new MapistoreError(
      'UNSUPPORTED',
      `Cannot rename ${path}: a backend is mounted there; remove the mount and add it elsewhere.`,
    );
  const nested = nestedMount(tree, folder);
  if (nested !== undefined)
    throw new MapistoreError(
      'UNSUPPORTED',
      `Cannot rename ${path}: another backend is mounted below it, at ${tree.path(nested)}.`,
    );
  if (parent.mountId !== folder.mountId)
    throw new MapistoreError(
      'UNSUPPORTED',
      `Cannot rename ${path} into another mount; "mv ${path} ${tree.path(parent)}" moves it.`,
    );
  const backend = await engine.mounts.get(mount, signal);
  if (backend.updateFolder === undefined)
    throw new MapistoreError('UNSUPPORTED', `Folders in ${mount.path} cannot be renamed.`);
  const name = names.at(-1) as string;
  const { folder: entry, rekeyed } = await backend.updateFolder({
    signal,
    folder: folder.backendKey as string,
    ...(name !== folder.name && { name }),
    ...(parent.folderId !== folder.parentId && { parent: parent.backendKey as string }),
  });
  await engine.state.write(async (tx) => {
    const cn = await tx.take('cn', 1);
    const byKey = new Map((await Tree.read(tx)).ofMount(mount.mountId).map((row) => [row.backendKey, row]));
    for (const { from, to: key } of rekeyed) {
      const row = byKey.get(from);
      if (row !== undefined) await tx.folders.update(row.folderId, { backendKey: key, cn });
    }
    await tx.folders.update(folder.folderId, {
      backendKey: entry.key,
      name: entry.name,
      nameKey: nameKey(entry.name, backend.description.traits.caseSensitiveNames),
      parentId: parent.folderId,
      cn,
    });
  });
  return (await list(engine, target))[0] as FolderInfo;
}

async function remove(engine: Engine, path: StorePath, recursive: boolean, signal: AbortSignal): Promise<void> {
  const tree = await Tree.read(engine.state);
  const folder = tree.need(path);
  const mount = tree.mountOf(folder);
  checkRemovable(tree, folder);
  const rows = [...tree.subtree(folder)].reverse();
  await checkNotSpecial(engine, tree, rows, 'remove');
  if (!recursive) {
    const { items } = await engine.state.read((tx) => tx.contents.count(folder.folderId));
    if (items > 0 || rows.length > 1)
      throw new MapistoreError(
        'NOT_EMPTY',
        `Cannot remove ${path}: it holds ${items} items and ${rows.length - 1} folders; remove those first, or everything with --recursive.`,
      );
  }
  const backend = await engine.mounts.get(mount, signal);
  if (backend.deleteFolder === undefined)
    throw new MapistoreError('UNSUPPORTED', `Folders in ${mount.path} cannot be removed.`);
  for (const row of rows) {
    await emptyFolder(engine, row, signal);
    await backend.deleteFolder({ signal, folder: row.backendKey as string });
    await engine.state.write(async (tx) => {
      await tx.folders.delete(row.folderId);
      // The folder around it has one less; who waits for changes is woken by that.
      if (row.parentId !== null) await tx.folders.update(row.parentId, { cn: await tx.take('cn', 1) });
    });
  }
}

/** @throws UNSUPPORTED for the root of a mount, NOT_EMPTY where another backend is mounted below */
export function checkRemovable(tree: Tree, folder: FolderRow): void {
  const path = tree.path(folder);
  tree.mountOf(folder);
  if (folder.backendKey === ROOT_FOLDER)
    throw new MapistoreError(
      'UNSUPPORTED',
      `Cannot remove ${path}: a backend is mounted there; "mount remove ${path}" takes it out of the store.`,
    );
  const nested = nestedMount(tree, folder);
  if (nested !== undefined)
    throw new MapistoreError(
      'NOT_EMPTY',
      `Cannot remove ${path}: another backend is mounted below it, at ${tree.path(nested)}.`,
    );
}

function nestedMount(tree: Tree, folder: FolderRow): FolderRow | undefined {
  return [...tree.subtree(folder)].find((row) => row.mountId !== folder.mountId);
}

async function emptyFolder(engine: Engine, folder: FolderRow, signal: AbortSignal): Promise<void> {
  for (;;) {
    const rows = await engine.state.read((tx) =>
      tx.contents.page({ folderId: folder.folderId, sort: 'mid', descending: false, limit: 500 }),
    );
    if (rows.length === 0) return;
    for await (const { error } of removeItems(engine, rows, signal)) if (error !== undefined) throw error;
  }
}
