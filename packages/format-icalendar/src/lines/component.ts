import { ContentLine } from './content-line.ts';
import type { CalendarText } from './text.ts';

/** A component (RFC 5545 s.3.6) where it lies in its text. The root, which has no name, holds those that lie in no other. */
export interface Component {
  /** Upper case. */
  readonly name: string;
  readonly begin?: ContentLine;
  /** Its END line; undefined where it is never closed. */
  readonly close?: ContentLine;
  /** Its own lines in their order, without BEGIN and END, without those of its components, with those that are broken. */
  readonly lines: readonly ContentLine[];
  readonly components: readonly Component[];
  /** Offsets of its first byte and behind its last one. */
  readonly start: number;
  readonly end: number;
}

interface Open {
  name: string;
  begin?: ContentLine;
  close?: ContentLine;
  lines: ContentLine[];
  components: Component[];
  start: number;
  end: number;
}

/** Components inside of components beyond this depth are lines that say nothing. */
const MAX_DEPTH = 16;
const BOM = '\xef\xbb\xbf';

/** All lines of a text. Every byte of it, but for a byte order mark, is in one of them. */
export function* readLines(text: CalendarText): Generator<ContentLine> {
  const { raw, lineFeed } = text;
  let start = raw.startsWith(BOM) ? BOM.length : 0;
  while (start < raw.length) {
    let isFolded = false;
    let feed = raw.indexOf(lineFeed, start);
    while (feed >= 0 && (raw[feed + 1] === ' ' || raw[feed + 1] === '\t')) {
      isFolded = true;
      feed = raw.indexOf(lineFeed, feed + 1);
    }
    const end = feed < 0 ? raw.length : feed + 1;
    let stop = feed < 0 ? raw.length : feed;
    while (stop > start && raw[stop - 1] === '\r') stop--;
    yield new ContentLine(text, { start, stop, end, isFolded });
    start = end;
  }
}

/** The tree of a text. What is broken spoils nothing else: an END that closes nothing is a line, as is anything unread. */
export function readComponents(text: CalendarText): Component {
  const root: Open = { name: '', lines: [], components: [], start: 0, end: text.raw.length };
  const open: Open[] = [root];
  let tooDeep = 0;
  for (const line of readLines(text)) {
    const top = open.at(-1) ?? root;
    if (line.name === 'BEGIN') {
      if (open.length > MAX_DEPTH) {
        tooDeep++;
        top.lines.push(line);
        continue;
      }
      const name = line.value.trim().toUpperCase();
      const begun: Open = { name, begin: line, lines: [], components: [], start: line.start, end: text.raw.length };
      top.components.push(begun);
      open.push(begun);
    } else if (line.name === 'END') {
      if (tooDeep > 0) {
        tooDeep--;
        top.lines.push(line);
      } else closeOne(open, line);
    } else top.lines.push(line);
  }
  return root;
}

function closeOne(open: Open[], line: ContentLine): void {
  const name = line.value.trim().toUpperCase();
  const at = open.findLastIndex((one) => one.name === name && one.begin !== undefined);
  if (at < 0) {
    open.at(-1)?.lines.push(line);
    return;
  }
  // Those inside of it that were never closed end where it does.
  for (const inner of open.splice(at + 1)) inner.end = line.start;
  const closed = open.pop();
  if (closed !== undefined) {
    closed.close = line;
    closed.end = line.end;
  }
}

/** The lines of a name, in their order. */
export function linesOf(component: Component, name: string): readonly ContentLine[] {
  return component.lines.filter((line) => line.name === name);
}

/** The first line of a name. */
export function lineOf(component: Component, name: string): ContentLine | undefined {
  return component.lines.find((line) => line.name === name);
}
