import { type Backend, type BackendDescription, MapistoreError, type Request, type Result } from '@mapistore/core';
import { openBodies, openBody } from './bodies.ts';
import { changes } from './changes.ts';
import { copyItems, moveItems } from './copies.ts';
import { checkpoint, count, quota } from './counts.ts';
import { deleteItem, deleteItems } from './deletes.ts';
import { Refusal, refusalError } from './errors.ts';
import { createFolder, deleteFolder, updateFolder } from './folder-writes.ts';
import { listFolders } from './folders.ts';
import { getItems, listItems, readItem } from './items.ts';
import type { Mount } from './mount.ts';
import { setFlags } from './set-flags.ts';
import { updateItem } from './updates.ts';
import { watch } from './watch.ts';
import { createItem, createItems } from './writes.ts';

/** Binds the operations to a mount; those that the server has no means for are left out. */
export function backendOf(mount: Mount, description: BackendDescription, close: () => Promise<void>): Backend {
  const bind =
    <R extends Request, T>(operation: string, run: (mount: Mount, request: R) => Promise<T>) =>
    async (request: R): Promise<T> => {
      request.signal.throwIfAborted();
      try {
        return namedResults(await run(mount, request), operation);
      } catch (error) {
        request.signal.throwIfAborted();
        throw asError(error, operation);
      }
    };
  const { capabilities } = description;
  return {
    description,
    listFolders: bind('listFolders', listFolders),
    listItems: bind('listItems', listItems),
    readItem: bind('readItem', readItem),
    openBody: bind('openBody', openBody),
    createFolder: bind('createFolder', createFolder),
    updateFolder: bind('updateFolder', updateFolder),
    deleteFolder: bind('deleteFolder', deleteFolder),
    createItem: bind('createItem', createItem),
    createItems: bind('createItems', createItems),
    setFlags: bind('setFlags', setFlags),
    getItems: bind('getItems', getItems),
    openBodies: (request) => guarded('openBodies', request.signal, openBodies(mount, request)),
    checkpoint: bind('checkpoint', checkpoint),
    count: bind('count', count),
    watch: (request) => guarded('watch', request.signal, watch(mount, request)),
    ...(capabilities.changes && { changes: bind('changes', changes) }),
    ...(capabilities.updateItem && { updateItem: bind('updateItem', updateItem) }),
    ...(capabilities.deleteItem && { deleteItem: bind('deleteItem', deleteItem) }),
    ...(capabilities.deleteItems && { deleteItems: bind('deleteItems', deleteItems) }),
    ...(capabilities.copyItems && { copyItems: bind('copyItems', copyItems) }),
    ...(capabilities.moveItems && { moveItems: bind('moveItems', moveItems) }),
    ...(capabilities.quota && { quota: bind('quota', quota) }),
    [Symbol.asyncDispose]: close,
  };
}

async function* guarded<T>(operation: string, signal: AbortSignal, values: AsyncIterable<T>): AsyncIterable<T> {
  try {
    yield* values;
  } catch (error) {
    signal.throwIfAborted();
    throw asError(error, operation);
  }
}

function asError(error: unknown, operation: string): unknown {
  const what = `Cannot do ${operation}`;
  if (error instanceof Refusal) return refusalError(error, what, 'other', { operation });
  // A programming mistake stays what it is.
  if (error instanceof TypeError) return error;
  return named(MapistoreError.from(error, what, { backend: 'imap', operation }), operation);
}

/** The same error with the operation in it, where whoever threw it did not know. */
function named(error: MapistoreError, operation: string): MapistoreError {
  if (error.details.operation !== undefined) return error;
  const copy = new MapistoreError(error.code, error.message, { ...error.details, operation });
  if (error.stack !== undefined) copy.stack = error.stack;
  return copy;
}

/** The errors in results are named as those that are thrown. */
function namedResults<T>(value: T, operation: string): T {
  if (!Array.isArray(value)) return value;
  return value.map((result: Result<unknown>) =>
    result.ok ? result : { ok: false, error: named(result.error, operation) },
  ) as T;
}
