import { type Backend, type BackendDescription, MapistoreError, operationsOf } from '@mapistore/core';
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
  const { call, stream } = operationsOf('caldav', mount, asKnown);
  const { capabilities } = description;
  return {
    description,
    listFolders: call('listFolders', listFolders),
    listItems: call('listItems', listItems),
    readItem: call('readItem', readItem),
    openBody: call('openBody', openBody),
    createItem: call('createItem', createItem),
    createItems: call('createItems', createItems),
    updateItem: call('updateItem', updateItem),
    deleteItem: call('deleteItem', deleteItem),
    deleteItems: call('deleteItems', deleteItems),
    getItems: call('getItems', getItems),
    openBodies: stream('openBodies', openBodies),
    count: call('count', count),
    ...(capabilities.createFolder && { createFolder: call('createFolder', createFolder) }),
    ...(capabilities.updateFolder && { updateFolder: call('updateFolder', updateFolder) }),
    ...(capabilities.deleteFolder && { deleteFolder: call('deleteFolder', deleteFolder) }),
    ...(capabilities.changes && { changes: call('changes', changes) }),
    ...(capabilities.watch && { watch: stream('watch', watch) }),
    ...(capabilities.moveItems && { moveItems: call('moveItems', moveItems) }),
    ...(capabilities.quota && { quota: call('quota', quota) }),
    [Symbol.asyncDispose]: close,
  };
}

function asKnown(error: unknown, what: string, operation: string): MapistoreError | undefined {
  if (error instanceof Refusal) return refusalError(error, what, 'other', { operation });
  if (!(error instanceof AnswerTooLarge)) return undefined;
  return new MapistoreError('UNAVAILABLE', `${what}: the server's answer is larger than any that makes sense.`);
}
