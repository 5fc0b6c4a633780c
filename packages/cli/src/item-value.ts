import type { ItemInfo } from '@mapistore/core';
import { addressText } from './text.ts';

/** An item of a list as JSON shows it. */
export function itemValue(item: ItemInfo): object {
  return {
    id: item.id,
    path: item.path,
    kind: item.kind,
    class: item.class,
    subject: item.subject,
    from: addressText(item.from),
    to: item.to,
    date: item.date,
    ...(item.sent !== undefined && { sent: item.sent }),
    size: item.size,
    flags: item.flags,
    importance: item.importance,
    ...(item.time !== undefined && item.time),
    ...(item.uid !== undefined && { uid: item.uid }),
    ...(item.hasAttachments !== undefined && { attachments: item.hasAttachments }),
    mediaType: item.mediaType,
    ...(item.sha256 !== undefined && { sha256: item.sha256 }),
    ...(item.keptByCore && { kept: true }),
  };
}
