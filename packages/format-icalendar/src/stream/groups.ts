import type { Component } from '../lines/component.ts';
import { type CalendarText, unfold } from '../lines/text.ts';
import { ITEM_COMPONENTS, uidOf } from '../object.ts';

/** The components of a VCALENDAR that are one object: of one name and UID, or one without UID. */
export interface Group {
  readonly name: string;
  readonly uid: string | undefined;
  readonly components: readonly Component[];
}

/** The objects of a VCALENDAR in the order of their first component. Time zones are none. */
export function groupsOf(calendar: Component): Group[] {
  const groups = new Map<string | Component, { name: string; uid: string | undefined; components: Component[] }>();
  for (const component of calendar.components) {
    if (component.name === 'VTIMEZONE') continue;
    const uid = uidOf(component);
    const key = uid === undefined ? component : `${component.name}:${uid}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { name: component.name, uid, components: [component] });
    else group.components.push(component);
  }
  return [...groups.values()];
}

/** What is wrong with a group, in one sentence; undefined for a sound one. */
export function problemOf({ name, components }: Group): string | undefined {
  if (!ITEM_COMPONENTS.has(name)) return `A ${name || 'component'} is no event, task or journal entry.`;
  if (components.some((one) => one.close === undefined)) return `The ${name} is never closed.`;
  return undefined;
}

/** A TZID is not looked for further in a line. */
const MAX_PARAMETERS = 4096;

/** The TZIDs that components name. */
export function tzidsOf(components: readonly Component[], text: CalendarText): Set<string> {
  const found = new Set<string>();
  const visit = (component: Component): void => {
    for (const line of component.lines)
      if (
        /TZID/i.test(
          unfold(text.raw.slice(line.start, Math.min(line.stop, line.start + MAX_PARAMETERS)), text.lineFeed),
        )
      ) {
        const tzid = line.parameter('TZID');
        if (tzid !== undefined) found.add(tzid);
      }
    for (const inner of component.components) visit(inner);
  };
  for (const component of components) visit(component);
  return found;
}
