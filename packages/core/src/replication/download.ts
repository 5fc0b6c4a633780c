import type { Engine } from '../engine/engine.ts';
import { Tree } from '../hierarchy/tree.ts';
import { IdSet } from '../ics/id-set.ts';
import type { Ranges } from '../ics/ranges.ts';
import { type SyncSets, type SyncState, setsOf } from '../ics/sync-state.ts';
import type { Replicas } from '../identity/replicas.ts';
import type { FolderRow } from '../state/rows.ts';
import type { FolderReference } from './reference.ts';
import { folderOf } from './reference.ts';

/** A synchronisation as it begins: of which folder, up to which change number, and what the client has. */
export interface Start {
  readonly tree: Tree;
  readonly folder: FolderRow;
  readonly upTo: number;
}

/**
 * Elements of a synchronisation, to be run over once, and the state of the client. An element counts as received when the
 * next one is asked for: who breaks off has a state that goes on with the element that was the last.
 */
export abstract class Download<Element> implements AsyncIterable<Element> {
  protected readonly engine: Engine;
  protected readonly sets: SyncSets;
  readonly #reference: FolderReference;

  constructor(engine: Engine, reference: FolderReference, state: SyncState | undefined) {
    this.engine = engine;
    this.sets = setsOf(state);
    this.#reference = reference;
  }

  /** What the client has now. */
  abstract get state(): SyncState;
  abstract [Symbol.asyncIterator](): AsyncIterator<Element>;

  protected get replicas(): Replicas {
    return this.engine.replicas;
  }

  /**
   * Reads where the synchronisation begins. Change numbers from a future that was lost when a backup was put back are
   * forgotten with all others of their life: what the client has under them is compared as a whole.
   */
  protected async start(): Promise<Start> {
    return this.engine.state.read(async (tx) => {
      await this.replicas.refresh(tx);
      const tree = await Tree.read(tx);
      const folder = folderOf(tree, this.replicas, this.#reference);
      const upTo = await tx.journal.last();
      const all = [this.sets.seen, this.sets.seenFai, this.sets.read].reduce((a, b) => a.union(b), IdSet.empty());
      const lost = this.replicas.lost(all, upTo);
      if (lost.size > 0)
        for (const name of ['seen', 'seenFai', 'read'] as const) this.sets[name] = this.sets[name].without(lost);
      return { tree, folder, upTo };
    });
  }

  /** The last change number below which a set has all there are: nothing up to it needs to be looked at. */
  protected floorOf(numbers: Ranges): number {
    let floor = 0;
    for (const { firstCn, lastCn } of this.replicas.all) {
      if (lastCn !== null && lastCn < firstCn) continue;
      const run = [...numbers].find(([first, last]) => first <= firstCn && last >= firstCn);
      if (run === undefined) return floor;
      floor = run[1];
      if (lastCn === null || floor < lastCn) return floor;
    }
    return floor;
  }
}
