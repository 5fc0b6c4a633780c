import {
  type CreateItem,
  type CreateItems,
  type ItemWritten,
  MapistoreError,
  type NewItem,
  type Result,
} from '@mapistore/core';
import { Refusal } from './errors.ts';
import { quiet } from './invitations.ts';
import { type Kept, lookAtKept, type Sent, takeBack } from './kept.ts';
import { collectionOfFolder, folderRefusal, type Mount, pathOfItem, printable } from './mount.ts';
import type { ObjectFacts } from './objects/check.ts';
import { resourceNameOf } from './objects/names.ts';
import { resultsOf, writeWidth } from './pool.ts';
import { asError, put } from './resources.ts';
import { prepare } from './sources.ts';
import { readEtag } from './stored.ts';

/** So many items are read back at a time, while others are sent. */
const READ_BACK = 50;

/** Stores an item under a name made from its UID; see {@link Backend.createItem}. */
export async function createItem(mount: Mount, request: CreateItem): Promise<ItemWritten> {
  const [result] = await createItems(mount, { ...request, items: [request.item] });
  if (result?.ok === true) return result.value;
  throw result?.error ?? new TypeError('no result for one item');
}

/** Stores many items; see {@link Backend.createItems}. DAV has no batches for it, so several go at a time. */
export async function createItems(mount: Mount, request: CreateItems): Promise<readonly Result<ItemWritten>[]> {
  const { folder, signal, items } = request;
  // A folder that is gone is said once.
  await collectionOfFolder(mount, folder, signal);
  const fail = (error: unknown): MapistoreError => asError(error, 'Cannot store the item');
  const about = { width: writeWidth(mount.options.connections), signal, fail };
  const readings = new Readings(mount, folder, signal);
  const sent = await resultsOf(items, about, async (item) => {
    const done = await send(mount, folder, item, signal);
    readings.add(done);
    return done;
  });
  const kept = await readings.end();
  return await Promise.all(
    sent.map(async (result): Promise<Result<ItemWritten>> => {
      if (!result.ok) return result;
      const { key } = result.value;
      const found = kept.get(key);
      if (found === undefined) return { ok: false, error: fail(new TypeError('an item was not looked at')) };
      if (!MapistoreError.is(found)) return { ok: true, value: found };
      await takeBack(mount, { folder, key, refused: found, signal });
      return { ok: false, error: found };
    }),
  );
}

/** Reads items back while others are being sent: servers answer at once to a PUT, and take their time with many items. */
class Readings {
  readonly #mount: Mount;
  readonly #folder: string;
  readonly #signal: AbortSignal;
  readonly #running: Promise<ReadonlyMap<string, Kept>>[] = [];
  #unread: Sent[] = [];

  constructor(mount: Mount, folder: string, signal: AbortSignal) {
    this.#mount = mount;
    this.#folder = folder;
    this.#signal = signal;
  }

  add(sent: Sent): void {
    this.#unread.push(sent);
    if (this.#unread.length >= Math.min(READ_BACK, this.#mount.options.batchItems)) this.#begin();
  }

  /** What became of all of them, by their keys. */
  async end(): Promise<ReadonlyMap<string, Kept>> {
    this.#begin();
    return new Map((await Promise.all(this.#running)).flatMap((kept) => [...kept]));
  }

  #begin(): void {
    const reading = lookAtKept(this.#mount, this.#folder, this.#unread, this.#signal);
    // Heard of at the end.
    reading.catch(() => undefined);
    this.#running.push(reading);
    this.#unread = [];
  }
}

async function send(mount: Mount, folder: string, item: NewItem, signal: AbortSignal): Promise<Sent> {
  const { bytes, facts } = await prepare(mount, item.body, signal);
  await refuseComponent(mount, folder, facts, signal);
  const key = resourceNameOf(facts.uid, mount.mediaType);
  const quieted = quiet(mount, bytes);
  if (mount.google) await refuseExisting(mount, folder, key, signal);
  try {
    const etag = await put(mount, { folder, key, bytes: quieted, signal, condition: { 'if-none-match': '*' } });
    return { key, bytes, ...(etag !== undefined && { etag }) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    // What the server meant by a 412 is that the name is taken; by the others, that another name has the UID.
    if (error.status === 412) throw taken(key);
    if (error.names('no-uid-conflict', 'unique-scheduling-object-resource')) throw taken(undefined);
    const failure = await folderRefusal(mount, folder, error, 'Cannot store the item', signal);
    // A conflict in a collection that is there: RFC 4791 knows one of UIDs only.
    throw failure.code === 'NOT_FOUND' && error.status === 409 && (await isThere(mount, folder, signal))
      ? taken(undefined)
      : failure;
  }
}

async function isThere(mount: Mount, folder: string, signal: AbortSignal): Promise<boolean> {
  mount.collections.delete(folder);
  try {
    await collectionOfFolder(mount, folder, signal);
    return true;
  } catch (error) {
    if (MapistoreError.is(error, 'NOT_FOUND')) return false;
    throw error;
  }
}

/** Google knows no If-None-Match, so that the name is free is asked for. Another program has a moment in between. */
async function refuseExisting(mount: Mount, folder: string, key: string, signal: AbortSignal): Promise<void> {
  const path = pathOfItem(mount, folder, key);
  if (path !== undefined && (await readEtag(mount, path, signal)) !== undefined) throw taken(key);
}

function taken(key: string | undefined): MapistoreError {
  const where = key === undefined ? 'in this account already' : `in this folder already, as "${printable(key)}"`;
  return new MapistoreError(
    'ALREADY_EXISTS',
    `An item of the same UID is ${where}: update that one, or delete it first.`,
    { backend: 'caldav', ...(key !== undefined && { context: { key } }) },
  );
}

/** @throws INVALID_CONTENT for a component that the collection does not hold; NOT_FOUND */
export async function refuseComponent(
  mount: Mount,
  folder: string,
  facts: ObjectFacts,
  signal: AbortSignal,
): Promise<void> {
  if (mount.service === 'carddav') return;
  const { components } = await collectionOfFolder(mount, folder, signal);
  const holds = mount.google ? new Set(['VEVENT']) : components;
  if (holds === undefined || holds.has(facts.component)) return;
  throw new MapistoreError(
    'INVALID_CONTENT',
    `This calendar holds ${[...holds].join(', ')} only, and the item is a ${facts.component}.`,
    { backend: 'caldav' },
  );
}
