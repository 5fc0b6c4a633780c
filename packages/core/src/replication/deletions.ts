import type { Engine } from '../engine/engine.ts';
import { IdSet } from '../ics/id-set.ts';
import type { FolderRow } from '../state/rows.ts';
import type { StateTx } from '../state/store.ts';
import type { Deletions } from './elements.ts';

const PAGE = 5_000;

/**
 * What a client has of a folder and should not have any more, as far as it is known why; undefined where there is nothing.
 * It is found by comparing with what lies there, so that nothing depends on how long deletions are remembered.
 */
export async function deletionsOf(
  engine: Engine,
  folder: FolderRow,
  given: IdSet,
  noLongerInScope: IdSet,
): Promise<Deletions | undefined> {
  const gone = given.subtract(await present(engine, folder)).subtract(noLongerInScope);
  if (gone.isEmpty && noLongerInScope.isEmpty) return undefined;
  const sets = { hard: IdSet.empty(), soft: IdSet.empty(), moved: IdSet.empty() };
  await engine.state.read(async (tx) => {
    const known = await fates(tx, engine, folder, gone);
    for (const gid of gone) {
      const id = engine.replicas.gidToId(gid);
      sets[(id === undefined ? undefined : known.get(id)) ?? 'hard'].add(gid);
    }
  });
  return { kind: 'deletions', ...sets, noLongerInScope };
}

async function present({ state, replicas }: Engine, { folderId }: FolderRow): Promise<IdSet> {
  const mids: number[] = [];
  for (let aboveCn = 0; ; ) {
    const after = aboveCn;
    const rows = await state.read((tx) => tx.changed.mids(folderId, after, PAGE));
    for (const { mid } of rows) mids.push(mid);
    if (rows.length < PAGE) break;
    aboveCn = rows.at(-1)?.cn as number;
  }
  for (const { mid } of await state.read((tx) => tx.associated.ofFolder(folderId, false))) mids.push(mid);
  // In ascending order each id goes to the end of its set.
  return IdSet.of(mids.sort((a, b) => a - b).map((mid) => replicas.idToGid(mid)));
}

/** What became of messages that are remembered. */
async function fates(
  tx: StateTx,
  { replicas }: Engine,
  { folderId }: FolderRow,
  gone: IdSet,
): Promise<ReadonlyMap<number, 'soft' | 'moved'>> {
  const known = new Map<number, 'soft' | 'moved'>();
  const ids = [...gone].flatMap((gid) => replicas.gidToId(gid) ?? []);
  const tombstones = await tx.tombstones.ofMids(ids);
  const items = tombstones.map(({ itemId }) => itemId);
  const elsewhere = new Set((await tx.contents.byItems(items)).map(({ itemId }) => itemId));
  const recoverable = new Set((await tx.recoverable.ofItems(items)).map(({ itemId }) => itemId));
  for (const { mid, itemId } of tombstones) {
    if (elsewhere.has(itemId)) known.set(mid, 'moved');
    else if (recoverable.has(itemId)) known.set(mid, 'soft');
  }
  for (const { mid } of await tx.associated.ofFolder(folderId, true)) known.set(mid, 'soft');
  return known;
}
