import { fingerprintOf, MapistoreError } from '@mapistore/core';
import { expungeItems } from './deletes.ts';
import type { Connection } from './imap/connection.ts';
import { fetchRows } from './imap/fetch.ts';
import { type Mount, openMailbox } from './mount.ts';
import { HEAD_BYTES, type Message } from './sources.ts';
import { keyOf, setsOf } from './uids.ts';

/** Messages just appended, with the UIDs they got. */
interface Appended {
  readonly path: string;
  readonly uidValidity: string;
  readonly uids: readonly number[];
  readonly messages: readonly Message[];
  readonly signal: AbortSignal;
}

/**
 * Header blocks are to be ASCII, and servers that insist put something else in the place of other bytes without a word.
 * Only mail with such bytes is looked at again. What was changed is removed; the answer has an error for it, and
 * undefined for all that is kept as it came.
 *
 * For servers with UIDPLUS: without, what was changed could not be removed.
 */
export async function removeChanged(
  mount: Mount,
  connection: Connection,
  appended: Appended,
): Promise<readonly (MapistoreError | undefined)[]> {
  const { uids, messages, uidValidity, signal } = appended;
  const suspects = new Map<number, string>();
  for (const [at, message] of messages.entries()) {
    const head = message.head();
    if (head?.some((byte) => byte > 127) === true)
      suspects.set(uids[at] as number, fingerprintOf(head.subarray(0, HEAD_BYTES)));
  }
  if (suspects.size === 0) return messages.map(() => undefined);
  const selected = await openMailbox(mount, connection, appended.path, signal, 'noop');
  const changed = new Set<number>();
  for (const set of setsOf(suspects.keys())) {
    const items = `UID BODY.PEEK[HEADER]<0.${HEAD_BYTES}>`;
    for (const [uid, { header }] of await fetchRows(connection, { signal, set, items })) {
      if (header !== undefined && suspects.has(uid) && suspects.get(uid) !== fingerprintOf(header)) changed.add(uid);
    }
  }
  if (changed.size > 0) {
    const doomed = [...changed].map((uid) => ({ key: keyOf(uidValidity, uid) }));
    for (const result of await expungeItems(connection, selected, doomed, signal)) if (!result.ok) throw result.error;
  }
  return uids.map((uid) => (changed.has(uid) ? changedError(mount) : undefined));
}

function changedError(mount: Mount): MapistoreError {
  return new MapistoreError(
    'INVALID_CONTENT',
    `The header of this message has bytes that are no ASCII, and ${mount.where} puts others in their place.`,
    { backend: 'imap' },
  );
}
