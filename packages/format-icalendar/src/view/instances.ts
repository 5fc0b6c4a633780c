import type { ItemKind } from '@mapistore/core';
import { type Component, lineOf } from '../lines/component.ts';
import { timeOf, timesOf } from '../mapping/event-time.ts';
import { isForLater, originalOf, originalTime, seriesStartOf } from '../mapping/original.ts';
import { isSeries, seriesOfTimes } from '../mapping/series.ts';
import type { CalendarObject } from '../object.ts';
import { expand } from '../recurrence/expand.ts';
import type { CalendarTime, Expanded, Instance, Series, Span } from '../recurrence/series.ts';
import { instantOf, type ZoneFinder } from '../values/time.ts';
import { UTC } from '../zones/find.ts';
import type { Zone } from '../zones/zone.ts';

/** Instances that overlap at one time. */
const MAX_AT_ONCE = 10_000;

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
function mainSeries({ main, kind, findZone }: CalendarObject): Series | undefined {
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
  const { main, kind, findZone } = object;
  const instances: ObjectInstance[] = [];
  const problems: string[] = [];
  const mainInstance = originalOf(main, findZone, undefined);
  const replaced = overridesByOriginal(object);
  for (const [original, component] of replaced) instances.push(...single(component, original, object, span));
  const series = seriesOf(main, kind, findZone);
  if (mainInstance !== undefined) instances.push(...single(main, mainInstance, object, span));
  else if (series !== undefined) {
    const ranges = rangesOf(object);
    const expanded = expandWide(series, ranges, span);
    problems.push(...expanded.problems);
    for (const instance of expanded.instances) {
      if (replaced.has(instance.original)) continue;
      instances.push(ofSeries(instance, main, ranges, span.observer));
    }
  }
  return { instances: instances.filter((one) => isWithin(one, span)), problems };
}

function ofSeries(
  { original, start, end, time }: Instance,
  main: Component,
  ranges: readonly Range[],
  observer: Zone,
): ObjectInstance {
  const range = ranges.findLast(({ from }) => from <= original);
  if (range === undefined) return { original, start, end, component: main, exception: false };
  const begin = observed(shiftTime(time, range.shift), observer);
  return { original, start: begin, end: begin + range.duration, component: range.component, exception: true };
}

function isWithin({ start, end }: ObjectInstance, { from, to }: Span): boolean {
  return start < to && (end > from || (end === start && start >= from));
}

/** Overrides by the instance they replace; of two for one, that with the higher SEQUENCE, else the later one. */
function overridesByOriginal({ main, overrides, findZone }: CalendarObject): Map<number, Component> {
  const found = new Map<number, Component>();
  const start = seriesStartOf(main, findZone);
  for (const override of overrides) {
    const original = originalOf(override, findZone, start);
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

function rangesOf({ main, overrides, kind, findZone }: CalendarObject): Range[] {
  const seriesStart = seriesStartOf(main, findZone);
  return overrides
    .flatMap((component): Range[] => {
      const time = originalTime(component, findZone, seriesStart);
      const series = seriesOf(component, kind, findZone);
      if (!isForLater(component) || time === undefined || series === undefined) return [];
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

/** The instance that would begin at a time by the rules alone, as a range makes it; undefined where there is none. */
export function instanceAt(object: CalendarObject, original: number): ObjectInstance | undefined {
  const series = mainSeries(object);
  if (series === undefined || !isSeries(object.main)) return undefined;
  const span = { from: original - 1, to: original + 1, observer: UTC, limit: MAX_AT_ONCE };
  const found = expand(series, span).instances.find((one) => one.original === original);
  return found === undefined ? undefined : ofSeries(found, object.main, rangesOf(object), UTC);
}
