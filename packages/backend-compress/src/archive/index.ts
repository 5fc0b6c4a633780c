// The public surface of @mapistore/backend-compress/archive: an archive without the backend around it. Exports only.

export { Archive } from './archive.ts';
export type { Prepared } from './files/spool.ts';
export type { ArchiveContent, ArchiveFolder, ArchiveItem, ArchiveSnapshot } from './index-file/rows.ts';
export { type ArchiveOptions, COMPACT_PACKING, WRITE_PACKING } from './options.ts';
export type { OpenedContent } from './reading/content-reader.ts';
export {
  addSnapshot,
  type ListedFolder,
  type NewSnapshot,
  type SnapshotFolder,
  type SnapshotItem,
  snapshotFolders,
  snapshotItems,
} from './snapshots.ts';
export type { ArchiveProblem } from './upkeep/check.ts';
export type { CompactReport, CompactRequest } from './upkeep/compact.ts';
export type { RepairReport } from './upkeep/repair.ts';
export type { Packing } from './writing/packer.ts';
export type { Transaction } from './writing/transaction.ts';
