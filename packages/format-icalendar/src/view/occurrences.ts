import type { BodySource, Occurrence, Occurrences, OccurrencesRequest } from '@mapistore/core';
import { lineOf } from '../lines/component.ts';
import { busyStatusOf, FREE, isCancelled } from '../mapping/busy.ts';
import { sensitivityOf } from '../mapping/common.ts';
import { isWholeDays, timeOf, timesOf } from '../mapping/event-time.ts';
import { type CalendarObject, readObject } from '../object.ts';
import { readStart } from '../parse.ts';
import { findZone, UTC } from '../zones/find.ts';
import { instancesOf, type ObjectInstance } from './instances.ts';

/** The instances of an item in a span of time, in the order of their start. */
export async function readOccurrences(source: BodySource, request: OccurrencesRequest): Promise<Occurrences> {
  const { from, to, timeZone, limit, signal } = request;
  const { bytes } = await readStart(source, signal);
  const object = readObject(bytes);
  if (object === undefined)
    return { occurrences: [], problems: ['The calendar holds no event, task or journal entry.'] };
  const observer = findZone(timeZone, new Map());
  const problems = observer === undefined ? [`Nobody knows the time zone "${timeZone}"; UTC was taken.`] : [];
  const span = { from: from.getTime(), to: to.getTime(), observer: observer ?? UTC, limit: limit + 1 };
  const found = instancesOf(object, span);
  problems.push(...found.problems);
  const sorted = [...found.instances].sort((a, b) => a.start - b.start || a.original - b.original);
  if (sorted.length > limit) problems.push(`There are more than ${limit} instances; the later ones were left out.`);
  return { occurrences: sorted.slice(0, limit).map((one) => occurrenceOf(one, object)), problems };
}

function occurrenceOf(instance: ObjectInstance, { method, findZone: find }: CalendarObject): Occurrence {
  const { component } = instance;
  const times = timesOf(component, find);
  const due = timeOf(lineOf(component, 'DUE'), find);
  return {
    originalStart: new Date(instance.original),
    start: new Date(instance.start),
    end: new Date(instance.end),
    allDay: times === undefined ? due?.form === 'date' : isWholeDays(component, times),
    exception: instance.exception,
    subject: lineOf(component, 'SUMMARY')?.text ?? '',
    location: lineOf(component, 'LOCATION')?.text ?? '',
    busyStatus: component.name !== 'VEVENT' || isCancelled(component, method) ? FREE : busyStatusOf(component),
    sensitivity: sensitivityOf(component),
  };
}
