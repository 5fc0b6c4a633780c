// The public surface of @mapistore/backup. Exports only.

export { type BackupReport, type BackupRequest, backup } from './backup.ts';
export { type BackupInfo, type BackupItem, listBackups, listItems, resolveName } from './contents.ts';
export { type RestoreRequest, restore } from './restore.ts';
export { type PruneReport, prune, type Retention, retained } from './retention.ts';
export { type Damage, verify } from './verify.ts';
