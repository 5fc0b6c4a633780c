import { rename, unlink } from 'node:fs/promises';
import type {
  CreateItem,
  CreateItems,
  DeleteItem,
  DeleteItems,
  IfRevision,
  ItemWritten,
  NewItem,
  Result,
  UpdateItem,
} from '@mapistore/core';
import { errnoOf, failure, guarded, translate } from './errors.ts';
import { keyOfName, stemFor } from './files/names.ts';
import { eachInParallel } from './files/parallel.ts';
import { inFolder, type Place } from './files/place.ts';
import { findStored, needStored, receivedOf, revisionOf, type Stored } from './files/stored.ts';
import {
  finish,
  inTemporaryArea,
  needExtension,
  publish,
  type TemporaryArea,
  withTemporary,
  writeSource,
} from './files/writing.ts';
import type { Mount } from './mount.ts';

/** Where a write happens. */
interface Target {
  readonly mount: Mount;
  readonly key: string;
  readonly folder: Place;
  readonly signal: AbortSignal;
  readonly operation: string;
}

/** Stores one item: bytes on the disk first, then its name, then the folder on the disk. */
export async function createItem(mount: Mount, request: CreateItem): Promise<ItemWritten> {
  const { folder: key, signal } = request;
  const operation = 'createItem';
  return guarded({ operation, what: `store an item in "${key}"`, signal }, () =>
    inFolder(mount, key, operation, async (folder, root) => {
      const target: Target = { mount, key, folder, signal, operation };
      const written = await inTemporaryArea(folder, root, (area) => store(target, area, request.item));
      await folder.handle.sync();
      return written;
    }),
  );
}

/** Stores many items, several at a time, and makes the folder durable once for all of them. */
export async function createItems(mount: Mount, request: CreateItems): Promise<readonly Result<ItemWritten>[]> {
  const { folder: key, signal } = request;
  const operation = 'createItems';
  return guarded({ operation, what: `store items in "${key}"`, signal }, () =>
    inFolder(mount, key, operation, async (folder, root) => {
      const target: Target = { mount, key, folder, signal, operation };
      const results = await inTemporaryArea(folder, root, (area) =>
        eachInParallel(request.items, (item) =>
          resultOf(target, `store an item in "${key}"`, () => store(target, area, item)),
        ),
      );
      await folder.handle.sync();
      return results;
    }),
  );
}

/** Replaces the bytes of an item in one step; its date and mode stay. */
export async function updateItem(mount: Mount, request: UpdateItem): Promise<ItemWritten> {
  const { folder: key, signal } = request;
  const operation = 'updateItem';
  return guarded({ operation, what: `replace item "${request.key}"`, signal }, () =>
    inFolder(mount, key, operation, async (folder, root) => {
      const before = await needStored(folder, request.key, operation);
      checkRevision(before, request.ifRevision, operation);
      if (request.body.mediaType !== before.mediaType) {
        throw failure(
          operation,
          'INVALID_CONTENT',
          `Cannot replace ${before.mediaType} by ${request.body.mediaType}: store a new item instead.`,
        );
      }
      return inTemporaryArea(folder, root, (area) =>
        withTemporary(area, async (file) => {
          await writeSource(file, request.body, signal, operation);
          await file.handle.chmod(Number(before.stat.mode) & 0o777);
          await finish(file, receivedOf(before.stat));
          // As late as can be: what changed while the source was read must not be replaced.
          const now = await needStored(folder, request.key, operation);
          checkRevision(now, request.ifRevision, operation);
          await rename(file.path, folder.path(now.name));
          file.named = true;
          await folder.handle.sync();
          const stat = await file.handle.stat({ bigint: true });
          return { key: request.key, contentRevision: revisionOf(stat), size: Number(stat.size) };
        }),
      );
    }),
  );
}

/** Deletes one item; a missing one is deleted already. */
export async function deleteItem(mount: Mount, request: DeleteItem): Promise<void> {
  const { folder: key, signal } = request;
  const operation = 'deleteItem';
  return guarded({ operation, what: `delete item "${request.key}"`, signal }, () =>
    inFolder(mount, key, operation, async (folder) => {
      await remove({ mount, key, folder, signal, operation }, request);
      await folder.handle.sync();
    }),
  );
}

/** Deletes many items and makes the folder durable once. */
export async function deleteItems(mount: Mount, request: DeleteItems): Promise<readonly Result<void>[]> {
  const { folder: key, signal } = request;
  const operation = 'deleteItems';
  return guarded({ operation, what: `delete items of "${key}"`, signal }, () =>
    inFolder(mount, key, operation, async (folder) => {
      const target: Target = { mount, key, folder, signal, operation };
      const results = await eachInParallel(request.items, (item) =>
        resultOf(target, `delete item "${item.key}"`, () => remove(target, item)),
      );
      await folder.handle.sync();
      return results;
    }),
  );
}

async function store(target: Target, area: TemporaryArea, item: NewItem): Promise<ItemWritten> {
  const { mount, key, folder, signal, operation } = target;
  const extension = needExtension(item.body.mediaType, operation);
  const received = item.received ?? new Date();
  return withTemporary(area, async (file) => {
    await writeSource(file, item.body, signal, operation);
    await finish(file, received);
    signal.throwIfAborted();
    const name = await publish(mount, file, folder, { key, stem: stemFor(item.name, received, extension), extension });
    // After the name: getting it changes what the revision is made of.
    const stat = await file.handle.stat({ bigint: true });
    return { key: keyOfName(name), contentRevision: revisionOf(stat), size: Number(stat.size) };
  });
}

async function remove(target: Target, item: { readonly key: string; readonly ifRevision?: IfRevision }): Promise<void> {
  const { mount, folder, operation } = target;
  const stored = await findStored(folder, item.key, operation);
  if (stored === undefined) {
    if (item.ifRevision !== undefined) throw changed(item.key, operation);
    return;
  }
  checkRevision(stored, item.ifRevision, operation);
  await unlink(folder.path(stored.name)).catch((error: unknown) => {
    if (errnoOf(error) !== 'ENOENT') throw error;
    if (item.ifRevision !== undefined) throw changed(item.key, operation);
  });
  mount.vacated.set(`${target.key}/${stored.name}`, true);
}

function checkRevision(stored: Stored, expected: IfRevision | undefined, operation: string): void {
  if (expected?.content === undefined || expected.content === revisionOf(stored.stat)) return;
  throw changed(keyOfName(stored.name), operation);
}

function changed(key: string, operation: string): Error {
  return failure(
    operation,
    'PRECONDITION_FAILED',
    `Cannot change item "${key}": it changed since it was read; read it again.`,
  );
}

async function resultOf<T>(target: Target, what: string, work: () => Promise<T>): Promise<Result<T>> {
  const { operation, signal } = target;
  signal.throwIfAborted();
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    signal.throwIfAborted();
    return { ok: false, error: translate(error, operation, what) };
  }
}
