import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Comparison, PredecessorChangeList, xidOf } from '../../src/index.ts';
import { predecessors, REPLICAS } from './arbitraries.ts';

const [A, B, C] = REPLICAS;
const list = (...changes: readonly (readonly [string, number])[]): PredecessorChangeList =>
  PredecessorChangeList.of(changes.map(([replica, counter]) => xidOf({ replica, counter })));

describe('two versions', () => {
  it.each([
    ['with the same changes are the same', list([A, 1], [B, 2]), list([B, 2], [A, 1]), 'same'],
    ['of which one has a later change are newer and older', list([A, 2]), list([A, 1]), 'newer'],
    ['of which one has a change of one more replica are newer and older', list([A, 1], [B, 1]), list([A, 1]), 'newer'],
    ['of which one lacks a change are older and newer', list([A, 1]), list([A, 1], [C, 1]), 'older'],
    ['that each have a change of their own conflict', list([A, 2], [B, 1]), list([A, 1], [B, 2]), 'conflict'],
    ['of strangers conflict', list([A, 1]), list([B, 1]), 'conflict'],
    ['without any change are the same', list(), list(), 'same'],
  ] as [string, PredecessorChangeList, PredecessorChangeList, Comparison][])('%s', (_, a, b, expected) => {
    expect(a.compare(b)).toBe(expected);
  });

  it('are to each other what the reverse says', () => {
    const reverse = { same: 'same', newer: 'older', older: 'newer', conflict: 'conflict' } as const;
    fc.assert(
      fc.property(predecessors, predecessors, (a, b) => {
        expect(b.compare(a)).toBe(reverse[a.compare(b)]);
      }),
    );
  });

  it('have a successor in their merge, which conflicts with neither', () => {
    fc.assert(
      fc.property(predecessors, predecessors, (a, b) => {
        const merged = a.merge(b);
        expect(merged.includes(a) && merged.includes(b)).toBe(true);
        expect(merged.compare(b.merge(a))).toBe('same');
        expect(merged.merge(a).compare(merged)).toBe('same');
        if (a.compare(b) === 'conflict') expect([merged.compare(a), merged.compare(b)]).toEqual(['newer', 'newer']);
        const changed = merged.with(xidOf({ replica: C, counter: 99 }));
        expect([changed.compare(a), changed.compare(b)]).toEqual(['newer', 'newer']);
      }),
    );
  });

  it('are ordered: what is newer than a newer one is newer', () => {
    fc.assert(
      fc.property(predecessors, predecessors, predecessors, (a, b, c) => {
        if (a.includes(b) && b.includes(c)) expect(a.includes(c)).toBe(true);
      }),
    );
  });
});

describe('a predecessor change list', () => {
  it('goes through JSON unchanged, one XID for each replica, sorted by the bytes of the GUIDs', () => {
    fc.assert(
      fc.property(predecessors, (a) => {
        const json = JSON.parse(JSON.stringify(a));
        expect(PredecessorChangeList.fromJson(json).compare(a)).toBe('same');
        expect(new Set(json.map((xid: { namespace: string }) => xid.namespace)).size).toBe(json.length);
      }),
    );
    // The first three fields of a GUID are written low byte first: 0d1a0a3d… comes before d4c3b2a1….
    expect([...list([C, 1], [B, 1], [A, 1])].map(({ namespace }) => namespace)).toEqual([A, C, B]);
  });

  it('is written as XIDs behind their sizes', () => {
    const bytes = Buffer.from(list([A, 1]).toBytes()).toString('hex');
    expect(bytes).toBe('161e1b0a3d5c6d0e4f9d5f0a4b6f2c7d11000000000001');
    expect(list().toBytes()).toHaveLength(0);
  });

  it('takes longer local ids of one namespace for later ones', () => {
    const long = PredecessorChangeList.fromJson([{ namespace: A, localId: 'FF01' }]);
    const short = PredecessorChangeList.fromJson([{ namespace: A, localId: 'ff' }]);
    expect(long.compare(short)).toBe('newer');
    for (const wrong of [{}, [{}], [{ namespace: A, localId: '' }], [{ namespace: 'x', localId: '00' }], [null]])
      expect(() => PredecessorChangeList.fromJson(wrong)).toThrow(
        expect.objectContaining({ code: 'INVALID_ARGUMENT' }),
      );
  });
});
