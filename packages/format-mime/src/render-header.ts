import type { Item, PropertyBag } from '@mapistore/core';
import type { Mailbox } from './addresses.ts';
import { writeDate } from './dates.ts';
import { DATE_FIELDS, KEYWORDS, SUPPRESSIONS, TEXT_FIELDS } from './header-properties.ts';
import { addressField, rawField, textField } from './header-writing.ts';
import { encapsulate } from './imcea.ts';
import { readEntryList } from './one-off.ts';
import { RECIPIENT_FIELDS } from './recipients.ts';

const IMPORTANCE: Readonly<Record<number, string>> = { 0: 'low', 2: 'high' };
const SENSITIVITY: Readonly<Record<number, string>> = { 1: 'personal', 2: 'private', 3: 'company-confidential' };
const CUSTOM_CLASS = 'IPM.Note.Custom.';

/** The header fields of an item ([MS-OXCMAIL]), those that describe its body aside. */
export function renderHeader({ properties: bag, recipients }: Item): string {
  const fields: string[] = [];
  const from = mailboxOf(bag, 'SentRepresenting') ?? mailboxOf(bag, 'Sender');
  const sender = mailboxOf(bag, 'Sender');
  if (from !== undefined) fields.push(addressField('From', [from]));
  if (sender !== undefined && (sender.address !== from?.address || sender.name !== from.name))
    fields.push(addressField('Sender', [sender]));
  const replyTo = replyRecipients(bag);
  if (replyTo.length > 0) fields.push(addressField('Reply-To', replyTo));
  for (const [field, type] of RECIPIENT_FIELDS) {
    const rows = recipients.filter(({ properties }) => properties.get('PidTagRecipientType') === type);
    if (rows.length > 0)
      fields.push(
        addressField(
          capital(field),
          rows.map(({ properties }) => recipientOf(properties)),
        ),
      );
  }
  const subject = subjectOf(bag);
  if (subject !== undefined) fields.push(textField('Subject', subject));
  fields.push(...dates(bag));
  const id = bag.text('PidTagInternetMessageId');
  if (id !== undefined) fields.push(rawField('Message-ID', id));
  for (const [field, property] of TEXT_FIELDS) {
    const value = bag.text(property);
    if (value !== undefined && value !== '')
      fields.push(field === 'organization' ? textField('Organization', value) : rawField(capital(field), value));
  }
  return [...fields, ...marks(bag, subject ?? ''), ...otherFields(bag)].join('');
}

function* dates(bag: PropertyBag): Iterable<string> {
  for (const [field, property] of DATE_FIELDS) {
    const date = bag.get(property);
    if (date instanceof Date && !Number.isNaN(date.getTime()) && field !== 'expiry-date')
      yield `${capital(field)}: ${writeDate(date)}\r\n`;
  }
}

/** Importance, sensitivity, categories, conversation, and what the sender wants back. */
function* marks(bag: PropertyBag, subject: string): Iterable<string> {
  const importance = IMPORTANCE[Number(bag.get('PidTagImportance') ?? 1)];
  if (importance !== undefined) yield rawField('Importance', importance);
  const sensitivity = SENSITIVITY[Number(bag.get('PidTagSensitivity') ?? 0)];
  if (sensitivity !== undefined) yield rawField('Sensitivity', sensitivity);
  const keywords = bag.get(KEYWORDS);
  if (Array.isArray(keywords) && keywords.length > 0) yield textField('Keywords', keywords.join(', '));
  const topic = bag.text('PidTagConversationTopic');
  if (topic !== undefined && topic !== '' && topic !== (bag.text('PidTagNormalizedSubject') ?? subject))
    yield textField('Thread-Topic', topic);
  const index = bag.get('PidTagConversationIndex');
  if (index instanceof Uint8Array && index.byteLength > 0)
    yield rawField('Thread-Index', Buffer.from(index).toString('base64').replace(/.{60}/g, '$& ').trim());
  const reader = mailboxOf(bag, 'ReadReceipt') ?? mailboxOf(bag, 'SentRepresenting') ?? mailboxOf(bag, 'Sender');
  if (reader !== undefined && bag.get('PidTagReadReceiptRequested') === true)
    yield addressField('Disposition-Notification-To', [reader]);
  const sender = mailboxOf(bag, 'SentRepresenting') ?? mailboxOf(bag, 'Sender');
  if (sender !== undefined && bag.get('PidTagOriginatorDeliveryReportRequested') === true)
    yield addressField('Return-Receipt-To', [sender]);
  const suppress = bag.get('PidTagAutoResponseSuppress');
  if (typeof suppress === 'number' && suppress !== 0)
    yield rawField('X-Auto-Response-Suppress', suppressionWords(suppress));
  const messageClass = bag.text('PidTagMessageClass') ?? '';
  if (messageClass.startsWith(CUSTOM_CLASS))
    yield rawField('Content-Class', `urn:content-class:custom.${messageClass.slice(CUSTOM_CLASS.length)}`);
}

