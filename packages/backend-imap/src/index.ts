// The whole public surface of @mapistore/backend-imap. Exports only.
export { definition } from './definition.ts';
export type { ImapOptions } from './options.ts';
