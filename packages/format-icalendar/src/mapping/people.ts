import { named, PropertyBag, type Recipient, tagged } from '@mapistore/core';
import { type Component, lineOf, linesOf } from '../lines/component.ts';
import type { ContentLine } from '../lines/content-line.ts';
import { type NewLine, plainValue } from '../lines/write.ts';

/** PidTagRecipientType in a calendar ([MS-OXOCAL] 2.2.4.10.6). */
const REQUIRED = 1;
const OPTIONAL = 2;
const RESOURCE = 3;
/** PidTagRecipientFlags ([MS-OXOCAL] 2.2.4.10.1). */
const SENDABLE = 1;
const ORGANIZER = 2;
/** PidTagRecipientTrackStatus of the organiser. */
const ORGANIZED = 1;
/** PidTagRecipientTrackStatus by PARTSTAT ([MS-OXCICAL] 2.1.3.1.1.20.2.2). */
const TRACK: Readonly<Record<string, number>> = {
  'NEEDS-ACTION': 5,
  ACCEPTED: 3,
  DECLINED: 4,
  TENTATIVE: 2,
  COMPLETED: 3,
};
const PARTSTAT: Readonly<Record<number, string>> = { 2: 'TENTATIVE', 3: 'ACCEPTED', 4: 'DECLINED', 5: 'NEEDS-ACTION' };
const MAX_PEOPLE = 20_000;

/** Who a CAL-ADDRESS is. */
export interface Person {
  readonly name: string;
  /** Empty where the address is no mail address. */
  readonly smtp: string;
  /** The value without `mailto:`. */
  readonly address: string;
}

/** Who a line names. */
export function personOf(line: ContentLine): Person {
  const value = line.value.trim();
  const mailto = /^mailto:/i.test(value) ? addressOf(value) : undefined;
  const address = mailto ?? value;
  const email = line.parameter('EMAIL') ?? '';
  const smtp = mailto ?? (email !== '' ? email : /^[^\s:@]+@[^\s:@]+$/.test(value) ? value : '');
  const name = line.parameter('CN') ?? '';
  return { name: (name === '' ? smtp || address : name).replaceAll('\0', ''), smtp, address };
}

/** The address of a mailto URI. */
export function addressOf(uri: string): string {
  const address = uri
    .trim()
    .replace(/^mailto:/i, '')
    .trim();
  if (!address.includes('%')) return address;
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}

/** The organiser. */
function organizerOf(component: Component): Person | undefined {
  const line = lineOf(component, 'ORGANIZER');
  return line === undefined ? undefined : personOf(line);
}

/** PidTagRecipientType of an ATTENDEE line. */
function typeOf(line: ContentLine): number {
  const use = line.parameter('CUTYPE')?.toUpperCase();
  if (use === 'RESOURCE' || use === 'ROOM') return RESOURCE;
  const role = line.parameter('ROLE')?.toUpperCase();
  return role === 'OPT-PARTICIPANT' || role === 'NON-PARTICIPANT' ? OPTIONAL : REQUIRED;
}

/** The recipient table of a component ([MS-OXCICAL] 2.1.3.1.1.20.2): the organiser first where no ATTENDEE is he. */
export function recipientsOf(component: Component, problems: Set<string>): Recipient[] {
  const lines = linesOf(component, 'ATTENDEE');
  if (lines.length > MAX_PEOPLE)
    problems.add(`The event has more than ${MAX_PEOPLE} attendees; the rest was left out.`);
  const organizer = organizerOf(component);
  const isOrganizer = (person: Person): boolean =>
    organizer !== undefined && key(person) === key(organizer) && key(person) !== '';
  const rows = lines.slice(0, MAX_PEOPLE).map((line) => {
    const person = personOf(line);
    const track = TRACK[line.parameter('PARTSTAT')?.toUpperCase() ?? ''] ?? 0;
    return row(person, { type: typeOf(line), track, flags: isOrganizer(person) ? SENDABLE | ORGANIZER : SENDABLE });
  });
  if (organizer === undefined || lines.some((line) => isOrganizer(personOf(line)))) return rows;
  return [row(organizer, { type: REQUIRED, track: ORGANIZED, flags: SENDABLE | ORGANIZER }), ...rows];
}

