import type { ListingTable } from './listing.ts';
import type {
  AssociatedTable,
  FolderPropertiesTable,
  ItemBlobsTable,
  NamedPropertiesTable,
  ReceiveFoldersTable,
  RecoverableTable,
  SpecialFoldersTable,
} from './object-tables.ts';
import type { ChangedContentsTable, IdRangesTable, LineageTable, ReplicasTable } from './replication-tables.ts';
import type {
  DeferredTable,
  DeliveriesTable,
  OutgoingTable,
  PermissionsTable,
  QuotasTable,
  RulesTable,
} from './rule-tables.ts';
import type {
  ArrivalsTable,
  BlobsTable,
  ContentsTable,
  FoldersTable,
  IntentsTable,
  JournalTable,
  LeasesTable,
  MountsTable,
  OverlayTable,
  ResiduesTable,
  SearchesTable,
  SecretsTable,
  TombstonesTable,
} from './tables.ts';
import type { WordsTable } from './words.ts';

/**
 * Where core keeps identity, index, journal and everything else that is not in the backends. One `write` is one
 * transaction: it commits when the function resolves, and nothing of it is seen or kept when it rejects. Writers of all
 * processes follow one another; no call to a backend may wait inside a transaction. A state on a server may run a
 * function again after a lost connection or a deadlock, so it changes nothing but the transaction.
 */
export interface StateStore extends AsyncDisposable {
  write<T>(work: (tx: StateTx) => Promise<T>): Promise<T>;
  /** A consistent view; the function must not write. */
  read<T>(work: (tx: StateTx) => Promise<T>): Promise<T>;
  /**
   * What tells the place of this state from every other, and from its own after a backup was put back: a copy of the state
   * carries the name of the place it was copied from. Missing where nothing tells.
   */
  home?(): Promise<string | undefined>;
}

/** The tables, inside one transaction. */
export interface StateTx {
  /** Facts of the store as a whole, such as its replica GUID. */
  readonly meta: {
    get(key: string): Promise<string | undefined>;
    set(key: string, value: string): Promise<void>;
  };
  /**
   * Takes `count` numbers in a row and gives the first. `id`s may have gaps; `cn`s are held until the commit, so that
   * commit order is their order.
   */
  take(counter: 'id' | 'cn', count: number): Promise<number>;
  /** Milliseconds since 1970 by the clock of a state that several machines share; missing where one clock serves all. */
  now?(): Promise<number>;
  readonly mounts: MountsTable;
  readonly folders: FoldersTable;
  readonly contents: ContentsTable;
  /** The same rows, found and counted by conditions. */
  readonly listing: ListingTable;
  readonly tombstones: TombstonesTable;
  readonly journal: JournalTable;
  readonly intents: IntentsTable;
  readonly arrivals: ArrivalsTable;
  readonly residues: ResiduesTable;
  readonly overlay: OverlayTable;
  readonly blobs: BlobsTable;
  readonly leases: LeasesTable;
  readonly searches: SearchesTable;
  readonly secrets: SecretsTable;
  readonly replicas: ReplicasTable;
  readonly lineage: LineageTable;
  readonly idRanges: IdRangesTable;
  readonly changed: ChangedContentsTable;
  readonly namedProperties: NamedPropertiesTable;
  readonly folderProperties: FolderPropertiesTable;
  readonly specialFolders: SpecialFoldersTable;
  readonly receiveFolders: ReceiveFoldersTable;
  readonly associated: AssociatedTable;
  readonly recoverable: RecoverableTable;
  readonly itemBlobs: ItemBlobsTable;
  /** The index that texts are searched with. */
  readonly words: WordsTable;
  readonly permissions: PermissionsTable;
  readonly quotas: QuotasTable;
  readonly rules: RulesTable;
  readonly deliveries: DeliveriesTable;
  readonly outgoing: OutgoingTable;
  readonly deferred: DeferredTable;
}
