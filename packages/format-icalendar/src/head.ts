import {
  fingerprintOf,
  type Head,
  type HeadInput,
  type HeadTime,
  MAX_HEAD_BYTES,
  OPAQUE_HEAD,
  PropertyBag,
} from '@mapistore/core';
import { lineOf } from './lines/component.ts';
import { timesOf } from './mapping/event-time.ts';
import { messageClassOf } from './mapping/meeting.ts';
import { displayNames, recipientsOf } from './mapping/people.ts';
import { isSeries } from './mapping/series.ts';
import { readRows } from './mapping/tables.ts';
import { type CalendarObject, readObject, uidOf } from './object.ts';
import { readingOf } from './parse.ts';

/** The columns of a calendar object, from the start of its bytes. */
export function readHead({ head }: HeadInput): Head {
  const isCut = head.byteLength >= MAX_HEAD_BYTES;
  const fingerprint = fingerprintOf(head);
  const object = readObject(head, isCut);
  if (object === undefined) return { ...OPAQUE_HEAD, fingerprint };
  const bag = new PropertyBag();
  readRows(readingOf(object, new Set(), true), bag);
  const { main, kind, method } = object;
  const recipients = recipientsOf(main, new Set());
  const subject = bag.text('PidTagSubject') ?? '';
  const uid = uidOf(main);
  const time = timeOf(object, bag, isCut);
  const hasAttachments = lineOf(main, 'ATTACH') !== undefined;
  return {
    ...OPAQUE_HEAD,
    messageClass: messageClassOf(kind, method, main),
    kind,
    subject,
    normalizedSubject: subject,
    fromName: bag.text('PidTagSentRepresentingName') ?? '',
    fromAddress: bag.text('PidTagSentRepresentingEmailAddress') ?? '',
    displayTo: displayNames(recipients, [1]),
    displayCc: displayNames(recipients, [2]),
    importance: Number(bag.get('PidTagImportance') ?? 1),
    sensitivity: Number(bag.get('PidTagSensitivity') ?? 0),
    ...(time !== undefined && { time }),
    ...(uid !== undefined && { uid }),
    // Where the component goes on behind the head, there may be one.
    ...((hasAttachments || main.close !== undefined) && { hasAttachments }),
    fingerprint,
  };
}

const TIMES: Readonly<Record<string, readonly [start: string, end: string]>> = {
  event: ['PidLidAppointmentStartWhole', 'PidLidAppointmentEndWhole'],
  task: ['PidLidTaskStartDate', 'PidLidTaskDueDate'],
  journal: ['PidLidLogStart', 'PidLidLogEnd'],
};

function timeOf(object: CalendarObject, bag: PropertyBag, isCut: boolean): HeadTime | undefined {
  const { kind, main, findZone } = object;
  const names = TIMES[kind];
  if (names === undefined) return undefined;
  const [start, end] = names.map((name) => dateOf(bag, name));
  if (start === undefined && end === undefined) return undefined;
  const form = timesOf(main, findZone)?.start.form;
  const due = lineOf(main, 'DUE')?.value.trim() ?? '';
  const recurs = isSeries(main);
  const recurrence = recurs ? bag.text('PidLidRecurrencePattern') : undefined;
  const [clipStart, clipEnd] =
    kind === 'event' || recurs
      ? [dateOf(bag, 'PidLidClipStart'), dateOf(bag, 'PidLidClipEnd')]
      : [start ?? end, end ?? start];
  // Behind a cut there may be an exception that lies outside.
  const isKnown = !(isCut && recurs) && !(main.close === undefined && isCut);
  return {
    ...(start !== undefined && { start }),
    ...(end !== undefined && { end }),
    allDay: bag.get('PidLidAppointmentSubType') === true || form === 'date' || /^\d{8}$/.test(due),
    ...(recurrence !== undefined && recurrence !== '' && { recurrence }),
    ...(isKnown && clipStart !== undefined && { clipStart }),
    ...(isKnown && clipEnd !== undefined && { clipEnd }),
  };
}

function dateOf(bag: PropertyBag, name: string): Date | undefined {
  const value = bag.get(name);
  return value instanceof Date && !Number.isNaN(value.getTime()) ? value : undefined;
}
