import type { Tree } from '../hierarchy/tree.ts';
import type { Replicas } from '../identity/replicas.ts';
import type { FolderRow, SearchRow } from '../state/rows.ts';
import { folderId } from '../store/ids.ts';
import type { FolderEvent } from './events.ts';

/** Which property each column of a folder is. */
const PROPERTIES = [
  ['name', 'PidTagDisplayName'],
  ['kinds', 'PidTagContainerClass'],
] as const satisfies readonly (readonly [keyof FolderRow, string])[];

/** What became of the hierarchy between two looks at it. */
export interface FolderEvents {
  /** New, changed and moved ones, each behind the one it lies in: told before what happened in them. */
  readonly there: readonly FolderEvent[];
  /** Deleted ones, each before the one it lay in: told at the end. */
  readonly gone: readonly FolderEvent[];
}

/** Compares two looks at the hierarchy. */
export function folderEvents(replicas: Replicas, before: Tree, after: Tree, at: Date): FolderEvents {
  const there: FolderEvent[] = [];
  for (const row of after.subtree(after.root)) {
    const old = before.get(row.folderId);
    if (old === undefined) there.push(folderEvent(replicas, after, row, 'objectCreated', at));
    else if (old !== row) there.push(...changes(replicas, { before, after }, { old, row }, at));
  }
  const gone = [...before.subtree(before.root)]
    .filter((row) => after.get(row.folderId) === undefined)
    .reverse()
    .map((row) => folderEvent(replicas, before, row, 'objectDeleted', at));
  return { there, gone };
}

function changes(
  replicas: Replicas,
  { before, after }: { readonly before: Tree; readonly after: Tree },
  { old, row }: { readonly old: FolderRow; readonly row: FolderRow },
  at: Date,
): readonly FolderEvent[] {
  const events: FolderEvent[] = [];
  if (old.parentId !== row.parentId && old.parentId !== null) {
    const around = before.get(old.parentId);
    const moved = folderEvent(replicas, after, row, 'objectMoved', at);
    events.push({
      ...moved,
      old: {
        folder: folderId(old.parentId),
        folderGid: replicas.idToGid(old.parentId),
        ...(around !== undefined && { path: before.path(around) }),
        gid: moved.gid,
      },
    });
  }
  const properties = PROPERTIES.flatMap(([column, property]) => (old[column] === row[column] ? [] : [property]));
  if (properties.length > 0) events.push({ ...folderEvent(replicas, after, row, 'objectModified', at), properties });
  return events;
}

/**
 * Searches that came to their end between two looks: the folder has a new number and the search has nothing left to do. A new
 * name is a new number as well, and no end of a search.
 */
export function completedSearches(
  replicas: Replicas,
  before: Tree,
  after: Tree,
  searches: readonly SearchRow[],
  at: Date,
): readonly FolderEvent[] {
  return searches.flatMap(({ folderId: number, criteria, filledTo, stopped }) => {
    const [old, row] = [before.get(number), after.get(number)];
    if (row === undefined || criteria === null || filledTo !== null || stopped === 1) return [];
    const isSame = old !== undefined && (old.cn === row.cn || old.name !== row.name || old.parentId !== row.parentId);
    return isSame ? [] : [folderEvent(replicas, after, row, 'searchComplete', at)];
  });
}

/** What is told of a folder in any event. */
export function folderEvent(
  replicas: Replicas,
  tree: Tree,
  row: FolderRow,
  kind: FolderEvent['kind'],
  at: Date,
): FolderEvent {
  return {
    kind,
    object: 'folder',
    folder: folderId(row.folderId),
    gid: replicas.idToGid(row.folderId),
    path: tree.path(row),
    ...(row.parentId !== null && { parent: folderId(row.parentId), parentGid: replicas.idToGid(row.parentId) }),
    at,
  };
}
