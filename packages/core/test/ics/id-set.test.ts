import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Gid, IdSet } from '../../src/index.ts';
import { gid, idSet, REPLICAS } from './arbitraries.ts';

const name = ({ replica, counter }: Gid): string => `${replica} ${counter}`;
/** The same as an ordinary set of text: what a set of ids must not differ from. */
const plain = (set: IdSet): Set<string> => new Set([...set].map(name));

describe('a set of ids', () => {
  it('has what was added, and nothing else', () => {
    fc.assert(
      fc.property(fc.array(gid), gid, (ids, other) => {
        const set = IdSet.of(ids);
        expect(plain(set)).toEqual(new Set(ids.map(name)));
        expect(set.has(other)).toBe(ids.some((id) => name(id) === name(other)));
        expect(set.size).toBe(new Set(ids.map(name)).size);
        expect(set.isEmpty).toBe(ids.length === 0);
      }),
    );
  });

  it('adds, takes away and intersects like any set', () => {
    fc.assert(
      fc.property(idSet, idSet, (a, b) => {
        const [left, right] = [plain(a), plain(b)];
        expect(plain(a.union(b))).toEqual(left.union(right));
        expect(plain(a.subtract(b))).toEqual(left.difference(right));
        expect(plain(a.intersect(b))).toEqual(left.intersection(right));
        expect([plain(a), plain(b)]).toEqual([left, right]);
      }),
    );
  });

  it('is equal to another with the same ids, in whatever order they came', () => {
    fc.assert(
      fc.property(idSet, idSet, (a, b) => {
        expect(IdSet.of([...a].reverse()).equals(a)).toBe(true);
        expect(a.equals(b)).toBe(plain(a).symmetricDifference(plain(b)).size === 0);
        expect(JSON.stringify(IdSet.of([...a].reverse()))).toBe(JSON.stringify(a));
      }),
    );
  });

  it('is as few ranges as can be', () => {
    fc.assert(
      fc.property(idSet, (set) => {
        for (const ranges of Object.values(set.toJSON())) {
          for (const [index, [first, last]] of ranges.entries()) {
            expect(first).toBeLessThanOrEqual(last);
            if (index > 0) expect(first).toBeGreaterThan((ranges[index - 1]?.[1] as number) + 1);
          }
        }
      }),
    );
  });

  it('goes through JSON unchanged', () => {
    fc.assert(
      fc.property(idSet, (set) => {
        expect(IdSet.fromJson(JSON.parse(JSON.stringify(set))).equals(set)).toBe(true);
      }),
    );
  });

  it('holds a million numbers in a row as one range', () => {
    const set = IdSet.empty();
    for (let counter = 1; counter <= 1_000_000; counter++) set.add({ replica: REPLICAS[0], counter });
    expect(set.toJSON()).toEqual({ [REPLICAS[0]]: [[1, 1_000_000]] });
  });

  it('is not made of what is no set', () => {
    const [guid] = REPLICAS;
    for (const wrong of [null, [], 'x', { x: [] }, { [guid]: 1 }, { [guid]: [[2, 1]] }, { [guid]: [[0, 1]] }])
      expect(() => IdSet.fromJson(wrong)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
    for (const wrong of [[1.5, 2], [1, 2 ** 48], [1], ['1', '2']])
      expect(() => IdSet.fromJson({ [guid]: [wrong] })).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
  });
});
