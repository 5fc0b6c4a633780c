// The whole public surface of @mapistore/format-vcard. Exports only.
export { joinVcards, splitVcards, type VcardSlice } from './split.ts';
export { vcard } from './vcard.ts';
