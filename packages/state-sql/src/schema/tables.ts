import type { Database } from './database.ts';

/** The primary key of each table. */
export const TABLE_KEYS: { readonly [Name in keyof Database]: readonly (string & keyof Database[Name])[] } = {
  meta: ['key'],
  counters: ['name'],
  mounts: ['mountId'],
  folders: ['folderId'],
  items: ['itemId'],
  memberships: ['mid'],
  listing: ['folderId', 'mid'],
  listingTexts: ['folderId', 'mid'],
  texts: ['itemId'],
  words: ['word', 'itemId'],
  seen: ['folderId', 'pass', 'backendKey'],
  missing: ['mountId', 'mid'],
  tombstones: ['mid'],
  journal: ['cn'],
  intents: ['intentId'],
  arrivals: ['folderId', 'backendKey'],
  residues: ['mid'],
  overlay: ['itemId', 'property'],
  blobs: ['sha256'],
  blobPieces: ['owner', 'sequence'],
  sessions: ['sessionId'],
  leases: ['name'],
  searches: ['folderId'],
  searchHits: ['folderId', 'mid'],
  secrets: ['name'],
  namedProperties: ['propertyId'],
  folderProperties: ['folderId', 'property'],
  specialFolders: ['role'],
  receiveFolders: ['messageClass'],
  associated: ['mid'],
  recoverable: ['itemId'],
  itemBlobs: ['ownerId', 'sha256'],
  replicas: ['replicaId'],
  lineage: ['objectId'],
  idRanges: ['folderId', 'firstId'],
  permissions: ['folderId', 'memberId'],
  quotas: ['folderId'],
  folderUsage: ['folderId'],
  rules: ['ruleId'],
  ruleMemory: ['ruleId', 'mark'],
  replyTemplates: ['guid'],
  deliveries: ['deliveryId'],
  outgoing: ['outgoingId'],
  deferred: ['deferredId'],
};

/** The name of a table. */
export type TableName = keyof Database;

/** All of them. */
export const TABLES: readonly TableName[] = Object.keys(TABLE_KEYS) as TableName[];
