import type { PermissionRow, QuotaRow, UsageRow } from './rights-rows.ts';
import type { DeferredRow, DeliveryRow, OutgoingRow, ReplyTemplateRow, RuleRow } from './rule-rows.ts';

/** Who may do what. The entries of a folder go with it. */
export interface PermissionsTable {
  /** In order of member id. */
  ofFolder(folderId: number): Promise<readonly PermissionRow[]>;
  all(): Promise<readonly PermissionRow[]>;
  /** Adds entries, or replaces those of the same folder and member. */
  put(rows: readonly PermissionRow[]): Promise<void>;
  delete(folderId: number, memberIds: readonly number[]): Promise<void>;
}

/** Limits, and what counts against them. */
export interface QuotasTable {
  all(): Promise<readonly QuotaRow[]>;
  put(row: QuotaRow): Promise<void>;
  delete(folderId: number): Promise<void>;
  /**
   * What a folder holds, or the whole store, with what begun writes will add to it. Kept in step by every transaction that
   * changes contents, so that it costs the same however much there is.
   */
  usage(folderId?: number): Promise<UsageRow>;
  /** Folders of which something else is kept than what they hold: none, unless somebody wrote past the store. */
  miscounted(): Promise<readonly number[]>;
  /** Counts folders anew. */
  recount(folderIds: readonly number[]): Promise<void>;
}

/** Rules, what they remember, and the templates of their replies. Those of a folder go with it. */
export interface RulesTable {
  /** In order of sequence, then of id. */
  ofFolder(folderId: number): Promise<readonly RuleRow[]>;
  insert(rows: readonly RuleRow[]): Promise<void>;
  update(ruleId: number, patch: Partial<RuleRow>): Promise<void>;
  /** With what they remember. */
  delete(ruleIds: readonly number[]): Promise<void>;
  remembers(ruleId: number, mark: string): Promise<boolean>;
  remember(ruleId: number, mark: string, at: number): Promise<void>;
  /** Forgets of all rules what begins so, or what of it is older than a time. */
  forget(prefix: string, before?: number): Promise<void>;
  templates(folderId: number): Promise<readonly ReplyTemplateRow[]>;
  template(guid: string): Promise<ReplyTemplateRow | undefined>;
  putTemplate(row: ReplyTemplateRow): Promise<void>;
  deleteTemplate(guid: string): Promise<void>;
}

/** Deliveries under way, and those done for as long as they are remembered. */
export interface DeliveriesTable {
  insert(row: DeliveryRow): Promise<void>;
  get(deliveryId: number): Promise<DeliveryRow | undefined>;
  byMark(folderId: number, mark: string): Promise<DeliveryRow | undefined>;
  /** Those not done, oldest first. */
  open(): Promise<readonly DeliveryRow[]>;
  update(deliveryId: number, patch: Partial<DeliveryRow>): Promise<void>;
  delete(deliveryId: number): Promise<void>;
  /** Forgets those done before. */
  purge(before: number): Promise<void>;
}

/** What is to be sent, oldest first. */
export interface OutgoingTable {
  insert(row: OutgoingRow): Promise<void>;
  all(): Promise<readonly OutgoingRow[]>;
  update(outgoingId: number, patch: Partial<OutgoingRow>): Promise<void>;
  delete(outgoingId: number): Promise<void>;
}

/** Messages of the folder of deferred actions, oldest first. */
export interface DeferredTable {
  insert(row: DeferredRow): Promise<void>;
  all(): Promise<readonly DeferredRow[]>;
  ofItem(itemId: number): Promise<readonly DeferredRow[]>;
  update(deferredId: number, patch: Partial<DeferredRow>): Promise<void>;
  delete(deferredIds: readonly number[]): Promise<void>;
}
