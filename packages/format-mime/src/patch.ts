import type { BodySource, Delta, Patched } from '@mapistore/core';

/**
 * Says no to every change: a mail is never rewritten. Any change of a byte breaks a DKIM (RFC 6376) or S/MIME signature
 * over it, and makes it another message for every other client; so the whole delta stays with core, beside the bytes.
 */
export function patchMail(_source: BodySource, delta: Delta): Patched {
  const set = [...delta.set].map(({ property }) => property.name);
  const unsaid = [...new Set([...set, ...delta.remove])];
  return (delta.recipients?.length ?? 0) + (delta.exceptions?.length ?? 0) === 0
    ? { unsaid }
    : { unsaid, refused: { code: 'UNSUPPORTED', reason: 'the recipients of a mail are what its header says.' } };
}
