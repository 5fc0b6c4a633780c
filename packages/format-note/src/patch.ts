import {
  type BodySource,
  bytesSource,
  collect,
  type Delta,
  type Patched,
  PropertyBag,
  type PropertyValue,
} from '@mapistore/core';
import { isNode, isSeq } from 'yaml';
import { DEFAULT_COLOR, FIELDS, type Field, type FrontValue } from './fields.ts';
import { splitNote } from './front-matter.ts';
import { fieldPair, firstLine, ICON_BASE, readNote, setNote } from './read.ts';
import { decodeFile } from './text.ts';
import { writeLines, writeValue } from './write.ts';

/** A note is held in memory while it is patched; a larger one stays as it is. */
const MAX_BYTES = 33_554_432;

/** Changes the lines of the fields that the delta names, and the text; every other byte stays. */
export async function patchNote(source: BodySource, delta: Delta, signal: AbortSignal): Promise<Patched> {
  const before = await collect(source.open({ signal }), MAX_BYTES);
  const { text, exact } = decodeFile(before);
  const names = [...new Set([...[...delta.set].map(({ property }) => property.name), ...delta.remove])];
  if (!exact || text.includes('\0')) return { unsaid: names };
  let now = text;
  for (const name of names) {
    const next = change(now, name, delta.set.get(name));
    // What does not read back as it was meant is not said.
    if (next !== undefined && says(next, name, delta.set.get(name))) now = next;
  }
  const unsaid = names.filter((name) => !says(now, name, delta.set.get(name)));
  return now === text ? { unsaid } : { body: bytesSource(Buffer.from(now), source.mediaType), unsaid };
}

function change(text: string, name: string, value: PropertyValue | undefined): string | undefined {
  if (name === 'PidTagBody') return changeBody(text, value);
  const field = FIELDS.find(
    ({ property }) => property.name === (name === 'PidTagNormalizedSubject' ? 'PidTagSubject' : name),
  );
  if (field === undefined) return undefined;
  const written = value === undefined ? undefined : field.write(value);
  if (value !== undefined && written === undefined) return undefined;
  const isEmpty = Array.isArray(written) && written.length === 0;
  return changeField(text, field, isEmpty ? undefined : written);
}

function changeBody(text: string, value: PropertyValue | undefined): string | undefined {
  const note = splitNote(text);
  const body = typeof value === 'string' ? value.toWellFormed() : '';
  const start = text.slice(0, note.bodyStart);
  // Without a header, a text that begins like one needs an empty one before it; behind a header, an empty line.
  if (note.front === undefined)
    return /^---/.test(body) ? `${start}---${note.lineEnd}---${note.lineEnd}${note.lineEnd}${body}` : start + body;
  const open = /\n$/.test(start) ? '' : note.lineEnd;
  const gap = /^\r?\n/.test(body) && !/\n\r?\n$/.test(start) ? note.lineEnd : '';
  return start + open + gap + body;
}

function changeField(text: string, field: Field, value: FrontValue | undefined): string | undefined {
  const read = readNote(splitNote(text));
  const { note, front } = read;
  if (note.front === undefined)
    return value === undefined ? text : addFront(text, `${field.key}: ${writeValue(value)}`);
  if (front.problem !== undefined || front.map?.flow === true) return undefined;
  const pair = fieldPair(front, field);
  const range = isNode(pair?.value) ? pair.value.range : undefined;
  const key = isNode(pair?.key) ? pair.key.range : undefined;
  const { start, end } = note.front;
  if (key === undefined || key === null) {
    if (value === undefined) return text;
    const indent = ' '.repeat(columnOf(text, start + (front.map?.range[0] ?? 0), start));
    const open = end > start && text[end - 1] !== '\n' ? note.lineEnd : '';
    return `${text.slice(0, end)}${open}${indent}${field.key}: ${writeValue(value)}${note.lineEnd}${text.slice(end)}`;
  }
  const keyStart = start + key[0];
  const [from, to] =
    range === undefined || range === null ? [start + key[1], start + key[1]] : [start + range[0], start + range[1]];
  const valueEnd = from + text.slice(from, to).trimEnd().length;
  if (value === undefined) return text.slice(0, lineStart(text, keyStart)) + text.slice(lineEndAfter(text, valueEnd));
  const isBlock = isSeq(pair?.value) && pair.value.flow !== true && Array.isArray(value);
  const written = isBlock
    ? writeLines(value as readonly string[], ' '.repeat(columnOf(text, from, start)), note.lineEnd)
    : writeValue(value);
  const isEmptyValue = valueEnd === from && !text.slice(keyStart, from).includes(': ');
  const gap = isEmptyValue ? gapBehindKey(text, from, start + key[1]) : { at: from, text: '' };
  return text.slice(0, gap.at) + gap.text + written + text.slice(Math.max(valueEnd, gap.at));
}

/** Where a value goes behind a key that has none: `key:` becomes `key: value`. */
function gapBehindKey(text: string, from: number, keyEnd: number): { at: number; text: string } {
  const colon = text.indexOf(':', keyEnd);
  return colon < 0 ? { at: from, text: ': ' } : { at: colon + 1, text: ' ' };
}

function addFront(text: string, line: string): string {
  const { lineEnd, bodyStart } = splitNote(text);
  const body = text.slice(bodyStart);
  return `${text.slice(0, bodyStart)}---${lineEnd}${line}${lineEnd}---${lineEnd}${lineEnd}${body}`;
}

/** Whether a note says a value, or says nothing of it where the value is to be removed. */
function says(text: string, name: string, value: PropertyValue | undefined): boolean {
  const bag = new PropertyBag();
  const read = readNote(splitNote(text));
  setNote(bag, read);
  const found = bag.get(name);
  if (value !== undefined) return same(found, value);
  if (name === 'PidTagSubject' || name === 'PidTagNormalizedSubject') return found === firstLine(read.body);
  if (name === 'PidLidNoteColor') return found === DEFAULT_COLOR;
  if (name === 'PidTagIconIndex') return found === ICON_BASE + DEFAULT_COLOR;
  return found === undefined || found === '';
}

function same(a: PropertyValue | undefined, b: PropertyValue): boolean {
  if (a instanceof Date && b instanceof Date) return a.getTime() === b.getTime();
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((one, at) => one === b[at]);
  return a === b;
}

function columnOf(text: string, at: number, floor: number): number {
  return at - Math.max(floor, lineStart(text, at));
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

function lineEndAfter(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
}
