import { openBlob, putBlob } from '../blobs/blob-area.ts';
import { bytesSource, collect } from '../bytes/sources.ts';
import type { Engine } from '../engine/engine.ts';
import { MapistoreError } from '../errors/error.ts';
import type { Item } from '../item/item.ts';
import { ContentKeeper } from '../item/keep-contents.ts';
import { CANONICAL_TYPE, itemOfStored, type StoredItem } from '../item/stored.ts';
import * as tags from '../properties/tags.ts';
import type { AssociatedRow } from '../state/object-rows.ts';
import { settleBlobs } from '../write/settle-blobs.ts';
import type { MessageState, SaveRequest } from './message.ts';
import { goneMessage, storedItem } from './save-new.ts';
import { subjectParts } from './subject.ts';

/** An FAI message that is saved: in core alone, whatever backend its folder lies in ([MS-OXCMSG] 1.3.2). */
export interface AssociatedSave {
  readonly folderId: number;
  readonly message: MessageState;
  /** The row it was opened as; undefined for a new one. */
  readonly row: AssociatedRow | undefined;
  readonly request: SaveRequest;
  readonly signal: AbortSignal;
}

/** Stores an FAI message: its properties as one blob, contents of attachments as others. @throws CONFLICT, NOT_FOUND */
export async function saveAssociated(
  engine: Engine,
  { folderId, message, row, request, signal }: AssociatedSave,
): Promise<AssociatedRow> {
  const item = storedItem(message);
  const keeper = new ContentKeeper(engine.state, signal);
  const json = Buffer.from(JSON.stringify(await keeper.item(item)));
  const blob = await putBlob(engine.state, bytesSource(json, CANONICAL_TYPE), signal);
  return engine.state.write(async (tx) => {
    const now = row === undefined ? undefined : await tx.associated.get(row.mid);
    if (row !== undefined && (now === undefined || now.deletedAt !== null)) throw goneMessage(`m${row.mid}`);
    if (row !== undefined && now?.cn !== row.cn && request.force !== true)
      throw new MapistoreError(
        'CONFLICT',
        `Message m${row.mid} was changed by somebody else since it was opened; nothing was saved. Open it again, or save by force.`,
        { context: { id: `m${row.mid}` } },
      );
    if ((await tx.folders.get(folderId)) === undefined)
      throw new MapistoreError('NOT_FOUND', 'The folder of the message is gone; nothing was saved.');
    const cn = await tx.take('cn', 1);
    const at = engine.clock().getTime();
    const saved: AssociatedRow = {
      mid: now?.mid ?? (await tx.take('id', 1)),
      folderId,
      messageClass: (item.properties.get(tags.PidTagMessageClass) ?? 'IPM').slice(0, 255),
      subject: (subjectParts(item.properties)?.subject ?? '').slice(0, 2_000).toWellFormed(),
      blob,
      size: json.byteLength,
      createdAt: now?.createdAt ?? at,
      modifiedAt: at,
      createdCn: now?.createdCn ?? cn,
      cn,
      deletedAt: null,
    };
    if (now === undefined) await tx.associated.insert(saved);
    else {
      await tx.associated.update(now.mid, saved);
      await tx.blobs.release(now.blob);
    }
    await settleBlobs(tx, saved.mid, keeper.blobs, keeper);
    return saved;
  });
}

/** Reads an FAI message. */
export async function readAssociated(engine: Engine, { blob }: AssociatedRow): Promise<Item> {
  const json = await collect(openBlob(engine.state, blob, CANONICAL_TYPE));
  return itemOfStored(engine.state, JSON.parse(Buffer.from(json).toString('utf8')) as StoredItem);
}
