import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import { Tree } from '../hierarchy/tree.ts';
import type { StorePath } from '../mounts/paths.ts';
import type { FolderRow } from '../state/rows.ts';
import type { StateTx } from '../state/store.ts';
import { type FolderId, folderId } from './ids.ts';

/** What a folder is for in the store as a whole ([MS-OXOSFLD] 2.2.1). */
export const SPECIAL_ROLES = [
  'inbox',
  'drafts',
  'sent',
  'deleted',
  'outbox',
  'junk',
  'archive',
  'calendar',
  'contacts',
  'tasks',
  'notes',
  'journal',
] as const;

/** One of {@link SPECIAL_ROLES}. */
export type SpecialRole = (typeof SPECIAL_ROLES)[number];

/** A folder with a role. */
export interface SpecialFolder {
  readonly role: SpecialRole;
  readonly id: FolderId;
  readonly path: StorePath;
  /** False where nobody said so, and the folder's own system calls it that. */
  readonly isAssigned: boolean;
}

/**
 * Folders with a role: one for each, whichever mount it lies in. They are not deleted nor moved while they have it. What
 * nobody assigned is the first folder, in the order of the tree, that its own system gives the role to.
 */
export interface SpecialFolders {
  list(): Promise<readonly SpecialFolder[]>;
  /** Undefined where no folder has the role. @throws INVALID_ARGUMENT for what is no role */
  get(role: SpecialRole): Promise<SpecialFolder | undefined>;
  /**
   * Gives a role to a folder.
   * @throws ALREADY_EXISTS where another folder was given it and `replace` is not set, or this folder has another role;
   *   NOT_FOUND, INVALID_ARGUMENT
   */
  assign(role: SpecialRole, path: StorePath, request?: { readonly replace?: boolean }): Promise<SpecialFolder>;
  /** Takes an assigned role away; that nobody had it is none. */
  release(role: SpecialRole): Promise<void>;
}

/** Roles that systems give (RFC 6154), in their words. */
const NATIVE: Readonly<Record<string, SpecialRole>> = {
  inbox: 'inbox',
  drafts: 'drafts',
  sent: 'sent',
  trash: 'deleted',
  junk: 'junk',
  archive: 'archive',
};

/** Special folders of a store. */
export function specialFoldersOf(engine: Engine): SpecialFolders {
  return {
    list: () => engine.state.read(read),
    async get(role) {
      check(role);
      return (await engine.state.read(read)).find((one) => one.role === role);
    },
    async assign(role, path, { replace = false } = {}) {
      check(role);
      return engine.state.write(async (tx) => {
        const tree = await Tree.read(tx);
        const folder = tree.need(path);
        for (const row of await tx.specialFolders.all()) {
          const holder = tree.get(row.folderId);
          const isTaken = row.role === role && row.folderId !== folder.folderId && !replace && holder !== undefined;
          if (isTaken) throw taken(role, tree.path(holder), path);
          if (row.folderId === folder.folderId && row.role !== role)
            throw new MapistoreError(
              'ALREADY_EXISTS',
              `${path} is the folder for ${row.role} already; a folder has one role.`,
            );
        }
        await tx.specialFolders.put({ role, folderId: folder.folderId });
        return { role, id: folderId(folder.folderId), path: tree.path(folder), isAssigned: true };
      });
    },
    async release(role) {
      check(role);
      await engine.state.write((tx) => tx.specialFolders.delete(role));
    },
  };
}

/** The folder that has a role; undefined where none has. */
export async function folderOfRole(tx: StateTx, role: SpecialRole): Promise<SpecialFolder | undefined> {
  return (await read(tx)).find((one) => one.role === role);
}

/**
 * @throws FORBIDDEN where one of these folders has a role in the store: it is not to be deleted or moved away
 */
export async function checkNotSpecial(
  engine: Engine,
  tree: Tree,
  rows: Iterable<FolderRow>,
  act: string,
): Promise<void> {
  const special = new Map((await engine.state.read(read)).map((one) => [one.id, one]));
  for (const row of rows) {
    const found = special.get(folderId(row.folderId));
    if (found === undefined) continue;
    throw new MapistoreError(
      'FORBIDDEN',
      `Cannot ${act} ${tree.path(row)}: it is the store's folder for ${found.role}; give that role to another folder first.`,
      { context: { role: found.role } },
    );
  }
}

async function read(tx: StateTx): Promise<readonly SpecialFolder[]> {
  const tree = await Tree.read(tx);
  const found = new Map<SpecialRole, SpecialFolder>();
  for (const row of await tx.specialFolders.all()) {
    const folder = tree.get(row.folderId);
    if (folder !== undefined) found.set(row.role as SpecialRole, entry(tree, folder, row.role as SpecialRole, true));
  }
  for (const row of tree.subtree(tree.root)) {
    const role = row.role === null ? undefined : NATIVE[row.role];
    if (role !== undefined && !found.has(role)) found.set(role, entry(tree, row, role, false));
  }
  return SPECIAL_ROLES.flatMap((role) => found.get(role) ?? []);
}

function entry(tree: Tree, row: FolderRow, role: SpecialRole, isAssigned: boolean): SpecialFolder {
  return { role, id: folderId(row.folderId), path: tree.path(row), isAssigned };
}

function check(role: string): void {
  if ((SPECIAL_ROLES as readonly string[]).includes(role)) return;
  throw new MapistoreError(
    'INVALID_ARGUMENT',
    `"${role}" is no role of a folder; roles are ${SPECIAL_ROLES.join(', ')}.`,
  );
}

function taken(role: string, holder: StorePath, path: StorePath): MapistoreError {
  return new MapistoreError(
    'ALREADY_EXISTS',
    `${path} cannot be the folder for ${role}: ${holder} is that already, and there is one.`,
  );
}
