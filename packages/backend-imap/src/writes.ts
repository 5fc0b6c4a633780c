import {
  type CreateItem,
  type CreateItems,
  type Flags,
  type ItemWritten,
  MapistoreError,
  type NewItem,
  normaliseFlags,
  type Quota,
  type Result,
} from '@mapistore/core';
import { removeChanged } from './changed-heads.ts';
import { quota } from './counts.ts';
import { Refusal, refusalError } from './errors.ts';
import { findAppended } from './find-appended.ts';
import { flagsOf, flagsRevisionOf, isKeyword, splitByPermanent, wireFlag } from './flags.ts';
import { type Appended, type AppendPart, append } from './imap/append.ts';
import type { Connection } from './imap/connection.ts';
import { fetchRows } from './imap/fetch.ts';
import { type FolderAccess, type Mount, mailboxOf, missingFolder, openMailbox } from './mount.ts';
import { storeFlags } from './set-flags.ts';
import { type Message, prepare } from './sources.ts';
import { expandSet, keyOf, setsOf } from './uids.ts';

/** A new item on its way. */
interface Draft {
  readonly item: NewItem;
  readonly message: Message;
  /** Where the result goes. */
  readonly index: number;
}

/** Stores one message; see {@link Backend.createItem}. */
export async function createItem(mount: Mount, request: CreateItem): Promise<ItemWritten> {
  const message = await prepare(mount, request.item.body, request.signal);
  const [result] = await storeDrafts(mount, request, [{ item: request.item, message, index: 0 }]);
  if (result === undefined) throw new TypeError('no result for a draft');
  if (!result.ok) throw result.error;
  return result.value;
}

/** Stores many messages; see {@link Backend.createItems}. */
export async function createItems(mount: Mount, request: CreateItems): Promise<readonly Result<ItemWritten>[]> {
  const results: Result<ItemWritten>[] = new Array(request.items.length);
  let drafts: Draft[] = [];
  let bytes = 0;
  const flush = async (): Promise<void> => {
    const batch = drafts;
    drafts = [];
    bytes = 0;
    const stored = await storeDrafts(mount, request, batch);
    for (const [at, draft] of batch.entries()) results[draft.index] = stored[at] as Result<ItemWritten>;
  };
  for (const [index, item] of request.items.entries()) {
    request.signal.throwIfAborted();
    try {
      const message = await prepare(mount, item.body, request.signal);
      const size = message.inline === undefined ? mount.options.batchBytes + 1 : message.size;
      if (drafts.length > 0 && (bytes + size > mount.options.batchBytes || drafts.length >= mount.options.batchItems))
        await flush();
      drafts.push({ item, message, index });
      bytes += size;
    } catch (error) {
      request.signal.throwIfAborted();
      results[index] = {
        ok: false,
        error: MapistoreError.from(error, 'Cannot read the item to be stored', { backend: 'imap' }),
      };
    }
  }
  if (drafts.length > 0) await flush();
  return results;
}

/** Stores drafts in one command where the server can, else, or where it refuses the lot, one by one. */
async function storeDrafts(
  mount: Mount,
  access: FolderAccess,
  drafts: readonly Draft[],
): Promise<Result<ItemWritten>[]> {
  const path = mailboxOf(mount, access.folder);
  const { signal } = access;
  if (drafts.length > 1 && mount.features.multiAppend) {
    try {
      return await mount.pool.lend(signal, selectionFor(mount, path, drafts), (connection) =>
        storeOn(mount, connection, path, drafts, signal),
      );
    } catch (error) {
      signal.throwIfAborted();
      // All or none (RFC 3502 s.6.3.11): a refusal leaves nothing behind, anything else leaves it open.
      if (!(error instanceof Refusal)) return failAll(drafts, asFailure(error, mount, path));
    }
  }
  const results: Result<ItemWritten>[] = [];
  for (const draft of drafts) {
    try {
      const pool = draft.message.inline === undefined ? mount.uploads : mount.pool;
      const [stored] = await pool.lend(signal, selectionFor(mount, path, [draft]), (connection) =>
        storeOn(mount, connection, path, [draft], signal),
      );
      results.push(stored as Result<ItemWritten>);
    } catch (error) {
      signal.throwIfAborted();
      const failure = asFailure(error, mount, path);
      const isUnclear = error instanceof Refusal && error.code === undefined;
      results.push({ ok: false, error: (isUnclear && (await overQuota(mount, draft.message, signal))) || failure });
    }
  }
  return results;
}

/**
 * The mailbox that has to be selected to store these drafts, if any: a mailbox says which keywords it takes only when
 * it is selected, and without UIDPLUS its UIDNEXT is needed.
 */
function selectionFor(mount: Mount, path: string, drafts: readonly Draft[]): string | undefined {
  return !mount.features.uidPlus || drafts.some(({ item }) => item.flags.some(isKeyword)) ? path : undefined;
}

function failAll(drafts: readonly Draft[], error: MapistoreError): Result<ItemWritten>[] {
  return drafts.map(() => ({ ok: false, error }));
}

function asFailure(error: unknown, mount: Mount, path: string): MapistoreError {
  if (!(error instanceof Refusal)) return MapistoreError.from(error, 'Cannot store the item', { backend: 'imap' });
  if (error.code === 'TRYCREATE' || error.code === 'NONEXISTENT') return missingFolder(mount, path);
  return refusalError(error, 'Cannot store the item', 'append');
}

