// The whole public surface of @mapistore/format-mime. Exports only.

export { isMbox, type MboxMessage, splitMbox } from './mbox.ts';
export { mime } from './mime.ts';
export { looksLikeMail } from './sniff.ts';
