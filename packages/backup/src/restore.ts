import type { Archive } from '@mapistore/backend-compress/archive';
import {
  type BodySource,
  type ByteRange,
  type Imported,
  type ImportSource,
  MapistoreError,
  type Store,
  type StorePath,
} from '@mapistore/core';
import { type BackupFolder, type BackupItem, foldersOf } from './contents.ts';
import { pathBelow, relativePath } from './lines.ts';

/** What to restore, and where to. */
export interface RestoreRequest {
  /** The name of the backup. */
  readonly name: string;
  /** A folder of the backup; it and all below it. Default is all of it. */
  readonly path?: StorePath;
  /** Ids of items as the backup lists them; default is all. */
  readonly items?: ReadonlySet<string>;
  /** A folder of the store, on any backend. Folders below it are made as they are needed. */
  readonly to: StorePath;
  readonly signal: AbortSignal;
}

/**
 * Puts what a backup holds into a folder of the store, with bytes, flags, dates and overlays; a result per item. May be
 * repeated: what an earlier run brought is `present`, and nothing is doubled. Nothing that is there is changed.
 * @throws NOT_FOUND (the backup, the folder, an item), UNAVAILABLE
 */
export async function* restore(store: Store, archive: Archive, request: RestoreRequest): AsyncIterable<Imported> {
  const { name, path = '/', to, signal } = request;
  const wanted = request.items === undefined ? undefined : new Set(request.items);
  let found = false;
  for await (const folder of foldersOf(archive, name)) {
    signal.throwIfAborted();
    if (folder.path !== path && path !== '/' && !folder.path.startsWith(`${path}/`)) continue;
    found = true;
    const target = pathBelow(relativePath(folder.path, path), to);
    if (wanted === undefined) await makeFolder(store, folder, target, signal);
    else if (wanted.size === 0) return;
    yield* store.import(wanted === undefined ? target : to, sources(archive, folder, wanted), { signal });
  }
  if (!found) throw new MapistoreError('NOT_FOUND', `There is no folder ${path} in the backup "${name}".`);
  const [missing] = wanted ?? [];
  if (missing !== undefined)
    throw new MapistoreError(
      'NOT_FOUND',
      `There is no item ${missing} in the backup "${name}"${path === '/' ? '' : ` below ${path}`}.`,
    );
}

async function* sources(
  archive: Archive,
  folder: BackupFolder,
  wanted: Set<string> | undefined,
): AsyncIterable<ImportSource> {
  for await (const item of folder.items()) {
    if (wanted !== undefined && !wanted.delete(item.id)) continue;
    yield {
      label: item.id,
      body: bodyOf(archive, item),
      received: item.received,
      flags: item.flags,
      overlay: item.overlay,
      ...(item.blobs.length > 0 && {
        blobs: item.blobs.map((blob) => bodyOf(archive, { ...blob, mediaType: 'application/octet-stream' })),
      }),
    };
  }
}

function bodyOf(
  archive: Archive,
  { content, mediaType, size }: Pick<BackupItem, 'content' | 'mediaType' | 'size'>,
): BodySource {
  return {
    mediaType,
    size,
    async *open({ range }: { readonly range?: ByteRange; readonly signal: AbortSignal }) {
      yield* archive.readContent(await archive.openContent(content), range);
    },
  };
}

/** A folder that is there is used, whatever it holds. */
async function makeFolder(store: Store, { kinds }: BackupFolder, path: StorePath, signal: AbortSignal): Promise<void> {
  try {
    const one = kinds.length === 1 ? kinds[0] : undefined;
    await store.folders.create(path, { signal, ...(one !== undefined && { kind: one }) });
  } catch (error) {
    if (!MapistoreError.is(error, 'ALREADY_EXISTS')) throw error;
  }
}
