import type { PropertyValue } from '@mapistore/core';
import type { Card } from '../card/card.ts';
import { decodeText } from '../lines/charsets.ts';
import { splitEscaped, unescapeText, type Version } from '../lines/escapes.ts';
import type { VcardLine } from '../lines/line.ts';
import { parameterText, valuesOf } from '../lines/parameters.ts';
import { type Place, ROWS, type Row } from './rows.ts';
import { assignSlots } from './slots.ts';

/** A property found in a card. */
export interface Binding {
  readonly row: Row;
  readonly line: VcardLine;
  readonly place: Place;
  /** What stands there, with its backslashes where it is no parameter. */
  readonly text: string;
  readonly value: PropertyValue | undefined;
}

/** A card with what its lines are called and belong to. */
export class CardIndex {
  readonly card: Card;
  readonly #byName = new Map<string, VcardLine[]>();
  readonly #ranked = new Map<string, readonly VcardLine[]>();
  readonly #labels = new Map<string, string>();
  readonly slots: ReadonlyMap<string, VcardLine>;

  constructor(card: Card) {
    this.card = card;
    for (const line of card.own) {
      if (line.name === '') continue;
      const lines = this.#byName.get(line.name);
      if (lines === undefined) this.#byName.set(line.name, [line]);
      else lines.push(line);
      if (line.name === 'X-ABLABEL' && line.group !== '')
        this.#labels.set(line.group.toLowerCase(), line.text.replace(/^_\$!<|>!\$_$/g, '').toLowerCase());
    }
    this.slots = assignSlots(card.own, (line) => this.wordsOf(line));
  }

  /** Lines of that name, the preferred first; those that say nothing last. */
  named(name: string): readonly VcardLine[] {
    const lines = this.#byName.get(name) ?? [];
    if (lines.length < 2) return lines;
    const known = this.#ranked.get(name);
    if (known !== undefined) return known;
    const ranked = lines.map((line) => ({ line, rank: line.preference + (line.value.trim() === '' ? 200 : 0) }));
    const sorted = ranked.sort((a, b) => a.rank - b.rank).map(({ line }) => line);
    this.#ranked.set(name, sorted);
    return sorted;
  }

  /** Types of a line, the label of its group, and the group itself where it is called home or work; lower case. */
  wordsOf(line: VcardLine): ReadonlySet<string> {
    const words = new Set([...line.types].map((word) => word.replace(/^x-(?:evolution-|ms-)?/, '')));
    const group = line.group.toLowerCase();
    if (group === 'home' || group === 'work') words.add(group);
    const label = group === '' ? undefined : this.#labels.get(group);
    return label === undefined ? words : words.add(label.trim());
  }

  /** The parts of a value, as they are meant. */
  components(line: VcardLine): string[] {
    const { version } = this.card;
    return splitEscaped(line.text, ';', version).map((part) => unescapeText(part, version));
  }

  /** The line of a place, if the card has it. */
  lineAt({ name, slot, word, textOnly }: Place): VcardLine | undefined {
    if (slot !== undefined) return this.slots.get(slot);
    const lines = this.named(name ?? '');
    if (word === undefined) return lines[0];
    return lines.find((line) => this.wordsOf(line).has(word) && (textOnly !== true || isText(line)));
  }
}

/** Finds every property of the table in a card, by canonical name. */
export function bindCard(index: CardIndex, rows: readonly Row[] = ROWS): Map<string, Binding> {
  const bindings = new Map<string, Binding>();
  for (const row of rows) {
    const binding = bindRow(index, row);
    if (binding !== undefined) bindings.set(row.property.name, binding);
  }
  return bindings;
}

/** The first place of a row that has a value, or else the first that is there. */
function bindRow(index: CardIndex, row: Row): Binding | undefined {
  let empty: Binding | undefined;
  for (const place of row.places) {
    const line = index.lineAt(place);
    const text = line === undefined ? undefined : textAt(line, place, index.card);
    if (line === undefined || text === undefined) continue;
    const value = row.codec.read({ text, version: versionAt(place, index.card), line });
    const binding: Binding = { row, line, place, text, value };
    if (value !== undefined) return binding;
    // A value that is there and not understood hides no other.
    empty ??= binding;
  }
  return empty;
}

/** A parameter is read with all its backslashes doubled, whatever the version. */
export function versionAt({ parameter }: Place, { version }: Card): Version {
  return parameter === undefined ? version : '3.0';
}

/** What stands at a place of a line; undefined where the line has no such parameter. */
function textAt(line: VcardLine, { component, parameter }: Place, { version }: Card): string | undefined {
  if (parameter !== undefined) {
    const raw = line.parameter(parameter);
    return raw === undefined
      ? undefined
      : parameterText(decodeText(Buffer.from(raw, 'latin1'), line.charset).text).replace(/\\/g, '\\\\');
  }
  return component === undefined ? line.text : (splitEscaped(line.text, ';', version)[component] ?? '');
}

function isText(line: VcardLine): boolean {
  const kind = valuesOf(line.parameter('VALUE') ?? '')[0]?.toLowerCase();
  return kind === 'text' || (kind === undefined && !/^[a-z][a-z0-9+.-]*:\S*$/i.test(line.value));
}
