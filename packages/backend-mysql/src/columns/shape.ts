import { isAscii, isUtf8 } from 'node:buffer';
import { hash } from 'node:crypto';
import { type ContentLine, contentLines, foldLine, type ItemKind, lineParts } from '@mapistore/core';
import { COLUMNS, type Column, FIELDS, TEXTS } from './fields.ts';
import { type ColumnValue, type Form, written } from './values.ts';

/** The columns of an item; what it does not say is null. */
export type Columns = Readonly<Record<Column, ColumnValue | null>>;

/**
 * A line that was taken out of an item because its value stands in a column: where it was in the bytes that are left, and its
 * column; its form, and its name with its parameters up to the colon, unless they are the usual ones. Where writing the value
 * gives another line than the one that came, that line, good as long as the last of these is the sum of the column.
 */
type Hole =
  | readonly [at: number, column: Column]
  | readonly [at: number, column: Column, form: Form, head: string, raw?: string, sum?: string];

/** How the bytes of an item are made again of what is left of them and the columns. Plain JSON, and short. */
export interface Shape {
  readonly component: string;
  /** Where lines of other columns would go: behind the last line of the component. */
  readonly end: number;
  /** Left out for CRLF. */
  readonly lineEnd?: '\n';
  readonly holes: readonly Hole[];
}

/** An item taken apart. */
export interface Apart {
  readonly rest: Uint8Array;
  readonly shape: Shape;
  readonly columns: Columns;
}

export const NO_COLUMNS: Columns = Object.fromEntries(COLUMNS.map((column) => [column, null])) as Columns;

const ITEMS: ReadonlySet<string> = new Set(['VTODO', 'VEVENT', 'VJOURNAL', 'VCARD']);

/**
 * Takes the lines out of a calendar object or vCard whose values have columns of their own, so that the column is the only
 * place that says them. Undefined where there is no single component to do so with; the bytes are then kept whole.
 */
export function takeApart(bytes: Uint8Array): Apart | undefined {
  if (!isUtf8(bytes)) return undefined;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const found = findComponent(text);
  if (found === undefined) return undefined;
  const { component, lines, lineEnd } = found;
  const fields = FIELDS[component] ?? {};
  const [decoded, encoded] = isAscii(bytes) ? [asIs, asIs] : [utf8, latin1];
  const columns: Record<Column, ColumnValue | null> = { ...NO_COLUMNS };
  const taken = new Set<Column>();
  const holes: Hole[] = [];
  const parts: string[] = [];
  let at = 0;
  let left = 0;
  for (const contentLine of lines) {
    const { start, end, name } = contentLine;
    const field = fields[name];
    // Only the first of its name: a second one says something of its own.
    if (field === undefined || taken.has(field.column)) continue;
    const line = contentLine.text;
    const mark = line[name.length];
    // None with a group, whose name stands in front.
    if (mark !== ':' && mark !== ';') continue;
    const value = valueIn(contentLine, line);
    const head = line.slice(0, line.length - value.length - 1);
    if (head.length > name.length && /ENCODING=/i.test(head)) continue;
    taken.add(field.column);
    parts.push(text.slice(at, start));
    left += start - at;
    at = end;
    const read = field.read(decoded(value));
    columns[field.column] = read?.value ?? null;
    const { form } = read ?? field;
    const headText = decoded(head);
    const raw = text.slice(start, end);
    const same =
      read !== undefined &&
      ((line.length + lineEnd.length === raw.length && isPlain(line, value)) ||
        lineOf(headText, form, read.value, lineEnd, encoded) === raw);
    if (same && form === field.form && headText === usualHead(name, form)) holes.push([left, field.column]);
    else if (same) holes.push([left, field.column, form, headText]);
    else holes.push([left, field.column, form, headText, decoded(raw), sumOf(columns[field.column])]);
  }
  parts.push(text.slice(at, found.end));
  left += found.end - at;
  parts.push(text.slice(found.end));
  return {
    rest: Buffer.from(parts.join(''), 'latin1'),
    shape: { component, end: left, ...(lineEnd === '\n' && { lineEnd }), holes },
    columns,
  };
}

/** How a line of a column begins that nobody wrote otherwise. */
function usualHead(name: string, form: Form): string {
  return form === 'day' ? `${name};VALUE=DATE` : name;
}

/** A line that writing its value gives again, whatever its form: not folded, and with nothing that could be escaped. */
function isPlain(line: string, value: string): boolean {
  return line.length <= 75 && !/[\\;,\r\n]/.test(value);
}

