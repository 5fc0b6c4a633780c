import { PropertyBag, type Recipient, tagged } from '@mapistore/core';
import { type Mailbox, shownName } from './addresses.ts';
import { displayList, recipientsOf } from './head.ts';
import type { Headers } from './header-block.ts';
import { decapsulate } from './imcea.ts';

/** PidTagRecipientType of each address field ([MS-OXCMSG]). */
export const RECIPIENT_FIELDS: readonly (readonly [field: string, type: number, display: string])[] = [
  ['to', 1, 'PidTagDisplayTo'],
  ['cc', 2, 'PidTagDisplayCc'],
  ['bcc', 3, 'PidTagDisplayBcc'],
];
const MAX_RECIPIENTS = 20_000;

/** The recipient table, in the order of the fields To, Cc and Bcc; also sets the display lists. */
export function readRecipients(bag: PropertyBag, headers: Headers, problems: Set<string>): Recipient[] {
  const rows: Recipient[] = [];
  for (const [field, type, display] of RECIPIENT_FIELDS) {
    const mailboxes = recipientsOf(headers, field);
    bag.set(tagged(display), displayList(mailboxes));
    if (mailboxes.length > MAX_RECIPIENTS)
      problems.add(`The field ${field} has more than ${MAX_RECIPIENTS} addresses; the rest was left out.`);
    for (const mailbox of mailboxes.slice(0, MAX_RECIPIENTS)) rows.push(row(mailbox, type));
  }
  return rows;
}

function row(mailbox: Mailbox, type: number): Recipient {
  const properties = new PropertyBag();
  properties.set(tagged('PidTagRecipientType'), type);
  properties.set(tagged('PidTagDisplayName'), shownName(mailbox));
  if (mailbox.address !== '') {
    const other = decapsulate(mailbox.address);
    properties.set(tagged('PidTagAddressType'), other?.type ?? 'SMTP');
    properties.set(tagged('PidTagEmailAddress'), other?.address ?? mailbox.address);
    if (other === undefined) properties.set(tagged('PidTagSmtpAddress'), mailbox.address);
  }
  return { properties };
}
