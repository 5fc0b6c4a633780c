import type { Delta, RecipientChange } from '../contract/format.ts';
import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import type { Item, Recipient } from '../item/item.ts';
import { ContentKeeper } from '../item/keep-contents.ts';
import { ATTACHMENTS, RECIPIENTS, type StoredAttachment, storedBag } from '../item/stored.ts';
import { PropertyBag } from '../properties/bag.ts';
import * as tags from '../properties/tags.ts';
import { sameValue } from '../properties/values.ts';
import { backendOf } from '../read/original.ts';
import { readProperties } from '../read/properties.ts';
import { splitWords } from '../read/words.ts';
import type { ContentsRow, OverlayRow } from '../state/rows.ts';
import type { StateTx } from '../state/store.ts';
import { Base } from '../write/base.ts';
import { attachmentsEntry, deleteEntry, type OverlayEntry, recipientsEntry, setEntry } from '../write/overlay.ts';
import { digest } from '../write/properties.ts';
import { replaceBytes, rewrite } from '../write/rewrite.ts';
import { blobsIn, settleBlobs } from '../write/settle-blobs.ts';
import { overlaidColumns } from './columns.ts';
import type { Draft } from './draft.ts';
import { contentOf, type MessageContent, sameContent } from './message-content.ts';
import type { MessageState, SaveRequest } from './message-host.ts';
import { goneMessage, type Rendered, storedItem, withRendered } from './save-new.ts';

/** A saved message that was changed. */
export interface Edit {
  readonly message: MessageState;
  readonly itemId: number;
  /** What it said when it was opened; see {@link MessageContent}. */
  readonly base: MessageContent;
  readonly request: SaveRequest;
  readonly signal: AbortSignal;
}

/**
 * Stores the changes of a message. Bytes that are received stay as they are, and what is changed goes into the overlay; a
 * format that can say a change says it; a mail that is still being written is written anew.
 * @throws CONFLICT, NOT_FOUND, what the backend throws
 */
export async function saveEdit(engine: Engine, edit: Edit): Promise<void> {
  const { message, itemId, base, request } = edit;
  if (!message.draft.isChanged) return;
  const { row, isOwn } = await engine.state.read(async (tx) => {
    const [found] = await tx.contents.byItems([itemId]);
    if (found === undefined) throw goneMessage(`m${itemId}`);
    if (request.force !== true) await checkState(tx, found, base);
    return { row: found, isOwn: isOwnDraft(found, await tx.overlay.ofItem(itemId)) };
  });
  const format = engine.formats.need(row.mediaType);
  if (isOwn && (await canUpdate(engine, row, edit.signal)))
    return withRendered(engine, format, renderingOf(message), edit.signal, (bytes) =>
      writeAnew(engine, edit, row, bytes),
    );
  return patch(engine, edit, row);
}

/**
 * Whether a message is an unsent mail whose bytes this store wrote: only then there is nothing in them that another program
 * meant. The store gives each message that it makes a search key, over the bytes that it wrote.
 */
function isOwnDraft(row: ContentsRow, overlay: readonly OverlayRow[]): boolean {
  const isDraft =
    row.mediaType === 'message/rfc822' && row.backendKey !== null && splitWords(row.flags).includes('$draft');
  const key = overlay.find(({ property }) => property === tags.PidTagSearchKey.name);
  return isDraft && key !== undefined && key.overSha256 !== null && key.overSha256 === row.sha256;
}

async function checkState(tx: StateTx, row: ContentsRow, base: MessageContent): Promise<void> {
  if (sameContent(await contentOf(tx, row), base)) return;
  throw conflict(row.itemId);
}

function conflict(itemId: number, cause?: unknown): MapistoreError {
  return new MapistoreError(
    'CONFLICT',
    `Message m${itemId} was changed by somebody else since it was opened; nothing was saved. Open it again, or save by force.`,
    { context: { id: `m${itemId}` }, ...(cause !== undefined && { cause }) },
  );
}

async function canUpdate(engine: Engine, row: ContentsRow, signal: AbortSignal): Promise<boolean> {
  const { backend } = await backendOf(engine, row.folderId, signal);
  return backend.updateItem !== undefined;
}

