import { type Backend, type BackendDescription, MapistoreError, type Request, type Result } from '@mapistore/core';
import { openBodies, openBody } from './bodies.ts';
import { changes } from './changes.ts';
import { count, quota } from './counts.ts';
import { AnswerTooLarge } from './dav/answers.ts';
import { deleteItem, deleteItems } from './deletes.ts';
import { Refusal, refusalError } from './errors.ts';
import { createFolder, deleteFolder, updateFolder } from './folder-writes.ts';
import { listFolders } from './folders.ts';
import { getItems, listItems, readItem } from './items.ts';
import type { Mount } from './mount.ts';
import { moveItems } from './moves.ts';
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
    createItem: bind('createItem', createItem),
    createItems: bind('createItems', createItems),
    updateItem: bind('updateItem', updateItem),
    deleteItem: bind('deleteItem', deleteItem),
    deleteItems: bind('deleteItems', deleteItems),
    getItems: bind('getItems', getItems),
    openBodies: (request) => guarded('openBodies', request.signal, openBodies(mount, request)),
    count: bind('count', count),
    ...(capabilities.createFolder && { createFolder: bind('createFolder', createFolder) }),
    ...(capabilities.updateFolder && { updateFolder: bind('updateFolder', updateFolder) }),
    ...(capabilities.deleteFolder && { deleteFolder: bind('deleteFolder', deleteFolder) }),
    ...(capabilities.changes && { changes: bind('changes', changes) }),
    ...(capabilities.watch && { watch: (request) => guarded('watch', undefined, watch(mount, request)) }),
    ...(capabilities.moveItems && { moveItems: bind('moveItems', moveItems) }),
    ...(capabilities.quota && { quota: bind('quota', quota) }),
    [Symbol.asyncDispose]: close,
  };
}

async function* guarded<T>(
  operation: string,
  signal: AbortSignal | undefined,
  values: AsyncIterable<T>,
): AsyncIterable<T> {
  signal?.throwIfAborted();
  try {
    yield* values;
  } catch (error) {
    signal?.throwIfAborted();
    throw asError(error, operation);
  }
}

function asError(error: unknown, operation: string): unknown {
  const what = `Cannot do ${operation}`;
  if (error instanceof Refusal) return refusalError(error, what, 'other', { operation });
  if (error instanceof AnswerTooLarge)
    return new MapistoreError('UNAVAILABLE', `${what}: the server's answer is larger than any that makes sense.`, {
      backend: 'caldav',
      operation,
    });
  // A programming mistake stays what it is.
  if (error instanceof TypeError) return error;
  return named(MapistoreError.from(error, what, { backend: 'caldav', operation }), operation);
}

/** The same error with the backend and the operation in it, where whoever threw it did not know. */
function named(error: MapistoreError, operation: string): MapistoreError {
  if (error.details.operation !== undefined && error.details.backend !== undefined) return error;
  const copy = new MapistoreError(error.code, error.message, { backend: 'caldav', operation, ...error.details });
  if (error.stack !== undefined) copy.stack = error.stack;
  return copy;
}

/** Results of single items name the operation as errors that are thrown do. */
function namedResults<T>(value: T, operation: string): T {
  if (!Array.isArray(value)) return value;
  return value.map((result: Result<unknown>) =>
    result.ok ? result : { ok: false, error: named(result.error, operation) },
  ) as T;
}
