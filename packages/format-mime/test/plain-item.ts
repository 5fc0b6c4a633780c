import { createHash } from 'node:crypto';
import type { Item, PropertyBag } from '@mapistore/core';
import { contentOf } from './corpus.ts';

/** What writing cannot keep: the header as it was, sizes before decoding, and the charset of the text where UTF-8 took its place. */
const NOT_WRITTEN = new Set([
  'PidTagTransportMessageHeaders',
  'PidTagAttachSize',
  'PidTagInternetCodepage',
  'PidTagMessageCodepage',
]);

/** An item as plain data, its attachments as hashes, to compare. */
export async function plainItem(item: Item, writable = false): Promise<unknown> {
  const attachments = await Promise.all(
    item.attachments.map(async (one) => ({
      ...plain(one.properties, true),
      sha256: createHash('sha256')
        .update(await contentOf(one))
        .digest('hex'),
    })),
  );
  return {
    properties: plain(item.properties, writable),
    recipients: item.recipients.map((one) => plain(one.properties, writable)),
    attachments,
    ...(!writable && { problems: item.problems }),
  };
}

function plain(bag: PropertyBag, writable: boolean): Record<string, unknown> {
  const entries = [...bag].filter(({ property }) => !writable || !NOT_WRITTEN.has(property.name));
  const values = entries.map(({ property, value }): [string, unknown] => [
    property.name,
    value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value,
  ]);
  return Object.fromEntries(values.sort(([a], [b]) => (a < b ? -1 : 1)));
}
