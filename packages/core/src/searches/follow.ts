import type { Engine } from '../engine/engine.ts';
import { withLease } from '../engine/lease.ts';
import { Tree } from '../hierarchy/tree.ts';
import { matchesRow } from '../restriction/item-subject.ts';
import type { Restriction } from '../restriction/restriction.ts';
import type { ContentsRow, SearchRow } from '../state/rows.ts';
import type { StateTx } from '../state/store.ts';
import { decodeCriteria, foldersOf } from './criteria.ts';

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
    for (;;) {
      signal.throwIfAborted();
      const page = await engine.state.read((tx) => nextPage(tx, folderId));
      if (page === undefined) return;
      // Outside of a transaction: what the index does not tell of an item is asked of the item.
      const hits: number[] = [];
      for (const row of page.rows) if (await matches(engine, page.where, row, signal)) hits.push(row.mid);
      const found = new Set(hits);
      await engine.state.write(async (tx) => {
        await lease.check(tx);
        if (!isSame(page.search, await tx.searches.get(folderId))) return;
        if (page.outside !== undefined) await tx.searches.removeHitsOutside(folderId, page.outside);
        await tx.searches.removeHits(
          folderId,
          page.mids.filter((mid) => !found.has(mid)),
        );
        await tx.searches.addHits(folderId, hits);
        await tx.searches.update(folderId, page.progress);
        // Who waits for the end of the search hears of it by the folder's new number.
        if (page.progress.filledTo === null) await tx.folders.update(folderId, { cn: await tx.take('cn', 1) });
      });
    }
  });
}

/** Whether there is nothing to do: folders that came or went have a change number of their own, too. */
function isSettled(row: SearchRow, last: number): boolean {
  if (row.criteria === null || row.stopped === 1) return true;
  return row.filledTo === null && (row.cn === last || decodeCriteria(row.criteria).static);
}

/** What is looked at next, and how far the search is then. */
interface Page {
  readonly search: SearchRow;
  readonly where: Restriction | undefined;
  readonly rows: readonly ContentsRow[];
  /** Of what is not among the rows any more, too. */
  readonly mids: readonly number[];
  /** Where folders left the scope, those that are left. */
  readonly outside?: readonly number[];
  readonly progress: Partial<SearchRow>;
}

/** Undefined where there is nothing more to do. */
async function nextPage(tx: StateTx, folderId: number): Promise<Page | undefined> {
  const search = await tx.searches.get(folderId);
  const last = await tx.journal.last();
  if (search === undefined || search.criteria === null || isSettled(search, last)) return undefined;
  const criteria = decodeCriteria(search.criteria);
  const scope = [...foldersOf(await Tree.read(tx), criteria)].sort((a, b) => a - b);
  const about = { search, where: criteria.where };
  if (search.filledTo !== null) return { ...about, ...(await fill(tx, search.filledTo, scope)) };
  const known = new Set(search.scope === '' ? [] : search.scope.split(',').map(Number));
  const moved = { scope: scope.join(',') };
  const outside = [...known].some((id) => !scope.includes(id)) ? { outside: scope } : {};
  // Folders that came into the scope are filled in like all of them are in the beginning.
  if (scope.some((id) => !known.has(id)))
    return { ...about, ...outside, rows: [], mids: [], progress: { ...moved, filledTo: '' } };
  const entries = await tx.journal.since({ cn: search.cn, limit: PAGE });
  const mids = [...new Set(entries.map(({ mid }) => mid))];
  const rows = (await tx.contents.byMids(mids)).filter((row) => scope.includes(row.folderId));
  return { ...about, ...outside, rows, mids, progress: { ...moved, cn: entries.at(-1)?.cn ?? last } };
}

/** `FOLDER.MID`: all up to that one was looked at; folders are gone through by number. */
async function fill(
  tx: StateTx,
  filledTo: string,
  scope: readonly number[],
): Promise<Pick<Page, 'rows' | 'mids' | 'progress'>> {
  const [atFolder = 0, atMid = 0] = filledTo.split('.').map(Number);
  for (const folderId of scope.filter((id) => id >= atFolder)) {
    const mid = folderId === atFolder ? atMid : 0;
    const after = { value: mid, mid };
    const rows = await tx.contents.page({ folderId, sort: 'mid', descending: false, limit: PAGE, after });
    const mids = rows.map((row) => row.mid);
    if (rows.length > 0) return { rows, mids, progress: { filledTo: `${folderId}.${mids.at(-1)}` } };
  }
  return { rows: [], mids: [], progress: { filledTo: null, scope: scope.join(',') } };
}

/** Whether nobody gave the search other criteria, or stopped it, meanwhile. */
function isSame(before: SearchRow, now: SearchRow | undefined): boolean {
  return (
    now !== undefined &&
    now.criteria === before.criteria &&
    now.filledTo === before.filledTo &&
    now.cn === before.cn &&
    now.stopped === before.stopped
  );
}

async function matches(
  engine: Engine,
  where: Restriction | undefined,
  row: ContentsRow,
  signal: AbortSignal,
): Promise<boolean> {
  return where === undefined || matchesRow(engine, where, row, signal);
}
