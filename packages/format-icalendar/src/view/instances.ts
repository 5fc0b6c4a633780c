import type { ItemKind } from '@mapistore/core';
import { type Component, lineOf } from '../lines/component.ts';
import { timeOf, timesOf } from '../mapping/event-time.ts';
import { originalOf } from '../mapping/exceptions.ts';
import { isSeries, seriesOfTimes } from '../mapping/series.ts';
import type { CalendarObject } from '../object.ts';
import { expand } from '../recurrence/expand.ts';
import type { CalendarTime, Expanded, Series, Span } from '../recurrence/series.ts';
import { instantOf, type ZoneFinder } from '../values/time.ts';
import type { Zone } from '../zones/zone.ts';

/** An instance of an object, and the component that says what it is. */
export interface ObjectInstance {
  readonly original: number;
  readonly start: number;
  readonly end: number;
  readonly component: Component;
  readonly exception: boolean;
}

/** Instances of an object, unsorted. */
export interface ObjectInstances {
  readonly instances: readonly ObjectInstance[];
  readonly problems: readonly string[];
}

/** An override that holds for all later instances too (RFC 5545 s.3.2.13). */
interface Range {
  readonly from: number;
  readonly component: Component;
  /** By how much instances are moved by the clock on the wall. */
  readonly shift: number;
  readonly duration: number;
}

/** The series of the main component: of a task that only has a due date, that one. Undefined where it has no time. */
export function mainSeries({ main, kind, findZone }: CalendarObject): Series | undefined {
  return seriesOf(main, kind, findZone);
}

function seriesOf(component: Component, kind: ItemKind, find: ZoneFinder): Series | undefined {
  const times = timesOf(component, find, kind === 'task' ? 'DUE' : 'DTEND');
  if (times !== undefined) {
    // A whole day is the length of an event; an entry in a journal and a task without a due date have none.
    const isPoint = kind !== 'event' && times.endLine === undefined;
    return seriesOfTimes(component, isPoint ? { ...times, duration: 0 } : times, find);
  }
  const due = timeOf(lineOf(component, 'DUE'), find);
  if (due === undefined) return undefined;
  const none = {
    start: due,
    duration: 0,
    nominal: false,
    rules: [],
    exceptionRules: [],
    dates: [],
    exceptionDates: [],
  };
  return none;
}

/** The instances of an object in a span; `span.limit` bounds how many are looked at. */
export function instancesOf(object: CalendarObject, span: Span): ObjectInstances {
  const { main, overrides, kind, findZone } = object;
  const instances: ObjectInstance[] = [];
  const problems: string[] = [];
  const mainInstance = originalOf(main, findZone);
  const replaced = overridesByOriginal(object);
  for (const [original, component] of replaced) instances.push(...single(component, original, object, span));
  const series = seriesOf(main, kind, findZone);
  if (mainInstance !== undefined) instances.push(...single(main, mainInstance, object, span));
  else if (series !== undefined) {
    const ranges = rangesOf(overrides, object);
    const expanded = expandWide(series, ranges, span);
    problems.push(...expanded.problems);
    for (const { original, start, end, time } of expanded.instances) {
      if (replaced.has(original)) continue;
      const range = ranges.findLast(({ from }) => from <= original);
      if (range === undefined) {
        instances.push({ original, start, end, component: main, exception: false });
        continue;
      }
      const moved = shiftTime(time, range.shift);
      const begin = observed(moved, span.observer);
      instances.push({
        original,
        start: begin,
        end: begin + range.duration,
        component: range.component,
        exception: true,
      });
    }
  }
  return { instances: instances.filter((one) => isWithin(one, span)), problems };
}

function isWithin({ start, end }: ObjectInstance, { from, to }: Span): boolean {
  return start < to && (end > from || (end === start && start >= from));
}

/** Overrides by the instance they replace; of two for one, that with the higher SEQUENCE, else the later one. */
function overridesByOriginal({ overrides, findZone }: CalendarObject): Map<number, Component> {
  const found = new Map<number, Component>();
  for (const override of overrides) {
    const original = originalOf(override, findZone);
    if (original === undefined) continue;
    const other = found.get(original);
    if (other === undefined || sequenceOf(override) >= sequenceOf(other)) found.set(original, override);
  }
  return found;
}

function sequenceOf(component: Component): number {
  return Number.parseInt(lineOf(component, 'SEQUENCE')?.value ?? '', 10) || 0;
}

function single(component: Component, original: number, object: CalendarObject, span: Span): ObjectInstance[] {
  const series = seriesOf(component, object.kind, object.findZone);
  if (series === undefined) return [];
  const start = observed(series.start, span.observer);
  const end = endOf(series, start, span.observer);
  return [{ original, start, end, component, exception: true }];
}

function endOf({ start, duration, nominal }: Series, begin: number, observer: Zone): number {
  return nominal ? observed(shiftTime(start, duration), observer) : begin + duration;
}

/** An instant for the observer. */
function observed(time: CalendarTime, observer: Zone): number {
  return time.form === 'date' || time.form === 'floating' ? observer.instantOf(time.local) : instantOf(time);
}

function shiftTime(time: CalendarTime, shift: number): CalendarTime {
  const { local } = time;
  const wall = new Date(
    Date.UTC(local.year, local.month - 1, local.day, local.hour, local.minute, local.second) + shift,
  );
  return {
    ...time,
    local: {
      year: wall.getUTCFullYear(),
      month: wall.getUTCMonth() + 1,
      day: wall.getUTCDate(),
      hour: wall.getUTCHours(),
      minute: wall.getUTCMinutes(),
      second: wall.getUTCSeconds(),
    },
  };
}

function rangesOf(overrides: readonly Component[], { kind, findZone }: CalendarObject): Range[] {
  return overrides
    .flatMap((component): Range[] => {
      const line = lineOf(component, 'RECURRENCE-ID');
      const time = timeOf(line, findZone);
      const series = seriesOf(component, kind, findZone);
      if (line?.parameter('RANGE')?.toUpperCase() !== 'THISANDFUTURE' || time === undefined || series === undefined)
        return [];
      const shift = wall(series.start) - wall(time);
      return [{ from: instantOf(time), component, shift, duration: series.duration }];
    })
    .sort((a, b) => a.from - b.from);
}

function wall({ local }: CalendarTime): number {
  return Date.UTC(local.year, local.month - 1, local.day, local.hour, local.minute, local.second);
}

/** Also instances that a range moves into the span, or that lie in it by their other length. */
function expandWide(series: Series, ranges: readonly Range[], span: Span): Expanded {
  if (ranges.length === 0) return expand(series, span);
  const wide = Math.max(...ranges.map(({ shift, duration }) => Math.abs(shift) + duration)) + 86_400_000;
  return expand(series, { ...span, from: span.from - wide, to: span.to + wide });
}

/** Whether an instance is one of the series by its rules. */
export function isInstance(object: CalendarObject, original: number, observer: Zone): boolean {
  const series = mainSeries(object);
  if (series === undefined || !isSeries(object.main)) return false;
  const span = { from: original - 1, to: original + 1, observer, limit: 10_000 };
  return expand(series, span).instances.some((one) => one.original === original);
}
