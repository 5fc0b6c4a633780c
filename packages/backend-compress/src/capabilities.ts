import type { BackendDescription, ItemKind } from '@mapistore/core';
import type { ArchiveMountOptions } from './options.ts';

const KINDS: readonly ItemKind[] = ['mail', 'event', 'task', 'note', 'contact', 'journal'];

/** What is taken, the best liked first: what is taken apart before it is compressed. */
export const MEDIA_TYPES: readonly string[] = ['message/rfc822', 'text/calendar', 'text/vcard', 'text/markdown'];

/** Names of folders, in bytes of UTF-8. */
export const MAX_NAME_BYTES = 1024;

/**
 * What an archive can do.
 * - No `watch`: core asks at intervals, which costs a look at one file.
 * - No `query`: core answers from its own index.
 */
export function describe(options: ArchiveMountOptions): BackendDescription {
  return Object.freeze({
    name: 'archive',
    kinds: KINDS,
    accepts: MEDIA_TYPES,
    capabilities: Object.freeze({
      createFolder: true,
      updateFolder: true,
      deleteFolder: true,
      createItem: true,
      updateItem: true,
      deleteItem: true,
      setFlags: true,
      changes: true,
      watch: false,
      query: false,
      getItems: true,
      openBodies: true,
      createItems: true,
      deleteItems: true,
      copyItems: true,
      moveItems: true,
      checkpoint: true,
      quota: true,
      count: true,
    }),
    traits: Object.freeze({
      bytes: 'exact',
      ifRevision: 'atomic',
      keepsReceived: true,
      keywords: 'any',
      caseSensitiveNames: true,
      maxBodyBytes: options.maxItemBytes,
      maxNameBytes: MAX_NAME_BYTES,
      maxBatchItems: 10_000,
    } as const),
  });
}
