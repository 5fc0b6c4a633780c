import type { Engine } from '../engine/engine.ts';
import { Tree } from '../hierarchy/tree.ts';
import { formatChangeToken, noticeLoss, readChangeToken } from '../identity/change-tokens.ts';
import type { StorePath } from '../mounts/paths.ts';
import type { JournalRow } from '../state/rows.ts';
import type { StateTx } from '../state/store.ts';
import { type ItemId, itemId } from './ids.ts';

const PAGE = 1_000;

/** What became of an item since a token, all its steps taken together. */
export interface Change {
  readonly id: ItemId;
  readonly change: 'created' | 'updated' | 'deleted' | 'moved';
  /** Where it is now, or was last. */
  readonly path: StorePath;
  /** For `moved`: where it was. */
  readonly from?: StorePath;
}

/** The changes and the token to ask with next. */
export interface Changes {
  readonly changes: readonly Change[];
  readonly token: string;
  /**
   * The token was from a future that was lost when a backup of the state was put back: the changes are everything there
   * is, all as created, and what the caller knows beyond them is gone.
   */
  readonly full?: true;
}

interface Story {
  readonly first: JournalRow;
  last: JournalRow;
}

/**
 * What changed in a folder and those below it since a token, in the order of the last change of each item; without a
 * token, everything there is, as created.
 * @throws NOT_FOUND, INVALID_ARGUMENT, SYNC_TOKEN_EXPIRED (a token of another store)
 */
export async function changesOf(engine: Engine, path: StorePath, token: string | undefined): Promise<Changes> {
  const { replicas, state } = engine;
  const meaning = await state.read(async (tx) => {
    await replicas.refresh(tx);
    if (token !== undefined) return readChangeToken(tx, replicas, token, await tx.journal.last());
    return { since: undefined, noticed: false };
  });
  if (meaning.since === undefined && meaning.noticed) {
    await state.write((tx) => noticeLoss(tx, replicas, engine.clock().getTime()));
    engine.log.warn('a token tells that a backup of the state was put back: a new incarnation begins', {});
  }
  return state.read(async (tx) => {
    const scope = new Scope(await Tree.read(tx), path);
    const changes =
      meaning.since === undefined ? await everything(tx, scope) : await changedSince(tx, scope, meaning.since);
    const next = await formatChangeToken(tx, await replicas.refresh(tx), await tx.journal.last());
    const isFull = token !== undefined && meaning.since === undefined;
    return { changes, token: next, ...(isFull && { full: true as const }) };
  });
}

/** The folders that are asked about. */
class Scope {
  readonly #tree: Tree;
  readonly #path: StorePath;
  readonly folders: ReadonlySet<number>;

  constructor(tree: Tree, path: StorePath) {
    this.#tree = tree;
    this.#path = path;
    this.folders = new Set([...tree.subtree(tree.need(path))].map((row) => row.folderId));
  }

  // Where a folder lay that is gone is not known any more: everybody hears what became of its items.
  readonly has = (folderId: number): boolean => this.folders.has(folderId) || this.#tree.get(folderId) === undefined;

  readonly path = (folderId: number): StorePath => {
    const row = this.#tree.get(folderId);
    return row === undefined ? this.#path : this.#tree.path(row);
  };
}

async function everything(tx: StateTx, scope: Scope): Promise<readonly Change[]> {
  const changes: Change[] = [];
  for (const folderId of scope.folders) {
    for (let mid = 0; ; ) {
      const after = { value: mid, mid };
      const rows = await tx.contents.page({ folderId, sort: 'mid', descending: false, limit: PAGE, after });
      for (const row of rows) changes.push({ id: itemId(row.itemId), change: 'created', path: scope.path(folderId) });
      if (rows.length < PAGE) break;
      mid = rows.at(-1)?.mid as number;
    }
  }
  return changes;
}

async function changedSince(tx: StateTx, scope: Scope, since: number): Promise<readonly Change[]> {
  const stories = new Map<number, Story>();
  for (let cn = since; ; ) {
    const rows = await tx.journal.since({ cn, limit: PAGE });
    for (const row of rows) {
      if (!scope.has(row.folderId)) continue;
      const story = stories.get(row.itemId);
      if (story === undefined) stories.set(row.itemId, { first: row, last: row });
      else {
        stories.delete(row.itemId);
        stories.set(row.itemId, { ...story, last: row });
      }
    }
    if (rows.length < PAGE) break;
    cn = rows.at(-1)?.cn as number;
  }
  return [...stories.values()].flatMap((story) => tell(story, scope.has, scope.path) ?? []);
}

/** Takes the steps of one item together; undefined where it was in scope neither before nor after. */
function tell(
  { first, last }: Story,
  inScope: (folderId: number) => boolean,
  pathOf: (folderId: number) => StorePath,
): Change | undefined {
  const id = itemId(last.itemId);
  const from = first.change === 'moved' ? (first.otherFolderId as number) : first.folderId;
  const to = last.change === 'left' ? (last.otherFolderId as number) : last.folderId;
  const before = first.change !== 'created' && inScope(from);
  const after = last.change !== 'deleted' && inScope(to);
  if (!before && !after) return undefined;
  if (last.change === 'deleted') return { id, change: 'deleted', path: pathOf(last.folderId) };
  if (first.change === 'created') return { id, change: 'created', path: pathOf(to) };
  if (from !== to) return { id, change: 'moved', path: pathOf(to), from: pathOf(from) };
  return { id, change: 'updated', path: pathOf(to) };
}
