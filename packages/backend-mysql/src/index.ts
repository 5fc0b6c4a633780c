// The whole public surface of @mapistore/backend-mysql. Exports only.
export { definition } from './definition.ts';
export type { MysqlOptions } from './options.ts';
