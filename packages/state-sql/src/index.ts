// The whole public surface of @mapistore/state-sql.
export { openSqliteState, type SqliteOptions } from './sqlite/store.ts';
