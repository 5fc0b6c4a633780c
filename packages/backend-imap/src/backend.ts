import { type Backend, type BackendDescription, type MapistoreError, operationsOf } from '@mapistore/core';
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
  const { call, stream } = operationsOf('imap', mount, asKnown);
  const { capabilities } = description;
  return {
    description,
    listFolders: call('listFolders', listFolders),
    listItems: call('listItems', listItems),
    readItem: call('readItem', readItem),
    openBody: call('openBody', openBody),
    createFolder: call('createFolder', createFolder),
    updateFolder: call('updateFolder', updateFolder),
    deleteFolder: call('deleteFolder', deleteFolder),
    createItem: call('createItem', createItem),
    createItems: call('createItems', createItems),
    setFlags: call('setFlags', setFlags),
    getItems: call('getItems', getItems),
    openBodies: stream('openBodies', openBodies),
    checkpoint: call('checkpoint', checkpoint),
    count: call('count', count),
    watch: stream('watch', watch),
    ...(capabilities.changes && { changes: call('changes', changes) }),
    ...(capabilities.updateItem && { updateItem: call('updateItem', updateItem) }),
    ...(capabilities.deleteItem && { deleteItem: call('deleteItem', deleteItem) }),
    ...(capabilities.deleteItems && { deleteItems: call('deleteItems', deleteItems) }),
    ...(capabilities.copyItems && { copyItems: call('copyItems', copyItems) }),
    ...(capabilities.moveItems && { moveItems: call('moveItems', moveItems) }),
    ...(capabilities.quota && { quota: call('quota', quota) }),
    [Symbol.asyncDispose]: close,
  };
}

function asKnown(error: unknown, what: string, operation: string): MapistoreError | undefined {
  return error instanceof Refusal ? refusalError(error, what, 'other', { operation }) : undefined;
}
