import { fingerprintOf, type Head, type HeadInput } from '@mapistore/core';
import { type Mailbox, readAddresses, shownName } from './addresses.ts';
import { readDate } from './dates.ts';
import { decodeHeader } from './encoded-words.ts';
import { Headers, readHeaderBlock } from './header-block.ts';
import { readImportance, readMessageId, readMessageIds, readSensitivity, splitSubject } from './header-values.ts';
import { messageClassOf } from './message-class.ts';
import { describePart } from './parts.ts';
import { hasAttachments } from './structure.ts';

const MAX_REFERENCES = 100;

/** The columns of a mail, from its header block and, where the backend knows it, its structure ([MS-OXCMAIL]). */
export function readHead({ head, structure }: HeadInput): Head {
  const headers = new Headers(readHeaderBlock(head));
  const first = (name: string): string | undefined => headers.first(name);
  const subject = decodeHeader(first('subject') ?? '');
  const from = readAddresses(first('from') ?? first('sender') ?? '')[0];
  const part = describePart(headers, 'text/plain');
  const sent = readDate(first('date'));
  const messageId = readMessageId(first('message-id'));
  const inReplyTo = readMessageId(first('in-reply-to'));
  const attached = structure === undefined ? attachedBySinglePart(part) : hasAttachments(structure);
  return {
    messageClass: messageClassOf({
      contentType: part.contentType,
      contentClass: first('content-class'),
      ...(structure !== undefined && { root: structure }),
    }),
    subject,
    normalizedSubject: splitSubject(subject).normalized,
    fromName: from === undefined ? '' : shownName(from),
    fromAddress: from?.address ?? '',
    displayTo: displayList(recipientsOf(headers, 'to')),
    displayCc: displayList(recipientsOf(headers, 'cc')),
    ...(sent !== undefined && { sent }),
    importance: readImportance(first),
    sensitivity: readSensitivity(first('sensitivity')),
    ...(messageId !== undefined && { messageId }),
    ...(inReplyTo !== undefined && { inReplyTo }),
    references: readMessageIds(first('references'), MAX_REFERENCES),
    ...(attached !== undefined && { hasAttachments: attached }),
    fingerprint: fingerprintOf(head),
  };
}

/** All mailboxes of an address field, which some writers repeat. */
export function recipientsOf(headers: Headers, name: string): Mailbox[] {
  return readAddresses(headers.all(name).join(','));
}

/** As PidTagDisplayTo and PidTagDisplayCc show recipients. */
export function displayList(mailboxes: readonly Mailbox[]): string {
  return mailboxes.map(shownName).join('; ');
}

/** Whether there are attachments, where the header alone decides: a message of one part is its text or an attachment. */
function attachedBySinglePart(part: ReturnType<typeof describePart>): boolean | undefined {
  return /^(?:multipart|message)\//.test(part.mediaType) ? undefined : hasAttachments(part);
}
