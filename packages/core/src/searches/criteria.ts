import { MapistoreError } from '../errors/error.ts';
import type { Tree } from '../hierarchy/tree.ts';
import type { StorePath } from '../mounts/paths.ts';
import type { Restriction } from '../restriction/restriction.ts';
import type { FolderRow } from '../state/rows.ts';
import { decodeValue, encodeValue } from '../state/values.ts';

/** The role of a folder's row that marks a search folder. */
export const SEARCH_ROLE = 'search';

/** What a search folder looks for ([MS-OXCFOLD] 2.2.1.4). */
export interface SearchCriteria {
  /** Default is the one that was given last, and everything before there was one. */
  readonly where?: Restriction;
  /** Folders to look into, on any backends. Default are those that were given last. */
  readonly scope?: readonly StorePath[];
  /** Also into the folders below them, those that come later too. Default is no. */
  readonly recursive?: boolean;
  /** Filled once, and not again until the search is restarted. Default is no: it follows what happens. */
  readonly static?: boolean;
}

/** The same as the state keeps it: folders by their numbers, so that a rename does not end a search. */
export interface StoredCriteria {
  readonly where?: Restriction;
  readonly scope: readonly number[];
  readonly recursive: boolean;
  readonly static: boolean;
}

/**
 * Criteria as they are kept; what is not said is as it was before.
 * @throws NOT_FOUND for a folder that is not there, INVALID_ARGUMENT for no folder at all or a search folder
 */
export function storedCriteria(
  tree: Tree,
  criteria: SearchCriteria,
  self: FolderRow,
  before: StoredCriteria | undefined,
): StoredCriteria {
  const { where = before?.where, recursive = false } = criteria;
  const scope = criteria.scope === undefined ? (before?.scope ?? []) : scopeOf(tree, criteria.scope, self);
  if (scope.length === 0)
    throw new MapistoreError('INVALID_ARGUMENT', 'A search folder looks into one folder at least; name a scope.');
  return { ...(where !== undefined && { where }), scope, recursive, static: criteria.static ?? false };
}

function scopeOf(tree: Tree, paths: readonly StorePath[], self: FolderRow): readonly number[] {
  const ids = paths.map((path) => {
    const folder = tree.need(path);
    if (folder.folderId === self.folderId)
      throw new MapistoreError('INVALID_ARGUMENT', `${path} cannot be its own scope.`, { context: { path } });
    if (folder.role === SEARCH_ROLE)
      throw new MapistoreError('INVALID_ARGUMENT', `${path} is a search folder, and a search looks into real ones.`, {
        context: { path },
      });
    return folder.folderId;
  });
  return [...new Set(ids)];
}

export function encodeCriteria(criteria: StoredCriteria): string {
  return encodeValue(criteria);
}

export function decodeCriteria(json: string): StoredCriteria {
  return decodeValue(json) as unknown as StoredCriteria;
}

/** The folders that are looked into now. One of the scope that is gone is not. */
export function foldersOf(tree: Tree, { scope, recursive }: StoredCriteria): ReadonlySet<number> {
  const ids = new Set<number>();
  for (const id of scope) {
    const folder = tree.get(id);
    if (folder === undefined) continue;
    for (const each of recursive ? tree.subtree(folder) : [folder])
      if (each.role !== SEARCH_ROLE) ids.add(each.folderId);
  }
  return ids;
}
