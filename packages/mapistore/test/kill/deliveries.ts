import { bytesSource, type DeliverSource } from '@mapistore/core';
import { mail } from '../support.ts';

/** Mails of a round: each has a subject of its own, and an id by which its delivery is known again. */
export const MAILS = 12;

/** The subjects of a round. */
export function subjectsOf(round: number): readonly string[] {
  return Array.from({ length: MAILS }, (_, index) => `round ${round} mail ${index}`);
}

/** The mails of a round, to be delivered. */
export function roundOf(round: number): readonly DeliverSource[] {
  return subjectsOf(round).map((subject) => ({
    label: subject,
    id: subject,
    body: bytesSource(mail(subject), 'message/rfc822'),
  }));
}
