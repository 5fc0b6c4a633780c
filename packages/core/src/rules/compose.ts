import type { Engine } from '../engine/engine.ts';
import type { Attachment, Item, Recipient } from '../item/item.ts';
import { PropertyBag } from '../properties/bag.ts';
import { stringNamed, tagged } from '../properties/lookup.ts';
import { originalSource } from '../read/original.ts';
import type { RuleRecipient } from './actions.ts';
import type { TemplateItem } from './bags.ts';
import { LOOP_FIELD, type Message } from './message.ts';
import type { Owner } from './owner.ts';
import type { BOUNCE_CODES } from './states.ts';

/** What every message that is made here has in common. */
export interface Letter {
  readonly engine: Engine;
  readonly message: Message;
  readonly owner: Owner;
  readonly recipients: readonly RuleRecipient[];
  /** PidTagInternetMessageId: the same when it has to be made again. */
  readonly messageId: string;
  /** Auto-Submitted (RFC 3834 s.5). */
  readonly submitted: 'auto-forwarded' | 'auto-replied';
}

const EMBEDDED = 5;
/** All bits of PidTagAutoResponseSuppress. */
const SUPPRESS_ALL = -1;

const REASONS: Readonly<Record<keyof typeof BOUNCE_CODES, string>> = {
  'too-large': 'it is too large',
  'not-displayable': 'it cannot be shown to its recipient',
  denied: 'its delivery was denied',
};

/** The message as part of a new one, with who wrote it when above its text. */
export function forwarded(letter: Letter): Item {
  const { item, row } = letter.message;
  const body = item.properties.text('PidTagBody');
  const html = item.properties.get('PidTagHtml');
  const lines = [
    '-----Original Message-----',
    `From: ${row.fromName} <${row.fromAddress}>`,
    `Sent: ${new Date(row.sent ?? row.received).toUTCString()}`,
    `To: ${row.displayTo}`,
    `Subject: ${row.subject}`,
  ];
  const bag = envelope(letter, `FW: ${row.normalizedSubject}`).set(tagged('PidTagAutoForwarded'), true);
  bag.set(tagged('PidTagBody'), `${lines.join('\r\n')}\r\n\r\n${body ?? ''}`);
  if (body === undefined && html instanceof Uint8Array)
    bag
      .set(tagged('PidTagHtml'), html)
      .set(tagged('PidTagInternetCodepage'), item.properties.get('PidTagInternetCodepage'));
  return { properties: bag, recipients: rows(letter.recipients), attachments: item.attachments, problems: [] };
}

/** The message as an attachment of a new one. */
export function attached(letter: Letter): Item {
  const { row } = letter.message;
  const bag = envelope(letter, `FW: ${row.normalizedSubject}`)
    .set(tagged('PidTagAutoForwarded'), true)
    .set(tagged('PidTagBody'), '');
  return { properties: bag, recipients: rows(letter.recipients), attachments: [original(letter)], problems: [] };
}

/** A reply made of a template and the message ([MS-OXORULE] 3.2.5.1, OP_REPLY). */
export function replied(letter: Letter, template: TemplateItem, text: string | undefined): Item {
  const { row } = letter.message;
  const own = template.properties.text('PidTagSubject') ?? '';
  const bag = PropertyBag.of(template.properties);
  bag.delete('PidTagReplyTemplateId');
  for (const { property, value } of envelope(letter, own === '' ? `RE: ${row.normalizedSubject}` : own))
    bag.set(property, value);
  if (text !== undefined) {
    bag.delete('PidTagHtml');
    bag.set(tagged('PidTagBody'), text);
  }
  answers(bag, row);
  return { properties: bag, recipients: rows(letter.recipients), attachments: [], problems: [] };
}

/** Why a message did not stay, with the message itself. */
export function bounced(letter: Letter, code: keyof typeof BOUNCE_CODES): Item {
  const { row } = letter.message;
  const bag = envelope(letter, `Undeliverable: ${row.subject}`);
  bag.set(tagged('PidTagBody'), `Your message to ${letter.owner.address} was rejected: ${REASONS[code]}.\r\n`);
  answers(bag, row);
  return { properties: bag, recipients: rows(letter.recipients), attachments: [original(letter)], problems: [] };
}

function envelope({ engine, owner, messageId, submitted }: Letter, subject: string): PropertyBag {
  const bag = new PropertyBag()
    .set(tagged('PidTagMessageClass'), 'IPM.Note')
    .set(tagged('PidTagSubject'), subject)
    .set(tagged('PidTagClientSubmitTime'), engine.clock())
    .set(tagged('PidTagInternetMessageId'), messageId)
    .set(tagged('PidTagAutoResponseSuppress'), SUPPRESS_ALL)
    .set(stringNamed('PS_INTERNET_HEADERS', 'Auto-Submitted'), submitted)
    .set(stringNamed('PS_INTERNET_HEADERS', LOOP_FIELD), engine.replicas.store);
  for (const role of ['SentRepresenting', 'Sender'])
    bag
      .set(tagged(`PidTag${role}Name`), owner.name)
      .set(tagged(`PidTag${role}AddressType`), 'SMTP')
      .set(tagged(`PidTag${role}EmailAddress`), owner.address)
      .set(tagged(`PidTag${role}SmtpAddress`), owner.address);
  return bag;
}

function answers(bag: PropertyBag, { messageId, references }: Message['row']): void {
  if (messageId === null) return;
  bag.set(tagged('PidTagInReplyToId'), messageId);
  bag.set(tagged('PidTagInternetReferences'), [references, messageId].filter((each) => each !== '').join(' '));
}

function rows(recipients: readonly RuleRecipient[]): readonly Recipient[] {
  return recipients.map(({ address, name = address }) => ({
    properties: new PropertyBag()
      .set(tagged('PidTagRecipientType'), 1)
      .set(tagged('PidTagDisplayName'), name)
      .set(tagged('PidTagAddressType'), 'SMTP')
      .set(tagged('PidTagEmailAddress'), address)
      .set(tagged('PidTagSmtpAddress'), address),
  }));
}

function original({ engine, message: { row } }: Letter): Attachment {
  const bag = new PropertyBag()
    .set(tagged('PidTagAttachMethod'), EMBEDDED)
    .set(tagged('PidTagDisplayName'), row.subject)
    .set(tagged('PidTagAttachMimeTag'), row.mediaType);
  return { properties: bag, content: originalSource(engine, row) };
}
