import { type Form, type Read, readList, readNumber, readText, readTime, readWord } from './values.ts';

/** The columns of the table of items that people read and change. */
export const COLUMNS = [
  'subject',
  'location',
  'categories',
  'start',
  'end',
  'due',
  'completed',
  'status',
  'percent',
  'priority',
] as const;
export type Column = (typeof COLUMNS)[number];

/** Those that hold any text. */
export const TEXTS: ReadonlySet<Column> = new Set(['subject', 'location', 'categories', 'status']);

/** A property of a component that has a column. */
export interface Field {
  readonly column: Column;
  read(raw: string): Read | undefined;
  /** The form of a line that a person adds by filling an empty column. */
  readonly form: Form;
}

const field = (column: Column, read: Field['read'], form: Form): Field => ({ column, read, form });
const subject = field('subject', readText, 'text');
const common = {
  SUMMARY: subject,
  LOCATION: field('location', readText, 'text'),
  CATEGORIES: field('categories', readList, 'list'),
  DTSTART: field('start', readTime, 'day'),
  STATUS: field('status', readWord, 'word'),
  PRIORITY: field('priority', readNumber, 'number'),
};

/** By component and property (RFC 5545, RFC 6350). */
export const FIELDS: Readonly<Record<string, Readonly<Record<string, Field>>>> = {
  VTODO: {
    ...common,
    DUE: field('due', readTime, 'day'),
    COMPLETED: field('completed', readTime, 'utc'),
    'PERCENT-COMPLETE': field('percent', readNumber, 'number'),
  },
  VEVENT: { ...common, DTEND: field('end', readTime, 'day') },
  VJOURNAL: { SUMMARY: subject, CATEGORIES: common.CATEGORIES, DTSTART: common.DTSTART, STATUS: common.STATUS },
  VCARD: { FN: subject },
};
