// The whole public surface of @mapistore/format-note. Exports only.
export { note } from './note.ts';
