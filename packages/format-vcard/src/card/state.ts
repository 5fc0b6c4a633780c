import type { PropertyValue } from '@mapistore/core';
import { type Binding, bindCard, CardIndex } from '../mapping/bindings.ts';
import { LISTS, type ListValue, listProperty, listValues } from '../mapping/lists.ts';
import type { Card } from './card.ts';

/** What a card says by the tables alone, before anything is derived from it. */
export interface CardState {
  readonly index: CardIndex;
  readonly bindings: ReadonlyMap<string, Binding>;
  readonly lists: ReadonlyMap<string, readonly ListValue[]>;
}

const known = new WeakMap<Card, CardState>();

/** Reads a card by the tables, once for each card. */
export function stateOf(card: Card): CardState {
  const before = known.get(card);
  if (before !== undefined) return before;
  const index = new CardIndex(card);
  const lists = LISTS.map((row) => [row.property.name, listValues(row, index)] as const);
  const state = { index, bindings: bindCard(index), lists: new Map(lists) };
  known.set(card, state);
  return state;
}

/** The value that a card has for a property of the tables. */
export function statedValue({ bindings, lists }: CardState, name: string): PropertyValue | undefined {
  const list = lists.get(name);
  return list === undefined ? bindings.get(name)?.value : listProperty(list);
}

/** Whether two values are the same, whatever objects hold them. */
export function sameValue(a: PropertyValue | undefined, b: PropertyValue | undefined): boolean {
  if (a instanceof Date && b instanceof Date) return a.getTime() === b.getTime();
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b) === 0;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((one, at) => sameValue(one, b[at]));
  return a === b;
}
