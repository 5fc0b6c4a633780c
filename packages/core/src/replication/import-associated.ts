import { putBlob } from '../blobs/blob-area.ts';
import { collect } from '../bytes/sources.ts';
import type { BodySource } from '../contract/body.ts';
import { MapistoreError } from '../errors/error.ts';
import type { Version } from '../ics/version.ts';
import { CANONICAL_TYPE, type StoredItem } from '../item/stored.ts';
import type { AssociatedRow } from '../state/object-rows.ts';
import type { StateTx } from '../state/store.ts';
import type { ImportedVersion } from '../write/place.ts';
import {
  clientWins,
  compareVersions,
  type ImportedContent,
  type ImportedMessage,
  importedVersion,
  type MessageImport,
} from './import-message.ts';

/** An FAI message holds settings and views. */
const MAX_BYTES = 16_777_216;

/** Stores an FAI message, which lies in no backend. */
export async function createAssociated(
  { engine, target, header, signal }: MessageImport,
  id: number | undefined,
  content: ImportedContent,
): Promise<ImportedMessage> {
  const about = await read(content.body, signal);
  const blob = await putBlob(engine.state, about.source, signal);
  return engine.state.write(async (tx) => {
    const mid = id ?? (await tx.take('id', 1));
    const cn = await tx.take('cn', 1);
    const at = engine.clock().getTime();
    const { messageClass, subject, size } = about;
    const row = { mid, folderId: target.folder.folderId, messageClass, subject, blob, size };
    await tx.associated.insert({
      ...row,
      createdAt: at,
      modifiedAt: header.modified.getTime(),
      createdCn: cn,
      cn,
      deletedAt: null,
    });
    await tx.lineage.put({ objectId: mid, cn, ...importedVersion(header) });
    return { outcome: 'created', mid, cn };
  });
}

/** Replaces an FAI message. Of two versions in conflict the last writer's stays; the other one is not kept. */
export async function changeAssociated(
  { engine, header, onConflict, signal }: MessageImport,
  { row, version }: { readonly row: AssociatedRow; readonly version: Version },
  content: ImportedContent,
): Promise<ImportedMessage> {
  const comparison = compareVersions(header, version);
  if (comparison === 'same' || comparison === 'older') return { outcome: 'ignored', mid: row.mid };
  if (comparison === 'conflict' && onConflict === 'fail')
    throw new MapistoreError('CONFLICT', 'The FAI message was changed in the store too; nothing was imported.');
  const about = await read(content.body, signal);
  const isConflict = comparison === 'conflict';
  const predecessors = JSON.stringify(header.predecessors.with(header.changeKey).merge(version.predecessors));
  const imported = isConflict ? { ...importedVersion(header), predecessors } : importedVersion(header);
  if (isConflict && !clientWins(header, version)) {
    await engine.state.write(async (tx) => {
      const cn = await tx.take('cn', 1);
      await tx.lineage.put({ objectId: row.mid, ...imported, cn: row.cn, modifiedAt: version.modifiedAt });
      await tx.associated.update(row.mid, { cn });
    });
    return { outcome: 'conflict', winner: 'store', mid: row.mid };
  }
  const blob = await putBlob(engine.state, about.source, signal);
  const cn = await engine.state.write((tx) =>
    replace(tx, row, { ...about, blob, modifiedAt: imported.modifiedAt }, imported),
  );
  return isConflict
    ? { outcome: 'conflict', winner: 'client', mid: row.mid }
    : { outcome: 'changed', mid: row.mid, cn };
}

async function replace(
  tx: StateTx,
  row: AssociatedRow,
  {
    messageClass,
    subject,
    size,
    blob,
    modifiedAt,
  }: Pick<AssociatedRow, 'messageClass' | 'subject' | 'size' | 'blob' | 'modifiedAt'>,
  imported: ImportedVersion,
): Promise<number> {
  const cn = await tx.take('cn', 1);
  await tx.associated.update(row.mid, { messageClass, subject, size, blob, modifiedAt, cn });
  await tx.blobs.release(row.blob);
  await tx.lineage.put({ objectId: row.mid, cn, ...imported });
  return cn;
}

async function read(body: BodySource | undefined, signal: AbortSignal) {
  if (body === undefined || body.mediaType !== CANONICAL_TYPE || (body.size ?? 0) > MAX_BYTES) throw unfit();
  const bytes = await collect(body.open({ signal }));
  const properties = new Map<string, unknown>();
  try {
    const item = JSON.parse(Buffer.from(bytes).toString()) as StoredItem;
    for (const [name, , value] of item.properties) properties.set(name, value);
    // Contents of attachments lie in the blob area of a store, and these would be in none.
    if (item.attachments.length > 0) throw unfit();
  } catch (error) {
    throw unfit(error);
  }
  const text = (name: string): string => String(properties.get(name) ?? '');
  return {
    source: body,
    size: bytes.byteLength,
    messageClass: text('PidTagMessageClass').slice(0, 255),
    subject: text('PidTagSubject').slice(0, 2_000).toWellFormed(),
  };
}

function unfit(cause?: unknown): MapistoreError {
  const what = `An FAI message is imported as the canonical item, ${CANONICAL_TYPE} of at most ${MAX_BYTES} bytes, without attachments.`;
  return new MapistoreError('INVALID_CONTENT', what, { cause });
}
