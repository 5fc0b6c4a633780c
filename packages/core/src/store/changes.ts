import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import { Tree } from '../hierarchy/tree.ts';
import type { StorePath } from '../mounts/paths.ts';
import type { JournalRow } from '../state/rows.ts';
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
}

interface Story {
  readonly first: JournalRow;
  last: JournalRow;
}

/**
 * What changed in a folder and those below it since a token, in the order of the last change of each item; without a
 * token, everything there is, as created.
 * @throws NOT_FOUND, SYNC_TOKEN_EXPIRED (a token of another store, or of an older copy of this one)
 */
export async function changesOf(engine: Engine, path: StorePath, token: string | undefined): Promise<Changes> {
  const since = token === undefined ? undefined : parseToken(engine, token);
  return engine.state.read(async (tx) => {
    const tree = await Tree.read(tx);
    const folder = tree.need(path);
    const scope = new Set([...tree.subtree(folder)].map((row) => row.folderId));
    // Where a folder lay that is gone is not known any more: everybody hears what became of its items.
    const inScope = (id: number): boolean => scope.has(id) || tree.get(id) === undefined;
    const pathOf = (id: number): StorePath => {
      const row = tree.get(id);
      return row === undefined ? path : tree.path(row);
    };
    const now = await tx.journal.last();
    if (since !== undefined && since > now) throw tokenExpired(token as string);
    const next = formatToken(engine, now);
    if (since === undefined) {
      const changes: Change[] = [];
      for (const id of scope) {
        for (let mid = 0; ; ) {
          const rows = await tx.contents.page({
            folderId: id,
            sort: 'mid',
            descending: false,
            limit: PAGE,
            after: { value: mid, mid },
          });
          for (const row of rows) changes.push({ id: itemId(row.itemId), change: 'created', path: pathOf(id) });
          if (rows.length < PAGE) break;
          mid = rows.at(-1)?.mid as number;
        }
      }
      return { changes, token: next };
    }
    const stories = new Map<number, Story>();
    for (let cn = since; ; ) {
      const rows = await tx.journal.since({ cn, limit: PAGE });
      for (const row of rows) {
        if (!inScope(row.folderId)) continue;
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
    const changes = [...stories.values()].flatMap((story) => tell(story, inScope, pathOf) ?? []);
    return { changes, token: next };
  });
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

function formatToken(engine: Engine, cn: number): string {
  return `${engine.replica.slice(0, 8)}.${cn}`;
}

function parseToken(engine: Engine, token: string): number {
  const match = /^([0-9a-f]{8})\.(\d{1,15})$/u.exec(token);
  if (match === null)
    throw new MapistoreError('INVALID_ARGUMENT', `"${token}" is no token of "changes"; leave it out to start afresh.`);
  if (match[1] !== engine.replica.slice(0, 8)) throw tokenExpired(token);
  return Number(match[2]);
}

function tokenExpired(token: string): MapistoreError {
  return new MapistoreError(
    'SYNC_TOKEN_EXPIRED',
    `The token "${token}" is from another store, or from before a backup was put back; leave it out to start afresh.`,
  );
}
