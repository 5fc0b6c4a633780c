import { sha256Of } from '../bytes/scan.ts';
import type { BodySource } from '../contract/body.ts';
import type { Attachment, Item } from '../item/item.ts';
import type { ContentKeeper } from '../item/keep-contents.ts';
import type { StoredAttachment } from '../item/stored.ts';
import { storedBag } from '../item/stored.ts';
import { PropertyBag } from '../properties/bag.ts';
import * as tags from '../properties/tags.ts';
import { sameValue } from '../properties/values.ts';
import { attachmentsEntry, deleteEntry, type OverlayEntry, recipientsEntry, setEntry } from '../write/overlay.ts';
import { COMPUTED_OF_ATTACHMENTS } from './computed-names.ts';

/** A message and what its bytes, read again, say of it. */
export interface Written {
  readonly item: Item;
  readonly native: Item;
  /** Names of properties that were taken out. */
  readonly removed: ReadonlySet<string>;
  /** Names of properties that only the bytes themselves say, whichever they are. */
  readonly ignored?: ReadonlySet<string>;
  readonly keeper: ContentKeeper;
  readonly signal: AbortSignal;
}

/** The overlay over new bytes: everything of the message that reading them does not give back. */
export async function unsaidOf(written: Written): Promise<readonly OverlayEntry[]> {
  const { item, native, removed, ignored = new Set(), keeper } = written;
  const entries: OverlayEntry[] = [];
  for (const { property, value } of item.properties) {
    if (ignored.has(property.name) || sameValue(native.properties.entry(property)?.value, value)) continue;
    entries.push(await setEntry(property, value, keeper));
  }
  for (const name of removed)
    if (native.properties.has(name) && !item.properties.has(name)) entries.push(deleteEntry(name));
  const recipients = item.recipients.map(({ properties }) => properties);
  if (!sayRecipients(native, recipients)) entries.push(recipientsEntry(recipients));
  const attachments = await unsaidAttachments(written);
  if (attachments !== undefined) entries.push(attachmentsEntry(attachments));
  return entries;
}

/** Whether bytes give all rows back, each under its own id. */
function sayRecipients({ recipients: native }: Item, wanted: readonly PropertyBag[]): boolean {
  return (
    native.length === wanted.length &&
    wanted.every((bag, index) => {
      const { properties } = native[index] as Item['recipients'][number];
      const columns = PropertyBag.of(bag);
      const rowId = columns.get(tags.PidTagRowid) ?? index;
      columns.delete(tags.PidTagRowid);
      return rowId === index && covers(properties, columns);
    })
  );
}

/** The attachment table, with contents where the bytes do not have them; undefined where they say all of it. */
async function unsaidAttachments({
  item,
  native,
  keeper,
  signal,
}: Written): Promise<readonly StoredAttachment[] | undefined> {
  const left = new Set(native.attachments.keys());
  const stored: StoredAttachment[] = [];
  let isSaid = item.attachments.length === native.attachments.length;
  for (const [index, attachment] of item.attachments.entries()) {
    const place = await findNative(attachment, native.attachments, left, signal);
    if (place === undefined) {
      stored.push(await keeper.attachment(attachment));
      isSaid = false;
      continue;
    }
    left.delete(place);
    const there = native.attachments[place] as Attachment;
    const number = attachment.properties.get(tags.PidTagAttachNumber);
    const whole = attachment.item === undefined || (there.item !== undefined && saysItem(there.item, attachment.item));
    if (place !== index || number !== index || !whole || !covers(there.properties, columns(attachment))) isSaid = false;
    stored.push({
      properties: storedBag(attachment.properties),
      native: place,
      ...(!whole && attachment.item !== undefined && { item: await keeper.item(attachment.item) }),
    });
  }
  return isSaid ? undefined : stored;
}

function columns({ properties }: Attachment): PropertyBag {
  return PropertyBag.of([...properties].filter(({ property }) => !COMPUTED_OF_ATTACHMENTS.has(property.name)));
}

/** The attachment of the bytes that has this one's content; where several might, their contents are compared. */
async function findNative(
  wanted: Attachment,
  native: readonly Attachment[],
  left: ReadonlySet<number>,
  signal: AbortSignal,
): Promise<number | undefined> {
  if (wanted.content === undefined && wanted.item === undefined) return undefined;
  const alike = [...left].filter((index) => isAlike(wanted, native[index] as Attachment));
  if (alike.length <= 1 || wanted.content === undefined) return alike[0];
  const digest = await digestOf(wanted.content, signal);
  for (const index of alike) {
    const { content } = native[index] as Attachment;
    if (content !== undefined && (await digestOf(content, signal)) === digest) return index;
  }
  return undefined;
}

function isAlike(wanted: Attachment, there: Attachment): boolean {
  if ((wanted.item === undefined) !== (there.item === undefined) || there.content === undefined) return false;
  const [name, given] = [tags.PidTagAttachLongFilename, tags.PidTagAttachFilename].map((one) =>
    wanted.properties.get(one),
  );
  const known = there.properties.get(tags.PidTagAttachLongFilename);
  const [a, b] = [wanted.content?.size, there.content.size];
  const sameSize = wanted.item !== undefined || a === undefined || b === undefined || a === b;
  return sameSize && ((name ?? given) === undefined || (name ?? given) === known);
}

function digestOf(source: BodySource, signal: AbortSignal): Promise<string> {
  return sha256Of(source.open({ signal }));
}

/** Whether one item says all that another does. */
function saysItem(native: Item, wanted: Item): boolean {
  return (
    covers(native.properties, wanted.properties) &&
    sayRecipients(
      native,
      wanted.recipients.map(({ properties }) => properties),
    ) &&
    native.attachments.length === wanted.attachments.length &&
    wanted.attachments.every((attachment, index) => {
      const there = native.attachments[index] as Attachment;
      return (
        isAlike(attachment, there) &&
        covers(there.properties, columns(attachment)) &&
        (attachment.item === undefined || (there.item !== undefined && saysItem(there.item, attachment.item)))
      );
    })
  );
}

function covers(native: PropertyBag, wanted: PropertyBag): boolean {
  return [...wanted].every(({ property, value }) => sameValue(native.entry(property)?.value, value));
}
