import {
  type Attachment,
  type BodySource,
  cut,
  type Item,
  named,
  type ParseLimits,
  PropertyBag,
  tagged,
} from '@mapistore/core';
import { readComponent } from './component-item.ts';
import { exceptionAttachment } from './exception-items.ts';
import { originalOf, seriesStartOf } from './mapping/original.ts';
import type { Reading } from './mapping/row.ts';
import { type CalendarObject, readObject } from './object.ts';
import { zoneProblem } from './zone-problem.ts';

/** A calendar is held in memory while it is read; what is beyond is not read. */
export const MAX_BYTES = 33_554_432;
/** Where the caller names no limit. */
const MAX_TEXT_BYTES = 8_388_608;
const MAX_PARTS = 10_000;

/** What a parse is asked with; see `Format.parse`. */
export interface ParseRequest {
  readonly signal: AbortSignal;
  readonly limits?: Partial<ParseLimits>;
}

/** Reads the first item of a calendar ([MS-OXCICAL]). */
export async function parseCalendar(source: BodySource, { signal, limits }: ParseRequest): Promise<Item> {
  const { bytes, isCut } = await readStart(source, signal);
  const object = readObject(bytes);
  const item = object === undefined ? emptyItem() : itemOf(object, source, limits);
  const problem = `The calendar is longer than ${MAX_BYTES} bytes; the rest of it was left out.`;
  return isCut ? { ...item, problems: [problem, ...item.problems] } : item;
}

/** The bytes of a source, up to {@link MAX_BYTES}. */
export async function readStart(
  source: BodySource,
  signal: AbortSignal,
): Promise<{ bytes: Uint8Array; isCut: boolean }> {
  signal.throwIfAborted();
  if (source.bytes !== undefined && source.bytes.byteLength <= MAX_BYTES) return { bytes: source.bytes, isCut: false };
  const pieces: Uint8Array[] = [];
  for await (const piece of cut(source.open({ signal }), { start: 0, end: MAX_BYTES + 1 }))
    pieces.push(new Uint8Array(piece));
  const bytes = Buffer.concat(pieces);
  return { bytes: bytes.subarray(0, MAX_BYTES), isCut: bytes.byteLength > MAX_BYTES };
}

/** An item of an object that was read. */
function itemOf(object: CalendarObject, source: BodySource, limits: Partial<ParseLimits> = {}): Item {
  const problems = new Set(object.problems);
  const reading = readingOf(object, problems);
  const item = readComponent(reading, source);
  const zone = zoneProblem(object);
  if (zone !== undefined) problems.add(zone);
  const instance = originalOf(object.main, object.findZone, undefined);
  if (instance !== undefined) item.properties.set(named('PidLidExceptionReplaceTime'), new Date(instance));
  const seriesStart = seriesStartOf(object.main, object.findZone);
  const most = limits.maxParts ?? MAX_PARTS;
  if (object.overrides.length > most)
    problems.add(`The series has more than ${most} exceptions; the rest was left out.`);
  const exceptions = object.overrides.slice(0, most).flatMap((override, at) => {
    const number = item.attachments.length + at;
    return exceptionAttachment({ reading, item, override, source, number, seriesStart });
  });
  const attachments: Attachment[] = [...item.attachments, ...exceptions];
  item.properties.set(tagged('PidTagHasAttachments'), item.attachments.length > 0);
  cutText(item.properties, limits.maxTextBytes ?? MAX_TEXT_BYTES, problems);
  return { ...item, attachments, problems: [...problems] };
}

/** How the main component of an object is read. */
export function readingOf(object: CalendarObject, problems: Set<string>, isHead = false): Reading {
  const { main: component, kind, method, findZone, overrides } = object;
  return { component, kind, method, findZone, overrides, problems, isHead };
}

function cutText(bag: PropertyBag, most: number, problems: Set<string>): void {
  const body = bag.text('PidTagBody');
  if (body === undefined || Buffer.byteLength(body) <= most) return;
  const bytes = Buffer.from(body)
    .subarray(0, most)
    .toString()
    .replace(/\ufffd$/, '');
  bag.set(tagged('PidTagBody'), bytes);
  problems.add(`The description is longer than ${most} bytes; the rest of it was left out.`);
}

function emptyItem(): Item {
  const properties = new PropertyBag().set(tagged('PidTagMessageClass'), 'IPM.Document');
  return {
    properties,
    recipients: [],
    attachments: [],
    problems: ['The calendar holds no event, task or journal entry.'],
  };
}
