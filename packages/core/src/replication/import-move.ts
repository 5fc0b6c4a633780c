import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import type { Comparison } from '../ics/predecessors.ts';
import type { Xid } from '../ics/xid.ts';
import type { ContentsRow } from '../state/rows.ts';
import { transfer } from '../transfer/transfer.ts';
import type { ImportedIdentity, Target } from '../write/place.ts';
import { moveAssociated } from './associated.ts';
import { compareVersions, type ImportedHeader, importedVersion } from './import-message.ts';
import { type Located, locate } from './locate.ts';
import { observing } from './observe.ts';
import type { FolderReference } from './reference.ts';
import { checkReserved } from './reserve.ts';

/** A message that a client moved in its own copy of the store ([MS-OXCFXICS] 2.2.3.2.4.4). */
export interface ImportedMove extends ImportedHeader {
  /** Where it was. */
  readonly from: FolderReference;
  /** What it was there. */
  readonly fromSourceKey: Xid;
}

/** What became of an imported move. */
export interface Moved {
  readonly mid: number;
  /** The version of the client is the one that was moved, and the message has it. */
  readonly versionApplied: boolean;
  /** The client has a later version of the message, and is to import that too. */
  readonly newerClientChange: boolean;
}

/** The same, with what the state of the client has to know. */
export interface MoveMade extends Moved {
  readonly cn: number;
  readonly isAssociated: boolean;
  /** What the store had that the client has not is in the message: the client is to download it. */
  readonly isNews: boolean;
}

/** Moves a message for a client, and gives it the id that the client gave it. */
export async function importMove(
  engine: Engine,
  target: Target,
  sourceFolderId: number,
  move: ImportedMove,
  signal: AbortSignal,
): Promise<MoveMade> {
  const located = await locate(engine, sourceFolderId, move.fromSourceKey);
  if (located.is === 'gone' || located.is === 'unknown')
    throw new MapistoreError('NOT_FOUND', 'The message to be moved is not in that folder (any more).');
  const mid = await freeId(engine, await locate(engine, target.folder.folderId, move.sourceKey));
  const comparison = compareVersions(move, located.version);
  const versionApplied = comparison === 'same';
  const identity = { ...(mid !== undefined && { mid }), ...(versionApplied && { version: importedVersion(move) }) };
  const { row } = located;
  const made =
    located.is === 'associated'
      ? await moveAssociated(engine, located.row, target.folder, identity)
      : await moveMessage(engine, target, row as ContentsRow, identity, signal);
  return { ...made, versionApplied, isAssociated: located.is === 'associated', ...newsOf(comparison) };
}

function newsOf(comparison: Comparison): { readonly newerClientChange: boolean; readonly isNews: boolean } {
  const isConflict = comparison === 'conflict';
  return { newerClientChange: comparison === 'newer' || isConflict, isNews: comparison === 'older' || isConflict };
}

/** The id that the message gets; undefined where the store is to give one. */
async function freeId(engine: Engine, there: Located): Promise<number | undefined> {
  if (there.is !== 'unknown')
    throw new MapistoreError('ALREADY_EXISTS', 'The id of the moved message is taken, or was given up.');
  if (there.id !== undefined) await checkReserved(engine, there.id);
  return there.id;
}

async function moveMessage(
  engine: Engine,
  target: Target,
  row: ContentsRow,
  identity: ImportedIdentity,
  signal: AbortSignal,
): Promise<{ readonly mid: number; readonly cn: number }> {
  const observed = observing(engine, [row.itemId]);
  for await (const { error } of transfer(observed.engine, [row], target, 'move', signal, () => ({ identity })))
    if (error !== undefined) throw error;
  const { mid, cn } = observed.rows.get(row.itemId) ?? row;
  return { mid, cn };
}
