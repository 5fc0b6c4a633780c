import { openBlob } from '../blobs/blob-area.ts';
import type { BodySource } from '../contract/body.ts';
import { PropertyBag } from '../properties/bag.ts';
import { propertyByName } from '../properties/lookup.ts';
import type { PropertyType } from '../properties/types.ts';
import type { StateStore } from '../state/store.ts';
import { plainValue, typedValue } from '../state/values.ts';
import type { Attachment, Item, Recipient } from './item.ts';

// The canonical item as JSON, streams aside: what core keeps where no format can say it, and FAI messages. Contents lie in
// the blob area, or in the native bytes that the item has beside this.

/** A property: canonical name, type, value. */
type StoredProperty = readonly [name: string, type: PropertyType, value: unknown];
/** Properties in the order of the bag. */
export type StoredBag = readonly StoredProperty[];

/** Where the bytes of an attachment are. */
export interface StoredContent {
  /** SHA-256 in the blob area. */
  readonly blob: string;
  readonly size: number;
  readonly mediaType: string;
}

/** An attachment: its properties, and its content in the blob area, as an item, or as the attachment of that place in the native bytes. */
export interface StoredAttachment {
  readonly properties: StoredBag;
  readonly content?: StoredContent;
  readonly item?: StoredItem;
  readonly native?: number;
}

/** An item. */
export interface StoredItem {
  readonly properties: StoredBag;
  readonly recipients: readonly StoredBag[];
  readonly attachments: readonly StoredAttachment[];
}

/** Media type of an item in this form. */
export const CANONICAL_TYPE = 'application/vnd.mapistore.item+json';

/** The whole recipient table, where native bytes say another one. No property is called so. */
export const RECIPIENTS = '#recipients';
/** The same of the attachments. */
export const ATTACHMENTS = '#attachments';

/** A value that lies in the blob area: as the bytes or the text that it is, or as JSON. */
export interface LongValue {
  readonly $blob: string;
  readonly form: 'bytes' | 'text' | 'json';
}

/** A bag in plain JSON. */
export function storedBag(bag: PropertyBag): StoredBag {
  return [...bag].map(({ property, value }) => [property.name, property.type, plainValue(value)]);
}

/** The bag of plain JSON; what has no name any more is left out. */
function bagOfStored(stored: StoredBag): PropertyBag {
  const bag = new PropertyBag();
  for (const [name, type, value] of stored) {
    const property = propertyByName(name, type);
    if (property !== undefined) bag.set(property, typedValue(value));
  }
  return bag;
}

/** Recipients of plain JSON. */
export function recipientsOfStored(stored: readonly StoredBag[]): Recipient[] {
  return stored.map((bag) => ({ properties: bagOfStored(bag) }));
}

/** A source over a blob, which knows of it: who keeps it again needs no second copy. */
export interface BlobSource extends BodySource {
  readonly blob: string;
}

function blobSource(state: StateStore, { blob, size, mediaType }: StoredContent): BlobSource {
  return {
    blob,
    size,
    mediaType,
    async *open({ signal, range }) {
      signal.throwIfAborted();
      yield* openBlob(state, blob, mediaType, range);
    },
  };
}

/** Which attachment of the native bytes an attachment is, where it is one. */
const origins = new WeakMap<Attachment, number>();

/** The place of an attachment among those of the native bytes; undefined where it is none of them. */
export function nativePlace(attachment: Attachment): number | undefined {
  return origins.get(attachment);
}

/** Notes for each attachment of native bytes which one it is. */
export function markNative<T extends Item>(item: T): T {
  for (const [index, attachment] of item.attachments.entries()) origins.set(attachment, index);
  return item;
}

/** Attachments of plain JSON; `native` are those of the bytes beside it. */
export function attachmentsOfStored(
  state: StateStore,
  stored: readonly StoredAttachment[],
  native: readonly Attachment[] = [],
): Attachment[] {
  return stored.map((one) => {
    const properties = bagOfStored(one.properties);
    const there = one.native === undefined ? undefined : native[one.native];
    if (there !== undefined) {
      const attachment: Attachment = { ...there, properties };
      origins.set(attachment, one.native as number);
      return one.item === undefined ? attachment : { ...attachment, item: itemOfStored(state, one.item) };
    }
    return {
      properties,
      ...(one.content !== undefined && { content: blobSource(state, one.content) }),
      ...(one.item !== undefined && { item: itemOfStored(state, one.item) }),
    };
  });
}

/** The item of plain JSON. */
export function itemOfStored(state: StateStore, stored: StoredItem): Item {
  return {
    properties: bagOfStored(stored.properties),
    recipients: recipientsOfStored(stored.recipients),
    attachments: attachmentsOfStored(state, stored.attachments),
    problems: [],
  };
}