/** The lines to be put back in, with the places in the rest of the bytes where they go; in order. */
export function linesOfShape(
  { component, end, lineEnd: bare, holes }: Shape,
  columns: Columns,
): readonly { readonly at: number; readonly bytes: Uint8Array }[] {
  const lineEnd = bare ?? '\r\n';
  const lines: { at: number; bytes: Uint8Array }[] = [];
  const fields = Object.entries(FIELDS[component] ?? {});
  const open = new Set<Column>(COLUMNS);
  const add = (at: number, line: string): void => void lines.push({ at, bytes: Buffer.from(line, 'latin1') });
  for (const [at, column, said, headSaid, raw, sum] of holes) {
    open.delete(column);
    const value = columns[column];
    const [name, usual] = fields.find(([, field]) => field.column === column) ?? [];
    const form = said ?? usual?.form ?? 'text';
    const head = headSaid ?? usualHead(name ?? '', form);
    if (raw !== undefined && sum === sumOf(value)) add(at, latin1(raw));
    else if (value !== null) add(at, lineOf(head, form, value, lineEnd));
  }
  for (const [name, { column, form }] of fields) {
    const value = columns[column];
    if (open.has(column) && value !== null) add(end, lineOf(usualHead(name, form), form, value, lineEnd));
  }
  return lines;
}

/** The sum that the server makes of the columns; see `columnSum` of the table. */
export function sumOfColumns(columns: Columns): string {
  const texts = COLUMNS.map((column) => {
    const value = columns[column];
    if (value === null) return '-';
    return TEXTS.has(column) ? `${Buffer.byteLength(String(value))}:${value}` : String(value);
  });
  return hash('md5', texts.join(','));
}

const KINDS: Readonly<Record<string, ItemKind>> = { VTODO: 'task', VEVENT: 'event', VCARD: 'contact' };

/** What kind of item these bytes are, by the first component they name. A journal entry without a date is a note. */
export function kindOf(head: Uint8Array, mediaType: string, shape?: Shape): ItemKind {
  if (mediaType === 'message/rfc822') return 'mail';
  if (mediaType === 'text/vcard') return 'contact';
  if (mediaType === 'text/markdown') return 'note';
  const sure = shape === undefined ? undefined : KINDS[shape.component];
  if (sure !== undefined) return sure;
  const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('latin1');
  const component = /^BEGIN:(VEVENT|VTODO|VJOURNAL)[ \t]*\r?$/im.exec(text)?.[1]?.toUpperCase();
  if (component === 'VJOURNAL') return /^DTSTART[;:]/im.test(text) ? 'journal' : 'note';
  return KINDS[component ?? ''] ?? 'event';
}

interface Component {
  readonly component: string;
  /** Those of the component itself and not of what is in it. */
  readonly lines: readonly ContentLine[];
  /** Where its END stands. */
  readonly end: number;
  readonly lineEnd: '\r\n' | '\n';
}

/** The one component that is the item: of a series with exceptions that of the series. */
function findComponent(text: string): Component | undefined {
  const open: string[] = [];
  const found: Component[] = [];
  let lines: ContentLine[] = [];
  let inside = false;
  for (const line of contentLines(text)) {
    if (line.name === 'BEGIN') {
      open.push(valueIn(line, line.text).trim().toUpperCase());
      inside = isItem(open);
      if (inside) lines = [];
    } else if (line.name === 'END') {
      if (open.at(-1) !== valueIn(line, line.text).trim().toUpperCase()) return undefined;
      if (inside) {
        const lineEnd = text[line.start - 2] === '\r' ? '\r\n' : '\n';
        found.push({ component: open.at(-1) as string, lines, end: line.start, lineEnd });
      }
      open.pop();
      inside = isItem(open);
    } else if (inside) lines.push(line);
  }
  if (open.length > 0) return undefined;
  const [only, ...others] = found.filter(({ lines: all }) => !all.some(({ name }) => name === 'RECURRENCE-ID'));
  return others.length === 0 ? only : undefined;
}

/** Most lines have no parameter. */
function valueIn({ name }: ContentLine, line: string): string {
  return line[name.length] === ':' ? line.slice(name.length + 1) : lineParts(line).value;
}

function isItem(open: readonly string[]): boolean {
  const component = open.at(-1) ?? '';
  return ITEMS.has(component) && open.length === (component === 'VCARD' ? 1 : 2);
}

function lineOf(head: string, form: Form, value: ColumnValue, lineEnd: string, encoded = latin1): string {
  const said = written(value, form);
  // A day that was given a time is a day no more.
  const name = form === 'day' && said.includes('T') ? head.replace(/;VALUE="?DATE"?(?=;|$)/i, '') : head;
  const text = encoded(`${name}:${said}`);
  if (text.length <= 75) return text + lineEnd;
  const line = foldLine(text);
  return lineEnd === '\n' ? line.replaceAll('\r\n', '\n') : line;
}

function sumOf(value: ColumnValue | null): string {
  return value === null ? '' : hash('sha256', String(value)).slice(0, 16);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is the same in both.
const ASCII = /^[\x00-\x7f]*$/;
const asIs = (text: string): string => text;
const utf8 = (text: string): string => (ASCII.test(text) ? text : Buffer.from(text, 'latin1').toString('utf8'));
const latin1 = (text: string): string => (ASCII.test(text) ? text : Buffer.from(text, 'utf8').toString('latin1'));
