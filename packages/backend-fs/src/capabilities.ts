import { type BackendDescription, NO_CAPABILITIES } from '@mapistore/core';
import { ACCEPTED_MEDIA_TYPES } from './files/media-types.ts';
import { MAX_NAME_BYTES } from './files/names.ts';

/**
 * What a folder of files can do.
 * - No `setFlags`: a file has no place for flags that other programs would keep; core keeps them.
 * - No `changes`: the date of a folder tells of names that came and went, not of contents edited in place, so only a
 *   complete listing tells the truth. For the same reason folders have no `revision`.
 * - No `checkpoint`: names have no order of arrival.
 * - No `openBodies` and `query`: nothing would be gained over the calls one by one.
 */
export function describe(found: { readonly caseSensitiveNames: boolean }): BackendDescription {
  return Object.freeze({
    name: 'fs',
    kinds: Object.freeze(['mail', 'event', 'task', 'note', 'contact', 'journal']) as BackendDescription['kinds'],
    accepts: ACCEPTED_MEDIA_TYPES,
    capabilities: Object.freeze({
      ...NO_CAPABILITIES,
      createFolder: true,
      updateFolder: true,
      deleteFolder: true,
      createItem: true,
      updateItem: true,
      deleteItem: true,
      watch: true,
      getItems: true,
      createItems: true,
      deleteItems: true,
      copyItems: true,
      moveItems: true,
      quota: true,
      count: true,
    }),
    traits: Object.freeze({
      bytes: 'exact',
      // There is no compare-and-rename: another program may write in the microseconds between look and step.
      ifRevision: 'racy',
      keepsReceived: true,
      keywords: 'none',
      caseSensitiveNames: found.caseSensitiveNames,
      maxNameBytes: MAX_NAME_BYTES,
    } as const),
  });
}
