import type {
  SnapshotFolder as ArchivedFolder,
  SnapshotItem as ArchivedItem,
} from '@mapistore/backend-compress/archive';
import type { ItemKind, SnapshotFolder, SnapshotItem, SnapshotProperty, StorePath } from '@mapistore/core';

/** What a backup notes of an item beside its bytes, flags and date. */
export interface ItemNote {
  readonly kind: ItemKind;
  readonly mediaType: string;
  readonly sha256: string;
  readonly size: number;
  readonly subject: string;
  /** Tells the next backup whether the bytes are still those. */
  readonly revision: string;
  readonly overlay?: readonly SnapshotProperty[];
}

/** What it notes of something that the overlay of the next item refers to: it stands before that in the list. */
interface BlobNote {
  readonly blob: string;
  readonly size: number;
}

/** What it notes of a folder. */
export interface FolderNote {
  /** From the top of the backup, which is `/`. */
  readonly path: StorePath;
  readonly role?: string;
}

/** What it notes of the top. */
export interface TopNote extends FolderNote {
  /** Where the top was in the store. */
  readonly of: StorePath;
  /** The change number of the store that the backup shows. */
  readonly cn: number;
  readonly items: number;
  readonly bytes: number;
  /** Items that could not be read, each with the code of the error. At most {@link MAX_MISSING} are named. */
  readonly missing: readonly { readonly id: string; readonly code: string }[];
  readonly missingCount: number;
}

/** A line of the working list of a backup. */
export type Line =
  | { readonly type: 'folder'; readonly folder: SnapshotFolder }
  | { readonly type: 'item'; readonly item: PlainItem; readonly stored?: Stored }
  | { readonly type: 'missing'; readonly item: PlainItem; readonly code: string };

/** An item as JSON holds it. */
export type PlainItem = Omit<SnapshotItem, 'received' | 'type'> & { readonly received: number };

/** Where the bytes of an item lie in the archive. */
export interface Stored {
  readonly content: number;
  readonly sha256: string;
  readonly size: number;
  /** The same of what its overlay refers to. */
  readonly blobs?: readonly StoredBlob[];
}

export interface StoredBlob {
  readonly content: number;
  readonly sha256: string;
  readonly size: number;
}

/** Missing items that a backup names; the others are only counted. */
export const MAX_MISSING = 1_000;

/** An item of a working list. */
export function plainItem({ type: _, received, ...item }: SnapshotItem): PlainItem {
  return { ...item, received: Math.floor(received.getTime() / 1000) };
}

/** The same as core lists it. */
export function snapshotItem({ received, ...item }: PlainItem): SnapshotItem {
  return { ...item, type: 'item', received: new Date(received * 1000) };
}

/** An item as the archive lists it. */
export function archivedItem(item: PlainItem, { content, sha256, size }: Stored): ArchivedItem {
  const { id, kind, mediaType, subject, revision, overlay, flags, received } = item;
  const note: ItemNote = {
    kind,
    mediaType,
    sha256,
    size,
    subject,
    revision,
    ...(overlay.length > 0 && { overlay }),
  };
  return { key: id, content, flags, received, note: { ...note } };
}

/** Something that an overlay refers to, as the archive lists it. */
export function archivedBlob(item: PlainItem, { content, sha256, size }: StoredBlob): ArchivedItem {
  const note: BlobNote = { blob: sha256, size };
  return { key: `${item.id} ${sha256}`, content, flags: [], received: 0, note: { ...note } };
}

/** Whether a line of an archive is such a thing. */
export function blobOf({ content, note }: ArchivedItem): StoredBlob | undefined {
  const { blob, size = 0 } = (note ?? {}) as Partial<BlobNote>;
  return typeof blob === 'string' ? { content, sha256: blob, size } : undefined;
}

/** What is noted of an item of an archive. */
export function itemNote({ note }: ArchivedItem): ItemNote {
  return note as unknown as ItemNote;
}

/** What is noted of a folder of an archive. */
export function folderNote({ note }: ArchivedFolder): FolderNote {
  return note as unknown as FolderNote;
}

/** Where an item stands in the order of a listing: the number its revision begins with. */
export function placeOf(revision: string): number {
  return Number(revision.slice(0, revision.indexOf('.')));
}

/** A path of the store as it is in a backup of some folder, whose own is `/`. */
export function relativePath(path: StorePath, top: StorePath): StorePath {
  if (path === top) return '/';
  return top === '/' ? path : path.slice(top.length);
}

/** The reverse: where a path of a backup goes below a folder of the store. */
export function pathBelow(path: StorePath, top: StorePath): StorePath {
  if (path === '/') return top;
  return top === '/' ? path : `${top}${path}`;
}
