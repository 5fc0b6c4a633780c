// The whole public surface of @mapistore/backend-fs. Exports only.

export { definition } from './definition.ts';
export type { FsOptions } from './options.ts';
