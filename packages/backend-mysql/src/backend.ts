import { type Backend, type BackendDescription, operationsOf } from '@mapistore/core';
import { openBodies, openBody } from './bodies.ts';
import { changes } from './changes.ts';
import { createItem, createItems } from './creates.ts';
import { deleteItem, deleteItems } from './deletes.ts';
import { setFlags } from './flags.ts';
import { createFolder, deleteFolder, updateFolder } from './folder-writes.ts';
import { listFolders } from './folders.ts';
import { checkpoint, count, getItems, listItems, quota, readItem } from './items.ts';
import type { Mount } from './mount.ts';
import { query } from './query.ts';
import { copyItems, moveItems } from './transfers.ts';
import { updateItem } from './writes.ts';

/** Binds the operations to a mount. */
export function backendOf(mount: Mount, description: BackendDescription, close: () => Promise<void>): Backend {
  const { call, stream } = operationsOf('mysql', mount);
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
    updateItem: call('updateItem', updateItem),
    deleteItem: call('deleteItem', deleteItem),
    deleteItems: call('deleteItems', deleteItems),
    setFlags: call('setFlags', setFlags),
    getItems: call('getItems', getItems),
    openBodies: stream('openBodies', openBodies),
    copyItems: call('copyItems', copyItems),
    moveItems: call('moveItems', moveItems),
    changes: call('changes', changes),
    query: call('query', query),
    checkpoint: call('checkpoint', checkpoint),
    count: call('count', count),
    quota: call('quota', quota),
    [Symbol.asyncDispose]: close,
  };
}
