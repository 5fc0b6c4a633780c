import type { Backend, Capability } from '@mapistore/core';
import { openBodies, openBody } from './bodies.ts';
import { describe } from './capabilities.ts';
import { changes, watch } from './changes.ts';
import { MemoryData } from './data.ts';
import { createFolder, deleteFolder, listFolders, updateFolder } from './folders.ts';
import { checkpoint, count, getItems, listItems, quota, readItem } from './items.ts';
import type { Mount } from './mount.ts';
import type { MemoryBackendOptions } from './options.ts';
import { query } from './query.ts';
import {
  copyItems,
  createItem,
  createItems,
  deleteItem,
  deleteItems,
  moveItems,
  setFlags,
  updateItem,
} from './writes.ts';

/**
 * Makes a backend that keeps everything in memory, with each capability of the contract unless the options say less.
 *
 *     const backend = createMemoryBackend({ without: ['changes'], pageSize: 2 });
 */
export function createMemoryBackend(options: MemoryBackendOptions = {}): Backend {
  const mount: Mount = { data: options.data ?? new MemoryData(), options, description: describe(options) };
  const backend: Required<Backend> = {
    description: mount.description,
    listFolders: (request) => listFolders(mount, request),
    listItems: (request) => listItems(mount, request),
    readItem: (request) => readItem(mount, request),
    openBody: (request) => openBody(mount, request),
    createFolder: (request) => createFolder(mount, request),
    updateFolder: (request) => updateFolder(mount, request),
    deleteFolder: (request) => deleteFolder(mount, request),
    createItem: (request) => createItem(mount, request),
    updateItem: (request) => updateItem(mount, request),
    deleteItem: (request) => deleteItem(mount, request),
    setFlags: (request) => setFlags(mount, request),
    changes: (request) => changes(mount, request),
    watch: (request) => watch(mount, request),
    query: (request) => query(mount, request),
    getItems: (request) => getItems(mount, request),
    openBodies: (request) => openBodies(mount, request),
    createItems: (request) => createItems(mount, request),
    deleteItems: (request) => deleteItems(mount, request),
    copyItems: (request) => copyItems(mount, request),
    moveItems: (request) => moveItems(mount, request),
    checkpoint: (request) => checkpoint(mount, request),
    quota: (request) => quota(mount, request),
    count: (request) => count(mount, request),
    // Nothing is held open, and the data stays for whoever opens it again.
    [Symbol.asyncDispose]: async () => {},
  };
  const declared: Backend = backend;
  for (const capability of options.without ?? []) delete (declared as Partial<Record<Capability, unknown>>)[capability];
  return options.faults?.wrap(declared) ?? declared;
}
