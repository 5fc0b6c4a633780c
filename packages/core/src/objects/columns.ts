import type { Item } from '../item/item.ts';
import { ATTACHMENTS, RECIPIENTS } from '../item/stored.ts';
import * as tags from '../properties/tags.ts';
import type { Property, PropertyType, ValueOf } from '../properties/types.ts';
import { textColumns } from '../read/item-row.ts';
import type { ItemRow } from '../state/rows.ts';
import { SUBJECT_NAMES, subjectParts } from './subject.ts';

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
 * Columns of the index that a message says otherwise than its bytes do, since they lie in its overlay: they are listed, sorted
 * and found like anything else. `overlaid` are names of entries.
 */
export function overlaidColumns({ properties, recipients, attachments }: Item, overlaid: Iterable<string>): Columns {
  const names = new Set(overlaid);
  const hasSubject = [...names].some((name) => SUBJECT_NAMES.has(name));
  const parts = hasSubject ? (subjectParts(properties) ?? { subject: '', normalized: '' }) : undefined;
  const value = <T extends PropertyType>(property: Property<T>): ValueOf<T> | undefined =>
    names.has(property.name) ? properties.get(property) : undefined;
  const importance = value(tags.PidTagImportance);
  const sensitivity = value(tags.PidTagSensitivity);
  const messageClass = value(tags.PidTagMessageClass);
  const shown = (type: number): string =>
    recipients
      .filter((row) => row.properties.get(tags.PidTagRecipientType) === type)
      .map((row) => row.properties.get(tags.PidTagDisplayName) ?? row.properties.get(tags.PidTagSmtpAddress) ?? '')
      .join('; ')
      .slice(0, 2_000)
      .toWellFormed();
  return {
    ...(parts !== undefined && textColumns(parts.subject, parts.normalized)),
    ...(names.has(RECIPIENTS) && { displayTo: shown(1), displayCc: shown(2) }),
    ...(messageClass !== undefined && { messageClass: messageClass.slice(0, 255).toWellFormed() }),
    ...(importance !== undefined && { importance }),
    ...(sensitivity !== undefined && { sensitivity }),
    ...(names.has(ATTACHMENTS) && { hasAttachments: Number(attachments.length > 0) }),
  };
}
