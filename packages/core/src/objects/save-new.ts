import { normaliseFlags } from '../contract/flags.ts';
import type { Format } from '../contract/format.ts';
import { type Engine, wholeSeconds } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import type { Attachment, Item } from '../item/item.ts';
import { ContentKeeper } from '../item/keep-contents.ts';
import type { StorePath } from '../mounts/paths.ts';
import { PropertyBag } from '../properties/bag.ts';
import * as tags from '../properties/tags.ts';
import { openTarget } from '../store/transfers.ts';
import { isKeepable, keep } from '../transfer/refused.ts';
import { type Job, storeBatch, verifyBatch, type Written as WrittenItem, withBatch } from '../write/batch.ts';
import { commitCreated } from '../write/commit.ts';
import { misfit } from '../write/misfit.ts';
import type { OverlayEntry } from '../write/overlay.ts';
import type { Target } from '../write/place.ts';
import { type Prepared, prepare } from '../write/prepare.ts';
import { chooseFormat } from './choose-format.ts';
import { overlaidColumns } from './columns.ts';
import { MESSAGE_FLAGS } from './message-flags.ts';
import type { MessageState } from './message-host.ts';
import { Spill } from './spill.ts';
import { unsaidOf } from './unsaid.ts';

/** A message as bytes, and what those cannot say. */
export interface Rendered {
  readonly prepared: Prepared;
  readonly overlay: readonly OverlayEntry[];
  readonly keeper: ContentKeeper;
}

/** A message to be written; `removed` are names of properties that were taken out. */
export interface Rendering {
  readonly item: Item;
  readonly removed: ReadonlySet<string>;
  readonly ignored?: ReadonlySet<string>;
}

/**
 * Writes a message in a format, and finds out what that did not say by reading it again. The bytes are there in full before
 * anything is sent: contents may come from the very place that they go to.
 */
export async function withRendered<T>(
  engine: Engine,
  format: Format,
  { item, removed, ignored }: Rendering,
  signal: AbortSignal,
  work: (rendered: Rendered) => Promise<T>,
): Promise<T> {
  const written: Item = { ...item, attachments: item.attachments.filter(hasContent) };
  const spill = new Spill().retain();
  try {
    const body = await format.render(written, { signal, formats: engine.formats });
    for await (const chunk of body.open({ signal })) await spill.write(spill.size, chunk);
    const prepared = await prepare(engine, spill.source(body.mediaType), signal);
    const native = await format.parse(prepared.source, { signal, formats: engine.formats });
    const keeper = new ContentKeeper(engine.state, signal);
    const overlay = await unsaidOf({
      item,
      native,
      removed,
      keeper,
      signal,
      ...(ignored !== undefined && { ignored }),
    });
    return await work({ prepared, overlay, keeper });
  } finally {
    await spill.release();
  }
}

/** An attachment that only points elsewhere has nothing to write. */
function hasContent({ content, item }: Attachment): boolean {
  return content !== undefined || item !== undefined;
}

/** The message as it is stored: with what the store gives it for good. */
export function storedItem({ draft, createdAt, searchKey }: MessageState): Item {
  const item = draft.item();
  item.properties.set(tags.PidTagCreationTime, createdAt).set(tags.PidTagSearchKey, searchKey);
  return item;
}

/**
 * Stores a new message in a folder, in the format that its mount takes. One that the backend refuses is kept by core. Gives
 * the number of the item. @throws UNSUPPORTED, FORMAT_NOT_INSTALLED, what the backend throws
 */
export async function saveNew(
  engine: Engine,
  path: StorePath,
  message: MessageState,
  signal: AbortSignal,
): Promise<number> {
  const target = await openTarget(engine, path, signal);
  const item = storedItem(message);
  const format = chooseFormat(engine, target, item.properties.get(tags.PidTagMessageClass) ?? 'IPM.Note');
  // Said by the index, not by bytes or overlay.
  const properties = PropertyBag.of(item.properties);
  const received = properties.get(tags.PidTagMessageDeliveryTime);
  properties.delete(tags.PidTagMessageDeliveryTime);
  const at = received instanceof Date ? received : engine.clock();
  const rendering = { item: { ...item, properties }, removed: message.draft.removed };
  return withRendered(engine, format, rendering, signal, (rendered) =>
    storeOne(engine, target, newJob(rendered, item, message.clientFlags, at), signal),
  );
}

function newJob(rendered: Rendered, item: Item, clientFlags: number, received: Date): Job {
  const { prepared, overlay, keeper } = rendered;
  const { head, mediaType, sha256, size } = prepared;
  const flags = [
    ...((clientFlags & MESSAGE_FLAGS.mfRead) === 0 ? [] : ['$seen']),
    ...((clientFlags & MESSAGE_FLAGS.mfUnsent) === 0 ? [] : ['$draft']),
  ];
  return {
    prepared,
    payload: {
      item: {
        ...head,
        ...overlaidColumns(
          item,
          overlay.map(({ property }) => property),
        ),
        mediaType,
        sha256,
        size,
      },
      flags: normaliseFlags(flags),
      received: wholeSeconds(received),
      overlay,
      blobs: keeper.blobs,
      reusedBlobs: keeper.reused,
    },
  };
}

/** Writes one item and commits it; see `importItems`. Gives its number. */
export async function storeOne(engine: Engine, target: Target, job: Job, signal: AbortSignal): Promise<number> {
  const commit = async (written: WrittenItem): Promise<number> => {
    const write = { ...written, backend: target.backend, epoch: target.mount.epoch };
    const [id] = await engine.state.write((tx) => commitCreated(tx, [write], engine.clock().getTime()));
    return id as number;
  };
  const refused = misfit(engine, target, job.payload.item);
  if (refused !== undefined) throw refused;
  const batch = await storeBatch(engine, target, [job], signal);
  return withBatch(engine, target, batch, async () => {
    const [outcome] = await verifyBatch(engine, target, batch, signal);
    if (outcome === undefined) throw new TypeError('A batch of one item had no outcome.');
    if (outcome.ok) return commit(outcome.value);
    if (!isKeepable(outcome.error) || outcome.error.code === 'ALREADY_EXISTS') throw outcome.error;
    return commit(await keep(engine, target, job, signal));
  });
}

/** The error of a message that is not there any more. */
export function goneMessage(id: string): MapistoreError {
  return new MapistoreError('NOT_FOUND', `Message ${id} was deleted since it was opened; nothing was saved.`, {
    context: { id },
  });
}
