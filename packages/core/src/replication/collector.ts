import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import { Tree } from '../hierarchy/tree.ts';
import type { Gid } from '../ics/gid.ts';
import { IdSet } from '../ics/id-set.ts';
import { contentsState, type SyncSets, type SyncState, setsOf } from '../ics/sync-state.ts';
import { gidOf, type Xid } from '../ics/xid.ts';
import { removeAssociated } from '../recoverable/associated.ts';
import { softRemoveItems } from '../recoverable/soft-remove.ts';
import type { AssociatedRow } from '../state/object-rows.ts';
import type { ContentsRow, FolderRow } from '../state/rows.ts';
import { openTarget } from '../store/transfers.ts';
import { removeItems } from '../transfer/remove.ts';
import { setFlags } from '../write/flags.ts';
import type { Target } from '../write/place.ts';
import { changeAssociated, createAssociated } from './import-associated.ts';
import {
  changeMessage,
  createMessage,
  type ImportedContent,
  type ImportedHeader,
  type ImportedMessage,
  type MessageImport,
  type OnConflict,
} from './import-message.ts';
import { type ImportedMove, importMove, type Moved } from './import-move.ts';
import { type Located, locate } from './locate.ts';
import { observing } from './observe.ts';
import { type FolderReference, folderOf } from './reference.ts';
import { checkReserved } from './reserve.ts';

/**
 * Takes what a client did in its copy of a folder into the store, and keeps the state of the client in step: what came from
 * it is not told to it again.
 */
export class ContentsCollector {
  readonly #engine: Engine;
  readonly #reference: FolderReference;
  readonly #sets: SyncSets;
  readonly #signal: AbortSignal;
  #target: Target | undefined;

  constructor(engine: Engine, folder: FolderReference, state: SyncState | undefined, signal: AbortSignal) {
    this.#engine = engine;
    this.#reference = folder;
    this.#sets = setsOf(state);
    this.#signal = signal;
  }

