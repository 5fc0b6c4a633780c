import type { BackendDefinition } from '@mapistore/core';
import { z } from 'zod';
import { WRITE_PACKING } from './archive/options.ts';

/** The options of an archive mount, checked and with their defaults. All may stand in the query of the URI. */
export interface ArchiveMountOptions {
  /** Bytes of items that are compressed together as they are written. Default is 2 MiB. */
  readonly blockBytes: number;
  /** The level of zstd for what is written, 1 to 19. Default is 5. */
  readonly level: number;
  /** A segment takes no new commits from this size on. Default is 256 MiB. */
  readonly segmentBytes: number;
  /** The largest item, in bytes. Default is 16 GiB. */
  readonly maxItemBytes: number;
  /** An archive of more items has its index in a file; that of a smaller one is made at opening. Default is 10,000. */
  readonly indexFrom: number;
  /** How long a write waits for another process. Default is 15 s. */
  readonly lockWaitMs: number;
}

// Query parameters of a URI arrive as strings, hence the coercion.
const count = (fallback: number, min: number, max: number) =>
  z.coerce.number().int().min(min).max(max).default(fallback);

/** Checks the options of a mount; what it does not know is an error and not ignored. */
export const optionsSchema: BackendDefinition<ArchiveMountOptions>['options'] = z.strictObject({
  blockBytes: count(WRITE_PACKING.blockBytes, 4096, 8_388_608),
  level: count(WRITE_PACKING.level, 1, 19),
  segmentBytes: count(268_435_456, 1_048_576, 2 ** 40),
  maxItemBytes: count(16 * 1024 ** 3, 1, 2 ** 40),
  indexFrom: count(10_000, 0, 10 ** 9),
  lockWaitMs: count(15_000, 0, 600_000),
});
