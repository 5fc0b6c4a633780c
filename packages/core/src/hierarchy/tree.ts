import { MapistoreError } from '../errors/error.ts';
import { joinPath, nameKey, type StorePath, splitPath } from '../mounts/paths.ts';
import { SEARCH_ROLE } from '../searches/criteria.ts';
import type { FolderRow, MountRow } from '../state/rows.ts';
import type { StateStore, StateTx } from '../state/store.ts';

/** The one tree of folders, as it stood when it was read. */
export class Tree {
  readonly #byId: ReadonlyMap<number, FolderRow>;
  readonly #children: ReadonlyMap<number | null, readonly FolderRow[]>;
  readonly mounts: ReadonlyMap<number, MountRow>;

  constructor(folders: readonly FolderRow[], mounts: readonly MountRow[]) {
    this.#byId = new Map(folders.map((row) => [row.folderId, row]));
    this.#children = Map.groupBy(folders, (row) => row.parentId);
    this.mounts = new Map(mounts.map((row) => [row.mountId, row]));
  }

  static async read(from: StateStore | StateTx): Promise<Tree> {
    if ('read' in from) return from.read((tx) => Tree.read(tx));
    return new Tree(await from.folders.all(), await from.mounts.all());
  }

  get root(): FolderRow {
    const root = this.#children.get(null)?.[0];
    if (root === undefined) throw new TypeError('The state has no root folder.');
    return root;
  }

  get(folderId: number): FolderRow | undefined {
    return this.#byId.get(folderId);
  }

  children(folderId: number): readonly FolderRow[] {
    return [...(this.#children.get(folderId) ?? [])].sort((a, b) =>
      a.nameKey < b.nameKey ? -1 : a.nameKey > b.nameKey ? 1 : 0,
    );
  }

  /** The child of that name: spelt so, or the only one spelt so but for case. */
  child(folderId: number, name: string): FolderRow | undefined {
    const children = this.children(folderId);
    const exact = children.find((row) => row.name.normalize('NFC') === name.normalize('NFC'));
    if (exact !== undefined) return exact;
    const alike = children.filter((row) => nameKey(row.name, false) === nameKey(name, false));
    return alike.length === 1 ? alike[0] : undefined;
  }

  path(folder: FolderRow): StorePath {
    const names: string[] = [];
    for (
      let row: FolderRow | undefined = folder;
      row !== undefined && row.parentId !== null;
      row = this.#byId.get(row.parentId)
    ) {
      names.unshift(row.name);
    }
    return joinPath(names);
  }

  find(path: StorePath): FolderRow | undefined {
    let row: FolderRow | undefined = this.root;
    for (const name of splitPath(path)) row = row && this.child(row.folderId, name);
    return row;
  }

  /** @throws NOT_FOUND, INVALID_ARGUMENT */
  need(path: StorePath): FolderRow {
    const row = this.find(path);
    if (row !== undefined) return row;
    throw new MapistoreError('NOT_FOUND', `There is no folder ${path}; "folder list" shows what there is.`, {
      context: { path },
    });
  }

  /** A folder and all below it, parents first. */
  *subtree(folder: FolderRow): Iterable<FolderRow> {
    yield folder;
    for (const child of this.children(folder.folderId)) yield* this.subtree(child);
  }

  /** All folders of a mount. */
  ofMount(mountId: number): readonly FolderRow[] {
    return [...this.#byId.values()].filter((row) => row.mountId === mountId);
  }

  /** The mount a folder lies in. @throws UNSUPPORTED for a folder that only leads to mounts */
  mountOf(folder: FolderRow): MountRow {
    const mount = folder.mountId === null ? undefined : this.mounts.get(folder.mountId);
    if (mount !== undefined) return mount;
    if (folder.role === SEARCH_ROLE)
      throw new MapistoreError(
        'UNSUPPORTED',
        `Nothing can be stored in ${this.path(folder)}: it is a search folder, which shows items of others.`,
      );
    throw new MapistoreError(
      'UNSUPPORTED',
      `Nothing can be stored in ${this.path(folder)}: no backend is mounted there; use "mount add" or a folder below it.`,
    );
  }
}
