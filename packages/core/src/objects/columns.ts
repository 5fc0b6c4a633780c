import type { Item } from '../item/item.ts';
import * as tags from '../properties/tags.ts';
import { textColumns } from '../read/item-row.ts';
import type { ItemRow } from '../state/rows.ts';
import { subjectParts } from './subject.ts';

type Columns = Partial<
  Pick<
    ItemRow,
    | 'subject'
    | 'normalizedSubject'
    | 'subjectKey'
    | 'displayTo'
    | 'displayCc'
    | 'messageClass'
    | 'importance'
    | 'sensitivity'
    | 'hasAttachments'
  >
>;

/**
 * Columns of the index that a message says itself, whatever its bytes say: what lies in the overlay is listed, sorted and
 * found like anything else.
 */
export function columnsOf({ properties, recipients, attachments }: Item): Columns {
  const parts = subjectParts(properties);
  const importance = properties.get(tags.PidTagImportance);
  const sensitivity = properties.get(tags.PidTagSensitivity);
  const messageClass = properties.get(tags.PidTagMessageClass);
  const names = (type: number): string =>
    recipients
      .filter((row) => row.properties.get(tags.PidTagRecipientType) === type)
      .map((row) => row.properties.get(tags.PidTagDisplayName) ?? row.properties.get(tags.PidTagSmtpAddress) ?? '')
      .join('; ');
  return {
    ...(parts !== undefined && textColumns(parts.subject, parts.normalized)),
    displayTo: names(1).slice(0, 2_000).toWellFormed(),
    displayCc: names(2).slice(0, 2_000).toWellFormed(),
    ...(messageClass !== undefined && { messageClass: messageClass.slice(0, 255) }),
    ...(importance !== undefined && { importance }),
    ...(sensitivity !== undefined && { sensitivity }),
    hasAttachments: Number(attachments.length > 0),
  };
}
