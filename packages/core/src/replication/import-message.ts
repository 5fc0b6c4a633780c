import type { BodySource } from '../contract/body.ts';
import type { Flags } from '../contract/entries.ts';
import type { Delta } from '../contract/format.ts';
import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import type { Comparison, PredecessorChangeList } from '../ics/predecessors.ts';
import type { Version } from '../ics/version.ts';
import { gidOf, type Xid } from '../ics/xid.ts';
import { guidBytes } from '../identity/mapi-ids.ts';
import type { ContentsRow } from '../state/rows.ts';
import { type ItemId, itemId } from '../store/ids.ts';
import { importItems } from '../transfer/import.ts';
import { transfer } from '../transfer/transfer.ts';
import type { ImportedVersion, Target } from '../write/place.ts';
import { setProperties } from '../write/properties.ts';
import type { Located } from './locate.ts';
import { observing } from './observe.ts';
import { keptSourceKey } from './reference.ts';

/** What a client says of a message that it made or changed ([MS-OXCFXICS] 2.2.3.2.4.2). */
export interface ImportedHeader {
  readonly sourceKey: Xid;
  readonly changeKey: Xid;
  readonly predecessors: PredecessorChangeList;
  /** PidTagLastModificationTime. */
  readonly modified: Date;
}

/** The content of an imported message: a new one has a `body`, and a `delta` for what that cannot say; one that is there a `delta`. */
export interface ImportedContent {
  readonly body?: BodySource;
  readonly delta?: Delta;
  /** Of a new one. */
  readonly flags?: Flags;
  /** Of a new one: PidTagMessageDeliveryTime. */
  readonly received?: Date;
}

/** What to do where both sides changed a message. */
export type OnConflict = 'fail' | 'keepBoth' | 'lastWriterWins';

/** What became of an imported version. */
export interface ImportedMessage {
  /** `ignored`: the store has this version, or a later one. */
  readonly outcome: 'created' | 'changed' | 'ignored' | 'conflict';
  /** Of a conflict: whose version is the message now. */
  readonly winner?: 'client' | 'store';
  /** Of a conflict: the item with the other version. */
  readonly kept?: ItemId;
  readonly id?: ItemId;
  /** Change number of the store for the version, unless the client is to download what became of a conflict. */
  readonly cn?: number;
  readonly mid?: number;
}

/** A message that is imported: where to, as what, and what the store has. */
export interface MessageImport {
  readonly engine: Engine;
  readonly target: Target;
  readonly header: ImportedHeader;
  readonly located: Located;
  readonly onConflict: OnConflict;
  readonly signal: AbortSignal;
}

/** What an imported version is to that of the store. */
export function compareVersions(
  header: Pick<ImportedHeader, 'changeKey' | 'predecessors'>,
  version: Version,
): Comparison {
  // A client that leaves its own change out of the list means it all the same.
  return header.predecessors.with(header.changeKey).compare(version.predecessors);
}

/** Stores a message that the store has not seen. */
export async function createMessage(
  request: MessageImport,
  id: number | undefined,
  content: ImportedContent,
): Promise<ImportedMessage> {
  const { engine, target, header, signal } = request;
  if (content.body === undefined) throw lacks('a new message needs its body');
  const { delta } = content;
  const said = importedVersion(header);
  // With a delta the version is there when that is: broken off in between it is not claimed.
  const identity = { ...(id !== undefined && { mid: id }), ...(delta === undefined && { version: said }) };
  const source = {
    label: 'message',
    body: content.body,
    identity,
    ...(content.flags && { flags: content.flags }),
    ...(content.received && { received: content.received }),
  };
  for await (const { itemId: number, error } of importItems(engine, target, [source], signal)) {
    if (number === undefined) throw error ?? lacks('nothing was stored');
    const [row] = await engine.state.read((tx) => tx.contents.byItems([number]));
    if (delta !== undefined && row !== undefined) {
      const cn = await applyVersion(request, row, delta, said);
      return { outcome: 'created', id: itemId(number), mid: row.mid, cn };
    }
    const [lineage] = await engine.state.read((tx) => tx.lineage.ofObjects([number]));
    return {
      outcome: 'created',
      id: itemId(number),
      ...(lineage !== undefined && { cn: lineage.cn }),
      ...(row !== undefined && { mid: row.mid }),
    };
  }
  throw lacks('nothing was stored');
}

