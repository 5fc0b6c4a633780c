import { type DeleteItem, type DeleteItems, type IfRevision, MapistoreError, type Result } from '@mapistore/core';
import { Refusal, refusalError } from './errors.ts';
import { flagsOf, flagsRevisionOf, isMarkedDeleted } from './flags.ts';
import type { Connection, Selected } from './imap/connection.ts';
import { type FetchRow, fetchRows, rowOf } from './imap/fetch.ts';
import { textOf } from './imap/tokens.ts';
import { rowsOfKeys } from './items.ts';
import { inMailbox, type Mount } from './mount.ts';
import { keyOf, parseSet, setsOf, uidOf } from './uids.ts';

/** One item to delete, and what it must be. */
export interface Doomed {
  readonly key: string;
  readonly ifRevision?: IfRevision;
}

/** Deletes one item; see {@link Backend.deleteItem}. */
export async function deleteItem(mount: Mount, request: DeleteItem): Promise<void> {
  const { folder, signal, key, ifRevision } = request;
  const [result] = await deleteItems(mount, {
    folder,
    signal,
    items: [{ key, ...(ifRevision !== undefined && { ifRevision }) }],
  });
  if (result !== undefined && !result.ok) throw result.error;
}

/** Deletes many items; see {@link Backend.deleteItems}. */
export async function deleteItems(mount: Mount, request: DeleteItems): Promise<readonly Result<void>[]> {
  return await inMailbox(mount, request, 'select', async (connection, selected) => {
    if (selected.readOnly)
      throw new MapistoreError('FORBIDDEN', 'This folder may only be read by this account.', { backend: 'imap' });
    return await expungeItems(connection, selected, request.items, request.signal);
  });
}

/**
 * Marks items `\Deleted` and expunges them by UID (RFC 4315 s.2.1), and no other: what others marked stays. A mark of
 * ours is taken back where the server does not expunge.
 */
export async function expungeItems(
  connection: Connection,
  selected: Selected,
  items: readonly Doomed[],
  signal: AbortSignal,
): Promise<Result<void>[]> {
  const modseq = selected.highestModseq !== undefined;
  const fields = `UID FLAGS${modseq ? ' MODSEQ' : ''}`;
  const keys = items.map((item) => item.key);
  const rows = await rowsOfKeys(connection, selected, keys, fields, signal);
  const failures = new Map<string, MapistoreError>();
  const doomed: DoomedRows = new Map();
  for (const { key, ifRevision } of items) {
    const row = rows.get(uidOf(key, selected.uidValidity) ?? 0);
    if (!matches(row, key, ifRevision)) failures.set(key, changed(key));
    else if (row !== undefined) {
      const unchangedSince = isConditional(ifRevision) ? row.modseq : undefined;
      const flagsToo = ifRevision?.flags !== undefined;
      doomed.set(row.uid, { row, flagsToo, ...(unchangedSince !== undefined && { unchangedSince }) });
    }
  }
  for (const uid of await mark(connection, doomed, signal)) {
    const key = keyOf(selected.uidValidity, uid);
    doomed.delete(uid);
    failures.set(key, changed(key));
  }
  for (const [uid, error] of await expunge(connection, doomed, signal))
    failures.set(keyOf(selected.uidValidity, uid), error);
  return items.map(({ key }) => {
    const error = failures.get(key);
    return error === undefined ? { ok: true, value: undefined } : { ok: false, error };
  });
}

function matches(row: FetchRow | undefined, key: string, ifRevision: IfRevision | undefined): boolean {
  if (ifRevision === undefined || !isConditional(ifRevision)) return true;
  if (row?.flags === undefined) return false;
  if (ifRevision.content !== undefined && ifRevision.content !== key) return false;
  return ifRevision.flags === undefined || ifRevision.flags === flagsRevisionOf(flagsOf(row.flags));
}

function changed(key: string): MapistoreError {
  return new MapistoreError(
    'PRECONDITION_FAILED',
    `Item ${key} changed or went since it was read. Read it again and retry.`,
    {
      backend: 'imap',
    },
  );
}

function isConditional(ifRevision: IfRevision | undefined): boolean {
  return ifRevision?.content !== undefined || ifRevision?.flags !== undefined;
}

type DoomedRows = Map<number, DoomedRow>;

interface DoomedRow {
  readonly row: FetchRow;
  /** The mod-sequence it must still have. */
  readonly unchangedSince?: string;
  /** Whether its flags must be what they were, or only its bytes. */
  readonly flagsToo: boolean;
}

