import { fingerprintOf, type Head, type HeadInput, MAX_HEAD_BYTES, PropertyBag } from '@mapistore/core';
import { mediaLines } from './attachments.ts';
import { cardOf } from './card/card.ts';
import { openFile } from './card/file.ts';
import { deriveNames } from './contact.ts';
import { readLines } from './lines/reader.ts';
import { bindCard, CardIndex } from './mapping/bindings.ts';
import { isGroup } from './mapping/members.ts';
import { ROWS, UID } from './mapping/rows.ts';

const SHOWN = new Set([
  'PidTagDisplayName',
  'PidTagSurname',
  'PidTagGivenName',
  'PidTagMiddleName',
  'PidTagGeneration',
  'PidTagCompanyName',
  'PidLidEmail1EmailAddress',
  'PidTagSensitivity',
  UID.name,
]);
const HEAD_ROWS = ROWS.filter(({ property }) => SHOWN.has(property.name));

/** The columns of a card, from the start of its file. */
export function readHead({ head }: HeadInput): Head {
  const isCut = head.byteLength >= MAX_HEAD_BYTES;
  const lines = readLines(openFile(head).text);
  // The last line of a cut head may be half of one.
  const card = cardOf(isCut ? lines.slice(0, -1) : lines);
  const bag = new PropertyBag();
  for (const { row, value } of bindCard(new CardIndex(card), HEAD_ROWS).values()) bag.set(row.property, value);
  deriveNames(bag);
  const subject = bag.text('PidTagDisplayName') ?? '';
  const uid = bag.text(UID);
  const hasMedia = mediaLines(card).length > 0;
  return {
    messageClass: isGroup(card) ? 'IPM.DistList' : 'IPM.Contact',
    subject,
    normalizedSubject: subject,
    // What a list shows as the one an item is from is, of a card, the one it is about.
    fromName: subject,
    fromAddress: bag.text('PidLidEmail1EmailAddress') ?? '',
    displayTo: '',
    displayCc: '',
    importance: 1,
    sensitivity: Number(bag.get('PidTagSensitivity') ?? 0),
    references: [],
    ...((hasMedia || !isCut) && { hasAttachments: hasMedia }),
    ...(uid !== undefined && { uid }),
    fingerprint: fingerprintOf(head),
  };
}
