import { type BodySource, bytesSource, collect, type Delta, type Patched, type PropertyValue } from '@mapistore/core';
import { type Card, isBegin, readCard } from './card/card.ts';
import { cardText } from './card/edit.ts';
import { fileBytes, openFile } from './card/file.ts';
import { type CardState, sameValue, statedValue, stateOf } from './card/state.ts';
import { type Change, changeProperty } from './change.ts';
import { changeList } from './change-list.ts';
import { changeMembers, changeRecipients } from './change-members.ts';
import { readContact } from './contact.ts';
import { LISTS } from './mapping/lists.ts';
import { isGroup } from './mapping/members.ts';
import { ROWS } from './mapping/rows.ts';
import { MAX_CARD_BYTES } from './parse.ts';

/** The order of changes, so that the same delta gives the same lines. */
const ORDER = new Map([...ROWS, ...LISTS].map(({ property }, at) => [property.name, at]));
/** Properties that others imply where the card does not say them. */
const FOLLOWING = new Set([
  'PidLidFileUnder',
  'PidLidHomeAddress',
  'PidLidWorkAddress',
  'PidLidOtherAddress',
  'PidLidPostalAddressId',
]);
/** What a card says by saying nothing. */
const DEFAULTS: Readonly<Record<string, PropertyValue>> = { PidTagSensitivity: 0, PidLidPrivate: false };
const MEMBERS = ['PidLidDistributionListMembers', 'PidLidDistributionListOneOffMembers'];

/** Changes the lines of the properties that the delta names; every other byte stays. */
export async function patchCard(source: BodySource, delta: Delta, signal: AbortSignal): Promise<Patched> {
  const names = [...new Set([...[...delta.set].map(({ property }) => property.name), ...delta.remove])];
  if ((delta.exceptions ?? []).length > 0) return refused('A contact does not recur, so it has no exceptions.');
  const file = openFile(await collect(source.open({ signal }), MAX_CARD_BYTES));
  const before = readCard(file.text);
  const recipients = delta.recipients ?? [];
  // A file without a card, or one that could not be written again, stays as it is.
  if (!file.exact || before.end === 0 || !before.lines.some(isBegin))
    return recipients.length > 0 ? refused('The file has no sound card.') : { unsaid: names };
  const changed = recipients.length > 0 ? changeRecipients(before, recipients) : { card: before };
  if ('reason' in changed) return refused(changed.reason);
  const after = applyDelta(changed.card, names, delta);
  const text = cardText(after);
  const again = readCard(text);
  // A line that reads otherwise among the others than by itself is no change to keep.
  if (!sameCards(after, again))
    return recipients.length > 0 ? refused('The card is too broken to be changed.') : { unsaid: names };
  const { properties } = readContact(again);
  const unsaid = names.filter((name) => !says(properties.get(name), delta.set.get(name) ?? DEFAULTS[name]));
  if (text === file.text) return { unsaid };
  return { body: bytesSource(fileBytes(file, text), source.mediaType), unsaid };
}

/** Changes a card as far as it goes. */
export function applyDelta(card: Card, names: readonly string[], { set }: Pick<Delta, 'set'>): Card {
  const wanted = new Map(names.map((name) => [name, set.get(name) === '' ? undefined : set.get(name)]));
  const listName = wanted.get('PidLidDistributionListName');
  if (listName !== undefined && isGroup(card) && !wanted.has('PidTagDisplayName'))
    wanted.set('PidTagDisplayName', listName);
  // An address in a directory is none that others could write to.
  for (const number of [1, 2, 3])
    if ((set.text(`PidLidEmail${number}AddressType`) ?? 'SMTP').toUpperCase() !== 'SMTP')
      wanted.delete(`PidLidEmail${number}EmailAddress`);
  const removed = new Set([...wanted].filter(([, value]) => value === undefined).map(([name]) => name));
  const inOrder = [...wanted].sort(([a], [b]) => (ORDER.get(a) ?? ORDER.size) - (ORDER.get(b) ?? ORDER.size));
  let now = card;
  // What follows from other properties is written only where it does not follow from what they are by then.
  const done = new Set<string>();
  for (const isLast of [false, true]) {
    const { properties } = readContact(now);
    for (const [name, value] of inOrder) {
      if (done.has(name) || says(properties.get(name), value) || (!isLast && FOLLOWING.has(name))) continue;
      done.add(name);
      now = changeOne(now, { name, value, removed }, wanted);
    }
  }
  return now;
}

function changeOne(card: Card, change: Change, wanted: ReadonlyMap<string, PropertyValue | undefined>): Card {
  const { name, value } = change;
  if (MEMBERS.includes(name))
    return name === MEMBERS.find((one) => wanted.has(one)) ? changeMembers(card, value) : card;
  return LISTS.some(({ property }) => property.name === name)
    ? changeList(card, name, value)
    : changeProperty(card, change);
}

function sameCards(a: Card, b: Card): boolean {
  if (a.own.length !== b.own.length || !a.own.every(({ raw }, at) => raw === b.own[at]?.raw)) return false;
  return sameStates(stateOf(a), stateOf(b));
}

function sameStates(a: CardState, b: CardState): boolean {
  return [...ORDER.keys()].every((name) => sameValue(statedValue(a, name), statedValue(b, name)));
}

function says(found: PropertyValue | undefined, wanted: PropertyValue | undefined): boolean {
  return sameValue(found === '' ? undefined : found, wanted === '' ? undefined : wanted);
}

function refused(reason: string): Patched {
  return { unsaid: [], refused: { code: 'UNSUPPORTED', reason } };
}
