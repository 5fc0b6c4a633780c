import { PropertyBag } from '@mapistore/core';
import { type Component, lineOf } from '../lines/component.ts';
import type { SeriesException } from '../recurrence/to-recur.ts';
import { instantOf } from '../values/time.ts';
import { BUSY_STATUS } from './busy.ts';
import { BODY, SUBJECT } from './common.ts';
import { LOCATION } from './event-texts.ts';
import { EVENT_TIME, timesOf } from './event-time.ts';
import { originalOf, seriesStartOf } from './original.ts';
import { REMINDER } from './reminder.ts';
import type { Reading } from './row.ts';

const COMPARED = [SUBJECT, LOCATION, BODY, EVENT_TIME, BUSY_STATUS, REMINDER];

/** The overrides of a series with what differs in them, as PidLidAppointmentRecur has it ([MS-OXOCAL] 2.2.1.44.2). */
export function seriesExceptions(from: Reading): SeriesException[] {
  const master = compared(from, from.component);
  const start = seriesStartOf(from.component, from.findZone);
  return from.overrides.flatMap((override) => {
    const original = originalOf(override, from.findZone, start);
    const times = timesOf(override, from.findZone);
    if (original === undefined || times === undefined) return [];
    const own = compared(from, override);
    const differs = (name: string): boolean => !isEqual(master.get(name), own.get(name));
    const text = (name: string): string => own.text(name) ?? '';
    const number = (name: string): number => Number(own.get(name) ?? 0);
    const changes = {
      ...(differs('PidTagSubject') && { subject: text('PidTagSubject') }),
      ...(differs('PidLidLocation') && { location: text('PidLidLocation') }),
      ...(differs('PidTagBody') && { body: true }),
      ...(differs('PidLidBusyStatus') && { busyStatus: number('PidLidBusyStatus') }),
      ...(differs('PidLidAppointmentStateFlags') && { meetingType: number('PidLidAppointmentStateFlags') }),
      ...(differs('PidLidAppointmentSubType') && { subType: number('PidLidAppointmentSubType') }),
      ...(differs('PidLidReminderSet') && { reminderSet: own.get('PidLidReminderSet') === true }),
      ...(own.has('PidLidReminderDelta') &&
        differs('PidLidReminderDelta') && { reminderDelta: number('PidLidReminderDelta') }),
      ...(lineOf(override, 'ATTACH') !== undefined && { attachment: 1 }),
    };
    return [{ original, start: instantOf(times.start), end: instantOf(times.end), changes }];
  });
}

function compared(from: Reading, component: Component): PropertyBag {
  const bag = new PropertyBag();
  const reading: Reading = { ...from, component, overrides: [], isHead: true, problems: new Set() };
  for (const row of COMPARED) row.read(reading, bag);
  return bag;
}

function isEqual(a: unknown, b: unknown): boolean {
  return a instanceof Date && b instanceof Date ? a.getTime() === b.getTime() : (a ?? '') === (b ?? '');
}
