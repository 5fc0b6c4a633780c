import type { Backend, ItemWritten } from '../contract/backend.ts';
import type { Engine } from '../engine/engine.ts';
import { withLease } from '../engine/lease.ts';
import { aliveSessions } from '../engine/session.ts';
import { MapistoreError } from '../errors/error.ts';
import { Tree } from '../hierarchy/tree.ts';
import { originalSource } from '../read/original.ts';
import type { IntentRow, MountRow } from '../state/rows.ts';
import { commitCreated } from './commit.ts';
import { findWritten } from './find.ts';
import { finishMoves } from './finish-moves.ts';
import type { Payload, Place, Target } from './place.ts';
import { type Claim, verify } from './verify.ts';

/** A recovery reads what may be ours; another one waits so long. */
const LEASE_WAIT_MS = 120_000;

/** What recovery found out about begun writes. */
export interface Recovered {
  /** Writes that had happened and are committed now. */
  readonly finished: number;
  /** Writes that had not happened and are forgotten; a repeat does them. */
  readonly dropped: number;
  /** Writes that cannot be decided now; they stay open. */
  readonly open: number;
}

/**
 * Ends the writes into a mount whose program died, or whose answer was lost: an item that is there is committed, a move
 * is carried through, what never happened is forgotten. May be run at any time, by anybody, again and again.
 */
export async function recover(
  engine: Engine,
  mount: MountRow,
  backend: Backend,
  signal: AbortSignal,
): Promise<Recovered> {
  if ((await orphansOf(engine, mount)).orphans.length === 0) return { finished: 0, dropped: 0, open: 0 };
  // One at a time: where another one ended a move, its copy is the item, and must not go as one that came to nothing.
  const request = { waitMs: LEASE_WAIT_MS, signal };
  return withLease(engine, `recover:${mount.mountId}`, request, () => recoverAll(engine, mount, backend, signal));
}

/** Begun writes into a mount that nobody is at work on. */
async function orphansOf(
  engine: Engine,
  mount: MountRow,
): Promise<{ readonly tree: Tree; readonly orphans: readonly IntentRow[] }> {
  return engine.state.read(async (tx) => {
    const alive = await aliveSessions(tx, engine.clock);
    const all = await tx.intents.ofMount(mount.mountId);
    return {
      tree: await Tree.read(tx),
      orphans: all.filter(({ sessionId, intentId }) => !alive.has(sessionId) || engine.orphans.has(intentId)),
    };
  });
}

async function recoverAll(engine: Engine, mount: MountRow, backend: Backend, signal: AbortSignal): Promise<Recovered> {
  const { tree, orphans } = await orphansOf(engine, mount);
  const total = { finished: 0, dropped: 0, open: 0 };
  for (const [folderId, intents] of Map.groupBy(orphans, (intent) => intent.folderId)) {
    const folder = tree.get(folderId);
    if (folder === undefined) {
      await forget(engine, intents);
      total.dropped += intents.length;
      continue;
    }
    const outcome = await recoverFolder(engine, { folder, mount, backend, path: tree.path(folder) }, intents, signal);
    total.finished += outcome.finished;
    total.dropped += outcome.dropped;
    total.open += outcome.open;
  }
  return total;
}

async function recoverFolder(
  engine: Engine,
  target: Target,
  intents: readonly IntentRow[],
  signal: AbortSignal,
): Promise<Recovered> {
  const placed: { intent: IntentRow; place: Place }[] = [];
  const absent: IntentRow[] = [];
  let open = 0;
  for (const intent of intents.filter(({ phase }) => phase === 'written')) {
    placed.push({ intent, place: (JSON.parse(intent.payload) as Payload).place as Place });
  }
  const writing = intents.filter(({ phase }) => phase === 'writing');
  for (const [, batch] of Map.groupBy(writing, (intent) => intent.checkpoint)) {
    const found = await findWritten(engine, target, batch, signal).catch((error: unknown) => {
      // Known in part only: these wait, and keep nothing else from going on.
      if (!MapistoreError.is(error, 'PARTIAL')) throw error;
    });
    if (found === undefined) {
      open += batch.length;
      continue;
    }
    for (const intent of batch) {
      const match = found.get(intent.intentId);
      if (match === undefined) absent.push(intent);
      else if (match === 'ambiguous') {
        open++;
        engine.log.warn('a begun move cannot be decided: there are more equal items than moves', {
          folder: target.path,
        });
        absent.push(intent);
      } else {
        // A copy or move the server was asked to do itself: there is no digest to compare with.
        if (intent.sha256 === '') {
          placed.push({ intent, place: unverifiedPlace(match) });
          continue;
        }
        const prepared = await fromIntent(engine, intent);
        const [place] = await verify(engine, target, [{ prepared, written: match }], signal);
        if (place?.ok) placed.push({ intent, place: place.value });
        else open++;
      }
    }
  }
  const created = placed.filter(({ intent }) => intent.kind === 'create');
  await engine.state.write(async (tx) => {
    const stillOpen = new Set((await tx.intents.ofMount(target.mount.mountId)).map((intent) => intent.intentId));
    const mine = created.filter(({ intent }) => stillOpen.has(intent.intentId));
    await commitCreated(
      tx,
      mine.map((write) => ({ ...write, backend: target.backend, epoch: target.mount.epoch })),
      engine.clock().getTime(),
    );
  });
  const moves = await finishMoves(
    engine,
    target,
    placed.filter(({ intent }) => intent.kind === 'move'),
    signal,
  );
  await forget(engine, absent);
  return {
    finished: created.length + moves.filter(({ ok }) => ok).length,
    dropped: absent.length,
    open: open + moves.filter(({ ok }) => !ok).length,
  };
}

function unverifiedPlace({ key, contentRevision, flagsRevision, stableId, size }: ItemWritten): Place {
  return {
    backendKey: key,
    blob: null,
    contentRevision,
    flagsRevision: flagsRevision ?? null,
    stableId: stableId ?? null,
    storedSize: size ?? null,
    refused: [],
    residue: null,
  };
}

async function forget(engine: Engine, intents: readonly IntentRow[]): Promise<void> {
  if (intents.length > 0) await engine.state.write((tx) => tx.intents.delete(intents.map((intent) => intent.intentId)));
}

/** What is known of an item whose program died: enough to verify it. The original of a move still lies at its source. */
async function fromIntent(engine: Engine, intent: IntentRow): Promise<Claim['prepared']> {
  const { item, sourceRevision } = JSON.parse(intent.payload) as Payload;
  const { mediaType, sha256: _sha, size: _size, ...head } = item;
  const { sha256, size, lineEnds, sourceMid } = intent;
  const [row] = sourceMid === null ? [] : await engine.state.read((tx) => tx.contents.byMids([sourceMid]));
  return {
    sha256,
    size,
    lineEnds,
    mediaType,
    head,
    ...(row !== undefined && row.contentRevision === sourceRevision && { source: originalSource(engine, row) }),
  };
}
