import type { PropertyBag } from '@mapistore/core';
import { type Component, lineOf } from '../lines/component.ts';
import { foldLine } from '../lines/write.ts';
import { alarmLines, alarmsOf, triggerOf } from '../mapping/reminder.ts';
import type { CalendarObject } from '../object.ts';
import { changeLines, type Edits, lineEndOf } from './edits.ts';

/** What changes the VALARM that is the reminder. */
export interface ReminderChange {
  readonly object: CalendarObject;
  readonly component: Component;
  /** The properties as they are to be. */
  readonly bag: PropertyBag;
  readonly accepted: ReadonlySet<string>;
}

/** Changes the TRIGGER of the reminder, adds a VALARM, or takes out all that could be one. */
export function changeReminder(edits: Edits, { object, component, bag, accepted }: ReminderChange): void {
  const { kind, findZone, text } = object;
  const trigger = triggerOf(bag, kind, accepted);
  const alarms = alarmsOf(component, kind, findZone);
  const [alarm] = alarms;
  if (trigger === undefined) {
    for (const one of alarms) edits.remove(one.component);
    return;
  }
  if (alarm === undefined) {
    const lineEnd = lineEndOf(component, text);
    const place = component.close?.start ?? component.end;
    edits.replace(
      place,
      place,
      alarmLines(trigger)
        .map((line) => foldLine(line, lineEnd))
        .join(''),
    );
    return;
  }
  const line = lineOf(alarm.component, 'TRIGGER');
  const parameters = { VALUE: trigger.isFixed ? 'DATE-TIME' : undefined, RELATED: undefined };
  changeLines(edits, {
    component: alarm.component,
    text,
    existing: line === undefined ? [] : [line],
    lines: [{ name: 'TRIGGER', value: trigger.value, parameters }],
    isList: false,
  });
}
