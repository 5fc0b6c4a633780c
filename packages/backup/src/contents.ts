import {
  type Archive,
  type ArchiveSnapshot,
  snapshotFolders,
  snapshotItems,
} from '@mapistore/backend-compress/archive';
import { type Flags, type ItemKind, MapistoreError, type SnapshotProperty, type StorePath } from '@mapistore/core';
import { blobOf, folderNote, itemNote, type StoredBlob, type TopNote } from './lines.ts';

/** A backup in an archive. */
export interface BackupInfo {
  readonly name: string;
  readonly created: Date;
  /** The folder of the store it is of. */
  readonly of: StorePath;
  readonly items: number;
  readonly bytes: number;
  /** Items that could not be read when it was taken. */
  readonly missingCount: number;
  /** Why its list cannot be read any more: INVALID_CONTENT. Its folder and counts are not known then. */
  readonly error?: MapistoreError;
}

/** An item of a backup. */
export interface BackupItem {
  /** Its id in the store when the backup was taken. */
  readonly id: string;
  /** The folder, from the top of the backup. */
  readonly folder: StorePath;
  readonly kind: ItemKind;
  readonly mediaType: string;
  readonly subject: string;
  readonly sha256: string;
  readonly size: number;
  readonly flags: Flags;
  readonly received: Date;
  readonly overlay: readonly SnapshotProperty[];
  /** Where its bytes are in the archive. */
  readonly content: number;
  /** And what its overlay refers to. */
  readonly blobs: readonly StoredBlob[];
}

/** A folder of a backup with its items. */
export interface BackupFolder {
  readonly path: StorePath;
  readonly kinds: readonly ItemKind[];
  items(): AsyncIterable<BackupItem>;
}

/** All backups of an archive, the oldest first; other snapshots it may have are left out. */
export async function listBackups(archive: Archive): Promise<readonly BackupInfo[]> {
  await archive.refresh();
  const backups: BackupInfo[] = [];
  for (const { name, created, content } of archive.snapshots()) {
    const top = await topOf(archive, content);
    if (top === undefined) continue;
    const facts = MapistoreError.is(top) ? { of: '', items: 0, bytes: 0, missingCount: 0, error: top } : factsOf(top);
    backups.push({ name, created: new Date(created * 1000), ...facts });
  }
  return backups.sort((a, b) => a.created.getTime() - b.created.getTime() || (a.name < b.name ? -1 : 1));
}

/** The items of a backup, folder by folder. @throws NOT_FOUND */
export async function* listItems(archive: Archive, name: string): AsyncIterable<BackupItem> {
  for await (const folder of foldersOf(archive, name)) yield* folder.items();
}

/** The folders of a backup, parents first. @throws NOT_FOUND */
export async function* foldersOf(archive: Archive, name: string): AsyncIterable<BackupFolder> {
  await archive.refresh();
  const snapshot = archive.snapshots().find((each) => each.name === name);
  if (snapshot === undefined)
    throw new MapistoreError(
      'NOT_FOUND',
      `There is no backup "${name}" in this archive; "backup list" shows what there is.`,
    );
  for await (const folder of snapshotFolders(archive, snapshot.content)) {
    const { path } = folderNote(folder);
    yield {
      path,
      kinds: (folder.kinds ?? []) as readonly ItemKind[],
      async *items() {
        let blobs: StoredBlob[] = [];
        for await (const item of snapshotItems(archive, folder.items)) {
          const blob = blobOf(item);
          if (blob !== undefined) {
            blobs.push(blob);
            continue;
          }
          const { key, content, flags, received } = item;
          const { revision: _, overlay = [], ...note } = itemNote(item);
          yield { ...note, id: key, folder: path, overlay, content, flags, received: new Date(received * 1000), blobs };
          blobs = [];
        }
      },
    };
  }
}

/** A name as a person gives it: `latest` is the newest backup of all. @throws NOT_FOUND */
export async function resolveName(archive: Archive, name: string): Promise<string> {
  if (name !== 'latest') return name;
  const newest = (await listBackups(archive)).at(-1);
  if (newest !== undefined) return newest.name;
  throw new MapistoreError('NOT_FOUND', 'There is no backup in this archive; "backup run" takes one.');
}

/** The latest backup of a folder of the store. */
export async function latestOf(archive: Archive, path: StorePath): Promise<ArchiveSnapshot | undefined> {
  const newestFirst = [...archive.snapshots()].sort((a, b) => b.created - a.created || (a.name < b.name ? 1 : -1));
  for (const snapshot of newestFirst) {
    const top = await topOf(archive, snapshot.content);
    if (top !== undefined && !MapistoreError.is(top) && top.of === path) return snapshot;
  }
  return undefined;
}

/** A name that no snapshot has: the time in UTC. */
export function nameOf(archive: Archive, now: Date): string {
  const taken = new Set(archive.snapshots().map(({ name }) => name));
  const time = now.toISOString().slice(0, 19).replaceAll(':', '');
  for (let count = 1; ; count++) {
    const name = `${time}Z${count === 1 ? '' : `-${count}`}`;
    if (!taken.has(name)) return name;
  }
}

const factsOf = ({ of, items, bytes, missingCount }: TopNote) => ({ of, items, bytes, missingCount });

/** What is noted of the top; the error of a list that is damaged; undefined for a snapshot that is no backup. */
async function topOf(archive: Archive, content: number): Promise<TopNote | MapistoreError | undefined> {
  try {
    for await (const folder of snapshotFolders(archive, content)) {
      const note = folder.note as TopNote | undefined;
      return typeof note?.of === 'string' ? note : undefined;
    }
    return undefined;
  } catch (error) {
    if (MapistoreError.is(error, 'INVALID_CONTENT')) return error;
    throw error;
  }
}
