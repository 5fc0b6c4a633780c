import type { PropertyValue, RecipientChange } from '@mapistore/core';
import type { Card } from './card/card.ts';
import { addLine, removeLine, replaceLine } from './card/edit.ts';
import { isGroup, type Member, membersOf, renameMember, writeMember } from './mapping/members.ts';
import { readOneOff } from './mapping/one-off.ts';

/** A card with other members, or why it cannot have them. */
export type MembersChanged = { readonly card: Card } | { readonly reason: string };

/** What a member of a group has beside its address. */
const SAYABLE = new Set([
  'PidTagDisplayName',
  'PidTagSmtpAddress',
  'PidTagEmailAddress',
  'PidTagAddressType',
  'PidTagRecipientType',
]);

/** Adds, renames and takes out members of a group by their addresses; all or nothing. */
export function changeRecipients(card: Card, changes: readonly RecipientChange[]): MembersChanged {
  if (!isGroup(card)) return { reason: 'A contact has no recipients; only the card of a group has members.' };
  let now = card;
  for (const change of changes) {
    const next = changeMember(now, change);
    if (next === undefined)
      return { reason: 'A member of a group has an address and a name in a vCard, and nothing else.' };
    now = next;
  }
  return { card: now };
}

function changeMember(card: Card, { address, set, remove, gone }: RecipientChange): Card | undefined {
  const there = membersOf(card).filter((one) => one.type === 'SMTP' && isSame(one.address, address));
  if (gone === true) return there.reduce((now, { line }) => removeLine(now, line), card);
  const names = [...[...set].map(({ property }) => property.name), ...remove];
  if (names.some((name) => !SAYABLE.has(name))) return undefined;
  const [first] = there;
  if (first === undefined) {
    const line = writeMember({ name: set.text('PidTagDisplayName') ?? '', type: 'SMTP', address }, card);
    return line === undefined ? undefined : addLine(card, line);
  }
  const name = remove.includes('PidTagDisplayName') ? '' : set.text('PidTagDisplayName');
  if (name === undefined || name === first.name) return card;
  const line = renameMember(first, name, card);
  return line === undefined ? undefined : replaceLine(card, first.line, line);
}

/** Makes the members those of PidLidDistributionListMembers; lines of members that stay are kept. */
export function changeMembers(card: Card, value: PropertyValue | undefined): Card {
  if (!isGroup(card) || (value !== undefined && !Array.isArray(value))) return card;
  const entries = (value ?? []) as readonly unknown[];
  const wanted = entries.map((entry) => (entry instanceof Uint8Array ? readOneOff(entry) : undefined));
  // Entry ids of other kinds point into an address book that a card does not know.
  if (wanted.some((one) => one === undefined)) return card;
  const left: Member[] = membersOf(card);
  let now = card;
  const added = wanted.filter((one) => {
    const at = left.findIndex(
      ({ address, type, name }) => address === one?.address && type === one.type && name === one.name,
    );
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  for (const { line } of left) now = removeLine(now, line);
  for (const one of added) {
    const line = one === undefined ? undefined : writeMember(one, now);
    if (line === undefined) return card;
    now = addLine(now, line);
  }
  return now;
}

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
