// The whole public surface of @mapistore/format-mime. Exports only.
export { mime } from './mime.ts';
