import type { Property } from '../properties/types.ts';

/** How much of a value a call wants. */
export interface GetRequest {
  /** Values of more bytes are a NOT_ENOUGH_MEMORY problem ([MS-OXCPRPT] 2.2.2.1); default 1 MiB for contents of attachments, else none. */
  readonly sizeLimit?: number;
}

/** How to copy. */
export interface CopyRequest {
  /** Takes out of the source what was copied. */
  readonly move?: boolean;
  /** Leaves what has a value in the target as it is. */
  readonly noOverwrite?: boolean;
}

/** How to copy a whole object. */
export interface CopyToRequest extends CopyRequest {
  /** What not to copy; PidTagMessageRecipients and PidTagMessageAttachments stand for recipients and attachments. */
  readonly exclude?: readonly Property[];
  /** Whether recipients and attachments are copied too; default true. */
  readonly subObjects?: boolean;
}

/** What of an object's contents to copy. */
export interface ContentsRequest extends Required<CopyRequest> {
  readonly isWanted: (property: Property) => boolean;
  readonly subObjects: boolean;
}