/** Fields that came as, or were set as, properties of PS_INTERNET_HEADERS. */
function* otherFields(bag: PropertyBag): Iterable<string> {
  for (const { property, value } of bag) {
    if (!property.name.startsWith('PS_INTERNET_HEADERS#') || typeof value !== 'string') continue;
    const name = property.name.slice('PS_INTERNET_HEADERS#'.length);
    if (/^[!-9;-~]{1,76}$/.test(name) && !/^(?:content-|mime-version$)/i.test(name))
      yield textField(capital(name), value);
  }
}

/** The subject; put together of prefix and normalized subject where only those are there. */
function subjectOf(bag: PropertyBag): string | undefined {
  const normalized = bag.text('PidTagNormalizedSubject');
  return (
    bag.text('PidTagSubject') ??
    (normalized === undefined ? undefined : (bag.text('PidTagSubjectPrefix') ?? '') + normalized)
  );
}

function mailboxOf(bag: PropertyBag, role: string): Mailbox | undefined {
  const name = bag.text(`PidTag${role}Name`) ?? '';
  const address = smtpOf(bag, `PidTag${role}SmtpAddress`, `PidTag${role}EmailAddress`, `PidTag${role}AddressType`);
  return name === '' && address === '' ? undefined : { name, address };
}

function recipientOf(bag: PropertyBag): Mailbox {
  return {
    name: bag.text('PidTagDisplayName') ?? bag.text('PidTagRecipientDisplayName') ?? '',
    address: smtpOf(bag, 'PidTagSmtpAddress', 'PidTagEmailAddress', 'PidTagAddressType'),
  };
}

function smtpOf(bag: PropertyBag, smtp: string, email: string, type: string): string {
  const known = bag.text(smtp);
  if (known !== undefined && known !== '') return known;
  const address = bag.text(email) ?? '';
  const kind = bag.text(type)?.toUpperCase() ?? 'SMTP';
  return address === '' || kind === 'SMTP' ? address : encapsulate(kind, address);
}

function replyRecipients(bag: PropertyBag): Mailbox[] {
  const entries = bag.get('PidTagReplyRecipientEntries');
  const found = entries instanceof Uint8Array ? readEntryList(entries) : [];
  if (found.length > 0) return found;
  const names = bag.text('PidTagReplyRecipientNames')?.split(';') ?? [];
  return names
    .map((name) => name.trim())
    .filter((name) => name.includes('@'))
    .map((address) => ({ name: '', address }));
}

function suppressionWords(bits: number): string {
  if (bits === -1) return 'All';
  return Object.entries(SUPPRESSIONS)
    .filter(([, bit]) => (bits & bit) !== 0)
    .map(([word]) => word.toUpperCase())
    .join(', ');
}

/** Field names as people write them: `in-reply-to` becomes `In-Reply-To`. */
function capital(name: string): string {
  return name.replace(/(?:^|-)[a-z]/g, (letter) => letter.toUpperCase());
}
