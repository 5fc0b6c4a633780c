import type { Capabilities, ItemKind, Traits } from '@mapistore/core';
import type { MysqlOptions } from './options.ts';

export const KINDS: readonly ItemKind[] = ['task', 'event', 'note', 'journal', 'contact', 'mail'];

/** What is taken, the best liked first: what has columns. */
export const MEDIA_TYPES: readonly string[] = ['text/calendar', 'text/vcard', 'message/rfc822', 'text/markdown'];

/** Names of folders, in bytes of UTF-8. */
export const MAX_NAME_BYTES = 255;

export const CAPABILITIES: Capabilities = {
  createFolder: true,
  updateFolder: true,
  deleteFolder: true,
  createItem: true,
  updateItem: true,
  deleteItem: true,
  setFlags: true,
  changes: true,
  // Core asks by itself, and a database tells nobody.
  watch: false,
  query: true,
  getItems: true,
  openBodies: true,
  createItems: true,
  deleteItems: true,
  copyItems: true,
  moveItems: true,
  checkpoint: true,
  quota: true,
  count: true,
};

export function traitsOf(options: MysqlOptions): Traits {
  return {
    bytes: 'exact',
    ifRevision: 'atomic',
    keepsReceived: true,
    keywords: 'any',
    caseSensitiveNames: true,
    maxBodyBytes: options.maxItemBytes,
    maxNameBytes: MAX_NAME_BYTES,
    maxBatchItems: 1000,
  };
}