/** Marks; gives the UIDs that changed in a way that matters, or that somebody else deletes just now. */
async function mark(connection: Connection, doomed: DoomedRows, signal: AbortSignal): Promise<number[]> {
  const lost: number[] = [];
  let pending: DoomedRows = new Map(doomed);
  for (let round = 0; pending.size > 0; round++) {
    const modified = await markOnce(connection, pending, signal);
    const uids = modified.filter((uid) => pending.get(uid)?.flagsToo === false && round < MARK_ROUNDS);
    lost.push(...modified.filter((uid) => !uids.includes(uid)));
    const rows = new Map<number, FetchRow>();
    for (const set of setsOf(uids)) {
      for (const [uid, row] of await fetchRows(connection, { signal, set, items: 'UID FLAGS MODSEQ' }))
        rows.set(uid, row);
    }
    pending = new Map();
    for (const uid of uids) {
      const row = rows.get(uid);
      // Only flags changed, which is allowed: once more. With the mark on it, another call was faster.
      if (row?.modseq === undefined || isMarkedDeleted(row.flags)) lost.push(uid);
      else pending.set(uid, { row, unchangedSince: row.modseq, flagsToo: false });
    }
  }
  return lost;
}

const MARK_ROUNDS = 5;

/** One STORE for each mod-sequence; gives the UIDs that the server found changed (MODIFIED, RFC 7162 s.3.1.3). */
async function markOnce(connection: Connection, doomed: DoomedRows, signal: AbortSignal): Promise<number[]> {
  const groups = Map.groupBy([...doomed], ([, { unchangedSince }]) => unchangedSince);
  const modified: number[] = [];
  for (const [unchangedSince, group] of groups) {
    for (const set of setsOf(group.map(([uid]) => uid))) {
      const uids = group.map(([uid]) => uid).filter((uid) => isInSet(uid, set));
      if (unchangedSince === undefined)
        await connection.run('UID STORE', `${set} +FLAGS.SILENT (\\Deleted)`, { signal });
      else modified.push(...(await markUnchanged(connection, { set, uids, unchangedSince, signal })));
    }
  }
  return modified;
}

interface Conditional {
  readonly set: string;
  readonly uids: readonly number[];
  readonly unchangedSince: string;
  readonly signal: AbortSignal;
}

/**
 * Marks those that have not changed; gives the others. A message that was expunged meanwhile is neither refused nor
 * stored: only one that the server tells the new flags of (RFC 7162 s.3.1.3) was really marked by us.
 */
async function markUnchanged(connection: Connection, request: Conditional): Promise<number[]> {
  const { set, uids, unchangedSince, signal } = request;
  const told = new Set<number>();
  let failed = '';
  try {
    const { code } = await connection.run('UID STORE', `${set} (UNCHANGEDSINCE ${unchangedSince}) +FLAGS (\\Deleted)`, {
      signal,
      untagged: {
        FETCH: (answer) => {
          const row = rowOf(answer);
          if (row !== undefined) told.add(row.uid);
        },
        VANISHED: (answer) => {
          for (const uid of uids) if (isInSet(uid, textOf(answer.attributes?.at(-1)) ?? '')) told.delete(uid);
        },
      },
    });
    if (code?.name === 'MODIFIED') failed = textOf(code.args[0]) ?? '';
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'MODIFIED') throw error;
    // NO where some are gone as well: what carries the mark now is what was done.
    const rows = await fetchRows(connection, { signal, set, items: 'UID FLAGS' });
    return uids.filter((uid) => !isMarkedDeleted(rows.get(uid)?.flags));
  }
  return uids.filter((uid) => !told.has(uid) || isInSet(uid, failed));
}

function isInSet(uid: number, set: string): boolean {
  return parseSet(set).some(([first, last]) => uid >= first && uid <= last);
}

async function expunge(
  connection: Connection,
  doomed: DoomedRows,
  signal: AbortSignal,
): Promise<Map<number, MapistoreError>> {
  const failures = new Map<number, MapistoreError>();
  for (const set of setsOf(doomed.keys())) {
    let refusal: Refusal | undefined;
    try {
      await connection.run('UID EXPUNGE', set, { signal });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refusal = error;
    }
    // A server may say OK and keep what the account has no right to expunge (RFC 4314 s.4).
    const left = [...(await fetchRows(connection, { signal, set, items: 'UID FLAGS' })).keys()].filter((uid) =>
      doomed.has(uid),
    );
    if (left.length === 0) continue;
    const error =
      refusal === undefined
        ? new MapistoreError('FORBIDDEN', 'The server did not expunge the item.', { backend: 'imap' })
        : refusalError(refusal, 'Cannot expunge the item', 'other');
    for (const uid of left) failures.set(uid, error);
    const ours = left.filter((uid) => !isMarkedDeleted(doomed.get(uid)?.row.flags));
    for (const back of setsOf(ours)) await connection.run('UID STORE', `${back} -FLAGS.SILENT (\\Deleted)`, { signal });
  }
  return failures;
}
