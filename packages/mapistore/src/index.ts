// The whole public surface of the easy install. Exports only.

export { definition as fs, type FsOptions } from '@mapistore/backend-fs';
export * from '@mapistore/core';
export { isMbox, looksLikeMail, mime, splitMbox } from '@mapistore/format-mime';
export { note } from '@mapistore/format-note';
export { openSqliteState, type SqliteOptions } from '@mapistore/state-sql';
export { type OpenOptions, openMapistore } from './open.ts';
