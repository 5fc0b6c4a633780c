import type { Restriction, Table, TableRow, TableSort } from '@mapistore/core';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Office, office } from './support.ts';

// One table is answered by the state alone, the other by a list of rows that were asked one by one: the condition that is
// added is true of all of them, and nothing that the state could apply. Whatever is done to both has to give the same.

let place: Office;

beforeAll(async () => {
  place = await office(
    Array.from({ length: 40 }, (_, index) => ({
      subject: ['offer', 'Offer', 'Re: offer', 'letter', ''][index % 5] as string,
      from: ['Ada', 'Ben', 'ada', 'Cleo'][index % 4] as string,
      day: 1 + (index % 6),
      flags: [[], ['$seen'], ['work']][index % 3] as string[],
    })),
  );
});
afterAll(() => place[Symbol.asyncDispose]());

const TRUE: Restriction = { type: 'size', property: 'PidTagSubject', op: '>=', size: 0 };
const restrictions: readonly Restriction[] = [
  { type: 'and', of: [] },
  { type: 'flag', flag: '$seen' },
  { type: 'content', property: 'PidTagSubject', value: 'off', fuzzy: { match: 'prefix', loose: true } },
  { type: 'or', of: [] },
];
const columns = ['PidTagSubject', 'name', 'date', 'topic', 'importance', 'id'];
const restriction = fc.constantFrom(...restrictions);
const sort: fc.Arbitrary<TableSort> = fc
  .record({
    keys: fc.array(fc.record({ property: fc.constantFrom(...columns), descending: fc.boolean() }), { maxLength: 3 }),
    categories: fc.nat({ max: 2 }),
    expanded: fc.nat({ max: 2 }),
    maximum: fc.boolean(),
  })
  .map(({ keys, categories, expanded, maximum }) => {
    const levels = Math.min(categories, keys.length);
    const [first, ...rest] = keys;
    const withMaximum =
      maximum && levels > 0 && first !== undefined ? [first, { property: 'date', maximum: true }, ...rest] : keys;
    return { keys: withMaximum, categories: levels, expanded: Math.min(expanded, levels) };
  });

/** What is done to both; rows are named by their place among all, so that a shrunk run means the same. */
const step = fc.oneof(
  fc.record({
    do: fc.constant('read' as const),
    count: fc.nat({ max: 9 }),
    forward: fc.boolean(),
    noAdvance: fc.boolean(),
  }),
  fc.record({
    do: fc.constant('seek' as const),
    origin: fc.constantFrom('beginning', 'current', 'end' as const),
    rows: fc.integer({ min: -12, max: 12 }),
  }),
  fc.record({ do: fc.constant('approx' as const), part: fc.nat({ max: 5 }) }),
  fc.record({
    do: fc.constant('find' as const),
    where: restriction,
    backwards: fc.boolean(),
    origin: fc.constantFrom('beginning', 'current', 'end' as const),
  }),
  fc.record({ do: fc.constant('mark' as const) }),
  fc.record({ do: fc.constant('return' as const), mark: fc.nat({ max: 3 }), rows: fc.integer({ min: -3, max: 3 }) }),
  fc.record({ do: fc.constant('turn' as const), header: fc.nat({ max: 8 }) }),
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

class Driver {
  readonly #table: Table;
  readonly #marks: string[] = [];

  constructor(table: Table) {
    this.#table = table;
  }

  static async open(where: Restriction, order: TableSort): Promise<Driver> {
    const table = await place.store.tables.contents('/A');
    await table.setColumns([
      'PidTagInternetMessageId',
      'PidTagRowType',
      'PidTagContentCount',
      'PidTagContentUnreadCount',
    ]);
    await table.restrict(where);
    await table.sortTable(order);
    return new Driver(table);
  }

  async take(each: Step): Promise<unknown> {
    const table = this.#table;
    switch (each.do) {
      case 'read':
        return table.queryRows({ count: each.count, forward: each.forward, noAdvance: each.noAdvance });
      case 'seek':
        return table.seekRow(each.origin, each.rows);
      case 'approx':
        await table.seekRowApprox(each.part, 5);
        return table.queryPosition();
      case 'find':
        return table.findRow({ where: each.where, backwards: each.backwards, origin: each.origin });
      case 'mark':
        this.#marks.push(await table.createBookmark());
        return undefined;
      case 'return': {
        const mark = this.#marks[each.mark];
        return mark === undefined
          ? undefined
          : [await table.seekRowBookmark(mark, each.rows), await table.queryPosition()];
      }
      case 'turn':
        return this.#turn(each.header);
    }
  }

  async all(): Promise<readonly TableRow[]> {
    await this.#table.seekRow('beginning', 0);
    return (await this.#table.queryRows({ count: 1_000 })).rows;
  }

  async #turn(index: number): Promise<unknown> {
    const { position } = await this.#table.queryPosition();
    const headers = (await this.all()).filter(({ kind }) => kind === 'header');
    await this.#table.seekRow('beginning', position);
    const header = headers[index];
    if (header === undefined) return undefined;
    return header.values[1] === 3 ? this.#table.collapseRow(header.id) : this.#table.expandRow(header.id, 4);
  }
}

it('a table that the state answers and one that holds a list do the same, whatever is done to them', {
  timeout: 240_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(restriction, sort, fc.array(step, { maxLength: 12 }), async (where, order, steps) => {
      const state = await Driver.open(where, order);
      const list = await Driver.open({ type: 'and', of: [where, TRUE] }, order);
      const before = await state.all();
      expect(await list.all()).toEqual(before);
      for (const each of steps) expect([each, await list.take(each)]).toEqual([each, await state.take(each)]);
      expect(await list.all()).toEqual(await state.all());
    }),
    { numRuns: 150 },
  );
});

it('what is read piece by piece, forwards and backwards, is the whole table', { timeout: 240_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(restriction, sort, fc.integer({ min: 1, max: 7 }), async (where, order, length) => {
      const table = await place.store.tables.contents('/A');
      await table.setColumns(['PidTagInternetMessageId', 'PidTagInstID']);
      await table.restrict(where);
      await table.sortTable(order);
      const whole = (await table.queryRows({ count: 1_000 })).rows;
      const { count } = await table.queryPosition();
      expect(whole).toHaveLength(count);
      const backwards: TableRow[] = [];
      for (;;) {
        const { rows, origin } = await table.queryRows({ count: length, forward: false });
        backwards.unshift(...rows);
        expect((await table.queryPosition()).position).toBe(count - backwards.length);
        if (origin === 'beginning') break;
      }
      expect(backwards).toEqual(whole);
      const forwards: TableRow[] = [];
      for (;;) {
        const { rows, origin } = await table.queryRows({ count: length });
        forwards.push(...rows);
        expect((await table.queryPosition()).position).toBe(forwards.length);
        if (origin === 'end') break;
      }
      expect(forwards).toEqual(whole);
    }),
    { numRuns: 100 },
  );
});
