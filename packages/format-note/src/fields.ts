import { named, type Property, type PropertyValue, stringNamed, tagged } from '@mapistore/core';
import { isScalar, isSeq } from 'yaml';

/** A key of the front matter and the property it holds. */
export interface Field {
  readonly key: string;
  /** Other keys that are read, and written where they are already there. */
  readonly aliases: readonly string[];
  readonly property: Property;
  /** The value of a YAML node; undefined where it is none for this property. */
  read(node: unknown): PropertyValue | undefined;
  /** What stands in YAML for a value; undefined where it cannot be said. */
  write(value: PropertyValue): FrontValue | undefined;
}

/** What a field is written as: a plain scalar or a list of texts. */
export type FrontValue = string | number | readonly string[];

/** PidNameKeywords, the categories. */
const KEYWORDS: Property = stringNamed('PS_PUBLIC_STRINGS', 'Keywords', 'PtypMultipleString');

/** PidLidNoteColor by name ([MS-OXONOTE]), in the order of its values. */
const COLORS: readonly string[] = ['blue', 'green', 'pink', 'yellow', 'white'];
/** A note that names no colour is yellow. */
export const DEFAULT_COLOR = 3;

/** All keys that a note can hold ([MS-OXONOTE]); keys beyond these are kept and not read. */
export const FIELDS: readonly Field[] = [
  {
    key: 'title',
    aliases: ['subject'],
    property: tagged('PidTagSubject'),
    read: textOf,
    write: (value) => (typeof value === 'string' ? value : undefined),
  },
  {
    key: 'color',
    aliases: ['colour'],
    property: named('PidLidNoteColor'),
    read: colorOf,
    write: (value) => COLORS[Number(value)],
  },
  {
    key: 'categories',
    aliases: ['tags', 'keywords'],
    property: KEYWORDS,
    read: listOf,
    write: (value) => (isTexts(value) ? value : undefined),
  },
  { key: 'created', aliases: ['date'], property: tagged('PidTagCreationTime'), read: dateOf, write: dateText },
  {
    key: 'modified',
    aliases: ['updated'],
    property: tagged('PidTagLastModificationTime'),
    read: dateOf,
    write: dateText,
  },
  ...(['X', 'Y', 'Width', 'Height'] as const).map(
    (name): Field => ({
      key: name.toLowerCase(),
      aliases: [],
      property: named(`PidLidNote${name}`),
      read: integerOf,
      write: (value) => (typeof value === 'number' && Number.isInteger(value) ? value : undefined),
    }),
  ),
];

function textOf(node: unknown): string | undefined {
  return isScalar(node) && node.value !== null ? String(node.value) : undefined;
}

function integerOf(node: unknown): number | undefined {
  return isScalar(node) &&
    typeof node.value === 'number' &&
    Number.isInteger(node.value) &&
    Math.abs(node.value) < 2 ** 31
    ? node.value
    : undefined;
}

function colorOf(node: unknown): number | undefined {
  const number = integerOf(node);
  if (number !== undefined) return COLORS[number] === undefined ? undefined : number;
  const at = COLORS.indexOf(textOf(node)?.toLowerCase() ?? '');
  return at < 0 ? undefined : at;
}

/** A list, or a text with commas. */
function listOf(node: unknown): readonly string[] | undefined {
  const texts = isSeq(node) ? node.items.map(textOf) : textOf(node)?.split(',');
  const words = texts?.map((text) => text?.trim() ?? '').filter((text) => text !== '');
  return words === undefined || words.length === 0 ? undefined : [...new Set(words)];
}

function dateOf(node: unknown): Date | undefined {
  const text = textOf(node)?.trim() ?? '';
  if (!/^\d{4}-\d{2}-\d{2}(?:[Tt ]+\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[Zz]|[+-]\d{2}:?\d{2})?)?$/.test(text))
    return undefined;
  // A time without a zone is UTC, so that the note says the same everywhere.
  const iso = text
    .replace(/[Tt ]+/, 'T')
    .replace(/\s+/g, '')
    .replace(/z$/, 'Z');
  const date = new Date(/[Z]$|[+-]\d{2}:?\d{2}$|^.{10}$/.test(iso) ? iso : `${iso}Z`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function dateText(value: PropertyValue): string | undefined {
  return value instanceof Date && !Number.isNaN(value.getTime())
    ? value.toISOString().replace('.000Z', 'Z')
    : undefined;
}

function isTexts(value: PropertyValue): value is readonly string[] {
  // A comma would part a category in other programs' hands, and an empty one says nothing.
  return Array.isArray(value) && value.every((word) => typeof word === 'string' && word.trim() === word && word !== '');
}
