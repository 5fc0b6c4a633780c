import { createHash } from 'node:crypto';
import {
  type Attachment,
  type BodySource,
  bytesSource,
  collect,
  type Item,
  PropertyBag,
  tagged,
} from '@mapistore/core';
import { type Card, readCard } from './card/card.ts';
import { addLine, cardText } from './card/edit.ts';
import { stateOf } from './card/state.ts';
import { readContact } from './contact.ts';
import { escapeText } from './lines/escapes.ts';
import { writeBase64, writeLine } from './lines/writer.ts';
import { LISTS } from './mapping/lists.ts';
import { writeMember } from './mapping/members.ts';
import { ROWS, UID } from './mapping/rows.ts';
import { applyDelta } from './patch.ts';

/** The version that every CardDAV server must take (RFC 6352 s.3) and every client reads. */
const VERSION = '3.0';
const EMPTY = `BEGIN:VCARD\r\nVERSION:${VERSION}\r\nPRODID:-//MAPIStore//format-vcard//EN\r\nEND:VCARD\r\n`;
const EMPTY_GROUP = EMPTY.replace('END:', 'X-ADDRESSBOOKSERVER-KIND:group\r\nEND:');
/** One picture is held in memory. */
const MAX_PICTURE = 33_554_432;
const MAILING: readonly (readonly [mailing: string, work: string])[] = [
  ['PidTagPostOfficeBox', 'PidLidWorkAddressPostOfficeBox'],
  ['PidTagStreetAddress', 'PidLidWorkAddressStreet'],
  ['PidTagLocality', 'PidLidWorkAddressCity'],
  ['PidTagStateOrProvince', 'PidLidWorkAddressState'],
  ['PidTagPostalCode', 'PidLidWorkAddressPostalCode'],
  ['PidTagCountry', 'PidLidWorkAddressCountry'],
];
const WORK = 2;

/** Writes a contact or a distribution list as a card, the same bytes for the same item. */
export async function renderCard(item: Item, signal: AbortSignal): Promise<BodySource> {
  const { properties } = item;
  const isList = properties.text('PidTagMessageClass')?.startsWith('IPM.DistList') === true;
  const set = withMailingAddress(properties);
  const shown = properties.text('PidTagDisplayName') ?? properties.text('PidTagSubject');
  if (!set.has('PidTagDisplayName') && shown !== undefined) set.set(tagged('PidTagDisplayName'), shown);
  const names = [...set].map(({ property }) => property.name).filter((name) => SAID.has(name));
  let card = applyDelta(readCard(isList ? EMPTY_GROUP : EMPTY), names, { set });
  if (isList && !names.some((name) => name.startsWith('PidLidDistributionList'))) card = addRecipients(card, item);
  card = required(card);
  for (const [at, attachment] of item.attachments.entries())
    card = await addPicture(card, { attachment, isPhoto: photoOf(item.attachments) === at, signal });
  return bytesSource(Buffer.from(cardText(withUid(card, properties)), 'latin1'), 'text/vcard');
}

const SAID = new Set([
  ...[...ROWS, ...LISTS].map(({ property }) => property.name),
  'PidLidDistributionListName',
  'PidLidDistributionListMembers',
  'PidLidDistributionListOneOffMembers',
]);

/** A copy of the bag; a mailing address that is said to be none of the three is the one at work ([MS-OXVCARD] 3.2). */
function withMailingAddress(properties: PropertyBag): PropertyBag {
  const set = PropertyBag.of(properties);
  if (properties.has('PidLidPostalAddressId') || MAILING.some(([, work]) => properties.has(work))) return set;
  const rows = MAILING.filter(([mailing]) => properties.has(mailing));
  const work = new Map(ROWS.map(({ property }) => [property.name, property]));
  for (const [mailing, name] of rows) {
    const property = work.get(name);
    if (property !== undefined) set.set(property, properties.get(mailing));
  }
  const id = work.get('PidLidPostalAddressId');
  if (rows.length > 0 && id !== undefined) set.set(id, WORK);
  return set;
}

function addRecipients(card: Card, { recipients }: Item): Card {
  let now = card;
  for (const { properties } of recipients) {
    const address = properties.text('PidTagSmtpAddress') ?? properties.text('PidTagEmailAddress') ?? '';
    const line = writeMember({ name: properties.text('PidTagDisplayName') ?? '', type: 'SMTP', address }, now);
    if (line !== undefined) now = addLine(now, line);
  }
  return now;
}

/** FN and N, which 3.0 wants in every card (RFC 2426 s.3.1). */
function required(card: Card): Card {
  const { properties } = readContact(card);
  const shown = escapeText(properties.text('PidTagDisplayName') ?? '', card.version);
  const has = (name: string): boolean => card.own.some((line) => line.name === name);
  let now = card;
  for (const [head, text] of [
    ['FN', shown],
    ['N', ';;;;'],
  ] as const) {
    const line = has(head) ? undefined : writeLine({ ...card, head, text });
    if (line !== undefined) now = addLine(now, line);
  }
  return now;
}

/** A card without a UID gets one from what it says, since servers want one (RFC 6352 s.5.1). */
function withUid(card: Card, properties: PropertyBag): Card {
  if (stateOf(card).bindings.get(UID.name) !== undefined) return card;
  const seed = createHash('sha256').update(cardText(card));
  for (const name of ['PidTagSearchKey', 'PidTagRecordKey', 'PidTagCreationTime']) {
    const value = properties.get(name);
    if (value instanceof Uint8Array) seed.update(value);
    else if (value instanceof Date) seed.update(String(value.getTime()));
  }
  const hex = seed.digest('hex');
  const uuid = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)];
  const line = writeLine({ ...card, head: 'UID', text: `urn:uuid:${uuid.join('-')}` });
  return line === undefined ? card : addLine(card, line);
}

function photoOf(attachments: readonly Attachment[]): number {
  return attachments.findIndex(({ properties }) => properties.get('PidTagAttachmentContactPhoto') === true);
}

interface Picture {
  readonly attachment: Attachment;
  readonly isPhoto: boolean;
  readonly signal: AbortSignal;
}

/** Adds what parse reads as an attachment: pictures, logos and sounds, by their file names. */
async function addPicture(card: Card, { attachment, isPhoto, signal }: Picture): Promise<Card> {
  const { properties, content } = attachment;
  const shown = properties.text('PidTagAttachLongFilename') ?? properties.text('PidTagDisplayName') ?? '';
  const name = isPhoto || /^ContactPicture\b/.test(shown) ? 'PHOTO' : /^Logo\b/.test(shown) ? 'LOGO' : 'SOUND';
  if (name === 'SOUND' && !/^Sound\b/.test(shown)) return card;
  const reference = properties.text('PidTagAttachLongPathname');
  const line =
    content === undefined
      ? reference && writeLine({ ...card, head: `${name};VALUE=uri`, text: reference })
      : writeBase64({
          ...card,
          head: `${name};ENCODING=b${typeOf(properties.text('PidTagAttachMimeTag'))}`,
          bytes: await collect(content.open({ signal }), MAX_PICTURE),
        });
  return line ? addLine(card, line) : card;
}

function typeOf(mediaType: string | undefined): string {
  const subtype = /^(?:image|audio)\/([a-z0-9.+-]{1,40})$/i.exec(mediaType ?? '')?.[1];
  return subtype === undefined ? '' : `;TYPE=${subtype.toUpperCase()}`;
}