/** Makes a version of a client the one of a message that is there. */
export async function changeMessage(
  request: MessageImport,
  { row, version }: { readonly row: ContentsRow; readonly version: Version },
  content: ImportedContent,
): Promise<ImportedMessage> {
  const { header, onConflict } = request;
  const id = itemId(row.itemId);
  const comparison = compareVersions(header, version);
  if (comparison === 'same' || comparison === 'older') return { outcome: 'ignored', id, mid: row.mid };
  if (content.delta === undefined) throw lacks('a message that is there is changed by a delta');
  if (comparison === 'newer') {
    const cn = await applyVersion(request, row, content.delta, importedVersion(header));
    return { outcome: 'changed', id, mid: row.mid, cn };
  }
  if (onConflict === 'fail')
    throw new MapistoreError('CONFLICT', `Item ${id} was changed in the store too; nothing of yours was imported.`);
  const winner = clientWins(header, version) ? 'client' : 'store';
  const merged = header.predecessors.with(header.changeKey).merge(version.predecessors);
  const kept =
    onConflict === 'keepBoth'
      ? await keepLoser(request, row, winner === 'store' ? content.delta : undefined)
      : undefined;
  if (winner === 'client')
    await applyVersion(request, row, content.delta, {
      ...importedVersion(header),
      predecessors: JSON.stringify(merged),
    });
  else await succeed(request.engine, row, version, merged);
  return { outcome: 'conflict', winner, id, mid: row.mid, ...(kept !== undefined && { kept }) };
}

/**
 * Last writer wins ([MS-OXCFXICS] 3.1.5.6.2.2): the later modification, else the greater GUID of the change key.
 */
export function clientWins({ modified, changeKey }: ImportedHeader, version: Version): boolean {
  if (modified.getTime() !== version.modifiedAt) return modified.getTime() > version.modifiedAt;
  return Buffer.compare(guidBytes(changeKey.namespace), guidBytes(version.changeKey.namespace)) > 0;
}

/** The columns that keep what a client says of its version. */
export function importedVersion({ sourceKey, changeKey, predecessors, modified }: ImportedHeader): ImportedVersion {
  return {
    changeKey: JSON.stringify(changeKey),
    predecessors: JSON.stringify(predecessors.with(changeKey)),
    modifiedAt: modified.getTime(),
    sourceKey: gidOf(sourceKey) === undefined ? keptSourceKey(sourceKey) : null,
  };
}

async function applyVersion(
  { engine, signal }: MessageImport,
  row: ContentsRow,
  delta: Delta,
  version: ImportedVersion,
): Promise<number> {
  const observed = observing(engine, [row.itemId]);
  await setProperties(observed.engine, row, delta, signal);
  const written = observed.rows.get(row.itemId);
  // What is said of a version is noted last: broken off before, the client's next try is a conflict at the worst.
  return engine.state.write(async (tx) => {
    let cn = written?.cn;
    if (cn === undefined) {
      const [now] = await tx.contents.byMids([row.mid]);
      if (now === undefined)
        throw new MapistoreError('NOT_FOUND', `Item ${itemId(row.itemId)} was deleted or moved meanwhile.`);
      const { folderId, itemId: item, mid } = now;
      cn = await tx.take('cn', 1);
      await tx.contents.updateMembership(mid, { cn });
      const at = engine.clock().getTime();
      await tx.journal.append([{ cn, folderId, itemId: item, mid, change: 'updated', otherFolderId: null, at }]);
    }
    const [known] = await tx.lineage.ofObjects([row.itemId]);
    await tx.lineage.put({
      objectId: row.itemId,
      cn: cn as number,
      ...version,
      sourceKey: known?.sourceKey ?? version.sourceKey,
    });
    return cn;
  });
}

/** The store's version stays, as the successor of both. */
async function succeed(
  engine: Engine,
  row: ContentsRow,
  version: Version,
  merged: PredecessorChangeList,
): Promise<void> {
  await engine.state.write(async (tx) => {
    const [now] = await tx.contents.byMids([row.mid]);
    if (now === undefined) return;
    const { folderId, itemId: item, mid } = now;
    const cn = await tx.take('cn', 1);
    await tx.contents.updateMembership(mid, { cn });
    const at = engine.clock().getTime();
    await tx.journal.append([{ cn, folderId, itemId: item, mid, change: 'updated', otherFolderId: null, at }]);
    const [known] = await tx.lineage.ofObjects([item]);
    await tx.lineage.put({
      objectId: item,
      // Of the version before: the change just made adds its own number to these.
      cn: now.cn,
      changeKey: JSON.stringify(version.changeKey),
      predecessors: JSON.stringify(merged),
      modifiedAt: version.modifiedAt,
      sourceKey: known?.sourceKey ?? null,
    });
  });
}

/** Keeps the version that lost as an item of its own, where the backend lets it lie beside the other. */
async function keepLoser(
  { engine, target, signal }: MessageImport,
  row: ContentsRow,
  delta: Delta | undefined,
): Promise<ItemId | undefined> {
  for await (const { newItemId, error } of transfer(engine, [row], target, 'copy', signal)) {
    if (newItemId === undefined) {
      engine.log.warn('a version that lost a conflict could not be kept', { code: error?.code ?? 'UNEXPECTED' });
      return undefined;
    }
    const [copy] = await engine.state.read((tx) => tx.contents.byItems([newItemId]));
    if (copy !== undefined && delta !== undefined) await setProperties(engine, copy, delta, signal);
    return itemId(newItemId);
  }
  return undefined;
}

function lacks(what: string): MapistoreError {
  return new MapistoreError('INVALID_ARGUMENT', `Cannot import the message: ${what}.`);
}
