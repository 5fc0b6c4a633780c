import type { ContentsQuery, ContentsRow, SortColumn } from '@mapistore/core';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases, type TestDatabase } from './databases.ts';
import { row } from './support.ts';

const text = fc.constantFrom('', 'a', 'B', 'ä', 'b', '😀', 'a b', "o'neil");
const number = fc.option(fc.constantFrom(0, 1, 5, 2 ** 40));
const sorts = [
  'received',
  'sent',
  'subjectKey',
  'fromKey',
  'storedSize',
  'messageClass',
  'mid',
] as const satisfies SortColumn[];

const rowsOf = fc
  .array(
    fc.record({
      folderId: fc.constantFrom(1, 1, 2),
      received: fc.constantFrom(0, 1, 2),
      sent: number,
      storedSize: number,
      subjectKey: text,
      fromKey: text,
      messageClass: text,
    }),
    { maxLength: 25 },
  )
  .map((rows) =>
    rows.map(({ folderId, received, storedSize, sent, subjectKey, fromKey, messageClass }, index) =>
      row(index + 1, { sent, subjectKey, fromKey, messageClass }, { folderId, received, storedSize }),
    ),
  );

/** As SQL orders: null before numbers, texts by their bytes. */
function compare(a: unknown, b: unknown): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  if (typeof a === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b as string));
  return (a as number) - (b as number);
}

describe.each(['sqlite', 'mysql'] as const)('on %s', (kind) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await databases[kind]();
  });
  afterAll(() => database[Symbol.asyncDispose]());

  describe('pages of a contents table', () => {
    it('together are the sorted folder, each row once, for every column, direction and length', {
      timeout: 120_000,
    }, async () => {
      await fc.assert(
        fc.asyncProperty(
          rowsOf,
          fc.constantFrom(...sorts),
          fc.boolean(),
          fc.integer({ min: 1, max: 4 }),
          async (rows, sort, descending, limit) => {
            await using state = await (await database.place())();
            await state.write((tx) => tx.contents.insert(rows));
            const wanted = rows
              .filter(({ membership }) => membership.folderId === 1)
              .map(({ item, membership }) => ({ ...item, ...membership }))
              .sort((a, b) => compare(a[sort], b[sort]) || a.mid - b.mid)
              .map(({ mid }) => mid);
            const found: number[] = [];
            let after: ContentsQuery['after'];
            for (let page: readonly ContentsRow[]; ; ) {
              page = await state.read((tx) =>
                tx.contents.page({ folderId: 1, sort, descending, limit, ...(after && { after }) }),
              );
              expect(page.length).toBeLessThanOrEqual(limit);
              found.push(...page.map(({ mid }) => mid));
              const last = page.at(-1);
              if (last === undefined || page.length < limit) break;
              after = { value: last[sort], mid: last.mid };
            }
            expect(found).toEqual(descending ? wanted.toReversed() : wanted);
          },
        ),
        { numRuns: kind === 'sqlite' ? 60 : 15 },
      );
    });
  });

  describe('the contents of folders', () => {
    it('are counted with the unseen and the bytes [MS-OXCFOLD_R10347 R10353]', async () => {
      await using state = await (await database.place())();
      await state.write((tx) =>
        tx.contents.insert([
          row(1, { flags: '$flagged $seen', size: 10 }, { storedSize: 99 }),
          row(2, { flags: '$seenx' }, { storedSize: 5 }),
          row(3, { flags: '$seen' }),
          row(4, { flags: '$seen', size: 1000 }, { folderId: 2 }),
        ]),
      );
      expect(await state.read((tx) => tx.contents.count(1))).toEqual({ items: 3, unseen: 1, bytes: 15 });
      expect(await state.read((tx) => tx.contents.count(9))).toEqual({ items: 0, unseen: 0, bytes: 0 });
    });

    it('are found by more keys than one statement can hold', async () => {
      await using state = await (await database.place())();
      await state.write((tx) => tx.contents.insert([row(1), row(2), row(3, {}, { folderId: 2 })]));
      const keys = Array.from({ length: 70_000 }, (_, index) => `k${index}`);
      const found = await state.read((tx) => tx.contents.byKeys(1, keys));
      expect(found.map(({ mid }) => mid)).toEqual([1, 2]);
    });

    it('lose nothing to a listing: only what it has not seen and what is older than it is missing', async () => {
      await using state = await (await database.place())();
      await state.write(async (tx) => {
        await tx.contents.insert([row(1), row(2), row(3), row(4, {}, { backendKey: null, blob: 'b' }), row(9)]);
        await tx.contents.markSeen(1, ['k1'], 7);
        await tx.contents.markSeen(1, ['k1', 'k2', 'k3'], 8);
        for (let twice = 0; twice < 2; twice++)
          await tx.contents.stageUnseen({ mountId: 1, folderId: 1, pass: 7, upToCn: 5 });
      });
      expect((await state.read((tx) => tx.contents.missing(1, 0, 10))).map(({ mid }) => mid)).toEqual([2, 3]);
      const like = await state.read((tx) => tx.contents.missingLike(1, { fingerprints: ['f3', 'f1'], stableIds: [] }));
      expect(like.map(({ mid }) => mid)).toEqual([3]);
    });
  });
});
