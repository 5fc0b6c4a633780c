import {
  type Flags,
  type FlagsWritten,
  MapistoreError,
  normaliseFlags,
  type Result,
  type SetFlags,
} from '@mapistore/core';
import { Refusal } from './errors.ts';
import { flagsOf, flagsRevisionOf, isKeyword, splitByPermanent, wireFlag } from './flags.ts';
import type { Connection, Selected } from './imap/connection.ts';
import type { FetchRow } from './imap/fetch.ts';
import { rowsOfKeys } from './items.ts';
import { inMailbox, type Mount, missingItem } from './mount.ts';
import { setsOf, uidOf } from './uids.ts';

/** A change of flags on a mailbox that is selected. */
export interface FlagChange {
  readonly signal: AbortSignal;
  readonly keys: readonly string[];
  readonly add: Flags;
  readonly remove: Flags;
}

/** Adds and removes flags; see {@link Backend.setFlags}. */
export async function setFlags(mount: Mount, request: SetFlags): Promise<readonly Result<FlagsWritten>[]> {
  return await inMailbox(mount, request, 'select', async (connection, selected) => {
    if (selected.readOnly)
      throw new MapistoreError('FORBIDDEN', 'This folder may only be read by this account.', { backend: 'imap' });
    return await storeFlags(connection, selected, request);
  });
}

/**
 * Stores flags and looks afterwards what came of it: STORE says OK also where it did less than asked (RFC 3501
 * s.6.4.6), and a message that has its flags already is not touched, so that its mod-sequence stays.
 */
export async function storeFlags(
  connection: Connection,
  selected: Selected,
  change: FlagChange,
): Promise<Result<FlagsWritten>[]> {
  const { signal, keys } = change;
  const remove = normaliseFlags(change.remove);
  const add = normaliseFlags(change.add).filter((flag) => !remove.includes(flag));
  const items = 'UID FLAGS';
  const before = await rowsOfKeys(connection, selected, keys, items, signal);
  const { taken } = splitByPermanent(add, selected.permanentFlags);
  const lacking = [...before.values()].filter((row) => taken.some((flag) => !flagsOf(row.flags ?? []).includes(flag)));
  const having = [...before.values()].filter((row) => remove.some((flag) => flagsOf(row.flags ?? []).includes(flag)));
  await store(connection, lacking, '+FLAGS.SILENT', taken, signal);
  await store(connection, having, '-FLAGS.SILENT', remove, signal);
  const touched = lacking.length + having.length > 0;
  const after = touched ? await rowsOfKeys(connection, selected, keys, items, signal) : before;
  return keys.map((key) => {
    const row = after.get(uidOf(key, selected.uidValidity) ?? 0);
    return row?.flags === undefined ? { ok: false, error: missingItem(key) } : { ok: true, value: writtenOf(row, add) };
  });
}

function writtenOf(row: FetchRow, add: Flags): FlagsWritten {
  const flags = flagsOf(row.flags ?? []);
  const refused = add.filter((flag) => !flags.includes(flag));
  return { flags, flagsRevision: flagsRevisionOf(flags), ...(refused.length > 0 && { refused }) };
}

/** A STORE that is refused for one keyword stores none: then each is tried by itself. */
async function store(
  connection: Connection,
  rows: readonly FetchRow[],
  how: string,
  flags: Flags,
  signal: AbortSignal,
): Promise<void> {
  const wire = flags.map(wireFlag).filter((flag) => flag !== undefined);
  if (rows.length === 0 || wire.length === 0) return;
  for (const set of setsOf(rows.map((row) => row.uid))) {
    try {
      await connection.run('UID STORE', `${set} ${how} (${wire.join(' ')})`, { signal });
    } catch (error) {
      if (!(error instanceof Refusal) || !flags.some(isKeyword)) throw error;
      if (flags.length === 1) continue;
      for (const flag of flags) await store(connection, rows, how, [flag], signal);
      return;
    }
  }
}
