import type { Engine } from '../engine/engine.ts';
import type { Gid } from '../ics/gid.ts';
import type { SyncState } from '../ics/sync-state.ts';
import { startIncarnation } from '../identity/incarnation.ts';
import { ContentsCollector } from './collector.ts';
import { ContentsDownload, type ContentsRequest } from './contents.ts';
import { HierarchyDownload } from './hierarchy.ts';
import { HierarchyCollector } from './hierarchy-collector.ts';
import type { FolderReference } from './reference.ts';
import { reserveIds } from './reserve.ts';

/** What a client that keeps a copy has, and how it is to be stopped. */
export interface CollectorRequest {
  readonly state?: SyncState;
  readonly signal?: AbortSignal;
}

/** A life of the store's state. */
export interface Incarnation {
  readonly replica: string;
  readonly startedAt: Date;
}

/** Incremental change synchronisation ([MS-OXCFXICS]) with clients that keep a copy of their own. */
export interface Replication {
  /** What is new, changed or gone in a folder. @throws NOT_FOUND when it is run over */
  contents(folder: FolderReference, request?: ContentsRequest): ContentsDownload;
  /** The same of the folders below one. */
  hierarchy(folder: FolderReference, request?: { readonly state?: SyncState }): HierarchyDownload;
  /** Takes what a client did to messages of a folder. */
  contentsCollector(folder: FolderReference, request?: CollectorRequest): ContentsCollector;
  /** Takes what a client did to the folders below one. */
  hierarchyCollector(folder: FolderReference, request?: CollectorRequest): HierarchyCollector;
  /** Sets ids aside for what a client makes. @throws INVALID_ARGUMENT */
  reserveIds(count: number): Promise<{ readonly first: Gid; readonly last: Gid }>;
  /** The lives of the state, oldest first; the last is the present one. */
  incarnations(): Promise<readonly Incarnation[]>;
  /**
   * Begins a new life: for a state on a server that a backup was put back into. Of a state in a file that is noticed
   * when it is opened, and of any when a token of `changes` comes that is younger than the backup.
   */
  startIncarnation(): Promise<void>;
}

/** Change synchronisation of a store. */
export function replicationOf(engine: Engine): Replication {
  const signalOf = (request: CollectorRequest): AbortSignal => request.signal ?? new AbortController().signal;
  return {
    contents: (folder, request = {}) => new ContentsDownload(engine, folder, request),
    hierarchy: (folder, request = {}) => new HierarchyDownload(engine, folder, request.state),
    contentsCollector: (folder, request = {}) =>
      new ContentsCollector(engine, folder, request.state, signalOf(request)),
    hierarchyCollector: (folder, request = {}) =>
      new HierarchyCollector(engine, folder, request.state, signalOf(request)),
    reserveIds: (count) => reserveIds(engine, count),
    incarnations: () =>
      engine.state.read(async (tx) =>
        (await engine.replicas.refresh(tx)).all.map(({ guid, startedAt }) => ({
          replica: guid,
          startedAt: new Date(startedAt),
        })),
      ),
    startIncarnation: () =>
      engine.state.write(async (tx) => {
        await startIncarnation(tx, engine.clock().getTime());
        await engine.replicas.refresh(tx);
      }),
  };
}
