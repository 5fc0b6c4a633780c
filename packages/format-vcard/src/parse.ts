import { type BodySource, collect, cut, type Item, named, type ParseLimits, tagged } from '@mapistore/core';
import { readAttachments } from './attachments.ts';
import { readCard } from './card/card.ts';
import { openFile } from './card/file.ts';
import { readContact } from './contact.ts';
import { membersOf, recipientOf } from './mapping/members.ts';

/** A card is held in memory; what is longer than this is cut. */
export const MAX_CARD_BYTES = 67_108_864;
/** Where the caller names no limit. */
const DEFAULTS = { maxTextBytes: 8_388_608, maxParts: 1000 };

/** What a parse is asked with; see `Format.parse`. */
export interface ParseRequest {
  readonly signal: AbortSignal;
  readonly limits?: Partial<ParseLimits>;
}

/** Reads a card as a contact or a distribution list ([MS-OXVCARD]). */
export async function parseCard(source: BodySource, { signal, limits }: ParseRequest): Promise<Item> {
  const { maxTextBytes, maxParts } = { ...DEFAULTS, ...limits };
  const bytes = await collect(cut(source.open({ signal }), { start: 0, end: MAX_CARD_BYTES + 1 }));
  const file = openFile(bytes.subarray(0, MAX_CARD_BYTES));
  const card = readCard(file.text);
  const { properties, problems: found } = readContact(card);
  const problems = [...found];
  if (bytes.byteLength > MAX_CARD_BYTES)
    problems.push(`The card is longer than ${MAX_CARD_BYTES} bytes; the rest was left out.`);
  if (!file.exact) problems.push('The file is no sound UTF-16; it can be read and not changed.');
  const body = properties.text('PidTagBody') ?? '';
  if (Buffer.byteLength(body) > maxTextBytes) {
    properties.set(
      tagged('PidTagBody'),
      Buffer.from(body)
        .subarray(0, maxTextBytes)
        .toString()
        .replace(/\ufffd$/, ''),
    );
    problems.push(`The note of the card is longer than ${maxTextBytes} bytes; the rest of it was left out.`);
  }
  const attachments = readAttachments(card, { source, file }, maxParts);
  const hasPicture = attachments.some(({ properties: one }) => one.get('PidTagAttachmentContactPhoto') === true);
  properties.set(named('PidLidHasPicture'), hasPicture);
  properties.set(tagged('PidTagHasAttachments'), attachments.length > 0);
  const isList = properties.get('PidTagMessageClass') === 'IPM.DistList';
  const recipients = isList
    ? membersOf(card)
        .filter(({ type }) => type === 'SMTP')
        .map(recipientOf)
    : [];
  return { properties, recipients, attachments, problems };
}
