import { openBlob } from '../blobs/blob-area.ts';
import { collect } from '../bytes/sources.ts';
import type { Item } from '../item/item.ts';
import {
  ATTACHMENTS,
  attachmentsOfStored,
  type LongValue,
  markNative,
  RECIPIENTS,
  recipientsOfStored,
  type StoredAttachment,
  type StoredBag,
} from '../item/stored.ts';
import { PropertyBag } from '../properties/bag.ts';
import { propertyByName } from '../properties/lookup.ts';
import type { PropertyType, PropertyValue } from '../properties/types.ts';
import type { ContentsRow, OverlayRow } from '../state/rows.ts';
import type { StateStore } from '../state/store.ts';
import { typedValue } from '../state/values.ts';

/**
 * An item with its overlay over it. Over the same bytes the overlay wins; over other bytes what they say themselves wins, and
 * the overlay stays for the rest.
 */
export async function overlaid(
  state: StateStore,
  parsed: Item,
  overlay: readonly OverlayRow[],
  { sha256 }: Pick<ContentsRow, 'sha256'>,
): Promise<Item> {
  const native = markNative(parsed);
  const properties = PropertyBag.of(native.properties);
  let { recipients, attachments } = native;
  for (const entry of overlay) {
    const { property: name, op, value, type, overSha256 } = entry;
    const isSame = overSha256 === sha256;
    if (name === RECIPIENTS) {
      if (isSame || recipients.length === 0)
        recipients = recipientsOfStored((await plain(state, value as string)) as StoredBag[]);
      continue;
    }
    if (name === ATTACHMENTS) {
      if (isSame || attachments.length === 0) {
        const stored = (await plain(state, value as string)) as StoredAttachment[];
        attachments = attachmentsOfStored(state, stored, native.attachments);
      }
      continue;
    }
    const property = propertyByName(name, (type ?? undefined) as PropertyType | undefined);
    if (property === undefined || (!isSame && properties.has(name))) continue;
    if (op === 'delete') properties.delete(name);
    else properties.set(property, await loadValue(state, value as string));
  }
  return { ...native, properties, recipients, attachments };
}

async function loadValue(state: StateStore, json: string): Promise<PropertyValue> {
  const value: unknown = JSON.parse(json);
  const found = longValue(value);
  if (found === undefined || found.form === 'json') return typedValue(await plain(state, json));
  const bytes = await read(state, found.$blob);
  return found.form === 'bytes' ? bytes : Buffer.from(bytes).toString('utf8');
}

async function plain(state: StateStore, json: string): Promise<unknown> {
  const value: unknown = JSON.parse(json);
  const found = longValue(value);
  return found === undefined ? value : JSON.parse(Buffer.from(await read(state, found.$blob)).toString('utf8'));
}

function longValue(value: unknown): LongValue | undefined {
  return typeof value === 'object' && value !== null && '$blob' in value ? (value as LongValue) : undefined;
}

async function read(state: StateStore, blob: string): Promise<Uint8Array> {
  return collect(openBlob(state, blob, 'application/octet-stream'));
}
