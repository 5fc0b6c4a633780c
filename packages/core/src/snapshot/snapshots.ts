import { openBlob } from '../blobs/blob-area.ts';
import type { Body } from '../contract/body.ts';
import type { Flags, ItemKind } from '../contract/entries.ts';
import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import { Tree } from '../hierarchy/tree.ts';
import type { StorePath } from '../mounts/paths.ts';
import { openOriginal, openOriginals } from '../read/original.ts';
import { splitWords } from '../read/words.ts';
import type { ContentsRow, FolderRow, OverlayRow } from '../state/rows.ts';
import { type ItemId, itemId } from '../store/ids.ts';

const PAGE = 500;

/** A folder as a snapshot lists it. */
export interface SnapshotFolder {
  readonly type: 'folder';
  readonly path: StorePath;
  readonly kinds: readonly ItemKind[];
  readonly role?: string;
}

/** A property that core keeps beside the native bytes of an item: its canonical name, and the JSON of its value. */
export interface SnapshotProperty {
  readonly property: string;
  readonly op: 'set' | 'delete';
  readonly value: string | null;
  /** The type of a property that [MS-OXPROPS] does not name. */
  readonly type: string | null;
}

/** An item as a snapshot lists it. */
export interface SnapshotItem {
  readonly type: 'item';
  readonly id: ItemId;
  readonly folder: StorePath;
  readonly kind: ItemKind;
  readonly mediaType: string;
  /** SHA-256 (hex) of the native bytes as `items.open` gives them; missing while nobody has read them whole. */
  readonly sha256?: string;
  readonly size?: number;
  readonly subject: string;
  readonly flags: Flags;
  readonly received: Date;
  readonly overlay: readonly SnapshotProperty[];
  /** SHA-256 of what the overlay refers to: long values, and attachments that its bytes cannot hold. */
  readonly blobs?: readonly string[];
  /** Opaque: another one after every change of the native bytes, and in another place. */
  readonly revision: string;
}

export type SnapshotEntry = SnapshotFolder | SnapshotItem;

/** The bytes of a listed item, or why there are none. */
export type SnapshotBody =
  | { readonly item: SnapshotItem; readonly body: Body }
  /** CONFLICT: it changed or went away since the listing. */
  | { readonly item: SnapshotItem; readonly error: MapistoreError };

/** The digest of an item, found by reading it. */
export interface FoundDigest {
  readonly item: SnapshotItem;
  readonly sha256: string;
  readonly size: number;
}

/** What a backup is made from: a folder tree as it is at one moment, and the bytes of what is listed. */
export interface Snapshots {
  /**
   * Lists a folder and all below it as they stood at one change number, which it gives; pages of entries, each folder
   * before its items. Nothing but the index is asked, so synchronise first. The visitor must not call the store.
   * @throws NOT_FOUND, and what the visitor throws
   */
  list(path: StorePath, visit: (entries: readonly SnapshotEntry[]) => Promise<void>): Promise<number>;
  /** The native bytes of listed items, in any order, each to be read before the next; in bulk where the backend can. */
  open(items: readonly SnapshotItem[], request?: { readonly signal?: AbortSignal }): AsyncIterable<SnapshotBody>;
  /** What an overlay refers to; nothing where that is not there any more. */
  openBlob(sha256: string): Body;
  /**
   * Tells the index the digests of what was read, so that nobody has to read it again for that. Gives those whose item
   * is still as it was listed.
   */
  settle(digests: readonly FoundDigest[]): Promise<readonly FoundDigest[]>;
}

/** Snapshots of a store. */
export function snapshotsOf(engine: Engine): Snapshots {
  return {
    list: (path, visit) => list(engine, path, visit),
    open: (items, request) => open(engine, items, request?.signal ?? new AbortController().signal),
    openBlob: (sha256) => openBlob(engine.state, sha256, 'application/octet-stream'),
    settle: (digests) => settle(engine, digests),
  };
}

