import type {
  ArrivalRow,
  ContentsRow,
  FolderRow,
  IntentRow,
  ItemRow,
  JournalRow,
  MembershipRow,
  MountRow,
  OverlayRow,
  ResidueRow,
  SearchRow,
  SessionRow,
  TombstoneRow,
} from './rows.ts';

/** The mount table. */
export interface MountsTable {
  all(): Promise<readonly MountRow[]>;
  insert(row: MountRow): Promise<void>;
  delete(mountId: number): Promise<void>;
}

/** The hierarchy. Small enough to be read whole: thousands of folders, not millions. */
export interface FoldersTable {
  all(): Promise<readonly FolderRow[]>;
  get(folderId: number): Promise<FolderRow | undefined>;
  insert(row: FolderRow): Promise<void>;
  update(folderId: number, patch: Partial<FolderRow>): Promise<void>;
  delete(folderId: number): Promise<void>;
}

/** Columns that contents can be sorted by. */
export type SortColumn =
  | 'received'
  | 'sent'
  | 'subjectKey'
  | 'fromKey'
  | 'storedSize'
  | 'messageClass'
  | 'startsAt'
  | 'endsAt'
  | 'mid';

/** One page of a contents table, by keyset: no page costs more than another. */
export interface ContentsQuery {
  readonly folderId: number;
  /** The folder is a search folder: what it found, wherever that lies. */
  readonly found?: boolean;
  readonly sort: SortColumn;
  readonly descending: boolean;
  readonly limit: number;
  /** The sort value and mid of the last row of the page before. */
  readonly after?: { readonly value: string | number | null; readonly mid: number };
}

/** A span of time in milliseconds since 1970. */
export interface SpanQuery {
  readonly folderId: number;
  readonly from: number;
  readonly to: number;
  readonly afterMid: number;
  readonly limit: number;
}

export interface OpaqueQuery {
  readonly mountId: number;
  readonly mediaTypes: readonly string[];
  readonly afterMid: number;
  readonly limit: number;
}

/** What an item may be known again by. */
export interface ItemMarks {
  readonly fingerprints: readonly string[];
  readonly stableIds: readonly string[];
}

/** Items and their memberships. */
export interface ContentsTable {
  insert(rows: readonly { readonly item: ItemRow; readonly membership: MembershipRow }[]): Promise<void>;
  /** Adds a membership to an item that is there. */
  insertMembership(row: MembershipRow): Promise<void>;
  page(query: ContentsQuery): Promise<readonly ContentsRow[]>;
  /** Items of a folder with a time whose instances may touch a span, in order of mid. */
  within(query: SpanQuery): Promise<readonly ContentsRow[]>;
  /** Items of a folder with these UIDs. */
  byUids(folderId: number, uids: readonly string[]): Promise<readonly ContentsRow[]>;
  /** Items of a mount of one of these media types that no format has looked into, in order of mid. */
  opaque(query: OpaqueQuery): Promise<readonly ContentsRow[]>;
  byKeys(folderId: number, keys: readonly string[]): Promise<readonly ContentsRow[]>;
  byItems(itemIds: readonly number[]): Promise<readonly ContentsRow[]>;
  byMids(mids: readonly number[]): Promise<readonly ContentsRow[]>;
  /** How many items with each digest a folder holds, of those made up to a change number. */
  countBySha256(folderId: number, digests: readonly string[], upToCn: number): Promise<ReadonlyMap<string, number>>;
  count(folderId: number): Promise<{ readonly items: number; readonly unseen: number; readonly bytes: number }>;
  /** How many items of a mount lie in the blob area only. */
  countKept(mountId: number): Promise<number>;
  /** Takes every membership and item of a folder out of the state, without a trace. */
  forgetFolder(folderId: number): Promise<void>;
  updateItem(itemId: number, patch: Partial<ItemRow>): Promise<void>;
  updateMembership(mid: number, patch: Partial<MembershipRow>): Promise<void>;
  /** The item row stays, for its tombstone's sake. */
  deleteMemberships(mids: readonly number[]): Promise<void>;
  /** Notes that a listing has these keys. Kept outside the rows, so that no row is rewritten for being seen. */
  markSeen(folderId: number, keys: readonly string[], pass: number): Promise<void>;
  /** Which of these keys the pass has seen. */
  seen(folderId: number, keys: readonly string[], pass: number): Promise<readonly string[]>;
  /** Stages as missing what the pass did not see, of the memberships with a backend key last changed up to `upToCn`. */
  stageUnseen(query: {
    readonly mountId: number;
    readonly folderId: number;
    readonly pass: number;
    readonly upToCn: number;
  }): Promise<void>;
  /** Stages memberships as missing by their keys. */
  stageMissing(mountId: number, folderId: number, keys: readonly string[]): Promise<void>;
  /** What is staged as missing in a mount, in order of mid. */
  missing(mountId: number, afterMid: number, limit: number): Promise<readonly ContentsRow[]>;
  /** Those staged as missing that have one of these fingerprints or stable ids, in order of mid. */
  missingLike(mountId: number, by: ItemMarks): Promise<readonly ContentsRow[]>;
  unstageMissing(mountId: number, mids?: readonly number[]): Promise<void>;
  /** Forgets what a pass has seen, or what every broken-off synchronisation (positive numbers) left of a folder. */
  clearSeen(folderId: number, pass?: number): Promise<void>;
}

