import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import { Tree } from '../hierarchy/tree.ts';
import { insertVirtual } from '../hierarchy/virtual.ts';
import { joinPath, nameKey, type StorePath, splitPath } from '../mounts/paths.ts';
import type { FolderRow, SearchRow } from '../state/rows.ts';
import type { StateTx } from '../state/store.ts';
import { decodeCriteria, encodeCriteria, SEARCH_ROLE, type SearchCriteria, storedCriteria } from './criteria.ts';
import { follow } from './follow.ts';

/** A search folder. */
export interface SearchInfo {
  readonly path: StorePath;
  /** Absent until there are criteria. A folder of the scope that is gone is left out. */
  readonly criteria?: Required<Omit<SearchCriteria, 'where'>> & Pick<SearchCriteria, 'where'>;
  /** `running` while it is filled, `complete` when it shows what the index says, `stopped` where somebody stopped it. */
  readonly state: 'none' | 'running' | 'complete' | 'stopped';
  readonly items: number;
}

/** Search folders ([MS-OXCFOLD] 2.2.1.4, [MS-OXOSRCH]): folders that show items of others. Their items are listed as those of any folder. */
export interface Searches {
  list(): Promise<readonly SearchInfo[]>;
  /** Without looking for anything new. @throws NOT_FOUND */
  get(path: StorePath): Promise<SearchInfo>;
  /**
   * Makes a search folder at a path that no backend has; without criteria it stays empty until it has some.
   * @throws ALREADY_EXISTS, NOT_FOUND (the parent, or a folder of the scope), UNSUPPORTED (inside of a mount),
   * INVALID_ARGUMENT
   */
  create(path: StorePath, criteria?: SearchCriteria): Promise<SearchInfo>;
  /** Gives it other criteria, those that are left out as they were, and begins afresh. @throws NOT_FOUND, INVALID_ARGUMENT */
  setCriteria(path: StorePath, criteria: SearchCriteria): Promise<SearchInfo>;
  /** Begins afresh with the criteria it has, also one that is stopped or static. @throws NOT_FOUND, INVALID_ARGUMENT without any */
  restart(path: StorePath): Promise<void>;
  /** Leaves it as it is from now on. @throws NOT_FOUND */
  stop(path: StorePath): Promise<void>;
  /** Takes in what happened since; listing its items does so by itself. @throws NOT_FOUND */
  update(path: StorePath, request?: { readonly signal?: AbortSignal }): Promise<void>;
  /** Takes the search folder away; the items stay where they are. @throws NOT_FOUND */
  remove(path: StorePath): Promise<void>;
}

/** The search folders of a store. */
export function searchesOf(engine: Engine): Searches {
  return {
    list: () =>
      engine.state.read(async (tx) => {
        const tree = await Tree.read(tx);
        const infos: SearchInfo[] = [];
        for (const row of await tx.searches.all()) infos.push(await info(tx, tree, row));
        return infos.sort((a, b) => (a.path < b.path ? -1 : 1));
      }),
    get: (path) => engine.state.read(async (tx) => inTree(tx, path, (tree, row) => info(tx, tree, row))),
    create: (path, criteria) => create(engine, path, criteria),
    setCriteria: (path, criteria) =>
      engine.state.write((tx) =>
        inTree(tx, path, async (tree, row) => {
          await begin(tx, tree, row.folderId, criteria);
          return info(tx, tree, (await tx.searches.get(row.folderId)) as SearchRow);
        }),
      ),
    restart: (path) =>
      engine.state.write((tx) =>
        inTree(tx, path, async (_, row) => {
          if (row.criteria === null)
            throw new MapistoreError('INVALID_ARGUMENT', `The search folder ${path} has no criteria to begin with.`);
          await restart(tx, row.folderId, row.criteria);
        }),
      ),
    stop: (path) =>
      engine.state.write((tx) => inTree(tx, path, (_, row) => tx.searches.update(row.folderId, { stopped: 1 }))),
    update: async (path, request) => {
      const folderId = await engine.state.read((tx) => inTree(tx, path, async (_, row) => row.folderId));
      await follow(engine, folderId, request?.signal ?? new AbortController().signal);
    },
    remove: (path) =>
      engine.state.write((tx) =>
        inTree(tx, path, async (_, { folderId }) => {
          await tx.searches.delete(folderId);
          await tx.folders.delete(folderId);
        }),
      ),
  };
}

