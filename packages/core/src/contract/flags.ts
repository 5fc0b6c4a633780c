import type { Flags } from './entries.ts';

/** The system flags of IMAP (RFC 9051 s.2.3.2) in the words of RFC 8621 s.4.1.1. */
export const SYSTEM_FLAGS: Flags = ['$answered', '$draft', '$flagged', '$seen'];

/** Lower case, sorted, each once: the only form in which flags travel. */
export function normaliseFlags(flags: Iterable<string>): Flags {
  return [...new Set([...flags].map((flag) => flag.toLowerCase()))].sort();
}

/** Flags after adding some and removing others; what is in both is removed. */
export function changeFlags(flags: Flags, change: { readonly add?: Flags; readonly remove?: Flags }): Flags {
  const removed = new Set(normaliseFlags(change.remove ?? []));
  return normaliseFlags([...flags, ...(change.add ?? [])]).filter((flag) => !removed.has(flag));
}

/** Whether two normalised sets are the same. */
export function sameFlags(a: Flags, b: Flags): boolean {
  return a.length === b.length && a.every((flag, index) => flag === b[index]);
}
