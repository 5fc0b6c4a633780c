import type { Engine } from '../engine/engine.ts';
import { withLease } from '../engine/lease.ts';
import { Tree } from '../hierarchy/tree.ts';
import { evaluate } from '../restriction/evaluate.ts';
import type { ContentsRow, SearchRow } from '../state/rows.ts';
import type { StateTx } from '../state/store.ts';
import { subjectOf } from '../store/item-info.ts';
import { decodeCriteria, foldersOf, type StoredCriteria } from './criteria.ts';

/** Rows looked at in one transaction. */
const PAGE = 500;
const LEASE_WAIT_MS = 60_000;

/**
 * Brings a search folder up to what the index says: fills it where that was asked for, and then takes in what the journal
 * tells. Costs what changed, not what is there. A stopped or static search stays as it is once it was filled.
 * @throws BUSY where another program is at it for a minute
 */
export async function follow(engine: Engine, folderId: number, signal: AbortSignal): Promise<void> {
  const [row, last] = await engine.state.read(async (tx) => [await tx.searches.get(folderId), await tx.journal.last()]);
  if (row === undefined || isSettled(row, last)) return;
  await withLease(engine, `search:${folderId}`, { waitMs: LEASE_WAIT_MS, signal }, async (lease) => {
    for (let more = true; more; ) {
      signal.throwIfAborted();
      more = await engine.state.write(async (tx) => {
        await lease.check(tx);
        return step(tx, folderId);
      });
    }
  });
}

/** Whether there is nothing to do: folders that came or went have a change number of their own, too. */
function isSettled(row: SearchRow, last: number): boolean {
  if (row.criteria === null || row.stopped === 1) return true;
  return row.filledTo === null && (row.cn === last || decodeCriteria(row.criteria).static);
}

/** One page of work; whether there is more. */
async function step(tx: StateTx, folderId: number): Promise<boolean> {
  const row = await tx.searches.get(folderId);
  const last = await tx.journal.last();
  if (row === undefined || isSettled(row, last) || row.criteria === null) return false;
  const criteria = decodeCriteria(row.criteria);
  const tree = await Tree.read(tx);
  const scope = foldersOf(tree, criteria);
  if (row.filledTo !== null) return fill(tx, row, criteria, [...scope]);
  const known = new Set(row.scope === '' ? [] : row.scope.split(',').map(Number));
  const gone = [...known].filter((id) => !scope.has(id));
  const added = [...scope].filter((id) => !known.has(id));
  if (gone.length > 0) await tx.searches.removeHitsOutside(folderId, [...scope]);
  if (added.length > 0) {
    // Folders that came into the scope are filled like all of them are in the beginning.
    await tx.searches.update(folderId, { filledTo: '', scope: [...scope].join(',') });
    return true;
  }
  if (gone.length > 0) await tx.searches.update(folderId, { scope: [...scope].join(',') });
  return takeIn(tx, row, criteria, scope);
}

/** `FOLDER.MID`: all up to that one was looked at; folders are gone through by number. */
async function fill(tx: StateTx, row: SearchRow, criteria: StoredCriteria, scope: readonly number[]): Promise<boolean> {
  const [atFolder = 0, atMid = 0] = (row.filledTo ?? '').split('.').map(Number);
  const rest = [...scope].sort((a, b) => a - b).filter((id) => id >= atFolder);
  for (const folderId of rest) {
    const mid = folderId === atFolder ? atMid : 0;
    const rows = await tx.contents.page({
      folderId,
      sort: 'mid',
      descending: false,
      limit: PAGE,
      after: { value: mid, mid },
    });
    if (rows.length === 0) continue;
    await tx.searches.addHits(
      row.folderId,
      rows.filter((each) => matches(criteria, each)).map((each) => each.mid),
    );
    await tx.searches.update(row.folderId, { filledTo: `${folderId}.${rows.at(-1)?.mid}` });
    return true;
  }
  await tx.searches.update(row.folderId, { filledTo: null, scope: [...scope].join(',') });
  return !criteria.static;
}

/** What the journal tells since the last time. */
async function takeIn(
  tx: StateTx,
  row: SearchRow,
  criteria: StoredCriteria,
  scope: ReadonlySet<number>,
): Promise<boolean> {
  const entries = await tx.journal.since({ cn: row.cn, limit: PAGE });
  const last = entries.at(-1);
  if (last === undefined) {
    await tx.searches.update(row.folderId, { cn: await tx.journal.last() });
    return false;
  }
  const mids = [...new Set(entries.map(({ mid }) => mid))];
  const rows = await tx.contents.byMids(mids);
  const hits = rows.filter((each) => scope.has(each.folderId) && matches(criteria, each)).map((each) => each.mid);
  const found = new Set(hits);
  await tx.searches.removeHits(
    row.folderId,
    mids.filter((mid) => !found.has(mid)),
  );
  await tx.searches.addHits(row.folderId, hits);
  await tx.searches.update(row.folderId, { cn: last.cn });
  return true;
}

function matches({ where }: StoredCriteria, row: ContentsRow): boolean {
  return where === undefined || evaluate(where, subjectOf(row));
}
