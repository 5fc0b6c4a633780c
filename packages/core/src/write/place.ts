import type { Backend } from '../contract/backend.ts';
import type { Flags } from '../contract/entries.ts';
import type { FolderRow, ItemRow, MountRow, ResidueRow } from '../state/rows.ts';

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
  /** Who makes it, where that is not the owner. */
  readonly creator?: string;
  /** The delivery it belongs to, and the step of its plan; -1 is the arrival itself. */
  readonly delivery?: { readonly id: number; readonly step: number };
  /** Set once the item is written and verified. */
  readonly place?: Place;
}

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
