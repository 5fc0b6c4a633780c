import type { ExceptionChange } from '@mapistore/core';
import { type Component, lineOf, linesOf } from '../lines/component.ts';
import type { ContentLine } from '../lines/content-line.ts';
import { textBytes } from '../lines/text.ts';
import { foldLine, lineText, type NewLine } from '../lines/write.ts';
import { timeLine, timesOf } from '../mapping/event-time.ts';
import { isForLater, originalOf, seriesStartOf } from '../mapping/original.ts';
import { exceptionDatesOf, SERIES_LINES } from '../mapping/series.ts';
import { type CalendarObject, readObject } from '../object.ts';
import { instantOf, timeAt } from '../values/time.ts';
import { instanceAt } from '../view/instances.ts';
import { changeComponent } from './component.ts';
import { changeLines, Edits, insertionPoint, lineEndOf } from './edits.ts';
import { changeRecipients } from './recipients.ts';

/** The object after a change of one of its instances, or why it cannot be made. */
export type ExceptionChanged =
  | { readonly raw: string }
  | { readonly code: 'UNSUPPORTED' | 'CONFLICT'; readonly reason: string };

/** Changes, deletes or resets one instance of a series (RFC 5545 s.3.8.4.4, s.3.8.5.1). */
export function changeException(raw: string, change: ExceptionChange): ExceptionChanged {
  const object = readObject(textBytes(raw));
  if (object === undefined || object.main.close === undefined)
    return { code: 'UNSUPPORTED', reason: 'The calendar is broken: a component in it is never closed.' };
  const original = change.originalStart.getTime();
  if (change.action === 'delete') return deleteInstance(object, original);
  if (change.action === 'reset') return resetInstance(object, original);
  const made = overrideOf(object, original) === undefined ? addOverride(object, original) : { raw };
  return 'code' in made ? made : changeOverride(made.raw, change);
}

function changeOverride(raw: string, change: ExceptionChange): ExceptionChanged {
  const original = change.originalStart.getTime();
  const pick = (object: CalendarObject): Component | undefined => overrideOf(object, original);
  const changed = changeComponent(raw, pick, change);
  const lost = changed.unsaid.filter((name) => !changed.harmless.has(name));
  if (lost.length > 0)
    return { code: 'UNSUPPORTED', reason: `iCalendar cannot say ${lost.join(', ')} of an instance as it is meant.` };
  const people = changeRecipients(changed.raw, pick, change.recipients ?? []);
  return 'reason' in people ? { code: 'UNSUPPORTED', reason: people.reason } : people;
}

/** The override of an instance; of two, the later one. */
function overrideOf({ main, overrides, findZone }: CalendarObject, original: number): Component | undefined {
  const start = seriesStartOf(main, findZone);
  return overrides.findLast((one) => originalOf(one, findZone, start) === original);
}

const NO_INSTANCE = { code: 'CONFLICT', reason: 'The series has no such instance (any more).' } as const;
const FOR_LATER = {
  code: 'UNSUPPORTED',
  reason: 'The exception holds for all later instances too; it cannot be taken out for one.',
} as const;

function deleteInstance(object: CalendarObject, original: number): ExceptionChanged {
  const { text, main, findZone } = object;
  const override = overrideOf(object, original);
  const excluded = exclusionsOf(object, original);
  if (override !== undefined && isForLater(override)) return FOR_LATER;
  if (override === undefined && excluded.length === 0 && instanceAt(object, original) === undefined) return NO_INSTANCE;
  const edits = new Edits();
  removeOverrides(edits, object, original);
  const times = timesOf(main, findZone, object.kind === 'task' ? 'DUE' : 'DTEND');
  const start = seriesStartOf(main, findZone);
  if (start === undefined) return NO_INSTANCE;
  if (excluded.length === 0) {
    const line = timeLine(
      'EXDATE',
      timeAt(original, start),
      times?.startTzid ?? lineOf(main, 'DUE')?.parameter('TZID'),
    );
    const place = linesOf(main, 'EXDATE').at(-1)?.end ?? linesOf(main, 'RRULE').at(-1)?.end ?? insertionPoint(main);
    edits.replace(place, place, foldLine(lineText(line), lineEndOf(main, text)));
  }
  return { raw: edits.apply(text.raw) };
}