/** What two lines that name the same person have in common. */
function key({ smtp, address }: Person): string {
  return (smtp || address).toLowerCase();
}

function row(person: Person, { type, track, flags }: { type: number; track: number; flags: number }): Recipient {
  const properties = new PropertyBag();
  properties.set(tagged('PidTagRecipientType'), type).set(tagged('PidTagDisplayName'), person.name);
  properties.set(tagged('PidTagAddressType'), person.smtp === person.address ? 'SMTP' : 'URI');
  properties.set(tagged('PidTagEmailAddress'), person.address);
  if (person.smtp !== '') properties.set(tagged('PidTagSmtpAddress'), person.smtp);
  properties.set(tagged('PidTagRecipientTrackStatus'), track).set(tagged('PidTagRecipientFlags'), flags);
  return { properties };
}

/** Whether a row of the recipient table is the organiser. */
function isOrganizerRow({ properties }: Recipient): boolean {
  return (Number(properties.get('PidTagRecipientFlags') ?? 0) & ORGANIZER) !== 0;
}

/** Names of a type, as PidTagDisplayTo and its like have them. */
export function displayNames(recipients: readonly Recipient[], types: readonly number[]): string {
  return recipients
    .filter((one) => types.includes(Number(one.properties.get('PidTagRecipientType'))) && !isOnlyOrganizer(one))
    .map(({ properties }) => properties.text('PidTagDisplayName') ?? '')
    .join('; ');
}

/** Whether the row stands for an ORGANIZER line and no ATTENDEE line. */
export function isOnlyOrganizer(recipient: Recipient): boolean {
  const track = recipient.properties.get('PidTagRecipientTrackStatus');
  return isOrganizerRow(recipient) && (track === ORGANIZED || track === undefined);
}

/** Sets the texts that follow from the recipient table ([MS-OXOCAL] 2.2.1.16 to 2.2.1.18). */
export function setAttendeeTexts(bag: PropertyBag, recipients: readonly Recipient[]): void {
  if (recipients.length === 0) return;
  const [required, optional] = [displayNames(recipients, [REQUIRED]), displayNames(recipients, [OPTIONAL])];
  bag.set(tagged('PidTagDisplayTo'), required).set(tagged('PidTagDisplayCc'), optional);
  bag.set(named('PidLidToAttendeesString'), required).set(named('PidLidCcAttendeesString'), optional);
  bag.set(named('PidLidAllAttendeesString'), displayNames(recipients, [REQUIRED, OPTIONAL, RESOURCE]));
}

/** The ATTENDEE line of a row of the recipient table; parameters that the row says nothing of are left as they are. */
export function attendeeLine({ properties }: Recipient, before?: Recipient): NewLine {
  const type = Number(properties.get('PidTagRecipientType') ?? REQUIRED);
  const wasType = before?.properties.get('PidTagRecipientType');
  const track = properties.get('PidTagRecipientTrackStatus');
  const smtp = properties.text('PidTagSmtpAddress');
  const address = properties.text('PidTagEmailAddress') ?? smtp ?? '';
  const isMail = smtp !== undefined && (properties.text('PidTagAddressType') ?? 'SMTP') === 'SMTP';
  const name = properties.text('PidTagDisplayName') ?? '';
  const parameters: Record<string, string | undefined> = {};
  if (before === undefined || name !== before.properties.text('PidTagDisplayName'))
    parameters['CN'] = name === '' || name === (smtp || address) ? undefined : name;
  if (type !== wasType) {
    parameters['CUTYPE'] = type === RESOURCE ? 'RESOURCE' : undefined;
    parameters['ROLE'] = type === OPTIONAL ? 'OPT-PARTICIPANT' : undefined;
  }
  if (before === undefined || track !== before.properties.get('PidTagRecipientTrackStatus'))
    parameters['PARTSTAT'] = PARTSTAT[Number(track)];
  if (!isMail && smtp !== undefined && before === undefined) parameters['EMAIL'] = smtp;
  return { name: 'ATTENDEE', value: plainValue(isMail ? mailto(smtp ?? '') : address), parameters };
}

/** A mail address as a CAL-ADDRESS. */
export function mailto(address: string): string {
  return `mailto:${address.replace(/[%\s]/g, encodeURIComponent)}`;
}
