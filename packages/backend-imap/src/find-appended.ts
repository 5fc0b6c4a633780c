import { collect, cut, fingerprintOf, headOf, MapistoreError } from '@mapistore/core';
import type { Connection, Selected } from './imap/connection.ts';
import { fetchRows } from './imap/fetch.ts';
import { MAIL, type Mount, openMailbox } from './mount.ts';
import { HEAD_BYTES, type Message } from './sources.ts';

/**
 * The UID of a message just appended, for servers without UIDPLUS: the one message past the UIDNEXT of before with
 * the same header block. Two of them are one too many: nothing is guessed.
 * @throws AMBIGUOUS where there is not exactly one
 */
export async function findAppended(
  mount: Mount,
  connection: Connection,
  before: Selected,
  message: Message,
  signal: AbortSignal,
): Promise<{ readonly uidValidity: string; readonly uid: number }> {
  const selected = await openMailbox(mount, connection, before.path, signal, 'select');
  const ambiguous = new MapistoreError(
    'AMBIGUOUS',
    `${mount.where} stored the item without saying where, and it cannot be told from others that came at the same time.`,
    { backend: 'imap' },
  );
  if (selected.uidValidity !== before.uidValidity) throw ambiguous;
  const start = await collect(cut(message.open(signal), { start: 0, end: HEAD_BYTES }));
  const wanted = fingerprintOf(headOf(start, MAIL));
  const items = `UID BODY.PEEK[HEADER]<0.${HEAD_BYTES}>`;
  const rows = await fetchRows(connection, { signal, set: `${before.uidNext}:*`, items });
  // `n:*` gives the last message even where its UID is below n (RFC 3501 s.6.4.8).
  const found = [...rows.values()].filter(
    (row) => row.uid >= before.uidNext && row.header !== undefined && fingerprintOf(row.header) === wanted,
  );
  const [only] = found;
  if (only === undefined || found.length > 1) throw ambiguous;
  return { uidValidity: selected.uidValidity, uid: only.uid };
}
