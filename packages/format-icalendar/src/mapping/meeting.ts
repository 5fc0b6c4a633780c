import { type ItemKind, named, type PropertyValue, tagged } from '@mapistore/core';
import { type Component, lineOf } from '../lines/component.ts';
import type { NewLine } from '../lines/write.ts';
import { utcText } from '../values/time.ts';
import { CANCELED, MEETING } from './busy.ts';
import { firstValue, INSTANT } from './codecs.ts';
import { timeOf } from './event-time.ts';
import type { Row } from './row.ts';

const APPOINTMENT = 'IPM.Appointment';
/** Of an exception, inside its series ([MS-OXOCAL] 2.2.10.1.6). */
export const EXCEPTION_CLASS = 'IPM.OLE.CLASS.{00061055-0000-0000-C000-000000000046}';
const RESPONSE = 'IPM.Schedule.Meeting.Resp.';
/** PARTSTAT of a reply: class and PidLidResponseStatus ([MS-OXCICAL] 2.1.3.1.1.1, [MS-OXOCAL] 2.2.1.11). */
const ANSWERS: Readonly<Record<string, readonly [string, number]>> = {
  ACCEPTED: ['Pos', 3],
  TENTATIVE: ['Tent', 2],
  DECLINED: ['Neg', 4],
};
const NOT_RESPONDED = 5;

/** PidTagMessageClass of a component ([MS-OXCICAL] 2.1.3.1.1.1). */
export function messageClassOf(kind: ItemKind, method: string, component: Component): string {
  if (kind === 'task') return 'IPM.Task';
  if (kind !== 'event') return kind === 'note' ? 'IPM.StickyNote' : 'IPM.Activity';
  if (method === 'REQUEST') return 'IPM.Schedule.Meeting.Request';
  if (method === 'CANCEL') return 'IPM.Schedule.Meeting.Canceled';
  if (method !== 'REPLY' && method !== 'COUNTER') return APPOINTMENT;
  return RESPONSE + (method === 'COUNTER' ? 'Tent' : (answerOf(component)?.[0] ?? 'Tent'));
}

function answerOf(component: Component): readonly [string, number] | undefined {
  return ANSWERS[lineOf(component, 'ATTENDEE')?.parameter('PARTSTAT')?.toUpperCase() ?? ''];
}

/** METHOD and PARTSTAT of a class; of what is no meeting object, none. */
export function methodOfClass(messageClass: string): { method: string; partstat?: string } {
  const name = messageClass.toLowerCase();
  if (name.startsWith('ipm.schedule.meeting.request')) return { method: 'REQUEST' };
  if (name.startsWith('ipm.schedule.meeting.canceled')) return { method: 'CANCEL' };
  if (!name.startsWith(RESPONSE.toLowerCase())) return { method: '' };
  const word = name.slice(RESPONSE.length).split('.')[0];
  const found = Object.entries(ANSWERS).find(([, [suffix]]) => suffix.toLowerCase() === word);
  return { method: 'REPLY', partstat: found?.[0] ?? 'TENTATIVE' };
}