async function list(
  engine: Engine,
  path: StorePath,
  visit: (entries: readonly SnapshotEntry[]) => Promise<void>,
): Promise<number> {
  return engine.state.read(async (tx) => {
    const tree = await Tree.read(tx);
    for (const folder of tree.subtree(tree.need(path))) {
      const at = tree.path(folder);
      await visit([folderEntry(folder, at)]);
      for (let mid = 0; ; ) {
        const rows = await tx.contents.page({
          folderId: folder.folderId,
          sort: 'mid',
          descending: false,
          limit: PAGE,
          after: { value: mid, mid },
        });
        if (rows.length === 0) break;
        const overlay = Map.groupBy(await tx.overlay.ofItems(rows.map((row) => row.itemId)), (entry) => entry.itemId);
        const blobs = await tx.itemBlobs.ofMany([...overlay.keys()]);
        await visit(rows.map((row) => itemEntry(row, at, overlay.get(row.itemId) ?? [], blobs.get(row.itemId))));
        mid = rows.at(-1)?.mid as number;
        if (rows.length < PAGE) break;
      }
    }
    return tx.journal.last();
  });
}

function folderEntry({ kinds, role }: FolderRow, path: StorePath): SnapshotFolder {
  return {
    type: 'folder',
    path,
    kinds: (kinds === '' ? [] : kinds.split(',')) as ItemKind[],
    ...(role !== null && { role }),
  };
}

function itemEntry(
  row: ContentsRow,
  folder: StorePath,
  overlay: readonly OverlayRow[],
  blobs: readonly string[] | undefined,
): SnapshotItem {
  return {
    type: 'item',
    id: itemId(row.itemId),
    folder,
    kind: row.kind as ItemKind,
    mediaType: row.mediaType,
    ...(row.sha256 !== null && { sha256: row.sha256 }),
    ...(row.size !== null && { size: row.size }),
    subject: row.subject,
    flags: splitWords(row.flags),
    received: new Date(row.received),
    overlay: overlay.map(({ property, op, value, type }) => ({ property, op, value, type })),
    ...(blobs !== undefined && { blobs }),
    revision: revisionOf(row),
  };
}

function revisionOf({ mid, contentRevision }: ContentsRow): string {
  return `${mid}.${contentRevision}`;
}

async function* open(engine: Engine, items: readonly SnapshotItem[], signal: AbortSignal): AsyncIterable<SnapshotBody> {
  const open = new Map<number, SnapshotItem>(items.map((item) => [midOf(item), item]));
  const rows = await engine.state.read((tx) => tx.contents.byMids([...open.keys()]));
  const same = rows.filter((row) => open.get(row.mid)?.revision === revisionOf(row));
  for (const [, group] of Map.groupBy(same, ({ folderId }) => folderId)) {
    for await (const { row, body } of openOriginals(engine, group, signal)) {
      const item = open.get(row.mid) as SnapshotItem;
      open.delete(row.mid);
      yield { item, body };
    }
  }
  const byMid = new Map(same.map((row) => [row.mid, row]));
  for (const [mid, item] of open) {
    const row = byMid.get(mid);
    try {
      if (row === undefined) throw changed(item);
      yield { item, body: await openOriginal(engine, row, signal) };
    } catch (error) {
      signal.throwIfAborted();
      yield { item, error: MapistoreError.from(error, `Cannot read ${item.id}`) };
    }
  }
}

function changed({ id }: SnapshotItem): MapistoreError {
  return new MapistoreError('CONFLICT', `Item ${id} changed or went away since it was listed; list it again.`, {
    context: { id },
  });
}

async function settle(engine: Engine, digests: readonly FoundDigest[]): Promise<readonly FoundDigest[]> {
  const found = new Map(digests.map((digest) => [midOf(digest.item), digest]));
  return engine.state.write(async (tx) => {
    const rows = await tx.contents.byMids([...found.keys()]);
    const settled: FoundDigest[] = [];
    for (const row of rows) {
      const digest = found.get(row.mid) as FoundDigest;
      if (revisionOf(row) !== digest.item.revision) continue;
      if (row.sha256 !== null && row.sha256 !== digest.sha256) continue;
      settled.push(digest);
      if (row.sha256 === null) await tx.contents.updateItem(row.itemId, { sha256: digest.sha256, size: digest.size });
    }
    return settled;
  });
}

const midOf = ({ revision }: SnapshotItem): number => Number(revision.slice(0, revision.indexOf('.')));