/** Not every server gives a code (RFC 9208 s.4.3.1) with its "over quota"; whether it was that can be asked. */
async function overQuota(mount: Mount, message: Message, signal: AbortSignal): Promise<MapistoreError | undefined> {
  if (!mount.features.quota) return undefined;
  const { usedBytes, limitBytes } = await quota(mount, { signal }).catch((): Quota => ({ usedBytes: 0 }));
  signal.throwIfAborted();
  if (limitBytes === undefined || usedBytes + message.size <= limitBytes) return undefined;
  return new MapistoreError(
    'QUOTA_EXCEEDED',
    `${mount.where} keeps ${limitBytes} bytes for this account, of which ${usedBytes} are used.`,
    { backend: 'imap', context: { size: message.size, limit: limitBytes } },
  );
}

/** @throws {@link Refusal} where nothing was stored */
async function storeOn(
  mount: Mount,
  connection: Connection,
  path: string,
  drafts: readonly Draft[],
  signal: AbortSignal,
): Promise<Result<ItemWritten>[]> {
  const hasKeywords = drafts.some(({ item }) => item.flags.some(isKeyword));
  const selected =
    selectionFor(mount, path, drafts) === undefined
      ? undefined
      : await openMailbox(mount, connection, path, signal, mount.features.uidPlus ? 'noop' : 'select');
  const parts = drafts.map(({ item, message }): AppendPart => {
    const { taken } = splitByPermanent(item.flags, selected?.permanentFlags);
    return {
      flags: taken.map((flag) => wireFlag(flag) as string),
      ...(item.received !== undefined && { received: item.received }),
      size: message.size,
      bytes: message.inline ?? message.open(signal),
    };
  });
  let appended: Appended | undefined;
  try {
    appended = await append(connection, path, parts, signal);
  } catch (error) {
    // One keyword too long or too many refuses the message: it goes without them, and they are tried one by one.
    const [draft] = drafts;
    if (
      !(error instanceof Refusal) ||
      error.code !== 'CANNOT' ||
      !hasKeywords ||
      drafts.length > 1 ||
      draft === undefined
    )
      throw error;
    return [{ ok: true, value: await storeWithoutKeywords(mount, connection, path, draft, signal) }];
  }
  const uids = appended === undefined ? undefined : expandSet(appended.set, drafts.length);
  if (appended === undefined || uids?.length !== drafts.length) {
    const [draft] = drafts;
    if (selected === undefined || draft === undefined || drafts.length > 1) throw unknownKey(mount);
    const found = await findAppended(mount, connection, selected, draft.message, signal);
    return [{ ok: true, value: writtenOf(found.uidValidity, found.uid, draft.item.flags) }];
  }
  const { uidValidity } = appended;
  const messages = drafts.map(({ message }) => message);
  const refused = await removeChanged(mount, connection, { path, uidValidity, uids, messages, signal });
  const written = drafts.map(({ item }, at) => writtenOf(uidValidity, uids[at] as number, item.flags));
  return (hasKeywords ? await verified(mount, connection, path, { drafts, written, uids, signal }) : written).map(
    (value, at): Result<ItemWritten> => {
      const error = refused[at];
      return error === undefined ? { ok: true, value } : { ok: false, error };
    },
  );
}

function writtenOf(uidValidity: string, uid: number, flags: Flags): ItemWritten {
  const key = keyOf(uidValidity, uid);
  return { key, contentRevision: key, flagsRevision: flagsRevisionOf(normaliseFlags(flags)) };
}

function unknownKey(mount: Mount): MapistoreError {
  return new MapistoreError('AMBIGUOUS', `${mount.where} stored the item and did not say where.`, { backend: 'imap' });
}

interface Stored {
  readonly drafts: readonly Draft[];
  readonly written: readonly ItemWritten[];
  readonly uids: readonly number[];
  readonly signal: AbortSignal;
}

/** What was stored is stored: a connection that breaks now only leaves open which keywords were taken. */
async function verified(
  mount: Mount,
  connection: Connection,
  path: string,
  stored: Stored,
): Promise<readonly ItemWritten[]> {
  try {
    return await verifyKeywords(mount, connection, path, stored);
  } catch {
    return stored.written;
  }
}

/** Servers drop keywords without a word; what is there afterwards is what counts. */
async function verifyKeywords(
  mount: Mount,
  connection: Connection,
  path: string,
  { drafts, written, uids, signal }: Stored,
): Promise<ItemWritten[]> {
  await openMailbox(mount, connection, path, signal, 'noop');
  const found = new Map<number, Flags>();
  for (const set of setsOf(uids)) {
    for (const [uid, row] of await fetchRows(connection, { signal, set, items: 'UID FLAGS' })) {
      if (row.flags !== undefined) found.set(uid, flagsOf(row.flags));
    }
  }
  return written.map((value, at) => {
    const flags = found.get(uids[at] as number);
    if (flags === undefined) return value;
    const refused = (drafts[at] as Draft).item.flags.filter((flag) => !flags.includes(flag));
    return { ...value, flagsRevision: flagsRevisionOf(flags), ...(refused.length > 0 && { refused }) };
  });
}

async function storeWithoutKeywords(
  mount: Mount,
  connection: Connection,
  path: string,
  draft: Draft,
  signal: AbortSignal,
): Promise<ItemWritten> {
  const system = draft.item.flags.filter((flag) => !isKeyword(flag));
  const bare = { ...draft, item: { ...draft.item, flags: system } };
  const [result] = await storeOn(mount, connection, path, [bare], signal);
  if (!result?.ok) throw result?.error ?? unknownKey(mount);
  const selected = await openMailbox(mount, connection, path, signal, 'noop');
  const add = draft.item.flags.filter(isKeyword);
  const [flagged] = await storeFlags(connection, selected, { keys: [result.value.key], add, remove: [], signal });
  if (!flagged?.ok) return { ...result.value, refused: add };
  const { flagsRevision, refused } = flagged.value;
  return {
    ...result.value,
    ...(flagsRevision !== undefined && { flagsRevision }),
    ...(refused !== undefined && { refused }),
  };
}
