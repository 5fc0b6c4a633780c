import type { Engine } from '../engine/engine.ts';
import type { Lease } from '../engine/lease.ts';
import type { HeadColumns } from '../read/item-row.ts';
import type { ArrivalRow, IntentRow, MountRow } from '../state/rows.ts';
import type { StateTx } from '../state/store.ts';
import { removeMembership } from '../write/commit.ts';
import type { Payload } from '../write/place.ts';
import { create, journalEntry, reattach, revive } from './arrivals.ts';
import { pairUp } from './match.ts';

const PAGE = 500;

/** What became of what was staged. */
interface Settled {
  readonly created: number;
  readonly moved: number;
  readonly deleted: number;
}

/** The same, and the folders with an arrival that was left to the writer of a begun write. */
export interface Settlement {
  readonly settled: Settled;
  readonly waiting: ReadonlySet<number>;
}

/**
 * Decides over arrivals and missing items of a mount: what vanished here and appeared there is the same item, moved or
 * given a new key; what is left over is new or deleted. Runs after all folders were staged, so the order in which they
 * were asked does not matter.
 */
export async function settle(engine: Engine, mount: MountRow, lease: Lease): Promise<Settlement> {
  const total = { created: 0, moved: 0, deleted: 0 };
  const waiting = new Set<number>();
  for (;;) {
    const outcome = await engine.state.write(async (tx) => {
      await lease.check(tx);
      return settleArrivals(engine, tx, mount);
    });
    if (outcome === undefined) break;
    for (const folderId of outcome.waiting) waiting.add(folderId);
    total.created += outcome.created;
    total.moved += outcome.moved;
  }
  for (let after = 0; ; ) {
    const outcome = await engine.state.write(async (tx) => {
      await lease.check(tx);
      return settleMissing(engine, tx, mount, after);
    });
    if (outcome === undefined) break;
    total.deleted += outcome.deleted;
    after = outcome.last;
  }
  return { settled: total, waiting };
}

async function settleArrivals(
  engine: Engine,
  tx: StateTx,
  mount: MountRow,
): Promise<{ created: number; moved: number; waiting: ReadonlySet<number> } | undefined> {
  const page = await tx.arrivals.page(mount.mountId, PAGE);
  if (page.length === 0) return undefined;
  // Those of other mounts too: a move out of this one is begun by its target.
  const intents = await tx.intents.all();
  const arrivals: ArrivalRow[] = [];
  const waiting = new Set<number>();
  for (const [folderId, group] of Map.groupBy(page, (row) => row.folderId)) {
    const keys = group.map((row) => row.backendKey);
    const owned = new Set((await tx.contents.byKeys(folderId, keys)).map((row) => row.backendKey));
    for (const row of group) {
      if (owned.has(row.backendKey)) continue;
      if (claimed(intents, row)) waiting.add(folderId);
      else arrivals.push(row);
    }
    await tx.arrivals.delete(folderId, keys);
  }
  const marks = {
    fingerprints: unique(arrivals.map((row) => row.fingerprint)),
    stableIds: unique(arrivals.flatMap((row) => row.stableId ?? [])),
  };
  const missing = (await tx.contents.missingLike(mount.mountId, marks)).filter(
    (row) => !intents.some((intent) => intent.sourceMid === row.mid),
  );
  const { pairs, rest } = pairUp(arrivals, missing);
  const dead = await tx.tombstones.match(mount.mountId, {
    fingerprints: unique(rest.map((row) => row.fingerprint)),
    stableIds: unique(rest.flatMap((row) => row.stableId ?? [])),
  });
  const revived = pairUp(rest, dead);
  const now = engine.clock().getTime();
  for (const { arrival, earlier } of pairs) await reattach(tx, mount, arrival, earlier, now);
  for (const { arrival, earlier } of revived.pairs) await revive(tx, mount, arrival, earlier, now);
  await create(tx, mount, revived.rest, now);
  const moved = pairs.filter(({ arrival, earlier }) => arrival.folderId !== earlier.folderId).length;
  return { created: revived.pairs.length + revived.rest.length, moved, waiting };
}

/** Whether a begun write stands for this arrival: its writer will commit it. */
function claimed(intents: readonly IntentRow[], row: ArrivalRow): boolean {
  return intents.some((intent) => {
    if (intent.folderId !== row.folderId) return false;
    if (intent.backendKey !== null) return intent.backendKey === row.backendKey;
    if (intent.fingerprint === row.fingerprint) return true;
    // A server that writes an object anew leaves its UID.
    const { uid } = (JSON.parse(intent.payload) as Payload).item;
    return typeof uid === 'string' && uid === (JSON.parse(row.head) as HeadColumns).uid;
  });
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}

async function settleMissing(
  engine: Engine,
  tx: StateTx,
  mount: MountRow,
  after: number,
): Promise<{ deleted: number; last: number } | undefined> {
  const rows = await tx.contents.missing(mount.mountId, after, PAGE);
  const last = rows.at(-1)?.mid;
  if (last === undefined) {
    await tx.contents.unstageMissing(mount.mountId);
    return undefined;
  }
  const moving = new Set((await tx.intents.all()).map((intent) => intent.sourceMid));
  const gone = rows.filter((row) => !moving.has(row.mid));
  const now = engine.clock().getTime();
  let cn = gone.length > 0 ? await tx.take('cn', gone.length) : 0;
  for (const row of gone) {
    await removeMembership(tx, row, cn, now, true);
    await tx.journal.append([journalEntry(row, cn++, 'deleted', now)]);
  }
  await tx.contents.unstageMissing(
    mount.mountId,
    rows.map(({ mid }) => mid),
  );
  return { deleted: gone.length, last };
}
