import type {
  AssociatedRow,
  FolderPropertyRow,
  NamedPropertyRow,
  ReceiveFolderRow,
  RecoverableRow,
  SpecialFolderRow,
} from './object-rows.ts';
import type { ContentsRow } from './rows.ts';

/** Names of properties and the ids they are mapped to. */
export interface NamedPropertiesTable {
  /** Those of these keys that are mapped. */
  byKeys(keys: readonly Pick<NamedPropertyRow, 'set' | 'key'>[]): Promise<readonly NamedPropertyRow[]>;
  byIds(ids: readonly number[]): Promise<readonly NamedPropertyRow[]>;
  /** All of them in order of their ids. */
  all(): Promise<readonly NamedPropertyRow[]>;
  /** The highest id given out, or undefined. */
  last(): Promise<number | undefined>;
  insert(rows: readonly NamedPropertyRow[]): Promise<void>;
}

/** Properties of folders. */
export interface FolderPropertiesTable {
  ofFolder(folderId: number): Promise<readonly FolderPropertyRow[]>;
  put(rows: readonly FolderPropertyRow[]): Promise<void>;
  delete(folderId: number, properties: readonly string[]): Promise<void>;
}

/** Folders with a role. */
export interface SpecialFoldersTable {
  all(): Promise<readonly SpecialFolderRow[]>;
  put(row: SpecialFolderRow): Promise<void>;
  delete(role: string): Promise<void>;
}

/** Folders that messages are received into, by class. */
export interface ReceiveFoldersTable {
  all(): Promise<readonly ReceiveFolderRow[]>;
  put(row: ReceiveFolderRow): Promise<void>;
  delete(messageClass: string): Promise<void>;
}

/** FAI messages. */
export interface AssociatedTable {
  insert(row: AssociatedRow): Promise<void>;
  update(mid: number, patch: Partial<AssociatedRow>): Promise<void>;
  get(mid: number): Promise<AssociatedRow | undefined>;
  /** Those of a folder in order of their ids, soft-deleted ones or the others. */
  ofFolder(folderId: number, deleted: boolean): Promise<readonly AssociatedRow[]>;
  /** Soft deleted before a time. */
  deletedBefore(at: number, limit: number): Promise<readonly AssociatedRow[]>;
  delete(mids: readonly number[]): Promise<void>;
}

/** One page of what can be recovered, in order of item ids. */
export interface RecoverableQuery {
  /** All folders without it. */
  readonly folderId?: number;
  readonly afterItem: number;
  readonly limit: number;
}

/**
 * Soft-deleted items. A row is written before the item is taken from its backend, and counts from the moment that the item
 * has no membership any more: whoever dies in between has lost nothing.
 */
export interface RecoverableTable {
  /** Replaces a row of the same item. */
  put(rows: readonly RecoverableRow[]): Promise<void>;
  ofItems(itemIds: readonly number[]): Promise<readonly RecoverableRow[]>;
  /** Items as they stand in a contents table, with the time they were deleted; those that lie in a folder again are left out. */
  page(query: RecoverableQuery): Promise<readonly (ContentsRow & { readonly deletedAt: number })[]>;
  /** Rows that were written before a time. */
  before(at: number, limit: number): Promise<readonly RecoverableRow[]>;
  count(folderId: number): Promise<number>;
  delete(itemIds: readonly number[]): Promise<void>;
  /** Takes items that lie nowhere and are in no tombstone out of the state, with their overlay. */
  forget(itemIds: readonly number[]): Promise<void>;
}

/** Which blobs an item or FAI message refers to beside its own bytes: attachments and long values of its overlay. */
export interface ItemBlobsTable {
  of(ownerId: number): Promise<readonly string[]>;
  /** Makes these the blobs of an owner: references of those that go are released; the new ones have theirs already. */
  replace(ownerId: number, blobs: readonly string[]): Promise<void>;
}