function resetInstance(object: CalendarObject, original: number): ExceptionChanged {
  const { text, main } = object;
  const override = overrideOf(object, original);
  if (override !== undefined && isForLater(override)) return FOR_LATER;
  const edits = new Edits();
  removeOverrides(edits, object, original);
  for (const { line, others } of exclusionsOf(object, original)) {
    if (others.length === 0) edits.remove(line);
    else
      changeLines(edits, {
        component: main,
        text,
        existing: [line],
        lines: [{ name: 'EXDATE', value: others.join(',') }],
        isList: false,
      });
  }
  const raw = edits.apply(text.raw);
  const after = readObject(textBytes(raw));
  // An override of what is no instance by the rule is gone then, and that is what was meant.
  const isThere = after !== undefined && instanceAt(after, original) !== undefined;
  return isThere || override !== undefined ? { raw } : NO_INSTANCE;
}

function removeOverrides(edits: Edits, { main, overrides, findZone }: CalendarObject, original: number): void {
  const start = seriesStartOf(main, findZone);
  for (const one of overrides) if (originalOf(one, findZone, start) === original) edits.remove(one);
}

/** The EXDATE lines that name an instance, with the values that name others. */
function exclusionsOf(
  { main, findZone }: CalendarObject,
  original: number,
): { line: ContentLine; others: readonly string[] }[] {
  return linesOf(main, 'EXDATE').flatMap((line) => {
    const values = line.value.split(',');
    const tzid = line.parameter('TZID');
    const others = values.filter((value) => {
      return !exceptionDatesOf({ value, parameter: () => tzid }, findZone).some((time) => instantOf(time) === original);
    });
    return others.length === values.length ? [] : [{ line, others }];
  });
}

/** Adds an override that says what the series says of the instance. */
function addOverride(object: CalendarObject, original: number): ExceptionChanged {
  const { text, main, overrides, findZone, kind } = object;
  const instance = instanceAt(object, original);
  const start = seriesStartOf(main, findZone);
  if (instance === undefined || start === undefined) return NO_INSTANCE;
  const model = instance.component;
  const lineEnd = lineEndOf(model, text);
  const endName = kind === 'task' ? 'DUE' : 'DTEND';
  const times = timesOf(model, findZone, endName);
  const startLine = lineOf(main, 'DTSTART') ?? lineOf(main, 'DUE');
  const id = timeLine('RECURRENCE-ID', timeAt(original, start), startLine?.parameter('TZID'));
  const moved = new Map<string, NewLine>();
  if (times !== undefined) {
    moved.set('DTSTART', timeLine('DTSTART', timeAt(instance.start, times.start), times.startTzid));
    moved.set(endName, timeLine(endName, timeAt(instance.end, times.end), times.endTzid));
  } else if (startLine !== undefined)
    moved.set('DUE', timeLine('DUE', timeAt(instance.end, start), startLine.parameter('TZID')));
  const lines = model.lines.flatMap((line) => {
    if (line.name === '' || line.name === 'RECURRENCE-ID' || SERIES_LINES.includes(line.name)) return [];
    const now = moved.get(line.name);
    const before = line.name === startLine?.name ? foldLine(lineText(id), lineEnd) : '';
    return [
      before + (now === undefined ? text.raw.slice(line.start, line.end) : foldLine(lineText(now, line), lineEnd)),
    ];
  });
  const parts = model.components.map((one) => text.raw.slice(one.start, one.end));
  const [begin, close] = [model.begin, model.close].map((line) =>
    line === undefined ? '' : text.raw.slice(line.start, line.end),
  );
  const edits = new Edits();
  const place = Math.max(main.end, ...overrides.map(({ end }) => end));
  edits.replace(place, place, [begin, ...lines, ...parts, close].join(''));
  return { raw: edits.apply(text.raw) };
}