  /** What the client has now. */
  get state(): Required<SyncState> {
    return contentsState(this.#sets);
  }

  /**
   * A new or changed message. What the store has in a later version is left alone; what both changed is a conflict, which
   * is solved unless that is to fail.
   * @throws NOT_FOUND (deleted in the store), CONFLICT, INVALID_ARGUMENT, and what storing throws
   */
  async importMessageChange(
    header: ImportedHeader & { readonly associated?: boolean },
    content: ImportedContent,
    { onConflict = 'keepBoth' }: { readonly onConflict?: OnConflict } = {},
  ): Promise<ImportedMessage> {
    const target = await this.#open();
    const located = await locate(this.#engine, target.folder.folderId, header.sourceKey);
    const request = { engine: this.#engine, target, header, located, onConflict, signal: this.#signal };
    const isAssociated = header.associated ?? false;
    const result = await this.#import(request, located, isAssociated, content);
    if (result.cn !== undefined) {
      const number = this.#engine.replicas.cnToGid(result.cn);
      (isAssociated ? this.#sets.seenFai : this.#sets.seen).add(number);
    }
    if (result.mid !== undefined) this.#sets.given.add(this.#engine.replicas.idToGid(result.mid));
    return result;
  }

  async #import(
    request: MessageImport,
    located: Located,
    isAssociated: boolean,
    content: ImportedContent,
  ): Promise<ImportedMessage> {
    switch (located.is) {
      case 'gone':
        throw new MapistoreError('NOT_FOUND', 'The message was deleted in the store; nothing was imported.');
      case 'unknown':
        if (located.id !== undefined) await checkReserved(this.#engine, located.id);
        return isAssociated
          ? createAssociated(request, located.id, content)
          : createMessage(request, located.id, content);
      case 'associated':
        return changeAssociated(request, located, content);
      case 'message':
        return changeMessage(request, located, content);
    }
  }

  /**
   * Deletions: recoverable ones, unless they are `hard`. What is deleted already is no failure; an id that was never seen
   * does not come back when it is imported later.
   * @throws the first failure, with everything else done
   */
  async importDeletes(sourceKeys: readonly Xid[], { hard = false }: { readonly hard?: boolean } = {}): Promise<void> {
    const { folder } = await this.#open();
    const rows: ContentsRow[] = [];
    const associated: AssociatedRow[] = [];
    for (const sourceKey of sourceKeys) {
      const located = await locate(this.#engine, folder.folderId, sourceKey);
      if (located.is === 'message') rows.push(located.row);
      if (located.is === 'associated') associated.push(located.row);
      if (located.is === 'unknown' && located.id !== undefined) await this.#retire(folder, located.id);
      // Both deleted it: the client need not be told.
      if (located.is === 'gone') this.#forget(gidOf(sourceKey));
    }
    for await (const { itemId: mid } of removeAssociated(this.#engine, associated, !hard))
      this.#forget(this.#engine.replicas.idToGid(mid as number));
    const mids = new Map(rows.map((row) => [row.itemId, row.mid]));
    let failure: MapistoreError | undefined;
    for await (const { itemId, error } of (hard ? removeItems : softRemoveItems)(this.#engine, rows, this.#signal)) {
      if (error === undefined) this.#forget(this.#engine.replicas.idToGid(mids.get(itemId as number) as number));
      else failure ??= error;
    }
    if (failure !== undefined) throw failure;
  }

  async #retire({ folderId }: FolderRow, id: number): Promise<void> {
    await checkReserved(this.#engine, id);
    await this.#engine.state.write((tx) => tx.idRanges.put({ folderId, firstId: id, lastId: id }));
    this.#forget(this.#engine.replicas.idToGid(id));
  }

  /** Read states. One that is so already changes nothing; those of FAI messages and of what is gone are passed over. */
  async importReadStates(states: readonly { readonly sourceKey: Xid; readonly read: boolean }[]): Promise<void> {
    const target = await this.#open();
    const rows = new Map<boolean, ContentsRow[]>([
      [true, []],
      [false, []],
    ]);
    for (const { sourceKey, read } of states) {
      const located = await locate(this.#engine, target.folder.folderId, sourceKey);
      if (located.is === 'message') rows.get(read)?.push(located.row);
    }
    for (const [read, group] of rows) {
      const observed = observing(
        this.#engine,
        group.map(({ itemId }) => itemId),
      );
      await setFlags(observed.engine, group, read ? { add: ['$seen'] } : { remove: ['$seen'] }, this.#signal);
      for (const { readCn } of observed.rows.values())
        if (readCn != null) this.#sets.read.add(this.#engine.replicas.cnToGid(readCn));
    }
  }

  /**
   * A move into this folder, from one of any backend. The message gets the id that the client gave it. Where the store has a
   * version that the client has not, that is what the client downloads next.
   * @throws NOT_FOUND where it is not in that folder any more, and what moving throws
   */
  async importMove(move: ImportedMove): Promise<Moved> {
    const target = await this.#open();
    const tree = await Tree.read(this.#engine.state);
    const source = folderOf(tree, this.#engine.replicas, move.from);
    const made = await importMove(this.#engine, target, source.folderId, move, this.#signal);
    const { cn, isAssociated, isNews, ...moved } = made;
    this.#sets.given.add(this.#engine.replicas.idToGid(moved.mid));
    if (!isNews) (isAssociated ? this.#sets.seenFai : this.#sets.seen).add(this.#engine.replicas.cnToGid(cn));
    return moved;
  }

  /**
   * Ids that the client reserved and will not use, or used and deleted: none of them is imported any more.
   * @throws INVALID_ARGUMENT for ids of others
   */
  async retireIds(ids: IdSet): Promise<void> {
    const { folder } = await this.#open();
    const { replicas, state } = this.#engine;
    await state.write(async (tx) => {
      await replicas.refresh(tx);
      for (const guid of ids.replicas)
        for (const [firstId, lastId] of ids.ranges(guid)) {
          if (replicas.gidToId({ replica: guid, counter: firstId }) === undefined)
            throw new MapistoreError('INVALID_ARGUMENT', `The store never gave out the ids ${firstId} to ${lastId}.`);
          await tx.idRanges.put({ folderId: folder.folderId, firstId, lastId });
        }
    });
  }

  #forget(gid: Gid | undefined): void {
    if (gid !== undefined) this.#sets.given = this.#sets.given.subtract(IdSet.of([gid]));
  }

  async #open(): Promise<Target> {
    this.#target ??= await this.#openTarget();
    return this.#target;
  }

  async #openTarget(): Promise<Target> {
    const tree = await Tree.read(this.#engine.state);
    const folder = folderOf(tree, this.#engine.replicas, this.#reference);
    return openTarget(this.#engine, tree.path(folder), this.#signal);
  }
}
