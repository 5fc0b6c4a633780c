import type { BodySource, Delta, Patched } from '@mapistore/core';

/**
 * Says no to every change: a mail is never rewritten. Any change of a byte breaks a DKIM (RFC 6376) or S/MIME signature
 * over it, and makes it another message for every other client; so the whole delta stays with core, beside the bytes.
 */
export function patchMail(_source: BodySource, delta: Delta): Patched {
  const set = [...delta.set].map(({ property }) => property.name);
  return { unsaid: [...new Set([...set, ...delta.remove])] };
}