async function inTree<T>(tx: StateTx, path: StorePath, work: (tree: Tree, row: SearchRow) => Promise<T>): Promise<T> {
  const tree = await Tree.read(tx);
  const folder = tree.need(path);
  const row = folder.role === SEARCH_ROLE ? await tx.searches.get(folder.folderId) : undefined;
  if (row === undefined) throw new MapistoreError('NOT_FOUND', `${path} is no search folder.`, { context: { path } });
  return work(tree, row);
}

async function info(tx: StateTx, tree: Tree, row: SearchRow): Promise<SearchInfo> {
  const path = tree.path(tree.get(row.folderId) as FolderRow);
  const items = (await tx.searches.count(row.folderId)).items;
  if (row.criteria === null) return { path, state: 'none', items };
  const { scope, ...criteria } = decodeCriteria(row.criteria);
  const paths = scope.flatMap((id) => {
    const folder = tree.get(id);
    return folder === undefined ? [] : [tree.path(folder)];
  });
  const state = row.stopped === 1 ? 'stopped' : row.filledTo === null ? 'complete' : 'running';
  return { path, criteria: { ...criteria, scope: paths }, state, items };
}

async function create(engine: Engine, path: StorePath, criteria: SearchCriteria | undefined): Promise<SearchInfo> {
  const names = splitPath(path);
  const name = names.at(-1);
  return engine.state.write(async (tx) => {
    const tree = await Tree.read(tx);
    if (name === undefined || tree.find(path) !== undefined)
      throw new MapistoreError('ALREADY_EXISTS', `Cannot create ${path}: there is a folder of that name already.`);
    let parent = tree.root;
    // Folders that only lead to search folders are made as they are needed.
    for (const [index, each] of names.slice(0, -1).entries()) {
      const next = (await Tree.read(tx)).child(parent.folderId, each);
      if (next !== undefined && (next.mountId !== null || next.role === SEARCH_ROLE))
        throw new MapistoreError(
          'UNSUPPORTED',
          `Cannot create ${path}: a search folder cannot lie in ${joinPath(names.slice(0, index + 1))}; create it beside the mounts.`,
        );
      parent = next ?? (await insertVirtual(tx, parent, each));
    }
    const row = await insertVirtual(tx, parent, name);
    await tx.folders.update(row.folderId, { role: SEARCH_ROLE, holdsFolders: 0, nameKey: nameKey(name, true) });
    await tx.searches.insert({
      folderId: row.folderId,
      criteria: null,
      scope: '',
      filledTo: null,
      cn: 0,
      stopped: 0,
    });
    const now = await Tree.read(tx);
    if (criteria !== undefined) await begin(tx, now, row.folderId, criteria);
    return info(tx, now, (await tx.searches.get(row.folderId)) as SearchRow);
  });
}

async function begin(tx: StateTx, tree: Tree, folderId: number, criteria: SearchCriteria): Promise<void> {
  const self = tree.get(folderId) as FolderRow;
  const before = (await tx.searches.get(folderId))?.criteria ?? null;
  const known = before === null ? undefined : decodeCriteria(before);
  await restart(tx, folderId, encodeCriteria(storedCriteria(tree, criteria, self, known)));
}

/** What is written from here on is in the journal; what is there by now is found by filling. */
async function restart(tx: StateTx, folderId: number, criteria: string): Promise<void> {
  await tx.searches.removeHitsOutside(folderId, []);
  const cn = await tx.journal.last();
  await tx.searches.update(folderId, { criteria, scope: '', filledTo: '', cn, stopped: 0 });
}
