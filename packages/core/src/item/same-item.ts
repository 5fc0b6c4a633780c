import { PropertyBag } from '../properties/bag.ts';
import { encodeValue } from '../state/values.ts';
import type { Attachment, Item } from './item.ts';

/** What a server sets anew whenever it stores an object; it says nothing of the item itself. */
const VOLATILE: ReadonlySet<string> = new Set([
  'PidTagLastModificationTime',
  'PidTagCreationTime',
  'PidTagClientSubmitTime',
  'PidLidOwnerCriticalChange',
  'PidLidAttendeeCriticalChange',
]);

/** What a format makes up for an item that has no UID of its own. */
const IDENTITY: ReadonlySet<string> = new Set([
  'PidLidGlobalObjectId',
  'PidLidCleanGlobalObjectId',
  'PS_PUBLIC_STRINGS#urn:schemas:contacts:uid',
]);

/** An item without what identifies it, in its exceptions too. */
export function withoutIdentity(item: Item): Item {
  return {
    ...item,
    properties: PropertyBag.of([...item.properties].filter(({ property }) => !IDENTITY.has(property.name))),
    attachments: item.attachments.map((attachment) =>
      attachment.item === undefined ? attachment : { ...attachment, item: withoutIdentity(attachment.item) },
    ),
  };
}

/** Whether two items say the same: properties, recipients and attachments; contents by their size where both know it. */
export function sameItem(a: Item, b: Item): boolean {
  return (
    sameBag(a.properties, b.properties) &&
    sameBags(
      a.recipients.map(({ properties }) => properties),
      b.recipients.map(({ properties }) => properties),
    ) &&
    a.attachments.length === b.attachments.length &&
    a.attachments.every((attachment, index) => sameAttachment(attachment, b.attachments[index] as Attachment))
  );
}

function sameAttachment(a: Attachment, b: Attachment): boolean {
  const [sizeA, sizeB] = [a.content?.size, b.content?.size];
  return (
    sameBag(a.properties, b.properties) &&
    (sizeA === undefined || sizeB === undefined || sizeA === sizeB) &&
    (a.item === undefined) === (b.item === undefined) &&
    (a.item === undefined || b.item === undefined || sameItem(a.item, b.item))
  );
}

// A server may list recipients in another order.
function sameBags(a: readonly PropertyBag[], b: readonly PropertyBag[]): boolean {
  const texts = (bags: readonly PropertyBag[]): string => JSON.stringify(bags.map(textOf).sort());
  return texts(a) === texts(b);
}

function sameBag(a: PropertyBag, b: PropertyBag): boolean {
  return textOf(a) === textOf(b);
}

function textOf(bag: PropertyBag): string {
  return [...bag]
    .filter(({ property }) => !VOLATILE.has(property.name))
    .map(({ property, value }) => `${property.name}=${encodeValue(value)}`)
    .sort()
    .join('\n');
}
