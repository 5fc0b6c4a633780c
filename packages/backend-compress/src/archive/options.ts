import type { Packing } from './writing/packer.ts';

/** Packing of what is written: about as fast as the disk, and dense enough until somebody compacts. */
export const WRITE_PACKING: Packing = {
  blockBytes: 2_097_152,
  level: 5,
  headBlockBytes: 524_288,
  headLevel: 6,
};

/** Packing of a compaction: slow, and as dense as a read of one item in a few milliseconds allows. */
export const COMPACT_PACKING: Packing = {
  blockBytes: 4_194_304,
  level: 19,
  headBlockBytes: 1_048_576,
  headLevel: 19,
};

/** How an archive is opened. */
export interface ArchiveOptions {
  /** The folder it lies in. */
  readonly folder: string;
  /** Whether it may be made where it is not there. Without, a missing archive is UNAVAILABLE. */
  readonly create?: boolean;
  /** A passphrase, or `key:` and 64 hex digits. A new archive is encrypted if it is given. */
  readonly secret?: string | undefined;
  /** Default is {@link WRITE_PACKING}. */
  readonly packing?: Partial<Packing>;
  /** A segment takes no new commits from this size on. Default is 256 MiB. */
  readonly segmentBytes?: number;
  /** An archive of more contents has its index in a file; that of a smaller one is made at opening. Default is 10,000. */
  readonly indexFrom?: number;
  /** How long a write waits for another process. Default is 15 s. */
  readonly lockWaitMs?: number;
  /**
   * If false, nothing waits for the disk: a power cut may then lose what was answered, and a crash of the program not.
   * Default is true.
   */
  readonly sync?: boolean;
}

/** The same with defaults. */
export interface KnownOptions {
  readonly folder: string;
  readonly packing: Packing;
  readonly segmentBytes: number;
  readonly lockWaitMs: number;
  readonly indexFrom: number;
  readonly sync: boolean;
}

/** Fills in what was left out. */
export function knownOptions(options: ArchiveOptions): KnownOptions {
  const { folder, packing, segmentBytes = 268_435_456, lockWaitMs = 15_000, indexFrom = 10_000, sync = true } = options;
  return { folder, packing: { ...WRITE_PACKING, ...packing }, segmentBytes, lockWaitMs, indexFrom, sync };
}
