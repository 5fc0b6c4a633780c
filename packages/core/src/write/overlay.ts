import { bytesSource } from '../bytes/sources.ts';
import type { ContentKeeper } from '../item/keep-contents.ts';
import {
  ATTACHMENTS,
  type LongValue,
  RECIPIENTS,
  type StoredAttachment,
  type StoredBag,
  storedBag,
} from '../item/stored.ts';
import type { PropertyBag } from '../properties/bag.ts';
import { propertyByName } from '../properties/lookup.ts';
import type { Property, PropertyValue } from '../properties/types.ts';
import type { OverlayRow } from '../state/rows.ts';
import { encodeValue } from '../state/values.ts';

/** Longer values lie in the blob area, so that a row fits every database. */
const MAX_VALUE = 65_536;

/** An entry of the overlay before it is known which item and bytes it belongs to. */
export type OverlayEntry = Pick<OverlayRow, 'property' | 'op' | 'value' | 'type'>;

/** An entry that sets a property. */
export async function setEntry(property: Property, value: PropertyValue, keeper: ContentKeeper): Promise<OverlayEntry> {
  return { property: property.name, op: 'set', value: await encoded(value, keeper), type: typeColumn(property) };
}

/** An entry that takes a property out. */
export function deleteEntry(property: string): OverlayEntry {
  return { property, op: 'delete', value: null, type: null };
}

/** The entry of a recipient table. */
export function recipientsEntry(rows: readonly PropertyBag[]): OverlayEntry {
  const stored: readonly StoredBag[] = rows.map(storedBag);
  return { property: RECIPIENTS, op: 'set', value: JSON.stringify(stored), type: null };
}

/** The entry of an attachment table. It refers to blobs itself, so it is never one. */
export function attachmentsEntry(stored: readonly StoredAttachment[]): OverlayEntry {
  return { property: ATTACHMENTS, op: 'set', value: JSON.stringify(stored), type: null };
}

/** The type of a property where its name does not tell it. */
export function typeColumn(property: Property): string | null {
  return propertyByName(property.name)?.type === property.type ? null : property.type;
}

async function encoded(value: PropertyValue, keeper: ContentKeeper): Promise<string> {
  if (value instanceof Uint8Array && value.byteLength > MAX_VALUE) return blob(value, 'bytes', keeper);
  if (typeof value === 'string' && value.length > MAX_VALUE && value.isWellFormed())
    return blob(Buffer.from(value), 'text', keeper);
  return long(encodeValue(value), keeper);
}

async function long(json: string, keeper: ContentKeeper): Promise<string> {
  return json.length > MAX_VALUE ? blob(Buffer.from(json), 'json', keeper) : json;
}

async function blob(bytes: Uint8Array, form: LongValue['form'], keeper: ContentKeeper): Promise<string> {
  const content = await keeper.content(bytesSource(bytes, 'application/octet-stream'));
  return JSON.stringify({ $blob: content.blob, form } satisfies LongValue);
}
