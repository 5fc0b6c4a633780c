// The whole public surface of @mapistore/backend-caldav. Exports only.
export { definition } from './definition.ts';
export type { CaldavOptions } from './options.ts';
