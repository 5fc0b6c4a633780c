import { type NamedProperty, type PropertyBag, type PropertyValue, stringNamed, tagged } from '@mapistore/core';
import { type Mailbox, readAddresses, shownName } from './addresses.ts';
import { decodeUnlabelled } from './charsets.ts';
import { readDate } from './dates.ts';
import { decodeHeader } from './encoded-words.ts';
import type { Headers } from './header-block.ts';
import { readImportance, readMessageId, readSensitivity, splitSubject } from './header-values.ts';
import { decapsulate } from './imcea.ts';
import { writeEntryList } from './one-off.ts';

/** Categories of an item ([MS-OXCMSG] PidNameKeywords); the Keywords field in mail. */
export const KEYWORDS: NamedProperty = stringNamed('PS_PUBLIC_STRINGS', 'Keywords', 'PtypMultipleString');

/** Fields whose value goes, decoded, into one property. */
export const TEXT_FIELDS: readonly (readonly [field: string, property: string])[] = [
  ['in-reply-to', 'PidTagInReplyToId'],
  ['references', 'PidTagInternetReferences'],
  ['list-help', 'PidTagListHelp'],
  ['list-subscribe', 'PidTagListSubscribe'],
  ['list-unsubscribe', 'PidTagListUnsubscribe'],
  ['organization', 'PidTagInternetOrganization'],
];

/** Fields whose date goes into one property. */
export const DATE_FIELDS: readonly (readonly [field: string, property: string])[] = [
  ['date', 'PidTagClientSubmitTime'],
  ['reply-by', 'PidTagReplyTime'],
  ['expires', 'PidTagExpiryTime'],
  ['expiry-date', 'PidTagExpiryTime'],
];

/** Bits of PidTagAutoResponseSuppress by the words of X-Auto-Response-Suppress ([MS-OXCMAIL]). */
export const SUPPRESSIONS: Readonly<Record<string, number>> = { dr: 1, ndr: 2, rn: 4, nrn: 8, oof: 16, autoreply: 32 };

/** Fields that a property of their own holds, or that describe the bytes and not the message. */
const KNOWN = new Set(
  `from sender reply-to to cc bcc subject message-id importance priority x-priority x-msmail-priority sensitivity keywords
  thread-topic thread-index disposition-notification-to return-receipt-to x-auto-response-suppress content-class mime-version
  received return-path dkim-signature domainkey-signature authentication-results arc-seal arc-message-signature
  arc-authentication-results received-spf delivered-to status x-status x-uid x-keywords content-length lines`.split(
    /\s+/,
  ),
);
for (const [field] of [...TEXT_FIELDS, ...DATE_FIELDS]) KNOWN.add(field);
const MAX_NAMED = 500;

/** Sets what the header of a message says of it ([MS-OXCMAIL]), its media type and recipients aside. */
export function setHeaderProperties(bag: PropertyBag, headers: Headers, problems: Set<string>): void {
  const first = (name: string): string | undefined => headers.first(name);
  const set = (name: string, value: PropertyValue | undefined): void => void bag.set(tagged(name), value);
  setSubject(bag, headers);
  for (const [field, property] of DATE_FIELDS) if (!bag.has(property)) set(property, readDate(first(field)));
  if (first('date') !== undefined && !bag.has('PidTagClientSubmitTime')) problems.add('The Date field is no date.');
  set('PidTagInternetMessageId', readMessageId(first('message-id')));
  for (const [field, property] of TEXT_FIELDS) set(property, text(first(field))?.replace(/\s+/g, ' ') || undefined);
  const importance = readImportance(first);
  set('PidTagImportance', importance);
  set('PidTagPriority', importance - 1);
  set('PidTagSensitivity', readSensitivity(first('sensitivity')));
  setSenders(bag, headers);
  setReceipts(bag, headers);
  const index = first('thread-index');
  if (index !== undefined) set('PidTagConversationIndex', new Uint8Array(Buffer.from(index, 'base64')));
  set('PidTagAutoResponseSuppress', suppression(first('x-auto-response-suppress')));
  setKeywords(bag, headers);
  setOtherFields(bag, headers, problems);
}

