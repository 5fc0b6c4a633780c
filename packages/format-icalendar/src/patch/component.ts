import { type ItemKind, PropertyBag, type PropertyChange, type PropertyValue } from '@mapistore/core';
import { type Component, linesOf } from '../lines/component.ts';
import { textBytes } from '../lines/text.ts';
import type { NewLine } from '../lines/write.ts';
import { MEETING_OBJECT } from '../mapping/meeting.ts';
import { seriesStartOf } from '../mapping/original.ts';
import { EVENT_RECURRENCE, TASK_RECURRENCE } from '../mapping/recurrence.ts';
import { REMINDER } from '../mapping/reminder.ts';
import type { Row, Writing } from '../mapping/row.ts';
import { readRows, rowsOf } from '../mapping/tables.ts';
import { type CalendarObject, readObject } from '../object.ts';
import type { Zone } from '../zones/zone.ts';
import { changeLines, Edits } from './edits.ts';
import { changeReminder } from './reminder.ts';
import { isGone, isNearly, isSame } from './same.ts';
import { keepSeries } from './series.ts';
import { addZones } from './zones.ts';

/** Which component of an object is changed: its main one, or an override. */
export type Choice = (object: CalendarObject) => Component | undefined;

/** An object as it is after a change. */
export interface Changed {
  readonly raw: string;
  /** Canonical names that could not be said as they are meant. */
  readonly unsaid: readonly string[];
  /** Those of them that are said nearly so, or only follow from others: no loss where no overlay can hold them. */
  readonly harmless: ReadonlySet<string>;
}

/** Rows whose properties follow from those of others. */
const FOLLOWING = new Set<Row>([EVENT_RECURRENCE, TASK_RECURRENCE, REMINDER, MEETING_OBJECT]);

/**
 * Changes the lines of one component that must be for a change of properties. What does not read back as it was meant, or
 * changes anything else, is taken back and is unsaid.
 */
export function changeComponent(raw: string, pick: Choice, change: PropertyChange): Changed {
  const names = new Set([...[...change.set].map(({ property }) => property.name), ...change.remove]);
  const before = stateOf(raw, pick);
  if (before === undefined || before.component.close === undefined)
    return { raw, unsaid: [...names], harmless: new Set() };
  const rows = rowsOf(before.object.kind).filter((row) => !isFixed(row, before.object));
  const usual = usualOf(before.object.kind);
  const wanted = (name: string): ReturnType<PropertyBag['get']> => change.set.get(name);
  const following = new Set([
    'PidTagMessageClass',
    'PidLidExceptionReplaceTime',
    ...rows.flatMap((row) => row.derived ?? []),
  ]);
  let accepted = new Set([...names].filter((name) => rows.some((row) => row.properties.includes(name))));
  for (let round = 0; round < 4 && accepted.size > 0; round++) {
    const next = apply(before, rows, change, accepted);
    const after = stateOf(next, pick);
    const says = (name: string): boolean =>
      after !== undefined && isMeant(change, name, after.bag.get(name), usual.get(name));
    const nearly = (name: string): boolean => after !== undefined && isNearly(after.bag.get(name), wanted(name));
    const failed = [...accepted].filter((name) => !says(name) && !nearly(name));
    if (failed.length === 0) {
      if (after === undefined || !leavesTheRest(before, after, rows, accepted)) break;
      const unsaid = [...names].filter((name) => !says(name));
      return { raw: next, unsaid, harmless: new Set(unsaid.filter((name) => nearly(name) || following.has(name))) };
    }
    accepted = new Set([...accepted].filter((name) => !failed.includes(name)));
  }
  const unsaid = [...names].filter((name) => !isMeant(change, name, before.bag.get(name), usual.get(name)));
  return { raw, unsaid, harmless: new Set(unsaid.filter((name) => following.has(name))) };
}

/** Whether a value is what a change wants; an empty list is no value. */
function isMeant(
  { set }: PropertyChange,
  name: string,
  found: PropertyValue | undefined,
  usual: PropertyValue | undefined,
): boolean {
  const wanted = set.get(name);
  const isEmpty = Array.isArray(wanted) && wanted.length === 0;
  return set.has(name) && !isEmpty ? isSame(found, wanted) : isGone(found, usual);
}

