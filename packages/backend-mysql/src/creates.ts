import { setImmediate } from 'node:timers/promises';
import {
  type CreateItem,
  type CreateItems,
  type ItemWritten,
  MapistoreError,
  type NewItem,
  type Result,
} from '@mapistore/core';
import { failure } from './errors.ts';
import { type Insert, insertRows, statementsOf } from './inserts.ts';
import { joinRange } from './members.ts';
import { folderId, knownFolder, type Mount } from './mount.ts';
import { type Tx, write } from './mysql/transactions.ts';
import { contentRevision, flagsRevision, flagsText } from './rows.ts';
import { isHeld, upload, uploadHeld } from './uploads.ts';
import { refuseType, storableFlags } from './writes.ts';

/** Items of one transaction: their number, and their bytes. */
const BATCH_ITEMS = 1000;
const BATCH_BYTES = 8_388_608;
/** Items that are taken apart here while the database stores those before them. */
const CHUNK_ITEMS = 125;

/** An item to be stored, and what has become of it so far. */
interface Slot {
  readonly item: NewItem;
  /** Of a source that had to be read; one that is held is taken apart when its turn comes, and is not kept twice. */
  insert?: Insert;
  /** What a transaction has written, should it be committed. */
  written?: ItemWritten;
  result?: Result<ItemWritten>;
}

/** Stores one item; see {@link Backend.createItem}. */
export async function createItem(mount: Mount, request: CreateItem): Promise<ItemWritten> {
  const [result] = await createItems(mount, { ...request, items: [request.item] });
  if (result?.ok === true) return result.value;
  throw result?.error ?? new TypeError('no result for one item');
}

/** Stores many items, as many at once as are held; see {@link Backend.createItems}. */
export async function createItems(mount: Mount, request: CreateItems): Promise<readonly Result<ItemWritten>[]> {
  const { signal, folder } = request;
  // A folder that is gone is said once, and before any source is read.
  await knownFolder(mount, folder, signal);
  const slots = request.items.map((item): Slot => ({ item }));
  let batch: Slot[] = [];
  let bytes = 0;
  for (const slot of slots) {
    const { body } = slot.item;
    // A source that may be slow is read before anybody has to wait for the lock of the transaction.
    if (!isHeld(body)) await prepare(mount, slot, signal);
    batch.push(slot);
    bytes += slot.insert?.uploaded.first.byteLength ?? body.bytes?.byteLength ?? 0;
    if (batch.length >= BATCH_ITEMS || bytes > BATCH_BYTES) {
      await store(mount, folder, batch, signal);
      [batch, bytes] = [[], 0];
    }
  }
  await store(mount, folder, batch, signal);
  return slots.map(({ result }) => result as Result<ItemWritten>);
}

/** Together, or one by one where one of them is refused. */
async function store(mount: Mount, folder: string, batch: readonly Slot[], signal: AbortSignal): Promise<void> {
  const slots = batch.filter(({ result }) => result === undefined);
  if (slots.length === 0) return;
  try {
    await write(mount.writer, signal, async (tx) => storeAll(mount, tx, await folderId(mount, tx, folder), slots));
    for (const slot of slots) if (slot.written !== undefined) slot.result = { ok: true, value: slot.written };
  } catch (error) {
    signal.throwIfAborted();
    if (!MapistoreError.is(error) || error.code === 'NOT_FOUND') throw error;
    const open = slots.filter(({ result }) => result === undefined);
    // Of what was lost nobody knows; of what was refused the others are not to blame.
    if (open.length === 1 || error.code === 'UNAVAILABLE' || error.code === 'BUSY')
      for (const slot of open) slot.result = { ok: false, error };
    else for (const slot of open) await store(mount, folder, [slot], signal);
  }
}

/** All that can be stored, in their order. May run again. */
async function storeAll(mount: Mount, tx: Tx, folder: number, slots: readonly Slot[]): Promise<void> {
  const first = tx.takeIds(0);
  let storing: Promise<void> = Promise.resolve();
  for (let at = 0; at < slots.length; at += CHUNK_ITEMS) {
    const inserts: Insert[] = [];
    for (const slot of slots.slice(at, at + CHUNK_ITEMS)) {
      const insert = slot.insert ?? prepareHeld(mount, slot);
      if (insert === undefined) continue;
      slot.written = writtenOf(insert, tx.takeIds(1), tx.step);
      inserts.push(insert);
    }
    const statements = statementsOf(mount, tx, folder, tx.takeIds(0) - inserts.length, inserts);
    await storing;
    storing = insertRows(mount, tx, statements, inserts);
    // Heard of when it is waited for.
    storing.catch(() => undefined);
    // Sent before the next are taken apart.
    await setImmediate();
  }
  await storing;
  const next = tx.takeIds(0);
  if (next > first) await joinRange(mount, tx, folder, { first, last: next - 1 });
}

/** Reads a source and takes it apart, or says why it cannot be stored. */
async function prepare(mount: Mount, slot: Slot, signal: AbortSignal): Promise<void> {
  try {
    slot.insert = { ...about(mount, slot.item), uploaded: await upload(mount, slot.item.body, signal) };
  } catch (error) {
    signal.throwIfAborted();
    slot.result = refused(error);
  }
}

/** The same of a source that is held; undefined for what cannot be stored. */
function prepareHeld(mount: Mount, slot: Slot): Insert | undefined {
  const { body } = slot.item;
  if (slot.result !== undefined || !isHeld(body)) return undefined;
  try {
    return { ...about(mount, slot.item), uploaded: uploadHeld(mount, body) };
  } catch (error) {
    slot.result = refused(error);
    return undefined;
  }
}

function about(mount: Mount, { body, flags, received }: NewItem): Omit<Insert, 'uploaded'> {
  refuseType(body.mediaType);
  return { flags: storableFlags(flags), received: dateText(received ?? mount.env.clock()) };
}

function refused(error: unknown): Result<never> {
  return { ok: false, error: MapistoreError.from(error, 'Cannot store an item', { backend: 'mysql' }) };
}

function writtenOf({ uploaded, flags }: Insert, id: number, step: number): ItemWritten {
  return {
    key: String(id),
    contentRevision: contentRevision({ version: step, columnSum: uploaded.columnSum }),
    flagsRevision: flagsRevision(flagsText(flags)),
    size: uploaded.size,
  };
}

function dateText(date: Date): string {
  // What MySQL has no date for, and what is none.
  if (!(date.getTime() >= Date.UTC(1000, 0, 1) && date.getTime() < Date.UTC(10_000, 0, 1)))
    throw failure('INVALID_ARGUMENT', 'The date of this item is none of the years 1000 to 9999.');
  return date.toISOString().slice(0, 19).replace('T', ' ');
}
