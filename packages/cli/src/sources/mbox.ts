import type { ImportSource } from '@mapistore/core';
import type { Kept } from './spool.ts';

const DATE =
  /(?:[A-Z][a-z]{2},?\s+)?(?<month>[A-Z][a-z]{2})\s+(?<day>\d{1,2})\s+(?<time>\d{1,2}:\d{2}(?::\d{2})?)\s+(?:(?<zone>[+-]\d{4}|[A-Z]{3,4})\s+)?(?<year>\d{4})/u;

/** The messages of an mbox file as sources, each kept until it is stored. Labels are `file#1`, `file#2` … */
export async function* mboxSources(
  bytes: AsyncIterable<Uint8Array>,
  label: string,
  keep: (message: AsyncIterable<Uint8Array>) => Promise<Kept>,
): AsyncIterable<ImportSource & { readonly kept: Kept }> {
  const { splitMbox } = await import('@mapistore/format-mime');
  for await (const { ordinal, envelope, bytes: message } of splitMbox(bytes)) {
    const kept = await keep(message);
    if (kept.size === 0) continue;
    const received = envelopeDate(envelope);
    yield {
      label: `${label}#${ordinal + 1}`,
      body: kept.source('message/rfc822'),
      kept,
      ...(received !== undefined && { received }),
    };
  }
}

/** When the message of an envelope line was delivered: RFC 4155 says in UTC, unless it names a zone itself. */
function envelopeDate(envelope: string): Date | undefined {
  const parts = DATE.exec(envelope)?.groups;
  if (parts === undefined) return undefined;
  const date = new Date(
    `${parts['day']} ${parts['month']} ${parts['year']} ${parts['time']} ${/^[+-]/u.test(parts['zone'] ?? '') ? parts['zone'] : 'UTC'}`,
  );
  return Number.isNaN(date.getTime()) ? undefined : date;
}
