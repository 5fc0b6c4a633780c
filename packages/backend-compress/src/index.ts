// The whole public surface of @mapistore/backend-compress. Exports only.
export { Archive } from './archive/index.ts';
