import type { ItemWritten, Result } from '../contract/backend.ts';
import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import { splitWords } from '../read/words.ts';
import type { ContentsRow, IntentRow, ResidueRow } from '../state/rows.ts';
import { orphan } from '../write/batch.ts';
import { commitCreated, commitMoved } from '../write/commit.ts';
import type { Extra, Payload, Place, Target } from '../write/place.ts';
import type { ItemResult } from './results.ts';
import type { TransferMode } from './transfer.ts';

/** A copy belongs to who makes it. */
export function copier({ actor }: Engine): { readonly creator?: string } {
  return actor === undefined ? {} : { creator: actor };
}

/** Whether the backend can do a batch by itself: same mount, everything in it, and nothing of it kept by core. */
export function onServer(rows: readonly ContentsRow[], target: Target, mode: TransferMode): boolean {
  const method = mode === 'copy' ? target.backend.copyItems : target.backend.moveItems;
  if (method === undefined) return false;
  return rows.every(
    (row) => row.mountId === target.mount.mountId && row.epoch === target.mount.epoch && row.backendKey !== null,
  );
}

/** Lets the server copy or move, and commits what it says it did. */
export async function* transferOnServer(
  engine: Engine,
  rows: readonly ContentsRow[],
  target: Target,
  mode: TransferMode,
  signal: AbortSignal,
  extra: Extra,
): AsyncIterable<ItemResult> {
  const source = await engine.state.read((tx) => tx.folders.get((rows[0] as ContentsRow).folderId));
  const residues = new Map(
    (await engine.state.read((tx) => tx.residues.ofMids(rows.map(({ mid }) => mid)))).map((residue) => [
      residue.mid,
      residue,
    ]),
  );
  const intents = await openIntents(engine, rows, residues, target, mode, signal, extra);
  const request = {
    signal,
    folder: source?.backendKey as string,
    keys: rows.map((row) => row.backendKey as string),
    to: target.folder.backendKey as string,
  };
  let outcomes: readonly Result<ItemWritten>[];
  try {
    outcomes =
      mode === 'copy'
        ? await call(target.backend.copyItems?.(request))
        : await call(target.backend.moveItems?.(request));
  } catch (error) {
    // Whether it happened is found out by the next synchronisation, which ends these intents.
    await orphan(engine, intents);
    signal.throwIfAborted();
    const known = MapistoreError.from(error, `Cannot ${mode} items to ${target.path}`);
    for (const row of rows) yield { itemId: row.itemId, outcome: 'failed', error: known };
    return;
  }
  yield* await commit(engine, rows, residues, target, mode, intents, outcomes);
}

function call(answer: Promise<readonly Result<ItemWritten>[]> | undefined): Promise<readonly Result<ItemWritten>[]> {
  if (answer === undefined) throw new TypeError('The backend has no such method.');
  return answer;
}

async function openIntents(
  engine: Engine,
  rows: readonly ContentsRow[],
  residues: ReadonlyMap<number, ResidueRow>,
  target: Target,
  mode: TransferMode,
  signal: AbortSignal,
  extra: Extra,
): Promise<readonly IntentRow[]> {
  const checkpoint =
    (await target.backend.checkpoint?.({ signal, folder: target.folder.backendKey as string })) ?? null;
  return engine.state.write(async (tx) => {
    const first = await tx.take('id', rows.length);
    const intents = rows.map(
      (row, index): IntentRow => ({
        intentId: first + index,
        sessionId: engine.session.id,
        kind: mode === 'copy' ? 'create' : 'move',
        mountId: target.mount.mountId,
        folderId: target.folder.folderId,
        checkpoint,
        fingerprint: row.fingerprint,
        sha256: row.sha256 ?? '',
        size: row.sha256 === null ? (row.storedSize ?? 0) : (row.size ?? 0),
        lineEnds: residues.get(row.mid)?.data ?? new Uint8Array(0),
        phase: 'writing',
        backendKey: null,
        sourceMid: mode === 'copy' ? null : row.mid,
        sourceFolderId: mode === 'copy' ? null : row.folderId,
        sourceKey: mode === 'copy' ? null : row.backendKey,
        payload: JSON.stringify({
          ...payloadOf(row),
          ...extra(row),
          ...(mode === 'copy' && { copyOf: row.itemId, copyOfMid: row.mid, ...copier(engine) }),
        }),
        at: engine.clock().getTime(),
      }),
    );
    await tx.intents.insert(intents);
    return intents;
  });
}

function payloadOf(row: ContentsRow): Payload {
  const {
    mid: _m,
    itemId: _i,
    folderId: _f,
    mountId: _mo,
    epoch: _e,
    backendKey: _b,
    blob: _bl,
    contentRevision: _c,
    flagsRevision: _fr,
    ...rest
  } = row;
  const {
    stableId: _s,
    received,
    storedSize: _st,
    createdCn: _cc,
    cn: _cn,
    readCn: _rc,
    flags,
    coreFlags: _cf,
    ...item
  } = rest;
  return { item, flags: splitWords(flags), received };
}

async function commit(
  engine: Engine,
  rows: readonly ContentsRow[],
  residues: ReadonlyMap<number, ResidueRow>,
  target: Target,
  mode: TransferMode,
  intents: readonly IntentRow[],
  outcomes: readonly Result<ItemWritten>[],
): Promise<readonly ItemResult[]> {
  const now = engine.clock().getTime();
  return engine.state.write(async (tx) => {
    const results: ItemResult[] = [];
    const current = new Map((await tx.contents.byMids(rows.map(({ mid }) => mid))).map((row) => [row.mid, row]));
    for (const [index, row] of rows.entries()) {
      const outcome = outcomes[index] as Result<ItemWritten>;
      const intent = intents[index] as IntentRow;
      if (!outcome.ok) {
        await tx.intents.delete([intent.intentId]);
        results.push({ itemId: row.itemId, outcome: 'failed', error: outcome.error });
        continue;
      }
      const write = {
        intent,
        place: placeOf(outcome.value, row, residues.get(row.mid)),
        backend: target.backend,
        epoch: target.mount.epoch,
      };
      const now_ = current.get(row.mid);
      // What turns the stored bytes into the original goes along; a move gives its old reference back.
      const residue = residues.get(row.mid);
      if (residue?.mode === 'blob' && (mode === 'copy' || now_ !== undefined))
        await tx.blobs.addReference(residue.originalSha256);
      if (mode === 'copy') {
        const [newItemId] = await commitCreated(tx, [write], now);
        results.push({ itemId: row.itemId, newItemId: newItemId as number, outcome: 'copied' });
      } else {
        if (now_ !== undefined) await commitMoved(tx, write, now_, now);
        else await tx.intents.delete([intent.intentId]);
        results.push({ itemId: row.itemId, outcome: 'moved' });
      }
    }
    return results;
  });
}

function placeOf(written: ItemWritten, row: ContentsRow, residue: ResidueRow | undefined): Place {
  return {
    backendKey: written.key,
    blob: null,
    contentRevision: written.contentRevision,
    flagsRevision: written.flagsRevision ?? null,
    stableId: written.stableId ?? null,
    storedSize: written.size ?? row.storedSize,
    refused: [...new Set([...splitWords(row.coreFlags), ...(written.refused ?? [])])].sort(),
    residue: residue === undefined ? null : { mode: residue.mode, storedSha256: residue.storedSha256 },
  };
}
