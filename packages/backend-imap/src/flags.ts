import { createHash } from 'node:crypto';
import { type Flags, normaliseFlags } from '@mapistore/core';

/** System flags of RFC 3501 s.2.3.2 and their words in RFC 8621 s.4.1.1. */
const SYSTEM: ReadonlyMap<string, string> = new Map([
  ['\\answered', '$answered'],
  ['\\draft', '$draft'],
  ['\\flagged', '$flagged'],
  ['\\seen', '$seen'],
]);

const WIRE: ReadonlyMap<string, string> = new Map([
  ['$answered', '\\Answered'],
  ['$draft', '\\Draft'],
  ['$flagged', '\\Flagged'],
  ['$seen', '\\Seen'],
]);

/** The flags of an item from those on the wire. `\Deleted` and `\Recent` tell of sessions, not of items. */
export function flagsOf(wire: readonly string[]): Flags {
  const flags: string[] = [];
  for (const flag of wire) {
    const lower = flag.toLowerCase();
    const word = lower.startsWith('\\') ? SYSTEM.get(lower) : lower;
    // A keyword spelt like a system flag's word would be taken for it.
    if (word !== undefined && (lower.startsWith('\\') || !WIRE.has(word))) flags.push(word);
  }
  return normaliseFlags(flags);
}

/** Whether others marked the message for their next EXPUNGE. */
export function isMarkedDeleted(wire: readonly string[] | undefined): boolean {
  return wire?.some((flag) => flag.toLowerCase() === '\\deleted') ?? false;
}

/** A flag as it goes on the wire; undefined for a keyword that is no atom (RFC 3501 s.9, flag-keyword). */
export function wireFlag(flag: string): string | undefined {
  const system = WIRE.get(flag);
  if (system !== undefined) return system;
  return /^[!#$&'+,\-./0-9:;<=>?@A-Z[^_`a-z|}~]+$/.test(flag) ? flag : undefined;
}

/** Whether a flag is a keyword, which a server may refuse, and not a system flag. */
export function isKeyword(flag: string): boolean {
  return !WIRE.has(flag);
}

/** Which of the keywords a mailbox takes, by its PERMANENTFLAGS (RFC 3501 s.7.1); `\*` takes any. */
export function splitByPermanent(
  flags: Flags,
  permanent: ReadonlySet<string> | undefined,
): { readonly taken: Flags; readonly refused: Flags } {
  const any = permanent === undefined || permanent.has('\\*');
  const takes = (flag: string): boolean => {
    const wire = wireFlag(flag);
    return wire !== undefined && (!isKeyword(flag) || any || permanent.has(flag));
  };
  return { taken: flags.filter(takes), refused: flags.filter((flag) => !takes(flag)) };
}

/**
 * The flags' revision: a digest of the flags. MODSEQ (RFC 7162) would do as well where there is one, but it also moves
 * when nothing of ours changed, such as `\Deleted`, and a write would have to ask for it once more.
 */
export function flagsRevisionOf(flags: Flags): string {
  return createHash('sha256').update(flags.join(' ')).digest('base64url').slice(0, 22);
}
