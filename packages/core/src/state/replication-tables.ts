import type { IdRangeRow, LineageRow, ReplicaRow } from './replication-rows.ts';
import type { ContentsRow } from './rows.ts';

/** Lives of the state, oldest first. */
export interface ReplicasTable {
  all(): Promise<readonly ReplicaRow[]>;
  insert(row: ReplicaRow): Promise<void>;
  update(replicaId: number, patch: Partial<ReplicaRow>): Promise<void>;
}

/** Versions that clients imported. */
export interface LineageTable {
  ofObjects(objectIds: readonly number[]): Promise<readonly LineageRow[]>;
  bySourceKey(sourceKey: string): Promise<LineageRow | undefined>;
  /** Replaces the row of the same object. */
  put(row: LineageRow): Promise<void>;
}

/** Ids set aside. */
export interface IdRangesTable {
  put(row: IdRangeRow): Promise<void>;
  /** Whether an id is in a range of a folder. */
  has(folderId: number, id: number): Promise<boolean>;
}

/** Which changes of a folder to look at: change numbers above one up to another. */
export interface ChangedQuery {
  readonly folderId: number;
  readonly aboveCn: number;
  readonly upToCn: number;
  readonly limit: number;
}

/** What a contents synchronisation asks of the index. */
export interface ChangedContentsTable {
  /** Rows by their last change, in its order; the next page begins above the last one. */
  byChange(query: ChangedQuery): Promise<readonly ContentsRow[]>;
  /** The same rows, latest delivery first; `after` is the last row of the page before. */
  byDelivery(
    query: ChangedQuery & { readonly after?: { readonly received: number; readonly mid: number } },
  ): Promise<readonly ContentsRow[]>;
  /** Rows by the last change of their read state alone, in its order. */
  byReadState(query: ChangedQuery): Promise<readonly ContentsRow[]>;
  /** Ids of what lies in a folder, in the order of the last change. */
  mids(
    folderId: number,
    aboveCn: number,
    limit: number,
  ): Promise<readonly { readonly mid: number; readonly cn: number }[]>;
  /** When changes were made, by change number. */
  times(cns: readonly number[]): Promise<ReadonlyMap<number, number>>;
}
