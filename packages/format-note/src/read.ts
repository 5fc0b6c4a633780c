import { named, type PropertyBag, tagged } from '@mapistore/core';
import type { Pair } from 'yaml';
import { DEFAULT_COLOR, FIELDS, type Field } from './fields.ts';
import { type Front, type NoteText, pairOf, readFront } from './front-matter.ts';

/** PidTagIconIndex of a blue note; the colours follow ([MS-OXONOTE]). */
export const ICON_BASE = 0x300;
const MAX_TITLE = 255;

/** A note as text with its fields. */
export interface ReadNote {
  readonly note: NoteText;
  readonly front: Front;
  readonly body: string;
}

/** Reads the front matter of a note that was split. */
export function readNote(note: NoteText): ReadNote {
  const front =
    note.front === undefined
      ? { document: undefined, map: undefined }
      : readFront(note.text.slice(note.front.start, note.front.end));
  return { note, front, body: note.text.slice(note.bodyStart) };
}

/** The pair that holds a field, under its own key or another name for it. */
export function fieldPair(front: Front, field: Field): Pair | undefined {
  for (const key of [field.key, ...field.aliases]) {
    const pair = pairOf(front.map, key);
    if (pair !== undefined) return pair;
  }
  return undefined;
}

/** Sets the properties of a note ([MS-OXONOTE]) and tells which fields hold no value for theirs. */
export function setNote(bag: PropertyBag, { front, body }: ReadNote): string[] {
  const problems: string[] = [];
  bag.set(tagged('PidTagMessageClass'), 'IPM.StickyNote');
  for (const field of FIELDS) {
    const pair = fieldPair(front, field);
    const value = pair === undefined ? undefined : field.read(pair.value);
    if (pair !== undefined && value === undefined)
      problems.push(`The field "${field.key}" of the note holds no value for it.`);
    bag.set(field.property, value);
  }
  const subject = bag.text('PidTagSubject') ?? firstLine(body);
  bag.set(tagged('PidTagSubject'), subject).set(tagged('PidTagNormalizedSubject'), subject);
  bag.set(tagged('PidTagBody'), body).set(tagged('PidTagNativeBody'), 1);
  const color = bag.get('PidLidNoteColor') ?? DEFAULT_COLOR;
  bag.set(named('PidLidNoteColor'), color).set(tagged('PidTagIconIndex'), ICON_BASE + Number(color));
  return problems;
}

/** The subject of a note that has no title: its first line that says something, without Markdown's heading marks. */
export function firstLine(body: string): string {
  const line = /^[ \t]*(\S.*?)[ \t]*\r?$/m.exec(body.slice(0, 65_536))?.[1] ?? '';
  return line
    .replace(/^#{1,6}[ \t]+/, '')
    .replace(/[ \t]+#+$/, '')
    .slice(0, MAX_TITLE)
    .toWellFormed();
}
