import { type ItemKind, type PropertyBag, tagged } from '@mapistore/core';
import { BUSY_STATUS } from './busy.ts';
import { COMMON, PLAIN_UID } from './common.ts';
import { EVENT_TEXTS } from './event-texts.ts';
import { EVENT_TIME } from './event-time.ts';
import { GLOBAL_OBJECT_ID } from './global-object-id.ts';
import { JOURNAL_ROWS, NOTE_ROWS } from './journal.ts';
import { CRITICAL_CHANGE, MEETING_OBJECT, messageClassOf } from './meeting.ts';
import { ORGANIZER } from './organizer.ts';
import { EVENT_RECURRENCE, TASK_RECURRENCE } from './recurrence.ts';
import { REMINDER } from './reminder.ts';
import type { Reading, Row } from './row.ts';
import { TASK_ROWS } from './task.ts';

const EVENT: readonly Row[] = [
  GLOBAL_OBJECT_ID,
  CRITICAL_CHANGE,
  EVENT_TIME,
  EVENT_RECURRENCE,
  ...COMMON,
  ...EVENT_TEXTS,
  BUSY_STATUS,
  ORGANIZER,
  REMINDER,
  MEETING_OBJECT,
];
const TASK: readonly Row[] = [PLAIN_UID, ...TASK_ROWS, TASK_RECURRENCE, ...COMMON, ORGANIZER, REMINDER];
const NOTE: readonly Row[] = [PLAIN_UID, ...NOTE_ROWS, ...COMMON, ORGANIZER];
const JOURNAL: readonly Row[] = [PLAIN_UID, ...JOURNAL_ROWS, ...COMMON, ORGANIZER];

/** The rows of a kind, in the order in which lines are written; docs/spec/icalendar.md shows them as tables. */
export function rowsOf(kind: ItemKind): readonly Row[] {
  if (kind === 'task') return TASK;
  return kind === 'note' ? NOTE : kind === 'journal' ? JOURNAL : EVENT;
}

/** Sets what the lines of a component say. */
export function readRows(from: Reading, bag: PropertyBag): void {
  bag.set(tagged('PidTagMessageClass'), messageClassOf(from.kind, from.method, from.component));
  for (const row of rowsOf(from.kind)) if (!from.isHead || row.inHead === true) row.read(from, bag);
}
