import { fileURLToPath } from 'node:url';
import { type Backend, type BackendDefinition, CONTRACT_VERSION, defineBackend } from '@mapistore/core';
import { openBody } from './bodies.ts';
import { describe } from './capabilities.ts';
import { watch } from './changes.ts';
import { failure, guarded } from './errors.ts';
import { openRoot } from './files/root.ts';
import { createFolder, deleteFolder, listFolders, updateFolder } from './folders.ts';
import { count, getItems, listItems, quota, readItem } from './items.ts';
import { Mount } from './mount.ts';
import { type FsOptions, fsOptions } from './options.ts';
import { copyItems, moveItems } from './transfers.ts';
import { createItem, createItems, deleteItem, deleteItems, updateItem } from './writes.ts';

/** Keeps a store as folders and files: `file:///srv/store`. */
export const definition: BackendDefinition<FsOptions> = defineBackend<FsOptions>({
  name: 'fs',
  schemes: ['file'],
  contract: CONTRACT_VERSION,
  options: fsOptions,
  async open({ uri, options, create, signal }, env) {
    return guarded({ operation: 'open', what: `open ${uri.href}`, signal }, async () => {
      const { root, id, caseSensitiveNames } = await openRoot(pathOf(uri), create);
      return backendOver(new Mount({ root, id, options, description: describe({ caseSensitiveNames }), log: env.log }));
    });
  },
});

function backendOver(mount: Mount): Backend {
  return {
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
    watch: (request) => watch(mount, request),
    getItems: (request) => getItems(mount, request),
    createItems: (request) => createItems(mount, request),
    deleteItems: (request) => deleteItems(mount, request),
    copyItems: (request) => copyItems(mount, request),
    moveItems: (request) => moveItems(mount, request),
    quota: (request) => quota(mount, request),
    count: (request) => count(mount, request),
    // Every operation opens what it needs and closes it again, so that a disk can be unmounted at any time.
    [Symbol.asyncDispose]: async () => {},
  };
}

/** Query parameters are options by now, so only the path is left. @throws CONFIG_INVALID */
function pathOf(uri: URL): string {
  const plain = new URL(uri.href);
  plain.search = '';
  plain.hash = '';
  try {
    return fileURLToPath(plain);
  } catch (error) {
    throw failure('open', 'CONFIG_INVALID', `Cannot open ${plain.href}: write it as file:///folder, on this machine.`, {
      cause: error,
    });
  }
}
