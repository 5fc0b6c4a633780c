import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Earlier, pairUp } from '../../src/sync/match.ts';

interface Thing extends Earlier {
  readonly name: string;
}

function thing(name: string, facts: Partial<Earlier> = {}): Thing {
  return { name, fingerprint: 'f', stableId: null, storedSize: 10, received: 1000, ...facts };
}

function names(arrivals: readonly Thing[], earlier: readonly Thing[]): readonly string[] {
  const { pairs, rest } = pairUp(arrivals, earlier);
  return [...pairs.map((pair) => `${pair.arrival.name}=${pair.earlier.name}`), ...rest.map(({ name }) => name)];
}

describe('pairing arrivals with what vanished', () => {
  it('pairs equal items in order, and takes the surplus for new', () => {
    expect(names([thing('a'), thing('b'), thing('c')], [thing('x'), thing('y')])).toEqual(['a=x', 'b=y', 'c']);
  });

  it('goes by the id of the server first, whatever else says', () => {
    const arrivals = [thing('a', { stableId: '2', fingerprint: 'new' }), thing('b', { stableId: '1' })];
    expect(names(arrivals, [thing('x', { stableId: '1' }), thing('y', { stableId: '2' })])).toEqual(['a=y', 'b=x']);
  });

  it('never pairs two that have different ids of the server, however alike they are', () => {
    expect(names([thing('a', { stableId: '1' })], [thing('x', { stableId: '2' })])).toEqual(['a']);
    expect(names([thing('a', { stableId: '1' })], [thing('x')])).toEqual(['a=x']);
  });

  it('pairs those of the same second before those of another', () => {
    expect(names([thing('a'), thing('b', { received: 2000 })], [thing('x', { received: 2000 }), thing('y')])).toEqual([
      'a=y',
      'b=x',
    ]);
    expect(names([thing('a', { received: null })], [thing('x')])).toEqual(['a=x']);
  });

  it('does not pair items of different size or head; an unknown size fits any', () => {
    expect(names([thing('a', { storedSize: 11 })], [thing('x')])).toEqual(['a']);
    expect(names([thing('a', { fingerprint: 'g' })], [thing('x')])).toEqual(['a']);
    expect(names([thing('a', { storedSize: null })], [thing('x')])).toEqual(['a=x']);
  });

  it('uses each item once and loses none', () => {
    const any = fc.record({
      fingerprint: fc.constantFrom('f', 'g'),
      stableId: fc.constantFrom(null, '1', '2'),
      storedSize: fc.constantFrom(null, 10, 11),
      received: fc.constantFrom(null, 1000, 2000),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 8 }), fc.array(any, { maxLength: 8 }), (arrivals, earlier) => {
        const { pairs, rest } = pairUp(arrivals, earlier);
        expect(new Set([...pairs.map((pair) => pair.arrival), ...rest])).toEqual(new Set(arrivals));
        expect(pairs.length + rest.length).toBe(arrivals.length);
        expect(new Set(pairs.map((pair) => pair.earlier)).size).toBe(pairs.length);
      }),
    );
  });
});
