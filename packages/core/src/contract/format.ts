import type { Item } from '../item/item.ts';
import type { PropertyBag } from '../properties/bag.ts';
import type { BodySource } from './body.ts';
import type { BodyPart, ItemKind } from './entries.ts';

/** What the index row of an item is made from. */
export interface HeadInput {
  /** As in {@link ItemEntry.head}. */
  readonly head: Uint8Array;
  readonly structure?: BodyPart;
}

/** The columns that lists show, sort and filter by, from the head of an item alone. */
export interface Head {
  /** PidTagMessageClass, such as `IPM.Note`. */
  readonly messageClass: string;
  readonly subject: string;
  /** PidTagNormalizedSubject: the subject without its prefix (`Re: `). */
  readonly normalizedSubject: string;
  readonly fromName: string;
  readonly fromAddress: string;
  readonly displayTo: string;
  readonly displayCc: string;
  /** PidTagClientSubmitTime. */
  readonly sent?: Date;
  /** PidTagImportance: 0 low, 1 normal, 2 high. */
  readonly importance: number;
  /** PidTagSensitivity: 0 none, 1 personal, 2 private, 3 confidential. */
  readonly sensitivity: number;
  /** With its angle brackets, as written. */
  readonly messageId?: string;
  readonly inReplyTo?: string;
  /** Message-IDs of the References field, oldest first, at most 100. */
  readonly references: readonly string[];
  /** Undefined where the head does not tell. */
  readonly hasAttachments?: boolean;
  /**
   * A SHA-256 (hex) over the head with CRLF folded to LF, so that it is the same before and after a server changed the
   * line ends. It tells the same item under another key, together with size and date.
   */
  readonly fingerprint: string;
}

/** A change of an item's properties, to be written into native bytes. */
export interface Delta {
  readonly set: PropertyBag;
  /** Canonical names of properties to remove. */
  readonly remove: readonly string[];
}

/** What a format could write into the bytes, and what is left for core's overlay. */
export interface Patched {
  /** Undefined where nothing of the delta can be said in this format. */
  readonly body?: BodySource;
  /** Canonical names that the format cannot say. */
  readonly unsaid: readonly string[];
}

/** How much work and memory a parse may cost. */
export interface ParseLimits {
  /** A text body larger than this is cut, and `problems` says so; the native bytes keep it all. */
  readonly maxTextBytes: number;
  /** Deeper embedded messages and multiparts stay opaque attachments. */
  readonly maxDepth: number;
  readonly maxParts: number;
}

/** One media type, to and from the canonical item. Registered as a value; backends name theirs as optional peers. */
export interface Format {
  /** Lower case, no parameters. */
  readonly mediaType: string;
  /** File name extension with its dot, such as `.eml`. */
  readonly extension: string;
  readonly kind: ItemKind;
  /** Makes the columns. Never throws: what cannot be read is empty. */
  head(input: HeadInput): Head;
  /**
   * Reads the bytes as far as they go. Never throws for bad content: `problems` of the item says what was wrong.
   * Attachments stay in the source and are read from it when opened.
   */
  parse(
    source: BodySource,
    request: { readonly signal: AbortSignal; readonly limits?: Partial<ParseLimits> },
  ): Promise<Item>;
  /** Writes an item that has no native bytes of this type. */
  render(item: Item, request: { readonly signal: AbortSignal }): Promise<BodySource>;
  /** Changes bytes as little as possible: every other line stays as it was. */
  patch(source: BodySource, delta: Delta, request: { readonly signal: AbortSignal }): Promise<Patched>;
}
