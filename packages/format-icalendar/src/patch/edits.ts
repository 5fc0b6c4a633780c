import type { Component } from '../lines/component.ts';
import type { ContentLine } from '../lines/content-line.ts';
import type { CalendarText } from '../lines/text.ts';
import { foldLine, lineText, type NewLine } from '../lines/write.ts';

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Changes of a text that do not overlap. */
export class Edits {
  readonly #edits: Edit[] = [];

  get isEmpty(): boolean {
    return this.#edits.length === 0;
  }

  /** Puts text where bytes are; of several at one place the first comes first. */
  replace(start: number, end: number, text: string): void {
    this.#edits.push({ start, end, text });
  }

  remove({ start, end }: { readonly start: number; readonly end: number }): void {
    this.replace(start, end, '');
  }

  apply(raw: string): string {
    const sorted = this.#edits
      .map((edit, at) => ({ ...edit, at }))
      .sort((a, b) => a.start - b.start || a.end - b.end || a.at - b.at);
    let out = '';
    let done = 0;
    for (const { start, end, text } of sorted) {
      // What lies in something that is taken out goes with it.
      if (start < done) continue;
      out += raw.slice(done, start) + text;
      done = end;
    }
    return out + raw.slice(done);
  }
}

/** How the lines of a component end. */
export function lineEndOf(component: Component, { raw, lineFeed }: CalendarText): string {
  const { begin } = component;
  const end = begin === undefined ? '' : raw.slice(begin.stop, begin.end);
  return end === '' ? lineFeed : end;
}

/** Where a new line of a component goes: behind its own lines, before its components. */
export function insertionPoint(component: Component): number {
  const first = component.components[0]?.start ?? Number.POSITIVE_INFINITY;
  return Math.min(first, component.close?.start ?? component.end);
}

/** What is to be done to the lines of one name. */
export interface LineChange {
  readonly component: Component;
  readonly text: CalendarText;
  readonly existing: readonly ContentLine[];
  readonly lines: readonly NewLine[];
  /** Whether all existing lines together are the value; else only the first is, and the others stay. */
  readonly isList: boolean;
}

/** Puts lines in the place of those that are there, one by one; a line that says the same stays as it is. */
export function changeLines(edits: Edits, { component, text, existing, lines, isList }: LineChange): void {
  const lineEnd = lineEndOf(component, text);
  lines.forEach((line, at) => {
    const old = existing[at];
    if (old === undefined) {
      edits.replace(...emptyAt(existing.at(-1)?.end ?? insertionPoint(component)), foldLine(lineText(line), lineEnd));
      return;
    }
    const now = lineText(line, old);
    if (now !== old.whole) edits.replace(old.start, old.end, foldLine(now, endOf(old, text, lineEnd)));
  });
  if (!isList && lines.length > 0) return;
  for (const old of existing.slice(lines.length)) edits.remove(old);
}

function emptyAt(place: number): [number, number] {
  return [place, place];
}

function endOf(line: ContentLine, { raw }: CalendarText, lineEnd: string): string {
  return raw.slice(line.stop, line.end) || lineEnd;
}
