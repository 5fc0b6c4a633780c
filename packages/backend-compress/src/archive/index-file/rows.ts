import type { Place } from '../format/operations.ts';

/** A folder of an archive. */
export interface ArchiveFolder {
  /** 0 is the root. */
  readonly id: number;
  /** -1 for the root. */
  readonly parent: number;
  readonly name: string;
  /** The kinds of items it was made for; undefined where it is for all. */
  readonly kinds: readonly string[] | undefined;
  /** The last commit that changed it or an item in it. */
  readonly changed: number;
}

/** An item of a folder. */
export interface ArchiveItem {
  readonly folder: number;
  readonly id: number;
  readonly content: number;
  readonly flags: readonly string[];
  /** Seconds since 1970, UTC. */
  readonly received: number;
  /** The last commit that changed it. */
  readonly changed: number;
}

/** The bytes of an item: they never change, and several items may have the same. */
export interface ArchiveContent {
  readonly id: number;
  /** The first 48 bits of its SHA-256. */
  readonly hash: number;
  readonly size: number;
  readonly mediaType: string;
  /** Where its recipe and head are. */
  readonly at: Place;
}

/** A snapshot, without its listing. */
export interface ArchiveSnapshot {
  readonly name: string;
  /** Seconds since 1970, UTC. */
  readonly created: number;
  /** The content that holds the listing. */
  readonly content: number;
}

/** A record of a segment. */
export interface RecordPlace {
  readonly segment: number;
  readonly start: number;
  readonly offset: number;
  readonly stored: number;
  readonly raw: number;
}

/** How far the index knows the segments. */
export interface KnownEnd {
  readonly archive: string;
  readonly generation: number;
  readonly segment: number;
  /** Bytes of the segment's file that are committed. */
  readonly offset: number;
  /** The same, decompressed. */
  readonly rawStart: number;
  /** Where the last commit record begins in the file; -1 where the segment has none yet. */
  readonly commitAt: number;
  /** The last commit. */
  readonly commit: number;
  /** The number that the next folder, item or content gets. */
  readonly next: number;
  /** Sync tokens from before this commit are too old. */
  readonly forgotten: number;
}
