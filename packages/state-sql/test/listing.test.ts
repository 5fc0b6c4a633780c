import type { ContentsRow, ListingCondition, ListingValue, Place, StateStore } from '@mapistore/core';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases, type TestDatabase } from './databases.ts';
import { compare, condition, flags, keyOf, meets, number, order, rowsOf, sortable, text } from './listing-model.ts';
import { row } from './support.ts';

describe.each(['sqlite', 'mysql'] as const)('a listing on %s', (kind) => {
  let database: TestDatabase;
  let state: StateStore;
  beforeAll(async () => {
    database = await databases[kind]();
    state = await (await database.place())();
  });
  afterAll(async () => {
    await state[Symbol.asyncDispose]();
    await database[Symbol.asyncDispose]();
  });

  const inside = async (rows: ReturnType<typeof row>[], look: () => Promise<void>): Promise<void> => {
    await state.write((tx) => tx.contents.insert(rows));
    try {
      await look();
    } finally {
      await state.write(async (tx) => {
        for (const folderId of [1, 2]) await tx.contents.forgetFolder(folderId);
      });
    }
  };
  const listed = (rows: readonly ReturnType<typeof row>[]): ContentsRow[] =>
    rows.map(({ item, membership }) => ({ ...item, ...membership })).filter(({ folderId }) => folderId === 1);

  it('gives, counts and groups just the rows that meet a condition, in order, from any place on, both ways', {
    timeout: 240_000,
  }, async () => {
    const sorting = fc.array(fc.record({ column: fc.constantFrom(...sortable), descending: fc.boolean() }), {
      maxLength: 3,
    });
    await fc.assert(
      fc.asyncProperty(
        rowsOf,
        condition,
        sorting,
        fc.nat({ max: 20 }),
        fc.boolean(),
        fc.boolean(),
        async (rows, where, sort, from, backwards, inclusive) => {
          await inside(rows, async () => {
            const wanted = listed(rows)
              .filter((each) => meets(each, where))
              .sort((a, b) => compare(sort, a, b));
            const placeOf = (each: ContentsRow): Place => ({
              values: sort.map(({ column }) => keyOf(each, column)),
              mid: each.mid,
            });
            const scope = { folderId: 1, where };
            const all = await state.read((tx) => tx.listing.places({ ...scope, sort, limit: 100 }));
            expect(all).toEqual(wanted.map(placeOf));

            const start = listed(rows).sort((a, b) => compare(sort, a, b))[from];
            if (start !== undefined) {
              const side = wanted.filter((each) => {
                const by = compare(sort, each, start);
                return (inclusive && by === 0) || (backwards ? by < 0 : by > 0);
              });
              const read = await state.read((tx) =>
                tx.listing.places({
                  ...scope,
                  sort,
                  beyond: placeOf(start),
                  backwards,
                  inclusive,
                  offset: 1,
                  limit: 3,
                }),
              );
              expect(read).toEqual((backwards ? side.reverse() : side).slice(1, 4).map(placeOf));
              const before = { place: placeOf(start), sort };
              expect(await state.read((tx) => tx.listing.count({ ...scope, before }))).toBe(
                wanted.filter((each) => compare(sort, each, start) < 0).length,
              );
            }

            const plain = await state.read((tx) => tx.listing.groups({ folderId: 1, by: ['topic'] }));
            expect(
              new Map(plain.map(({ values, rows: count, unread, mid }) => [values[0], [count, unread, mid]])),
            ).toEqual(
              new Map(
                [...Map.groupBy(listed(rows), (each) => keyOf(each, 'topic'))].map(([key, members]) => [
                  key,
                  [
                    members.length,
                    members.filter((each) => keyOf(each, 'seen') === 0).length,
                    Math.min(...members.map(({ mid }) => mid)),
                  ],
                ]),
              ),
            );

            const by = ['messageClass', 'sent'] as const;
            const groups = await state.read((tx) => tx.listing.groups({ ...scope, by, largest: ['size'] }));
            const groupOf = (each: ContentsRow): string => JSON.stringify(by.map((column) => keyOf(each, column)));
            const meant = [...Map.groupBy(wanted, groupOf)].map(([key, members]) => ({
              values: JSON.parse(key) as ListingValue[],
              largest: [
                members
                  .map((each) => keyOf(each, 'size'))
                  .sort(order)
                  .at(-1),
              ],
              rows: members.length,
              unread: members.filter((each) => keyOf(each, 'seen') === 0).length,
              mid: Math.min(...members.map(({ mid }) => mid)),
            }));
            const sorted = (list: readonly { readonly values: unknown }[]): unknown[] =>
              [...list].sort((a, b) => (JSON.stringify(a.values) < JSON.stringify(b.values) ? -1 : 1));
            expect(sorted(groups)).toEqual(sorted(meant));
          });
        },
      ),
      { numRuns: kind === 'sqlite' ? 300 : 100 },
    );
  });

  it('is in step after every kind of write', async () => {
    const found = (where: ListingCondition, folderId = 1): Promise<readonly number[]> =>
      state.read(async (tx) =>
        (await tx.listing.places({ folderId, where, sort: [], limit: 10 })).map(({ mid }) => mid),
      );
    const subject = (value: string): ListingCondition => ({ type: 'folded', column: 'subject', match: 'full', value });
    await inside([row(1, { subject: 'Old' }), row(2, { subject: 'Old' })], async () => {
      await state.write((tx) => tx.contents.updateItem(1, { subject: 'New' }));
      expect([await found(subject('old')), await found(subject('new'))]).toEqual([[2], [1]]);
      await state.write((tx) => tx.contents.updateItem(2, { flags: '$seen' }));
      expect(await found({ type: 'flag', flag: '$seen' })).toEqual([2]);
      await state.write((tx) => tx.contents.updateMembership(2, { storedSize: 7 }));
      expect(await found({ type: 'number', column: 'size', op: '=', value: 7 })).toEqual([2]);
      await state.write(async (tx) => {
        await tx.contents.deleteMemberships([1]);
        await tx.contents.insertMembership(row(3, {}, { itemId: 1, folderId: 2 }).membership);
      });
      expect([await found(subject('new')), await found(subject('new'), 2)]).toEqual([[], [3]]);
      await state.write((tx) => tx.contents.forgetFolder(2));
      expect(await found(subject('new'), 2)).toEqual([]);
    });
  });

  it('says the same as items and memberships after any writes', { timeout: 240_000 }, async () => {
    let base = 0;
    const id = fc.integer({ min: 1, max: 4 });
    const write = fc.oneof(
      fc.record({ do: fc.constant('insert' as const), id }),
      fc.record({ do: fc.constant('place' as const), id, mid: fc.integer({ min: 5, max: 8 }) }),
      fc.record({
        do: fc.constant('item' as const),
        id,
        patch: fc.record(
          {
            subject: text,
            normalizedSubject: text,
            fromName: text,
            fromAddress: text,
            size: number,
            flags,
            sent: number,
          },
          { requiredKeys: [] },
        ),
      }),
      fc.record({
        do: fc.constant('membership' as const),
        mid: fc.integer({ min: 1, max: 8 }),
        patch: fc.record(
          { folderId: fc.constantFrom(1, 2), received: fc.nat({ max: 3 }), storedSize: number, cn: fc.nat() },
          { requiredKeys: [] },
        ),
      }),
      fc.record({ do: fc.constant('delete' as const), mid: fc.integer({ min: 1, max: 8 }) }),
      fc.record({ do: fc.constant('forget' as const), folderId: fc.constantFrom(1, 2) }),
    );
    const columns = ['received', 'size', 'subject', 'topic', 'name', 'sender', 'seen', 'sent'] as const;
    await fc.assert(
      fc.asyncProperty(fc.array(write, { maxLength: 15 }), async (given) => {
        // Rows of deleted items stay, so each run has numbers of its own.
        base += 10;
        const writes = given.map((each) => ({
          ...each,
          ...('id' in each && { id: base + each.id }),
          ...('mid' in each && { mid: base + each.mid }),
        }));
        const items = new Set<number>();
        const mids = new Set<number>();
        await inside([], async () => {
          for (const each of writes) {
            await state.write(async (tx) => {
              if (each.do === 'insert' && !items.has(each.id) && !mids.has(each.id)) {
                await tx.contents.insert([row(each.id)]);
                items.add(each.id);
                mids.add(each.id);
              }
              if (each.do === 'place' && items.has(each.id) && !mids.has(each.mid)) {
                await tx.contents.insertMembership(row(each.mid, {}, { itemId: each.id }).membership);
                mids.add(each.mid);
              }
              if (each.do === 'item' && Object.keys(each.patch).length > 0)
                await tx.contents.updateItem(each.id, each.patch);
              if (each.do === 'membership' && mids.has(each.mid) && Object.keys(each.patch).length > 0)
                await tx.contents.updateMembership(each.mid, each.patch);
              if (each.do === 'delete') {
                await tx.contents.deleteMemberships([each.mid]);
                mids.delete(each.mid);
              }
            });
            if (each.do === 'forget') {
              const before = await state.read((tx) => tx.contents.byMids([...mids]));
              await state.write((tx) => tx.contents.forgetFolder(each.folderId));
              const [gone, left] = [true, false].map((is) =>
                before.filter((one) => (one.folderId === each.folderId) === is),
              );
              for (const { mid, itemId } of gone ?? []) {
                mids.delete(mid);
                if (left?.every((one) => one.itemId !== itemId)) items.delete(itemId);
              }
            }
            await state.read(async (tx) => {
              const rows = await tx.contents.byMids([1, 2, 3, 4, 5, 6, 7, 8].map((mid) => base + mid));
              for (const folderId of [1, 2]) {
                const sort = columns.map((column) => ({ column, descending: false }));
                const places = await tx.listing.places({ folderId, sort, limit: 100 });
                const meant = rows
                  .filter((one) => one.folderId === folderId)
                  .map((one) => ({ values: columns.map((column) => keyOf(one, column)), mid: one.mid }));
                const byMid = (a: Place, b: Place): number => a.mid - b.mid;
                expect([...places].sort(byMid)).toEqual(meant.sort(byMid));
              }
            });
          }
        });
        await state.write((tx) => tx.contents.deleteMemberships([...mids]));
      }),
      { numRuns: kind === 'sqlite' ? 150 : 25 },
    );
  });
});