/** PidTagTransportMessageHeaders: the header block as text ([MS-OXCMAIL]). */
export function headerText(bytes: Uint8Array): string {
  return decodeUnlabelled(bytes).replaceAll('\0', '').replace(/\r?\n/g, '\r\n');
}

function setSubject(bag: PropertyBag, headers: Headers): void {
  const subject = text(headers.first('subject')) ?? '';
  const { prefix, normalized } = splitSubject(subject);
  bag.set(tagged('PidTagSubject'), subject);
  bag.set(tagged('PidTagSubjectPrefix'), prefix);
  bag.set(tagged('PidTagNormalizedSubject'), normalized);
  bag.set(tagged('PidTagConversationTopic'), text(headers.first('thread-topic')) ?? normalized);
}

/** From is who the message is sent for, Sender who sent it; where one lacks, the other stands for both. */
function setSenders(bag: PropertyBag, headers: Headers): void {
  const from = readAddresses(headers.first('from') ?? '')[0];
  const sender = readAddresses(headers.first('sender') ?? '')[0];
  setMailbox(bag, 'SentRepresenting', from ?? sender);
  setMailbox(bag, 'Sender', sender ?? from);
}

function setMailbox(bag: PropertyBag, role: string, mailbox: Mailbox | undefined): void {
  if (mailbox === undefined) return;
  bag.set(tagged(`PidTag${role}Name`), shownName(mailbox));
  if (mailbox.address === '') return;
  const other = decapsulate(mailbox.address);
  bag.set(tagged(`PidTag${role}AddressType`), other?.type ?? 'SMTP');
  bag.set(tagged(`PidTag${role}EmailAddress`), other?.address ?? mailbox.address);
  if (other === undefined) bag.set(tagged(`PidTag${role}SmtpAddress`), mailbox.address);
}

function setReceipts(bag: PropertyBag, headers: Headers): void {
  const replyTo = readAddresses(headers.all('reply-to').join(','));
  if (replyTo.length > 0) {
    bag.set(tagged('PidTagReplyRecipientNames'), replyTo.map(shownName).join(';'));
    bag.set(tagged('PidTagReplyRecipientEntries'), writeEntryList(replyTo));
  }
  const receipt = headers.first('disposition-notification-to');
  if (receipt !== undefined) {
    bag.set(tagged('PidTagReadReceiptRequested'), true);
    bag.set(tagged('PidTagNonReceiptNotificationRequested'), true);
    setMailbox(bag, 'ReadReceipt', readAddresses(receipt)[0]);
  }
  if (headers.first('return-receipt-to') !== undefined)
    bag.set(tagged('PidTagOriginatorDeliveryReportRequested'), true);
}

function setKeywords(bag: PropertyBag, headers: Headers): void {
  const words = headers.all('keywords').flatMap((field) => decodeHeader(field).split(/[,;]/));
  const keywords = [...new Set(words.map((word) => word.trim()).filter((word) => word !== ''))];
  if (keywords.length > 0) bag.set(KEYWORDS, keywords);
}

function setOtherFields(bag: PropertyBag, headers: Headers, problems: Set<string>): void {
  let count = 0;
  for (const name of headers.names) {
    if (KNOWN.has(name) || name.startsWith('content-')) continue;
    if (++count > MAX_NAMED) {
      problems.add(
        `The header has more than ${MAX_NAMED} fields of other kinds; those after have no property of their own.`,
      );
      return;
    }
    bag.set(stringNamed('PS_INTERNET_HEADERS', name), text(headers.first(name)));
  }
}

function suppression(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const words = value.toLowerCase().split(/[\s,;]+/);
  if (words.includes('all')) return -1;
  return words.reduce((bits, word) => bits | (Object.hasOwn(SUPPRESSIONS, word) ? (SUPPRESSIONS[word] ?? 0) : 0), 0);
}

function text(raw: string | undefined): string | undefined {
  return raw === undefined ? undefined : decodeHeader(raw);
}
