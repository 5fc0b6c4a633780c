// The whole public surface of @mapistore/oauth2. Exports only.
export {};
