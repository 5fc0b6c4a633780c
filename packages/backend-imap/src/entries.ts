import type { ItemEntry } from '@mapistore/core';
import { flagsOf, flagsRevisionOf } from './flags.ts';
import type { Connection } from './imap/connection.ts';
import { type FetchRow, fetchRows } from './imap/fetch.ts';
import { MAIL, type Mount } from './mount.ts';
import { structureOf } from './structure.ts';
import { keyOf, setOf } from './uids.ts';

/** What of a header block is read: more is no mail, and would be held in memory for a whole page. */
const MAX_HEADER_BYTES = 1024 * 1024;

/** Header blocks in one FETCH: by the sizes of their messages, each taken for 256 KiB at most. */
const HEAD_BUDGET_BYTES = 16 * 1024 * 1024;
const HEAD_GUESS_BYTES = 256 * 1024;

const HEAD_ITEMS = `BODY.PEEK[HEADER]<0.${MAX_HEADER_BYTES}>`;

/** The FETCH items of `detail: 'revision'`. */
export function revisionItems(mount: Mount): string {
  return `UID FLAGS INTERNALDATE RFC822.SIZE${mount.features.objectId ? ' EMAILID' : ''}`;
}

/** An item from its row; undefined where the row tells too little. */
export function entryOf(row: FetchRow, uidValidity: string): ItemEntry | undefined {
  if (row.flags === undefined) return undefined;
  const key = keyOf(uidValidity, row.uid);
  const flags = flagsOf(row.flags);
  const structure = structureOf(row.structure);
  return {
    key,
    // The bytes behind a UID never change (RFC 3501 s.2.3.1.1).
    contentRevision: key,
    flagsRevision: flagsRevisionOf(flags),
    mediaType: MAIL,
    flags,
    ...(row.size !== undefined && { size: row.size }),
    ...(row.received !== undefined && { received: row.received }),
    ...(row.header !== undefined && { head: row.header }),
    ...(structure !== undefined && { structure }),
    ...(row.emailId !== undefined && { stableId: row.emailId }),
  };
}

/** Adds header block and structure to the rows. True where one that is still there could not be read. */
export async function addHeads(
  connection: Connection,
  rows: Map<number, FetchRow>,
  signal: AbortSignal,
): Promise<boolean> {
  let unread = false;
  for (const batch of batchesOf([...rows.values()], HEAD_BUDGET_BYTES, 200, (row) =>
    Math.min(row.size ?? HEAD_GUESS_BYTES, HEAD_GUESS_BYTES),
  )) {
    const uids = batch.map((row) => row.uid);
    const heads = await fetchRows(connection, { signal, set: setOf(uids), items: `UID ${HEAD_ITEMS} BODYSTRUCTURE` });
    for (const uid of uids) {
      let head = heads.get(uid);
      if (head?.header === undefined) {
        // Gone meanwhile, or a structure that no parser takes: the header block alone will do.
        head = (await fetchRows(connection, { signal, set: String(uid), items: `UID ${HEAD_ITEMS}` })).get(uid);
      }
      if (head?.header !== undefined) rows.set(uid, { ...(rows.get(uid) as FetchRow), ...head });
      else if ((await fetchRows(connection, { signal, set: String(uid), items: 'UID' })).has(uid))
        unread = rows.delete(uid);
      else rows.delete(uid);
    }
  }
  return unread;
}

/** Cuts a list so that each part stays under a weight and a count; what is heavier is alone. */
export function batchesOf<T>(
  values: readonly T[],
  maxWeight: number,
  maxCount: number,
  weigh: (value: T) => number,
): T[][] {
  const batches: T[][] = [];
  let batch: T[] = [];
  let weight = 0;
  for (const value of values) {
    const own = weigh(value);
    if (batch.length > 0 && (weight + own > maxWeight || batch.length >= maxCount)) {
      batches.push(batch);
      batch = [];
      weight = 0;
    }
    batch.push(value);
    weight += own;
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}
