// The whole public surface of @mapistore/state-sql.
export { type Copied, type CopyOptions, type CopyProgress, copyState } from './copy/copy.ts';
export { openSqliteState, type SqliteOptions } from './sqlite/store.ts';
