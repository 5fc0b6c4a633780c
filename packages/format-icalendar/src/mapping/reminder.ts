import { type ItemKind, named, type PropertyBag } from '@mapistore/core';
import { type Component, lineOf } from '../lines/component.ts';
import { durationText, readDuration } from '../values/duration.ts';
import { instantOf, MINUTE, toSecond, utcText, type ZoneFinder } from '../values/time.ts';
import { timeOf, timesOf } from './event-time.ts';
import type { Row } from './row.ts';

/** Names of the properties that VALARM is. */
const REMINDER_PROPERTIES: readonly string[] = [
  'PidLidReminderSet',
  'PidLidReminderDelta',
  'PidLidReminderTime',
  'PidLidReminderSignalTime',
];

/** A VALARM that can be a reminder, and when it goes off. */
export interface Alarm {
  readonly component: Component;
  readonly at: number;
}

/** The VALARMs with a time at or before the start; the first is the reminder. Others stay in the bytes. */
export function alarmsOf(component: Component, kind: ItemKind, find: ZoneFinder): Alarm[] {
  const found: Alarm[] = [];
  const times = timesOf(component, find, kind === 'task' ? 'DUE' : 'DTEND');
  const due = timeOf(lineOf(component, 'DUE'), find);
  const end = times === undefined ? due && instantOf(due) : instantOf(times.end);
  const start = times === undefined ? end : instantOf(times.start);
  for (const alarm of component.components) {
    const trigger = alarm.name === 'VALARM' ? lineOf(alarm, 'TRIGGER') : undefined;
    if (trigger === undefined) continue;
    const length = readDuration(trigger.value);
    const fixed = length === undefined ? timeOf(trigger, find) : undefined;
    const from = trigger.parameter('RELATED')?.toUpperCase() === 'END' ? end : start;
    const at =
      fixed !== undefined
        ? instantOf(fixed)
        : from === undefined || length === undefined
          ? undefined
          : from + length.length;
    if (at !== undefined && (kind === 'task' || (start !== undefined && at <= start)))
      found.push({ component: alarm, at });
  }
  return found;
}

/** VALARM ([MS-OXCICAL] 2.1.3.1.1.20.62, [MS-OXORMDR] 2.2.1). */
export const REMINDER: Row = {
  lines: [],
  properties: REMINDER_PROPERTIES,
  read({ component, kind, findZone }, bag) {
    const alarm = alarmsOf(component, kind, findZone)[0];
    bag.set(named('PidLidReminderSet'), alarm !== undefined);
    if (alarm === undefined) return;
    const start = bag.get('PidLidAppointmentStartWhole');
    if (kind === 'task' || !(start instanceof Date)) {
      const signal = new Date(alarm.at);
      bag.set(named('PidLidReminderTime'), signal).set(named('PidLidReminderSignalTime'), signal);
      return;
    }
    const delta = Math.round((start.getTime() - alarm.at) / MINUTE);
    bag.set(named('PidLidReminderTime'), start).set(named('PidLidReminderDelta'), delta);
    bag.set(named('PidLidReminderSignalTime'), new Date(start.getTime() - delta * MINUTE));
  },
  write: () => [],
};

/** TRIGGER of the reminder of an item; undefined where it has none. */
export function triggerOf(
  bag: PropertyBag,
  kind: ItemKind,
  changed: ReadonlySet<string> = new Set(),
): { value: string; isFixed: boolean } | undefined {
  if (bag.get('PidLidReminderSet') !== true) return undefined;
  const start = toSecond(bag.get('PidLidAppointmentStartWhole'));
  const signal = toSecond(bag.get('PidLidReminderSignalTime') ?? bag.get('PidLidReminderTime'));
  const bySignal = changed.has('PidLidReminderSignalTime') && !changed.has('PidLidReminderDelta');
  if (kind === 'task' || start === undefined)
    return signal === undefined ? undefined : { value: utcText(signal), isFixed: true };
  const delta = bag.get('PidLidReminderDelta');
  if (typeof delta === 'number' && Math.abs(delta) < MAX_DELTA && !bySignal)
    return { value: durationText(-delta * MINUTE), isFixed: false };
  if (signal !== undefined) return { value: durationText(signal.getTime() - start.getTime()), isFixed: false };
  return { value: durationText(0), isFixed: false };
}

/** PidLidReminderDelta of Outlook that says nothing ([MS-OXORMDR] 2.2.1.3) is larger than any that is meant. */
const MAX_DELTA = 5_256_000;

/** Lines of a new VALARM. */
export function alarmLines({ value, isFixed }: { value: string; isFixed: boolean }): string[] {
  return [
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    'DESCRIPTION:Reminder',
    `TRIGGER${isFixed ? ';VALUE=DATE-TIME' : ''}:${value}`,
    'END:VALARM',
  ];
}
