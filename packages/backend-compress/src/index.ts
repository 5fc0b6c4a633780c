// The whole public surface of @mapistore/backend-compress. Exports only. The archive below it has an entry of its own.

export { definition } from './definition.ts';
export type { ArchiveMountOptions } from './options.ts';
