// Rows of the tables behind change sync and incarnations; plain values as in `rows.ts`.

/** A life of the state: from which numbers on ids and change numbers bear its GUID. */
export interface ReplicaRow {
  /** The number of the GUID in ids of eight bytes ([MS-OXCDATA] 2.2.1, REPLID); counts from 1. */
  readonly replicaId: number;
  readonly guid: string;
  readonly firstId: number;
  readonly firstCn: number;
  /** The last ones known when the next life began; null in the present one. */
  readonly lastId: number | null;
  readonly lastCn: number | null;
  readonly startedAt: number;
}

/** What a client said of a version that it imported. It holds for the change number beside it; later changes build on it. */
export interface LineageRow {
  /** Item or folder. */
  readonly objectId: number;
  readonly cn: number;
  /** JSON of an XID. */
  readonly changeKey: string;
  /** JSON of XIDs. */
  readonly predecessors: string;
  /** PidTagLastModificationTime. */
  readonly modifiedAt: number;
  /** `GUID:hex` of a source key of others; null where it is an id of the store. */
  readonly sourceKey: string | null;
}

/** Ids set aside: for objects that a client makes (folder 0), or given up by a client in a folder. */
export interface IdRangeRow {
  readonly folderId: number;
  readonly firstId: number;
  readonly lastId: number;
}
