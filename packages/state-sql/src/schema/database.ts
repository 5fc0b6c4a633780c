import type {
  ArrivalRow,
  AssociatedRow,
  DeferredRow,
  DeliveryRow,
  FolderPropertyRow,
  FolderRow,
  IdRangeRow,
  IntentRow,
  ItemRow,
  JournalRow,
  LineageRow,
  MembershipRow,
  MountRow,
  NamedPropertyRow,
  OutgoingRow,
  OverlayRow,
  PermissionRow,
  QuotaRow,
  ReceiveFolderRow,
  RecoverableRow,
  ReplicaRow,
  ReplyTemplateRow,
  ResidueRow,
  RuleRow,
  SearchRow,
  SessionRow,
  SpecialFolderRow,
  TombstoneRow,
} from '@mapistore/core';
import type { Kysely, Transaction } from 'kysely';

/** What contents tables are sorted, filtered and counted by: narrow, and beside its neighbours of the same folder. */
export interface ListingRow {
  folderId: number;
  mid: number;
  received: number;
  sent: number | null;
  size: number | null;
  importance: number;
  sensitivity: number;
  hasAttachments: number | null;
  startsAt: number | null;
  endsAt: number | null;
  seen: number;
  flags: string;
  messageClass: string;
  kind: string;
  /** Keys; what was cut off them is in the long ones, which are null otherwise. */
  subject: string;
  subjectLong: string | null;
  topic: string;
  topicLong: string | null;
  name: string;
  nameLong: string | null;
  sender: string;
}

/** Texts that few ask for, folded where they are compared so. */
export interface ListingTextsRow {
  folderId: number;
  mid: number;
  address: string;
  from: string;
  displayTo: string;
  displayCc: string;
  messageId: string | null;
  uid: string | null;
}

/** The tables as Kysely sees them: core's rows, and a few that only this package has. */
export interface Database {
  meta: { key: string; value: string };
  counters: { name: string; value: number };
  mounts: MountRow;
  folders: FolderRow;
  items: ItemRow;
  memberships: MembershipRow;
  listing: ListingRow;
  listingTexts: ListingTextsRow;
  texts: { itemId: number; words: string };
  words: { word: string; itemId: number; fields: number };
  seen: { folderId: number; backendKey: string; pass: number };
  missing: { mountId: number; mid: number; fingerprint: string; stableId: string | null };
  tombstones: TombstoneRow & { taken: number };
  journal: JournalRow;
  intents: IntentRow;
  arrivals: ArrivalRow;
  residues: ResidueRow;
  overlay: OverlayRow;
  blobs: { sha256: string; size: number; refs: number };
  blobPieces: { owner: string; sequence: number; data: Uint8Array };
  sessions: SessionRow;
  leases: { name: string; sessionId: string | null; token: number; expiresAt: number };
  searches: SearchRow;
  searchHits: { folderId: number; mid: number };
  secrets: { name: string; sealed: Uint8Array };
  namedProperties: NamedPropertyRow;
  folderProperties: FolderPropertyRow;
  specialFolders: SpecialFolderRow;
  receiveFolders: ReceiveFolderRow;
  associated: AssociatedRow;
  recoverable: RecoverableRow;
  itemBlobs: { ownerId: number; sha256: string };
  replicas: ReplicaRow;
  lineage: LineageRow;
  idRanges: IdRangeRow;
  permissions: PermissionRow;
  quotas: QuotaRow;
  folderUsage: { folderId: number; items: number; bytes: number };
  rules: RuleRow;
  ruleMemory: { ruleId: number; mark: string; at: number };
  replyTemplates: ReplyTemplateRow;
  deliveries: DeliveryRow;
  outgoing: OutgoingRow;
  deferred: DeferredRow;
}

/** A connection or transaction to run statements on. */
export type Db = Kysely<Database> | Transaction<Database>;