interface State {
  readonly object: CalendarObject;
  readonly component: Component;
  readonly bag: PropertyBag;
}

function stateOf(raw: string, pick: Choice): State | undefined {
  const object = readObject(textBytes(raw));
  const component = object === undefined ? undefined : pick(object);
  if (object === undefined || component === undefined) return undefined;
  const bag = new PropertyBag();
  const isMain = component === object.main;
  const seriesStart = isMain ? undefined : seriesStartOf(object.main, object.findZone);
  const { kind, method, findZone } = object;
  const reading = { component, kind, method, findZone, isHead: false, problems: new Set<string>() };
  readRows(
    { ...reading, overrides: isMain ? object.overrides : [], ...(seriesStart !== undefined && { seriesStart }) },
    bag,
  );
  return { object, component, bag };
}

/** A series and its overrides are one by their UID. */
function isFixed(row: Row, { overrides }: CalendarObject): boolean {
  return row.lines.includes('UID') && overrides.length > 0;
}

/** What a component of a kind says that has no lines. */
function usualOf(kind: ItemKind): PropertyBag {
  const name = kind === 'event' ? 'VEVENT' : kind === 'task' ? 'VTODO' : 'VJOURNAL';
  const object = readObject(textBytes(`BEGIN:VCALENDAR\nBEGIN:${name}\nEND:${name}\nEND:VCALENDAR\n`));
  const bag = new PropertyBag();
  if (object === undefined) return bag;
  const { main: component, method, findZone } = object;
  readRows({ component, kind, method, findZone, overrides: [], isHead: false, problems: new Set() }, bag);
  return bag;
}

function apply(before: State, rows: readonly Row[], change: PropertyChange, accepted: ReadonlySet<string>): string {
  const { object, component, bag } = before;
  const now = PropertyBag.of(bag);
  for (const { property, value } of change.set) if (accepted.has(property.name)) now.set(property, value);
  for (const name of change.remove) if (accepted.has(name)) now.delete(name);
  const edits = new Edits();
  const zones = new Map<string, Zone>();
  const touched = rows.filter((row) => row.properties.some((name) => accepted.has(name)));
  for (const row of touched) changeRow(edits, row, { before, now, accepted, zones });
  if (touched.includes(REMINDER)) changeReminder(edits, { object, component, bag: now, accepted });
  if (component === object.main) keepSeries(edits, object, touched);
  addZones(edits, object, zones);
  return edits.apply(object.text.raw);
}

interface RowChange {
  readonly before: State;
  readonly now: PropertyBag;
  readonly accepted: ReadonlySet<string>;
  readonly zones: Map<string, Zone>;
}

/** Only lines that come out otherwise than before are touched. */
function changeRow(edits: Edits, row: Row, { before, now, accepted, zones }: RowChange): void {
  const { object, component, bag } = before;
  const { kind, method, findZone, text } = object;
  const writing: Omit<Writing, 'useZone'> = { kind, method, changed: accepted, existing: component, findZone };
  const old = row.write(bag, { ...writing, changed: new Set(), useZone: () => undefined });
  const lines = row.write(now, {
    ...writing,
    useZone: (tzid, zone) => {
      if (zone !== undefined && tzid !== '') zones.set(tzid, zone);
    },
  });
  for (const name of row.lines) {
    const [was, is] = [old, lines].map((all) => all.filter((line) => line.name === name)) as [NewLine[], NewLine[]];
    if (JSON.stringify(was) === JSON.stringify(is)) continue;
    const existing = linesOf(component, name);
    changeLines(edits, { component, text, existing, lines: is, isList: row.isList === true });
  }
}

/** Whether nothing changed but what was to be, and what follows from it. */
function leavesTheRest(before: State, after: State, rows: readonly Row[], accepted: ReadonlySet<string>): boolean {
  const touched = (row: Row): boolean => FOLLOWING.has(row) || row.properties.some((name) => accepted.has(name));
  const free = new Set(rows.filter(touched).flatMap((row) => [...row.properties, ...(row.derived ?? [])]));
  const names = new Set([...before.bag, ...after.bag].map(({ property }) => property.name));
  return [...names].every((name) => free.has(name) || isSame(before.bag.get(name), after.bag.get(name)));
}
