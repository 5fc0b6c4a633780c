import type { Property, PropertyValue } from '@mapistore/core';
import { lineOf, linesOf } from '../lines/component.ts';
import type { ContentLine } from '../lines/content-line.ts';
import { escapeText, type NewLine, plainValue } from '../lines/write.ts';
import { instantOf, readTime, toSecond, utcText } from '../values/time.ts';
import type { Row } from './row.ts';

/** The value of one line, and back. */
export interface Codec {
  /** Undefined where the line holds no value of this type. */
  read(line: ContentLine): PropertyValue | undefined;
  /** Undefined where the value cannot be said. */
  write(value: PropertyValue): Omit<NewLine, 'name'> | undefined;
}

export const TEXT: Codec = {
  read: (line) => line.text,
  write: (value) => (typeof value === 'string' ? { value: escapeText(value) } : undefined),
};

/** A URI or another value that has no escapes. */
export const PLAIN: Codec = {
  read: (line) => line.value.trim(),
  write: (value) => (typeof value === 'string' ? { value: plainValue(value) } : undefined),
};

export const INTEGER: Codec = {
  read: (line) => (/^\s*[+-]?\d{1,9}\s*$/.test(line.value) ? Number(line.value) : undefined),
  write: (value) => (typeof value === 'number' && Number.isInteger(value) ? { value: String(value) } : undefined),
};

export const BOOLEAN: Codec = {
  read: (line) => ({ TRUE: true, FALSE: false })[line.value.trim().toUpperCase()],
  write: (value) => (typeof value === 'boolean' ? { value: value ? 'TRUE' : 'FALSE' } : undefined),
};

/** A DATE-TIME in UTC; one that is not is taken as if it were. */
export const INSTANT: Codec = {
  read: (line) => {
    const time = readTime(line.value, undefined, () => undefined);
    return time === undefined ? undefined : new Date(instantOf(time));
  },
  write: (value) => {
    const time = toSecond(value);
    return time === undefined ? undefined : { value: utcText(time), parameters: { VALUE: undefined, TZID: undefined } };
  },
};

/** One of a few words; `words[n]` stands for the integer n. */
export function wordCodec(words: readonly (string | undefined)[]): Codec {
  return {
    read: (line) => {
      const at = words.indexOf(line.value.trim().toUpperCase());
      return at < 0 ? undefined : at;
    },
    write: (value) => {
      const word = words[Number(value)];
      return word === undefined ? undefined : { value: word };
    },
  };
}

/** How a simple row is made. */
export interface SimpleRow {
  readonly line: string;
  readonly property: Property;
  readonly codec: Codec;
  /** Properties with the same value. */
  readonly same?: readonly Property[];
  readonly inHead?: boolean;
}

/** A row of one line that is one property. Of several such lines the first with a value counts. */
export function simple({ line: name, property, codec, same = [], inHead = false }: SimpleRow): Row {
  return {
    lines: [name],
    properties: [property.name, ...same.map((one) => one.name)],
    inHead,
    read({ component, problems }, bag) {
      for (const line of linesOf(component, name)) {
        const value = codec.read(line);
        if (value === undefined) {
          problems.add(`A line ${name} holds no value of its type; it was passed over.`);
          continue;
        }
        for (const one of [property, ...same]) bag.set(one, value);
        return;
      }
    },
    write(bag, { changed }) {
      // Where only one that says the same is to be changed, that one counts.
      const other = changed.has(property.name) ? undefined : same.find((one) => changed.has(one.name));
      const value = bag.get(other ?? property);
      const written = value === undefined ? undefined : codec.write(value);
      return written === undefined ? [] : [{ name, ...written }];
    },
  };
}

/** A row of lines of which each is one of many texts; `parted` where one line holds several, with commas. */
export function list(name: string, property: Property, parted: boolean): Row {
  return {
    lines: [name],
    properties: [property.name],
    isList: true,
    read({ component }, bag) {
      const lines = linesOf(component, name);
      const texts = lines.flatMap((line) => (parted ? line.texts : [line.text])).map((text) => text.trim());
      const values = [...new Set(texts.filter((text) => text !== ''))];
      if (values.length > 0) bag.set(property, values);
    },
    write(bag) {
      const values = bag.get(property);
      if (!Array.isArray(values) || values.length === 0) return [];
      const texts = values.map((value) => escapeText(String(value)));
      return parted ? [{ name, value: texts.join(',') }] : texts.map((value) => ({ name, value }));
    },
  };
}

/** The value of the first line of a name by a codec. */
export function firstValue(
  component: Parameters<typeof lineOf>[0],
  name: string,
  codec: Codec,
): PropertyValue | undefined {
  const line = lineOf(component, name);
  return line === undefined ? undefined : codec.read(line);
}
