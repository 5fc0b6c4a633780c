import type { PropertyValue } from '@mapistore/core';
import type { Card } from './card/card.ts';
import { addLine, removeLine, replaceLine } from './card/edit.ts';
import { sameValue, stateOf } from './card/state.ts';
import { LISTS, type ListRow, type ListValue } from './mapping/lists.ts';

/** The card with a multiple-valued property changed; lines that say one of its values already stay as they are. */
export function changeList(card: Card, name: string, value: PropertyValue | undefined): Card {
  const row = LISTS.find(({ property }) => property.name === name);
  const values = value === undefined ? [] : Array.isArray(value) ? (value as readonly ListValue[]) : undefined;
  if (row === undefined || values === undefined) return card;
  const isNow = (one: Card): boolean => {
    const { lists } = stateOf(one);
    return sameValue(lists.get(name) as PropertyValue, values as PropertyValue);
  };
  if (isNow(card)) return card;
  const ways = row.together ? [together] : [keepLines, allAnew];
  return ways.map((way) => way(card, row, values)).find((after) => after !== undefined && isNow(after)) ?? card;
}

function together(card: Card, row: ListRow, values: readonly ListValue[]): Card | undefined {
  const [first, ...rest] = row.lines(stateOf(card).index);
  const fewer = rest.reduce(removeLine, card);
  if (values.length === 0) return first === undefined ? fewer : removeLine(fewer, first);
  const line = row.write(values, card, first);
  if (line === undefined) return undefined;
  return first === undefined ? addLine(fewer, line) : replaceLine(fewer, first, line);
}

function keepLines(card: Card, row: ListRow, values: readonly ListValue[]): Card | undefined {
  const left = [...values];
  let now: Card = card;
  for (const line of row.lines(stateOf(card).index)) {
    const [said] = row.values(line, card);
    const at = left.findIndex((one) => sameValue(one, said));
    if (at < 0) now = removeLine(now, line);
    else left.splice(at, 1);
  }
  return append(now, row, left);
}

function allAnew(card: Card, row: ListRow, values: readonly ListValue[]): Card | undefined {
  return append(row.lines(stateOf(card).index).reduce(removeLine, card), row, values);
}

function append(card: Card, row: ListRow, values: readonly ListValue[]): Card | undefined {
  let now: Card | undefined = card;
  for (const value of values) {
    const line = row.write([value], card);
    now = now === undefined || line === undefined ? undefined : addLine(now, line);
  }
  return now;
}