function renderingOf(message: MessageState) {
  // The header block as text is what the bytes have, and they will have another one.
  const { name } = tags.PidTagTransportMessageHeaders;
  const ignored = message.draft.set.has(name) ? new Set<string>() : new Set([name]);
  const item = storedItem(message);
  item.properties.delete(tags.PidTagMessageDeliveryTime);
  return { item, removed: message.draft.removed, ignored };
}

async function writeAnew(engine: Engine, edit: Edit, row: ContentsRow, bytes: Rendered): Promise<void> {
  const { itemId, request, signal } = edit;
  const { prepared, overlay, keeper } = bytes;
  const also = async (tx: StateTx): Promise<void> => {
    const before = await tx.overlay.ofItem(itemId);
    await tx.overlay.delete(
      itemId,
      before.map(({ property }) => property),
    );
    await tx.overlay.put(overlay.map((entry): OverlayRow => ({ ...entry, itemId, overSha256: prepared.sha256 })));
    await settleBlobs(tx, itemId, blobsIn(overlay.map(({ value }) => value)), keeper);
    await updateColumns(tx, itemId, storedItem(edit.message), overlay);
  };
  let content = row.contentRevision;
  if (request.force === true) {
    const { backend, folder } = await backendOf(engine, row.folderId, signal);
    content = (await backend.readItem({ signal, folder, key: row.backendKey as string })).contentRevision;
  }
  try {
    await replaceBytes(engine, { row, prepared, content, also }, signal);
  } catch (error) {
    if (MapistoreError.is(error, 'PRECONDITION_FAILED')) throw conflict(itemId, error);
    throw error;
  }
}

/** What a change puts into the overlay where the bytes cannot say it. */
interface Overlaid {
  readonly entries: readonly OverlayEntry[];
  readonly keeper: ContentKeeper;
}

async function patch(engine: Engine, edit: Edit, row: ContentsRow): Promise<void> {
  const { message, request, signal } = edit;
  const { draft } = message;
  const before = await readProperties(engine, row, signal);
  const delta: Delta = {
    set: PropertyBag.of([...draft.properties].filter(({ property }) => draft.set.has(property.name))),
    remove: [...draft.removed],
  };
  const changes = draft.recipientsChanged ? recipientChanges(before.recipients, draft) : undefined;
  const keeper = new ContentKeeper(engine.state, signal);
  const overlaid = { entries: await entriesOf(draft, before, keeper), keeper };
  const change = { ...delta, ...(changes !== undefined && changes.length > 0 && { recipients: changes }) };
  try {
    await write(engine, edit, row, { delta: change, overlaid, sayRecipients: changes !== undefined });
  } catch (error) {
    if (MapistoreError.is(error, 'PRECONDITION_FAILED')) throw conflict(row.itemId, error);
    if (!MapistoreError.is(error, 'UNSUPPORTED') || change.recipients === undefined) throw error;
    // What the format cannot say of the recipients lies in the overlay as a whole.
    await write(engine, { ...edit, request }, row, { delta, overlaid, sayRecipients: false });
  }
}

interface Step {
  readonly delta: Delta;
  readonly overlaid: Overlaid;
  /** Whether the bytes say the recipients. */
  readonly sayRecipients: boolean;
}

async function write(
  engine: Engine,
  edit: Edit,
  row: ContentsRow,
  { delta, overlaid, sayRecipients }: Step,
): Promise<void> {
  const { base, request, signal } = edit;
  const names = [...[...delta.set].map(({ property }) => property.name), ...delta.remove];
  let isCommitted = false;
  const commit = async (tx: StateTx, unsaid: ReadonlySet<string>, sha256: string | null): Promise<void> => {
    // What the bytes say as it is needs no entry, and one that says something else would win over them.
    const said = names.filter((name) => !unsaid.has(name));
    await tx.overlay.delete(row.itemId, said);
    await putEntries(tx, row, overlaid, { unsaid, sha256, sayRecipients });
    await updateColumns(tx, row.itemId, storedItem(edit.message), await tx.overlay.ofItem(row.itemId));
    isCommitted = true;
  };
  const { unsaid, sha256 } = await rewrite(
    engine,
    {
      row,
      delta,
      names,
      base: new Base(`m${row.itemId}`, delta),
      strict: request.force !== true,
      also: (tx, rewritten) => commit(tx, rewritten.unsaid, rewritten.sha256),
    },
    signal,
  );
  if (isCommitted) return;
  const over = sha256 ?? (await digest(engine, row, signal));
  await engine.state.write(async (tx) => {
    const [now] = await tx.contents.byItems([row.itemId]);
    if (now === undefined) throw goneMessage(`m${row.itemId}`);
    if (request.force !== true) await checkState(tx, now, base);
    await commit(tx, unsaid, over);
    const cn = await tx.take('cn', 1);
    await tx.contents.updateMembership(now.mid, { cn });
    const { folderId, itemId, mid } = now;
    await tx.journal.append([
      { cn, folderId, itemId, mid, change: 'updated', otherFolderId: null, at: engine.clock().getTime() },
    ]);
  });
}

