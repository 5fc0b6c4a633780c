import type { ItemKind } from '@mapistore/core';
import type { Samples } from '../case.ts';
import { calendarSample, calendarVariants, type Variant } from './calendar.ts';
import { contactSample, contactVariants } from './contact.ts';
import { folded } from './text.ts';

export type { Variant } from './calendar.ts';

/** The kinds that a media type has samples of, the plainest first. */
export const KINDS_OF: Readonly<Record<string, readonly ItemKind[]>> = {
  'message/rfc822': ['mail'],
  'text/calendar': ['event', 'task', 'journal', 'note'],
  'text/vcard': ['contact'],
  'text/markdown': ['note'],
};

/** Sound items, each different for each number. */
export const SAMPLES: Samples = {
  'message/rfc822': (number) =>
    folded([
      'Date: Mon, 5 Jan 2026 10:00:00 +0000',
      `From: Ada <ada${number}@example.org>`,
      'To: Bob <bob@example.org>',
      `Subject: Sample ${number}`,
      `Message-ID: <sample-${number}@mapistore.example>`,
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: 8bit',
      '',
      `Grüße, number ${number}.`,
    ]),
  'text/calendar': (number, kind) => calendarSample(number, kind),
  'text/vcard': (number) => contactSample(number),
  'text/markdown': (number) => Buffer.from(`# Sample ${number}\n\nA note.\n`),
};

/** Items of a kind with something special in them; none of media types that know no such thing. */
export function variants(
  mediaType: string,
  kind: ItemKind,
  number: number,
): Readonly<Record<Variant, readonly Uint8Array[]>> | undefined {
  if (mediaType === 'text/calendar') return calendarVariants(number, kind);
  return mediaType === 'text/vcard' ? contactVariants(number) : undefined;
}

/** Other sound bytes of the same item: where items have a UID, a server takes no other one in its place. */
export function revised(sample: Uint8Array, given: Uint8Array): Uint8Array {
  const uid = /^UID[;:].*$/m;
  const found = uid.exec(Buffer.from(given).toString('utf8'))?.[0];
  if (found === undefined) return sample;
  return Buffer.from(
    Buffer.from(sample)
      .toString('utf8')
      .replaceAll(new RegExp(uid, 'gm'), () => found),
  );
}
