import { type Backend, operationsOf } from '@mapistore/core';
import { openBodies, openBody } from './bodies.ts';
import { describe } from './capabilities.ts';
import { changes } from './changes.ts';
import { translate } from './errors.ts';
import { createFolder, deleteFolder, listFolders, updateFolder } from './folders.ts';
import { checkpoint, count, getItems, listItems, quota, readItem } from './items.ts';
import type { Mount } from './mount.ts';
import { copyItems, moveItems } from './transfers.ts';
import { createItem, createItems, deleteItem, deleteItems, setFlags, updateItem } from './writes.ts';

/** Binds the operations to a mount. */
export function backendOf(mount: Mount): Backend {
  const { call, stream } = operationsOf('archive', mount, translate);
  return {
    description: describe(mount.options),
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
    checkpoint: call('checkpoint', checkpoint),
    count: call('count', count),
    quota: call('quota', quota),
    [Symbol.asyncDispose]: () => mount.archive[Symbol.asyncDispose](),
  };
}
