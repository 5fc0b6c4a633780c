import type {
  ArrivalRow,
  DeferredRow,
  DeliveryRow,
  FolderRow,
  IntentRow,
  ItemRow,
  JournalRow,
  MembershipRow,
  MountRow,
  OutgoingRow,
  OverlayRow,
  PermissionRow,
  QuotaRow,
  ReplyTemplateRow,
  ResidueRow,
  RuleRow,
  SessionRow,
  TombstoneRow,
} from '@mapistore/core';
import type { Kysely, Transaction } from 'kysely';

/** The tables as Kysely sees them: core's rows, and a few that only this package has. */
export interface Database {
  meta: { key: string; value: string };
  counters: { name: string; value: number };
  mounts: MountRow;
  folders: FolderRow;
  items: ItemRow;
  memberships: MembershipRow;
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
  secrets: { name: string; sealed: Uint8Array };
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
