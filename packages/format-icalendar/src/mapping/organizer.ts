import { type PropertyBag, tagged } from '@mapistore/core';
import { lineOf } from '../lines/component.ts';
import { type NewLine, plainValue } from '../lines/write.ts';
import { addressOf, mailto, type Person, personOf } from './people.ts';
import type { Row } from './row.ts';

const FIELDS = ['Name', 'AddressType', 'EmailAddress', 'SmtpAddress'];

/** Sets PidTagSender… or PidTagSentRepresenting…. */
function setPerson(bag: PropertyBag, role: 'Sender' | 'SentRepresenting', { name, smtp, address }: Person): void {
  bag.set(tagged(`PidTag${role}Name`), name);
  bag.set(tagged(`PidTag${role}AddressType`), smtp === address ? 'SMTP' : 'URI');
  bag.set(tagged(`PidTag${role}EmailAddress`), address);
  if (smtp !== '') bag.set(tagged(`PidTag${role}SmtpAddress`), smtp);
}

/**
 * ORGANIZER ([MS-OXCICAL] 2.1.3.1.1.20.14), SENT-BY being the sender; of a reply the ATTENDEE that replies
 * (2.1.3.1.1.20.2).
 */
export const ORGANIZER: Row = {
  lines: ['ORGANIZER'],
  properties: FIELDS.map((field) => `PidTagSentRepresenting${field}`),
  derived: FIELDS.map((field) => `PidTagSender${field}`),
  inHead: true,
  read({ component, method }, bag) {
    const isReply = method === 'REPLY' || method === 'COUNTER';
    const line = lineOf(component, isReply ? 'ATTENDEE' : 'ORGANIZER');
    if (line === undefined) return;
    const person = personOf(line);
    setPerson(bag, 'SentRepresenting', person);
    const sender = addressOf(line.parameter('SENT-BY') ?? '');
    const isSelf = sender === '' || sender === person.address;
    setPerson(bag, 'Sender', isSelf ? person : { name: sender, smtp: sender, address: sender });
  },
  write: (bag, { method }) => (method === 'REPLY' || method === 'COUNTER' ? [] : organizerLine(bag)),
};

function organizerLine(bag: PropertyBag): NewLine[] {
  const smtp = bag.text('PidTagSentRepresentingSmtpAddress');
  const address = bag.text('PidTagSentRepresentingEmailAddress') ?? smtp;
  if (address === undefined || address === '') return [];
  const isMail = smtp !== undefined && (bag.text('PidTagSentRepresentingAddressType') ?? 'SMTP') === 'SMTP';
  const name = bag.text('PidTagSentRepresentingName') ?? '';
  const sender = bag.text('PidTagSenderSmtpAddress');
  const parameters = {
    CN: name === '' || name === (smtp ?? address) ? undefined : name,
    'SENT-BY': sender === undefined || sender === (smtp ?? address) ? undefined : mailto(sender),
    EMAIL: !isMail && smtp !== undefined ? smtp : undefined,
  };
  return [{ name: 'ORGANIZER', value: plainValue(isMail ? mailto(smtp) : address), parameters }];
}
