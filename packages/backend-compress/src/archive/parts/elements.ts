import type { Base64Layout } from './base64.ts';
import type { QuotedLayout } from './quoted-printable.ts';
import type { UuLayout } from './uuencode.ts';

/**
 * A stretch of an item as it comes out of a scan: bytes as they stand there, or decoded. `shared` says that another item
 * may carry the same, so that they are worth to be looked for.
 */
export interface Element {
  readonly bytes: Buffer;
  readonly shared: boolean;
  /** How they are encoded; left out where they stand there as they are. */
  readonly encoding?: Encoding;
}

/** How decoded bytes become those of the item again. */
export type Encoding =
  | ({ readonly kind: 'base64' } & Base64Layout)
  | ({ readonly kind: 'uu' } & UuLayout)
  | ({ readonly kind: 'quoted'; readonly encoded: number } & QuotedLayout);

/**
 * Large parts are cut into pieces of this many bytes, counted from the start of the part and not of the item: so equal
 * parts have equal pieces, whichever item carries them.
 */
export const PIECE_BYTES = 1_048_576;
/** A smaller part is found again by the compression itself, when a similar item stands beside it. */
export const SHARED_BYTES = 2048;
/** Text that is not encoded is shared from here on. */
export const SHARED_PLAIN_BYTES = 32_768;
