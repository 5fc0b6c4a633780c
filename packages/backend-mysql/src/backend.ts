import { type Backend, type BackendDescription, MapistoreError, type Request, type Result } from '@mapistore/core';
import { openBodies, openBody } from './bodies.ts';
import { changes } from './changes.ts';
import { deleteItem, deleteItems } from './deletes.ts';
import { setFlags } from './flags.ts';
import { createFolder, deleteFolder, updateFolder } from './folder-writes.ts';
import { listFolders } from './folders.ts';
import { checkpoint, count, getItems, listItems, quota, readItem } from './items.ts';
import type { Mount } from './mount.ts';
import { query } from './query.ts';
import { copyItems, moveItems } from './transfers.ts';
import { createItem, createItems, updateItem } from './writes.ts';

/** Binds the operations to a mount. */
export function backendOf(mount: Mount, description: BackendDescription, close: () => Promise<void>): Backend {
  const bind =
    <R extends Request, T>(operation: string, run: (mount: Mount, request: R) => Promise<T>) =>
    async (request: R): Promise<T> => {
      request.signal.throwIfAborted();
      try {
        return namedResults(await run(mount, request), operation);
      } catch (error) {
        request.signal.throwIfAborted();
        throw named(error, operation);
      }
    };
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
    updateItem: bind('updateItem', updateItem),
    deleteItem: bind('deleteItem', deleteItem),
    deleteItems: bind('deleteItems', deleteItems),
    setFlags: bind('setFlags', setFlags),
    getItems: bind('getItems', getItems),
    openBodies: (request) => guarded('openBodies', request.signal, openBodies(mount, request)),
    copyItems: bind('copyItems', copyItems),
    moveItems: bind('moveItems', moveItems),
    changes: bind('changes', changes),
    query: bind('query', query),
    checkpoint: bind('checkpoint', checkpoint),
    count: bind('count', count),
    quota: bind('quota', quota),
    [Symbol.asyncDispose]: close,
  };
}

async function* guarded<T>(operation: string, signal: AbortSignal, values: AsyncIterable<T>): AsyncIterable<T> {
  signal.throwIfAborted();
  try {
    yield* values;
  } catch (error) {
    signal.throwIfAborted();
    throw named(error, operation);
  }
}

/** The same error with the backend and the operation in it. A programming mistake stays what it is. */
function named(error: unknown, operation: string): unknown {
  if (error instanceof TypeError) return error;
  const known = MapistoreError.from(error, `Cannot do ${operation}`, { backend: 'mysql', operation });
  if (known.details.operation !== undefined && known.details.backend !== undefined) return known;
  const copy = new MapistoreError(known.code, known.message, { backend: 'mysql', operation, ...known.details });
  if (known.stack !== undefined) copy.stack = known.stack;
  return copy;
}

function namedResults<T>(value: T, operation: string): T {
  if (!Array.isArray(value)) return value;
  return value.map((result: Result<unknown>) =>
    result.ok ? result : { ok: false, error: named(result.error, operation) },
  ) as T;
}