/** What a meeting object says of itself ([MS-OXOCAL] 2.2.5, 2.2.6). */
export const MEETING_OBJECT: Row = {
  lines: [],
  properties: [],
  derived: [
    'PidLidFInvited',
    'PidLidResponseStatus',
    'PidLidMeetingType',
    'PidLidIsRecurring',
    'PidLidIsException',
    'PidLidWhere',
    'PidLidAppointmentMessageClass',
    'PidTagReplyRequested',
    'PidTagResponseRequested',
    'PidLidAppointmentCounterProposal',
    'PidLidAppointmentProposedStartWhole',
    'PidLidAppointmentProposedEndWhole',
  ],
  read({ component, method, findZone }, bag) {
    const flags = Number(bag.get('PidLidAppointmentStateFlags') ?? 0);
    const wanted = component.lines.some(
      (line) => line.name === 'ATTENDEE' && line.parameter('RSVP')?.toUpperCase() === 'TRUE',
    );
    if (wanted) bag.set(tagged('PidTagReplyRequested'), true).set(tagged('PidTagResponseRequested'), true);
    if ((flags & MEETING) !== 0) bag.set(named('PidLidFInvited'), true);
    if (messageClassOf('event', method, component) === APPOINTMENT) {
      bag.set(named('PidLidResponseStatus'), 0);
      return;
    }
    const isInstance = timeOf(lineOf(component, 'RECURRENCE-ID'), findZone) !== undefined;
    bag.set(named('PidLidIsRecurring'), bag.get('PidLidRecurring') === true || isInstance);
    bag.set(named('PidLidIsException'), isInstance);
    bag.set(named('PidLidWhere'), bag.get('PidLidLocation'));
    bag.set(named('PidLidAppointmentMessageClass'), APPOINTMENT);
    const isReply = method === 'REPLY' || method === 'COUNTER';
    bag.set(named('PidLidResponseStatus'), isReply ? (answerOf(component)?.[1] ?? 0) : NOT_RESPONDED);
    if (method === 'REQUEST') bag.set(named('PidLidMeetingType'), 1);
    if (method === 'COUNTER') {
      bag.set(named('PidLidAppointmentCounterProposal'), true);
      bag.set(named('PidLidAppointmentProposedStartWhole'), bag.get('PidLidAppointmentStartWhole'));
      bag.set(named('PidLidAppointmentProposedEndWhole'), bag.get('PidLidAppointmentEndWhole'));
    }
    if (method === 'CANCEL') bag.set(named('PidLidAppointmentStateFlags'), flags | CANCELED);
  },
  write: () => [],
};

/** DTSTAMP and its Microsoft twins ([MS-OXCICAL] 2.1.3.1.1.20.7, 2.1.3.1.1.20.33, 2.1.3.1.1.20.47). */
export const CRITICAL_CHANGE: Row = {
  lines: ['DTSTAMP', 'X-MICROSOFT-CDO-OWNER-CRITICAL-CHANGE', 'X-MICROSOFT-CDO-ATTENDEE-CRITICAL-CHANGE'],
  properties: ['PidLidOwnerCriticalChange', 'PidLidAttendeeCriticalChange'],
  read({ component, method }, bag) {
    const stamp = firstValue(component, 'DTSTAMP', INSTANT);
    const isReply = method === 'REPLY' || method === 'COUNTER';
    const own = (role: string): ReturnType<typeof firstValue> =>
      firstValue(component, `X-MICROSOFT-CDO-${role}-CRITICAL-CHANGE`, INSTANT);
    bag.set(named('PidLidOwnerCriticalChange'), own('OWNER') ?? (isReply ? undefined : stamp));
    bag.set(named('PidLidAttendeeCriticalChange'), own('ATTENDEE') ?? (isReply ? stamp : undefined));
  },
  write(bag, { method, existing }) {
    const isReply = method === 'REPLY' || method === 'COUNTER';
    const owner = bag.get('PidLidOwnerCriticalChange');
    const attendee = bag.get('PidLidAttendeeCriticalChange');
    const has = (name: string): boolean => existing !== undefined && lineOf(existing, name) !== undefined;
    const lines: NewLine[] = [];
    const add = (name: string, value: PropertyValue | undefined): void => {
      const written = value === undefined ? undefined : INSTANT.write(value);
      if (written !== undefined) lines.push({ name, ...written });
    };
    const [ownName, otherName] = isReply
      ? ['X-MICROSOFT-CDO-ATTENDEE-CRITICAL-CHANGE', 'X-MICROSOFT-CDO-OWNER-CRITICAL-CHANGE']
      : ['X-MICROSOFT-CDO-OWNER-CRITICAL-CHANGE', 'X-MICROSOFT-CDO-ATTENDEE-CRITICAL-CHANGE'];
    const [main, other] = isReply ? [attendee, owner] : [owner, attendee];
    // With a line of Microsoft's, DTSTAMP is something else and stays.
    if (has(ownName)) add(ownName, main);
    else add('DTSTAMP', main);
    if (has(ownName) && existing !== undefined) {
      const stamp = firstValue(existing, 'DTSTAMP', INSTANT);
      if (stamp instanceof Date) lines.push({ name: 'DTSTAMP', value: utcText(stamp) });
    }
    add(otherName, other);
    return lines;
  },
};
