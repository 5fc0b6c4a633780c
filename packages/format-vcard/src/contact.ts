import { named, PropertyBag, tagged } from '@mapistore/core';
import type { Card } from './card/card.ts';
import { type CardState, stateOf } from './card/state.ts';
import { crlf } from './mapping/codecs.ts';
import { LISTS, listProperty } from './mapping/lists.ts';
import { inlineBytes } from './mapping/media.ts';
import { isGroup, membersOf } from './mapping/members.ts';
import { writeOneOff } from './mapping/one-off.ts';
import { ROWS } from './mapping/rows.ts';

/** What a card says, with all that follows from it. */
export interface Contact {
  readonly properties: PropertyBag;
  readonly problems: readonly string[];
}

const CONTACT_ICON = 0x200;
const GROUP_ICON = 0x202;
const ADDRESSES = ['Home', 'Work', 'Other'] as const;

/** PidTag names of the mailing address, by the parts of the address that it is ([MS-OXOCNTC]). */
const MAILING = [
  ['PidTagPostOfficeBox', 'PostOfficeBox', 'PostOfficeBox'],
  ['PidTagStreetAddress', 'Street', 'Street'],
  ['PidTagLocality', 'City', 'City'],
  ['PidTagStateOrProvince', 'StateOrProvince', 'State'],
  ['PidTagPostalCode', 'PostalCode', 'PostalCode'],
  ['PidTagCountry', 'Country', 'Country'],
] as const;

/** Reads all properties of a card ([MS-OXVCARD], [MS-OXOCNTC]). */
export function readContact(card: Card): Contact {
  const state = stateOf(card);
  const bag = new PropertyBag();
  const problems = [...card.problems];
  const group = isGroup(card);
  bag.set(tagged('PidTagMessageClass'), group ? 'IPM.DistList' : 'IPM.Contact');
  for (const { property } of ROWS) {
    const binding = state.bindings.get(property.name);
    bag.set(property, binding?.value);
    if (binding !== undefined && binding.value === undefined && binding.text.trim() !== '')
      problems.push(`A value of ${binding.line.name} cannot be read; it stays in the card as it is.`);
  }
  for (const row of LISTS) bag.set(row.property, listProperty(state.lists.get(row.property.name) ?? []));
  for (const line of card.own)
    if (line.encoding !== 'base64' && line.charsetProblem) problems.push(line.charsetProblem);
  deriveNames(bag);
  deriveAddresses(bag, state);
  deriveMail(bag);
  if (group) deriveMembers(bag, card);
  const picture = card.own.find(({ name }) => name === 'X-MS-CARDPICTURE');
  bag.set(named('PidLidBusinessCardCardPicture'), picture && inlineBytes(picture));
  bag.set(named('PidLidHtml'), bag.get('PidTagBusinessHomePage'));
  bag.set(tagged('PidTagIconIndex'), group ? GROUP_ICON : CONTACT_ICON);
  if (!bag.has('PidTagSensitivity')) bag.set(tagged('PidTagSensitivity'), 0);
  bag.set(named('PidLidPrivate'), Number(bag.get('PidTagSensitivity')) >= 2);
  return { properties: bag, problems: [...new Set(problems)] };
}

/** PidTagDisplayName and what is made of it; also for the columns, from the few properties that they read. */
export function deriveNames(bag: PropertyBag): void {
  const text = (name: string): string => bag.text(name) ?? '';
  const whole = [text('PidTagGivenName'), text('PidTagMiddleName'), text('PidTagSurname'), text('PidTagGeneration')];
  const composed = whole.filter((part) => part !== '').join(' ');
  const shown = text('PidTagDisplayName') || composed || text('PidTagCompanyName') || text('PidLidEmail1EmailAddress');
  for (const name of ['PidTagDisplayName', 'PidTagSubject', 'PidTagNormalizedSubject']) bag.set(tagged(name), shown);
  if (bag.has('PidLidFileUnder')) return;
  const given = [text('PidTagGivenName'), text('PidTagMiddleName')].filter((part) => part !== '').join(' ');
  bag.set(named('PidLidFileUnder'), [text('PidTagSurname'), given].filter((part) => part !== '').join(', ') || shown);
}

function deriveAddresses(bag: PropertyBag, { index, bindings }: CardState): void {
  for (const place of ADDRESSES) {
    if (bag.has(`PidLid${place}Address`)) continue;
    const part = (long: string, short: string): string =>
      bag.text(place === 'Work' ? `PidLidWorkAddress${short}` : `PidTag${place}Address${long}`) ?? '';
    const [box, street, city, state, code, country] = MAILING.map(([, long, short]) => part(long, short));
    const extended = bindings.get(`PidLid${place}Address`) === undefined ? extendedOf(index, place) : '';
    const region = [state, code].filter(Boolean).join(' ');
    const town = [city, region].filter(Boolean).join(', ');
    const whole = [box, extended, street, town, country].filter(Boolean).join('\r\n');
    bag.set(named(`PidLid${place}Address`), whole || undefined);
  }
  const preferred = ADDRESSES.findIndex(
    (place) => (index.slots.get(`adr-${place.toLowerCase()}`)?.preference ?? 101) <= 100,
  );
  if (!bag.has('PidLidPostalAddressId') && preferred >= 0) bag.set(named('PidLidPostalAddressId'), preferred + 1);
  const place = ADDRESSES[Number(bag.get('PidLidPostalAddressId') ?? 0) - 1];
  if (place === undefined) return;
  for (const [name, long, short] of MAILING)
    bag.set(tagged(name), bag.get(place === 'Work' ? `PidLidWorkAddress${short}` : `PidTag${place}Address${long}`));
  bag.set(tagged('PidTagPostalAddress'), bag.get(`PidLid${place}Address`));
}

/** The extended address (`Apt 10`), which has no property; at work it is the office ([MS-OXVCARD]). */
function extendedOf(index: CardState['index'], place: string): string {
  const line = place === 'Work' ? undefined : index.slots.get(`adr-${place.toLowerCase()}`);
  return line === undefined ? '' : crlf((index.components(line)[1] ?? '').trim());
}

function deriveMail(bag: PropertyBag): void {
  const numbers = [1, 2, 3].filter((number) => bag.has(`PidLidEmail${number}EmailAddress`));
  for (const number of numbers) {
    const address = bag.text(`PidLidEmail${number}EmailAddress`);
    bag.set(named(`PidLidEmail${number}AddressType`), 'SMTP');
    bag.set(named(`PidLidEmail${number}DisplayName`), address);
    bag.set(named(`PidLidEmail${number}OriginalDisplayName`), address);
  }
  if (numbers.length === 0) return;
  bag.set(
    named('PidLidAddressBookProviderEmailList'),
    numbers.map((number) => number - 1),
  );
  bag.set(
    named('PidLidAddressBookProviderArrayType'),
    numbers.reduce((bits, number) => bits | (1 << (number - 1)), 0),
  );
}

function deriveMembers(bag: PropertyBag, card: Card): void {
  const entries = membersOf(card).map(writeOneOff);
  bag.set(named('PidLidDistributionListName'), bag.get('PidTagDisplayName'));
  if (entries.length === 0) return;
  bag.set(named('PidLidDistributionListMembers'), entries);
  bag.set(named('PidLidDistributionListOneOffMembers'), entries);
}