async function updateColumns(
  tx: StateTx,
  itemId: number,
  item: Item,
  overlay: readonly Pick<OverlayRow, 'property'>[],
): Promise<void> {
  const columns = overlaidColumns(
    item,
    overlay.map(({ property }) => property),
  );
  if (Object.keys(columns).length > 0) await tx.contents.updateItem(itemId, columns);
}

async function putEntries(
  tx: StateTx,
  { itemId }: ContentsRow,
  { entries, keeper }: Overlaid,
  { unsaid, sha256, sayRecipients }: { unsaid: ReadonlySet<string>; sha256: string | null; sayRecipients: boolean },
): Promise<void> {
  const wanted = entries.filter(
    ({ property }) => unsaid.has(property) || property === ATTACHMENTS || (property === RECIPIENTS && !sayRecipients),
  );
  if (sayRecipients) await tx.overlay.delete(itemId, [RECIPIENTS]);
  await tx.overlay.put(wanted.map((entry): OverlayRow => ({ ...entry, itemId, overSha256: sha256 })));
  const all = await tx.overlay.ofItem(itemId);
  await settleBlobs(tx, itemId, blobsIn(all.map(({ value }) => value)), keeper);
}

async function entriesOf(draft: Draft, before: Item, keeper: ContentKeeper): Promise<readonly OverlayEntry[]> {
  const entries: OverlayEntry[] = [];
  for (const { property, value } of draft.properties)
    if (draft.set.has(property.name)) entries.push(await setEntry(property, value, keeper));
  for (const name of draft.removed) entries.push(deleteEntry(name));
  const item = draft.item();
  if (draft.recipientsChanged) entries.push(recipientsEntry(item.recipients.map(({ properties }) => properties)));
  if (draft.attachmentsChanged) entries.push(attachmentsEntry(await storedAttachments(draft, item, before, keeper)));
  return entries;
}

/** Attachments that are still those of the bytes stay there; all others go into the blob area. */
async function storedAttachments(
  { attachments }: Draft,
  item: Item,
  before: Item,
  keeper: ContentKeeper,
): Promise<readonly StoredAttachment[]> {
  const stored: StoredAttachment[] = [];
  for (const [index, { native }] of attachments.entries()) {
    const attachment = item.attachments[index] as Item['attachments'][number];
    if (native === undefined) stored.push(await keeper.attachment(attachment));
    else stored.push({ properties: storedBag(attachment.properties), native });
  }
  return before.attachments.length === 0 && stored.length === 0 ? [] : stored;
}

/** Rows that were added, changed or taken out, by address; undefined where rows have none or share one. */
function recipientChanges(before: readonly Recipient[], { recipients }: Draft): readonly RecipientChange[] | undefined {
  const address = (bag: PropertyBag): string | undefined => bag.get(tags.PidTagSmtpAddress)?.toLowerCase();
  const old = new Map(before.map(({ properties }) => [address(properties), properties]));
  const now = new Map(recipients.map(({ properties }) => [address(properties), properties]));
  const isClear =
    !old.has(undefined) && !now.has(undefined) && old.size === before.length && now.size === recipients.length;
  if (!isClear) return undefined;
  const changes: RecipientChange[] = [];
  for (const [key, properties] of now) {
    const was = old.get(key);
    const set = PropertyBag.of(
      [...properties].filter(({ property, value }) => !sameValue(was?.entry(property)?.value, value)),
    );
    const remove = [...(was ?? [])]
      .map(({ property }) => property.name)
      .filter((name) => name !== tags.PidTagRowid.name && !properties.has(name));
    if (was === undefined || set.size + remove.length > 0) changes.push({ address: key as string, set, remove });
  }
  for (const key of old.keys())
    if (!now.has(key)) changes.push({ address: key as string, set: new PropertyBag(), remove: [], gone: true });
  return changes;
}
