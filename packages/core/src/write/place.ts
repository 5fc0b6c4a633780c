import type { Backend } from '../contract/backend.ts';
import type { Flags } from '../contract/entries.ts';
import type { LineageRow } from '../state/replication-rows.ts';
import type { ContentsRow, FolderRow, ItemRow, MountRow, ResidueRow } from '../state/rows.ts';
import type { OverlayEntry } from './overlay.ts';

/** Where items are written to. */
export interface Target {
  readonly folder: FolderRow;
  readonly mount: MountRow;
  readonly backend: Backend;
  /** The folder's path, for messages. */
  readonly path: string;
}

/** Where an item came to lie, and what of it core keeps. Plain JSON, since an intent remembers it. */
export interface Place {
  readonly backendKey: string | null;
  /** Digest in the blob area, where core itself keeps the bytes. */
  readonly blob: string | null;
  readonly contentRevision: string;
  readonly flagsRevision: string | null;
  readonly stableId: string | null;
  readonly storedSize: number | null;
  /** Flags the backend could not store. */
  readonly refused: Flags;
  readonly residue: { readonly mode: ResidueRow['mode']; readonly storedSha256: string } | null;
  /** The original is out of reach, and the server made something else of it: that is the item now. */
  readonly asStored?: boolean;
}

/** What an intent remembers beside its columns, to end the write it stands for. */
export interface Payload {
  readonly item: Omit<ItemRow, 'itemId' | 'creator' | 'flags' | 'coreFlags'>;
  readonly flags: Flags;
  readonly received: number;
  /** For a move: the source's content revision when it was read. */
  readonly sourceRevision?: string;
  /** For a copy: the item whose overlay it gets. */
  readonly copyOf?: number;
  /** For a copy: the membership it is a copy of. */
  readonly copyOfMid?: number;
  /** For what a client made or moved itself: the ids and the version that it says. */
  readonly identity?: ImportedIdentity;
  /** What the bytes of a new message cannot say. */
  readonly overlay?: readonly OverlayEntry[];
  /** Blobs that the overlay refers to, and those of them that another owner referred to first. */
  readonly blobs?: readonly string[];
  readonly reusedBlobs?: readonly string[];
  /** For a soft-deleted item that comes back: the item. */
  readonly restoreOf?: number;
  /** Who makes it, where that is not the owner. */
  readonly creator?: string;
  /** The delivery it belongs to, and the step of its plan; -1 is the arrival itself. */
  readonly delivery?: { readonly id: number; readonly step: number };
  /** Set once the item is written and verified. */
  readonly place?: Place;
}

/** What a client says of an object that it made or moved in its own copy of the store. */
export interface ImportedIdentity {
  /** The id it gave out of those it had reserved; without it the store gives one. */
  readonly mid?: number;
  /** The version, but for the number that the store gives it. Missing where the version is not taken over. */
  readonly version?: ImportedVersion;
}

/** What a client says of a version, as it is kept. */
export type ImportedVersion = Pick<LineageRow, 'changeKey' | 'predecessors' | 'modifiedAt' | 'sourceKey'>;

/** What the payload of an item's write has beside the usual. */
export type Extra = (row: ContentsRow) => Partial<Payload>;

/** A file name or similar to suggest: the subject, or nothing. */
export function nameHint(payload: Payload): { readonly name?: string } {
  const name = payload.item.subject.trim();
  return name === '' ? {} : { name };
}

/** Which flags core has to keep for an item in this place. */
export function coreFlagsOf(backend: Backend, place: Place, flags: Flags): Flags {
  if (place.backendKey === null || !backend.description.capabilities.setFlags) return flags;
  return place.refused;
}
