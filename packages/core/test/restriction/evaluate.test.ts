import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate, type Subject } from '../../src/restriction/evaluate.ts';
import type { RelOp, Restriction, RestrictionValue } from '../../src/restriction/restriction.ts';

function item(values: Readonly<Record<string, RestrictionValue>>, flags: readonly string[] = []): Subject {
  return { value: (property) => values[property], hasFlag: (flag) => flags.includes(flag) };
}

const ops: readonly RelOp[] = ['<', '<=', '>', '>=', '=', '!='];
const truth: Readonly<Record<RelOp, readonly boolean[]>> = {
  '<': [true, false, false],
  '<=': [true, true, false],
  '>': [false, false, true],
  '>=': [false, true, true],
  '=': [false, true, false],
  '!=': [true, false, true],
};

describe('a property restriction', () => {
  it.each([
    ['numbers', [1, 2, 3]],
    ['big integers', [1n, 2n, 3n]],
    ['texts', ['a', 'b', 'c']],
    ['dates', [new Date(1), new Date(2), new Date(3)]],
    ['bytes', [Uint8Array.of(1), Uint8Array.of(1, 0), Uint8Array.of(2)]],
  ] as const)('compares %s as the table of relations says', (_, values) => {
    const right = values[1] as RestrictionValue;
    for (const op of ops) {
      const found = values.map((value) =>
        evaluate({ type: 'property', property: 'p', op, value: right }, item({ p: value })),
      );
      expect(found).toEqual(truth[op]);
    }
  });

  it('compares numbers with big integers, and booleans', () => {
    expect(evaluate({ type: 'property', property: 'p', op: '=', value: 5n }, item({ p: 5 }))).toBe(true);
    expect(evaluate({ type: 'property', property: 'p', op: '<', value: true }, item({ p: false }))).toBe(true);
  });

  it('is false for a missing property whatever the relation, and its negation true', () => {
    for (const op of ops) {
      const restriction: Restriction = { type: 'property', property: 'p', op, value: 1 };
      expect(evaluate(restriction, item({}))).toBe(false);
      expect(evaluate({ type: 'not', of: restriction }, item({}))).toBe(true);
    }
  });

  it('knows values of different types as different, and orders them never', () => {
    const found = ops.map((op) => evaluate({ type: 'property', property: 'p', op, value: '5' }, item({ p: 5 })));
    expect(found).toEqual([false, false, false, false, false, true]);
  });
});

describe('the other restrictions', () => {
  it('AND of nothing is true, OR of nothing false', () => {
    expect(evaluate({ type: 'and', of: [] }, item({}))).toBe(true);
    expect(evaluate({ type: 'or', of: [] }, item({}))).toBe(false);
  });

  it('follows the laws of logic', () => {
    const leaf = fc.oneof(
      fc.record({ type: fc.constant('flag' as const), flag: fc.constantFrom('a', 'b') }),
      fc.record({ type: fc.constant('exist' as const), property: fc.constantFrom('p', 'q') }),
      fc.record({
        type: fc.constant('property' as const),
        property: fc.constantFrom('p', 'q'),
        op: fc.constantFrom(...ops),
        value: fc.nat({ max: 3 }),
      }),
    );
    const subject = fc
      .record({ p: fc.option(fc.nat({ max: 3 }), { nil: undefined }), flags: fc.subarray(['a', 'b']) })
      .map(({ p, flags }) => item(p === undefined ? {} : { p }, flags));
    fc.assert(
      fc.property(leaf, leaf, subject, (a, b, of) => {
        const not = (x: Restriction): Restriction => ({ type: 'not', of: x });
        expect(evaluate(not({ type: 'and', of: [a, b] }), of)).toBe(evaluate({ type: 'or', of: [not(a), not(b)] }, of));
        expect(evaluate(not(not(a)), of)).toBe(evaluate(a, of));
        expect(evaluate({ type: 'or', of: [a, not(a)] }, of)).toBe(true);
      }),
    );
  });

  it.each([
    ['full', 'Invoice', true],
    ['full', 'Invoice 7', false],
    ['prefix', 'Invoice 7', true],
    ['prefix', 'An Invoice', false],
    ['substring', 'An Invoice', true],
    ['substring', 'An invoice', false],
  ] as const)('matches text %s: %j', (match, value, wanted) => {
    const restriction: Restriction = { type: 'content', property: 'p', value: 'Invoice', fuzzy: { match } };
    expect(evaluate(restriction, item({ p: value }))).toBe(wanted);
  });

  it('leaves case and accents aside where it is told to', () => {
    const content = (value: string, fuzzy: object): Restriction => ({
      type: 'content',
      property: 'p',
      value,
      fuzzy: { match: 'substring', ...fuzzy },
    });
    expect(evaluate(content('CAFE', { ignoreCase: true, ignoreNonSpace: true }), item({ p: 'un café' }))).toBe(true);
    expect(evaluate(content('CAFE', { ignoreCase: true }), item({ p: 'un café' }))).toBe(false);
    expect(evaluate(content('cafe', { ignoreNonSpace: true }), item({ p: 'un cafe\u0301' }))).toBe(true);
    expect(evaluate(content('cafe', { ignoreNonSpace: true }), item({ p: 'Café' }))).toBe(false);
  });

  it('matches no text in a number or in nothing', () => {
    const restriction: Restriction = { type: 'content', property: 'p', value: '', fuzzy: { match: 'substring' } };
    expect([item({ p: 5 }), item({}), item({ p: '' })].map((of) => evaluate(restriction, of))).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('tests bits: one of them set, or all of them clear; neither of a missing value', () => {
    const test = (test: 'zero' | 'nonzero', of: Subject): boolean =>
      evaluate({ type: 'bitmask', property: 'p', mask: 0b101, test }, of);
    expect([0b100, 0b010, 0b111].map((p) => test('nonzero', item({ p })))).toEqual([true, false, true]);
    expect([0b100, 0b010, 0b111].map((p) => test('zero', item({ p })))).toEqual([false, true, false]);
    expect([test('zero', item({})), test('nonzero', item({}))]).toEqual([false, false]);
  });

  it('measures sizes: bytes as they are, text in UTF-16; a missing value has none', () => {
    const size = (value: RestrictionValue | undefined, op: RelOp, size: number): boolean =>
      evaluate({ type: 'size', property: 'p', op, size }, item(value === undefined ? {} : { p: value }));
    expect(size(Uint8Array.of(1, 2, 3), '=', 3)).toBe(true);
    expect(size('abc', '=', 6)).toBe(true);
    expect(size('😀', '=', 4)).toBe(true);
    expect(size(undefined, '<', 1)).toBe(false);
    expect(size(true, '=', 1)).toBe(true);
  });

  it('compares two properties of the item; a missing one on either side is false', () => {
    const restriction: Restriction = { type: 'compare', left: 'p', op: '<', right: 'q' };
    expect(evaluate(restriction, item({ p: 1, q: 2 }))).toBe(true);
    expect(evaluate(restriction, item({ p: 2, q: 1 }))).toBe(false);
    for (const of of [item({ p: 1 }), item({ q: 1 }), item({})]) {
      expect(evaluate(restriction, of)).toBe(false);
      expect(evaluate({ ...restriction, op: '!=' }, of)).toBe(false);
    }
  });
});
