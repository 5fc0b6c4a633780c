import { createHash } from 'node:crypto';
import { type Attachment, type Item, type ItemKind, PropertyBag, type Recipient } from '@mapistore/core';
import { attachLine } from '../attachments.ts';
import { escapeText, lineText, type NewLine } from '../lines/write.ts';
import { timeLine } from '../mapping/event-time.ts';
import { methodOfClass } from '../mapping/meeting.ts';
import { RANGE } from '../mapping/names.ts';
import { attendeeLine, isOnlyOrganizer, mailto } from '../mapping/people.ts';
import { alarmLines, triggerOf } from '../mapping/reminder.ts';
import type { Writing } from '../mapping/row.ts';
import { rowsOf } from '../mapping/tables.ts';
import type { CalendarTime } from '../recurrence/series.ts';
import { toSecond, utcText } from '../values/time.ts';

/** Names of components by kind. */
const NAMES: Partial<Readonly<Record<ItemKind, string>>> = { task: 'VTODO', note: 'VJOURNAL', journal: 'VJOURNAL' };
/** Where an item names no time at all: the output is the same each time. */
const EPOCH: Date = new Date(0);

/** One component to write. */
export interface ComponentRequest {
  readonly item: Pick<Item, 'properties' | 'recipients' | 'attachments'>;
  readonly to: Writing;
  readonly signal: AbortSignal;
  /** UID of the series; undefined where the item's own counts. */
  readonly uid?: string;
  /** Which instance it is, in the form of its series. */
  readonly instance?: { readonly time: CalendarTime; readonly tzid: string | undefined };
}

/** Lines of a component, unfolded, BEGIN and END with them. */
export async function componentLines(request: ComponentRequest): Promise<{ lines: string[]; uid: string }> {
  const { item, to, instance } = request;
  const bag = item.properties;
  const written: NewLine[] = rowsOf(to.kind).flatMap((row) => [...row.write(bag, to)]);
  const uid = request.uid ?? written.find(({ name }) => name === 'UID')?.value ?? madeUid(written);
  const lines: NewLine[] = [{ name: 'UID', value: uid }];
  if (instance !== undefined) {
    const line = timeLine('RECURRENCE-ID', instance.time, instance.tzid);
    const range = bag.get(RANGE) === 'THISANDFUTURE' ? { RANGE: 'THISANDFUTURE' } : {};
    lines.push({ ...line, parameters: { ...line.parameters, ...range } });
  }
  if (!written.some(({ name }) => name === 'DTSTAMP')) lines.push({ name: 'DTSTAMP', value: utcText(stampOf(bag)) });
  lines.push(...written.filter(({ name }) => name !== 'UID'), ...peopleLines(item, to));
  const name = NAMES[to.kind] ?? 'VEVENT';
  const trigger = to.kind === 'event' || to.kind === 'task' ? triggerOf(bag, to.kind) : undefined;
  return {
    uid,
    lines: [
      `BEGIN:${name}`,
      ...lines.map((line) => lineText(line)),
      ...(await attachmentLines(item.attachments, request.signal)),
      ...(trigger === undefined ? [] : alarmLines(trigger)),
      `END:${name}`,
    ],
  };
}

/** A UID for an item that has none: the same for the same content. */
function madeUid(lines: readonly NewLine[]): string {
  const hash = createHash('sha256');
  for (const line of lines) hash.update(`${lineText(line)}\n`);
  return escapeText(`${hash.digest('hex').slice(0, 32)}@mapistore`);
}

/** DTSTAMP, which a component must have (RFC 5545 s.3.8.7.2), of an item that does not say one. */
function stampOf(bag: PropertyBag): Date {
  const names = [
    'PidTagLastModificationTime',
    'PidTagCreationTime',
    'PidLidAppointmentStartWhole',
    'PidLidTaskStartDate',
    'PidLidTaskDueDate',
    'PidLidLogStart',
  ];
  for (const name of names) {
    const value = toSecond(bag.get(name));
    if (value !== undefined) return value;
  }
  return EPOCH;
}

function peopleLines({ properties, recipients }: ComponentRequest['item'], { method }: Writing): NewLine[] {
  if (method === 'REPLY' || method === 'COUNTER') return replyLines(properties, recipients);
  const wanted = properties.get('PidTagResponseRequested') === true || properties.get('PidTagReplyRequested') === true;
  return recipients
    .filter((recipient) => !isOnlyOrganizer(recipient))
    .map((recipient) => {
      const line = attendeeLine(recipient);
      return wanted ? { ...line, parameters: { ...line.parameters, RSVP: 'TRUE' } } : line;
    });
}

/** Of a reply: to whom it goes is the organiser, whose it is the one attendee ([MS-OXCICAL] 2.1.3.1.1.20.2). */
function replyLines(bag: PropertyBag, [organizer]: readonly Recipient[]): NewLine[] {
  const lines: NewLine[] = [];
  if (organizer !== undefined) {
    const { value, parameters } = attendeeLine(organizer);
    lines.push({ name: 'ORGANIZER', value, parameters: { CN: parameters?.['CN'] } });
  }
  const smtp = bag.text('PidTagSentRepresentingSmtpAddress') ?? bag.text('PidTagSentRepresentingEmailAddress');
  if (smtp === undefined) return lines;
  const name = bag.text('PidTagSentRepresentingName');
  const { partstat } = methodOfClass(bag.text('PidTagMessageClass') ?? '');
  const parameters = { CN: name === smtp ? undefined : name, PARTSTAT: partstat };
  return [...lines, { name: 'ATTENDEE', value: mailto(smtp), parameters }];
}

async function attachmentLines(attachments: readonly Attachment[], signal: AbortSignal): Promise<string[]> {
  const lines: string[] = [];
  for (const attachment of attachments) {
    const line = await attachLine(attachment, signal);
    if (line !== undefined) lines.push(line);
  }
  return lines;
}

/** What an exception says, with what it leaves to its series ([MS-OXOCAL] 2.2.10.1.6). */
export function withSeries(exception: Item, series: Item): Pick<Item, 'properties' | 'recipients' | 'attachments'> {
  const properties = PropertyBag.of(exception.properties);
  for (const { property, value } of series.properties)
    if (INHERITED.has(property.name) && !properties.has(property)) properties.set(property, value);
  if (properties.has('PidTagBody') && !exception.properties.has('PidTagHtml')) properties.delete('PidTagHtml');
  const isWhole = exception.properties.has('PidLidAppointmentStateFlags');
  return { ...exception, properties, recipients: isWhole ? exception.recipients : series.recipients };
}

const INHERITED = new Set([
  'PidTagSubject',
  'PidTagBody',
  'PidTagHtml',
  'PidTagSensitivity',
  'PidTagImportance',
  'PidLidLocation',
  'PidLidBusyStatus',
  'PidLidAppointmentSubType',
  'PidLidReminderSet',
  'PidLidReminderDelta',
  'PidLidTimeZoneDescription',
  'PidLidTimeZoneStruct',
  'PidLidAppointmentTimeZoneDefinitionStartDisplay',
  'PidLidAppointmentTimeZoneDefinitionEndDisplay',
  'PS_PUBLIC_STRINGS#Keywords',
  'PS_PUBLIC_STRINGS#urn:mapistore:calendar:floating',
]);