/** Deleted memberships. */
export interface TombstonesTable {
  insert(rows: readonly TombstoneRow[]): Promise<void>;
  /** Tombstones of a mount with one of these fingerprints or stable ids, oldest first, without those already taken. */
  match(mountId: number, by: ItemMarks): Promise<readonly TombstoneRow[]>;
  /** Takes a tombstone out of matching: its item lives again. */
  take(mids: readonly number[]): Promise<void>;
  /** Forgets items, overlays and residues of tombstones older than that. */
  purge(before: number): Promise<number>;
}

/** What happened, in order. */
export interface JournalTable {
  append(rows: readonly JournalRow[]): Promise<void>;
  since(query: { readonly cn: number; readonly limit: number }): Promise<readonly JournalRow[]>;
  /** The last change number given out, 0 in a new store. */
  last(): Promise<number>;
}

/** Begun writes. */
export interface IntentsTable {
  insert(rows: readonly IntentRow[]): Promise<void>;
  all(): Promise<readonly IntentRow[]>;
  ofMount(mountId: number): Promise<readonly IntentRow[]>;
  update(intentId: number, patch: Partial<IntentRow>): Promise<void>;
  delete(intentIds: readonly number[]): Promise<void>;
}

/** Arrivals waiting to be told apart from moves. */
export interface ArrivalsTable {
  insert(rows: readonly ArrivalRow[]): Promise<void>;
  page(mountId: number, limit: number): Promise<readonly ArrivalRow[]>;
  delete(folderId: number, keys: readonly string[]): Promise<void>;
  clear(mountId: number): Promise<void>;
}

export interface ResiduesTable {
  put(rows: readonly ResidueRow[]): Promise<void>;
  ofMids(mids: readonly number[]): Promise<readonly ResidueRow[]>;
  delete(mids: readonly number[]): Promise<void>;
}

export interface OverlayTable {
  ofItem(itemId: number): Promise<readonly OverlayRow[]>;
  put(rows: readonly OverlayRow[]): Promise<void>;
  delete(itemId: number, properties: readonly string[]): Promise<void>;
}

/** Content-addressed bytes in pieces, each kept while somebody refers to it. */
export interface BlobsTable {
  /** Appends a piece to an upload. */
  append(uploadId: string, sequence: number, data: Uint8Array): Promise<void>;
  /** Makes an upload the blob of its digest, with one reference more; an equal blob that is there is kept instead. */
  finish(uploadId: string, sha256: string, size: number): Promise<void>;
  /** The same as an upload of one piece for each of them. */
  put(blobs: readonly { readonly sha256: string; readonly data: Uint8Array }[]): Promise<void>;
  piece(sha256: string, sequence: number): Promise<Uint8Array | undefined>;
  addReference(sha256: string): Promise<void>;
  /** Takes a reference away; the last one takes the bytes with it. */
  release(sha256: string): Promise<void>;
  usedBytes(): Promise<number>;
}

/** Search folders and what they found. */
export interface SearchesTable {
  all(): Promise<readonly SearchRow[]>;
  get(folderId: number): Promise<SearchRow | undefined>;
  insert(row: SearchRow): Promise<void>;
  update(folderId: number, patch: Partial<SearchRow>): Promise<void>;
  /** With its hits. */
  delete(folderId: number): Promise<void>;
  addHits(folderId: number, mids: readonly number[]): Promise<void>;
  removeHits(folderId: number, mids: readonly number[]): Promise<void>;
  /** Takes away what does not lie in one of these folders; with none of them, everything. */
  removeHitsOutside(folderId: number, folders: readonly number[]): Promise<void>;
  count(folderId: number): Promise<{ readonly items: number; readonly unseen: number; readonly bytes: number }>;
}

/** Sessions and leases, so that several programs share one state. */
export interface LeasesTable {
  beat(session: SessionRow): Promise<void>;
  sessions(): Promise<readonly SessionRow[]>;
  end(sessionId: string): Promise<void>;
  /** Takes the lease where it is free, expired or ours already; a new holder gets a higher token. */
  acquire(name: string, sessionId: string, expiresAt: number, now: number): Promise<number | undefined>;
  /** Whether the lease is still held with that token. */
  holds(name: string, token: number): Promise<boolean>;
  release(name: string, token: number): Promise<void>;
}

/** Sealed secrets. */
export interface SecretsTable {
  get(name: string): Promise<Uint8Array | undefined>;
  put(name: string, sealed: Uint8Array): Promise<void>;
}
