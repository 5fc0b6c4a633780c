import type { QueryItems, QueryPage, RelOp, Restriction, SortKey } from '@mapistore/core';
import type { MemoryItem } from './data.ts';
import { folderOf, type Mount, pageLimit, storable } from './mount.ts';

type Test = (item: MemoryItem) => boolean;

/** The columns that this backend knows without reading an item as MAPI would. */
const COLUMNS: Readonly<Record<string, (item: MemoryItem) => number>> = {
  PidTagMessageSize: (item) => item.bytes.byteLength,
  PidTagMessageDeliveryTime: (item) => item.received.getTime(),
};

const OPERATORS: Readonly<Record<RelOp, (a: number, b: number) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '=': (a, b) => a === b,
  '!=': (a, b) => a !== b,
};

/** Applies flags, sizes and dates and gives the rest of the restriction back. */
export async function query(mount: Mount, request: QueryItems): Promise<QueryPage> {
  request.signal.throwIfAborted();
  const folder = folderOf(mount, request.folder, 'query');
  const { test, remainder } = split(mount, request.restriction);
  const sort = request.sort ?? [];
  const sorted = sort.every(({ property }) => knows(mount, property));
  const place = placeOf(sorted ? sort : []);
  const after = request.cursor === undefined ? undefined : (JSON.parse(request.cursor) as number[]);
  const found = [...folder.items.values()]
    .filter(test)
    .map((item) => ({ key: item.key, place: place(item) }))
    .filter((item) => after === undefined || compare(item.place, after) > 0)
    .sort((a, b) => compare(a.place, b.place));
  const page = found.slice(0, pageLimit(mount, request));
  const last = page.at(-1);
  return {
    keys: page.map(({ key }) => key),
    ...(last !== undefined && page.length < found.length && { next: JSON.stringify(last.place) }),
    ...(remainder !== undefined && { remainder }),
    sorted,
  };
}

/** Takes from a conjunction what can be tested here; anything else is tested whole or not at all. */
function split(
  mount: Mount,
  restriction: Restriction | undefined,
): { readonly test: Test; readonly remainder?: Restriction } {
  if (restriction === undefined) return { test: () => true };
  const whole = testOf(mount, restriction);
  if (whole !== undefined) return { test: whole };
  if (restriction.type !== 'and') return { test: () => true, remainder: restriction };
  const tests: Test[] = [];
  const rest: Restriction[] = [];
  for (const part of restriction.of) {
    const test = testOf(mount, part);
    if (test === undefined) rest.push(part);
    else tests.push(test);
  }
  return { test: (item) => tests.every((test) => test(item)), remainder: { type: 'and', of: rest } };
}

function testOf(mount: Mount, restriction: Restriction): Test | undefined {
  switch (restriction.type) {
    case 'and':
    case 'or': {
      const tests = restriction.of.map((part) => testOf(mount, part));
      if (!tests.every((test) => test !== undefined)) return undefined;
      return restriction.type === 'and'
        ? (item) => tests.every((test) => test(item))
        : (item) => tests.some((test) => test(item));
    }
    case 'not': {
      const test = testOf(mount, restriction.of);
      return test && ((item) => !test(item));
    }
    case 'flag': {
      // A keyword that cannot be stored here is in core's keeping, so only core can look for it.
      if (!mount.description.capabilities.setFlags || storable(mount, [restriction.flag]).refused.length > 0)
        return undefined;
      const flag = restriction.flag.toLowerCase();
      return (item) => item.flags.includes(flag);
    }
    case 'property': {
      const column = knows(mount, restriction.property) ? COLUMNS[restriction.property] : undefined;
      const value = restriction.value instanceof Date ? restriction.value.getTime() : restriction.value;
      if (column === undefined || typeof value !== 'number') return undefined;
      return (item) => OPERATORS[restriction.op](column(item), value);
    }
    default:
      return undefined;
  }
}

function knows(mount: Mount, property: string): boolean {
  if (property === 'PidTagMessageDeliveryTime') return mount.description.traits.keepsReceived;
  return property in COLUMNS;
}

/** Where an item stands in the order; the order of arrival decides between equals. */
function placeOf(sort: readonly SortKey[]): (item: MemoryItem) => number[] {
  return (item) => [
    ...sort.map(({ property, descending }) => (COLUMNS[property]?.(item) ?? 0) * (descending === true ? -1 : 1)),
    item.order,
  ];
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < a.length; at++) {
    const difference = (a[at] as number) - (b[at] as number);
    if (difference !== 0) return difference;
  }
  return 0;
}
