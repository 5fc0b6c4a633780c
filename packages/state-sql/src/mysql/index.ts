// The public surface of @mapistore/state-sql/mysql, apart from the rest so that nobody else loads a driver.
export type { MysqlOptions } from './endpoint.ts';
export { openMysqlState } from './store.ts';
