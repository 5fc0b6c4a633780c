import { PropertyBag, type Recipient, type RecipientChange, tagged } from '@mapistore/core';
import { type Component, linesOf } from '../lines/component.ts';
import type { ContentLine } from '../lines/content-line.ts';
import { type CalendarText, textBytes } from '../lines/text.ts';
import { foldLine, lineText, type NewLine } from '../lines/write.ts';
import { attendeeLine, isOnlyOrganizer, personOf, recipientsOf } from '../mapping/people.ts';
import { readObject } from '../object.ts';
import type { Choice } from './component.ts';
import { changeLines, Edits, insertionPoint, lineEndOf } from './edits.ts';
import { isSame } from './same.ts';

/** What follows from other properties of a row, or is only of use in an address book. */
const PASSIVE = new Set([
  'PidTagAddressType',
  'PidTagEmailAddress',
  'PidTagSmtpAddress',
  'PidTagEntryId',
  'PidTagRecipientEntryId',
  'PidTagRecipientDisplayName',
  'PidTagRecipientOrder',
  'PidTagSearchKey',
  'PidTagObjectType',
  'PidTagDisplayType',
  'PidTagRowid',
  'PidTagSendRichInfo',
  'PidTagResponsibility',
]);

/** The object after a change of its recipient table, or why it cannot be made. */
export type PeopleChanged = { readonly raw: string } | { readonly reason: string };

/** Changes ATTENDEE and ORGANIZER lines of one component, by address. */
export function changeRecipients(raw: string, pick: Choice, changes: readonly RecipientChange[]): PeopleChanged {
  let now = raw;
  for (const change of changes) {
    const next = changeOne(now, pick, change);
    if ('reason' in next) return next;
    now = next.raw;
  }
  return { raw: now };
}

function changeOne(raw: string, pick: Choice, change: RecipientChange): PeopleChanged {
  const object = readObject(textBytes(raw));
  const component = object === undefined ? undefined : pick(object);
  if (object === undefined || component?.close === undefined)
    return { reason: 'The calendar is broken: a component in it is never closed.' };
  const edits = new Edits();
  const { text } = object;
  const rows = recipientsOf(component, new Set());
  const row = rows.find((one) => isOf(one, change.address));
  const attendees = linesOf(component, 'ATTENDEE').filter((line) => isNamed(line, change.address));
  const organizers = linesOf(component, 'ORGANIZER').filter((line) => isNamed(line, change.address));
  if (change.gone === true) {
    for (const line of [...attendees, ...organizers]) edits.remove(line);
    return { raw: edits.apply(raw) };
  }
  const wanted = wantedRow(row, change);
  if (isOnlyOrganizer(wanted)) {
    const cn = wanted.properties.text('PidTagDisplayName');
    const line: NewLine = {
      ...attendeeLine(wanted, row),
      name: 'ORGANIZER',
      parameters: { CN: cn === change.address ? undefined : cn },
    };
    if (organizers.length === 0 && linesOf(component, 'ORGANIZER').length > 0)
      return { reason: 'The event has another organiser already.' };
    putLine(edits, { component, text }, organizers[0], line);
  } else {
    const line = attendeeLine(wanted, attendees.length === 0 ? undefined : row);
    putLine(edits, { component, text }, attendees[0], line);
  }
  const next = edits.apply(raw);
  return verify(next, pick, change) ?? { raw: next };
}

/** In the place of a line, or behind the last one of its name. */
function putLine(
  edits: Edits,
  { component, text }: { component: Component; text: CalendarText },
  old: ContentLine | undefined,
  line: NewLine,
): void {
  if (old !== undefined) {
    changeLines(edits, { component, text, existing: [old], lines: [line], isList: false });
    return;
  }
  const last = linesOf(component, line.name).at(-1);
  const place = last?.end ?? insertionPoint(component);
  edits.replace(place, place, foldLine(lineText(line), lineEndOf(component, text)));
}

function wantedRow(row: Recipient | undefined, { address, set, remove }: RecipientChange): Recipient {
  const properties = row === undefined ? new PropertyBag() : PropertyBag.of(row.properties);
  for (const { property, value } of set) properties.set(property, value);
  for (const name of remove) properties.delete(name);
  if (!properties.has('PidTagSmtpAddress')) properties.set(tagged('PidTagSmtpAddress'), address);
  return { properties };
}

function isOf({ properties }: Recipient, address: string): boolean {
  return properties.text('PidTagSmtpAddress')?.toLowerCase() === address.toLowerCase();
}

function isNamed(line: ContentLine, address: string): boolean {
  return personOf(line).smtp.toLowerCase() === address.toLowerCase();
}

/** A reason where the row does not read back as it was meant. */
function verify(raw: string, pick: Choice, { address, set }: RecipientChange): { reason: string } | undefined {
  const object = readObject(textBytes(raw));
  const component: Component | undefined = object === undefined ? undefined : pick(object);
  const row =
    component === undefined ? undefined : recipientsOf(component, new Set()).find((one) => isOf(one, address));
  if (row === undefined) return { reason: 'The address cannot be written as one.' };
  for (const { property, value } of set)
    if (!PASSIVE.has(property.name) && !isSame(row.properties.get(property), value))
      return { reason: `iCalendar cannot say ${property.name} of an attendee as it is meant.` };
  return undefined;
}
