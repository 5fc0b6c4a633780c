// The whole public surface of @mapistore/format-vcard. Exports only.
export {};
